/** A story: what customers, agents and authors do, and when. Plain data, so that it can be made smaller and told. */
import type { PublicEvent } from '../../src/engine/event';
import type { Reconnect } from '../../src/engine/reconnect-settings';
import type { Settings } from '../../src/engine/settings';
import type { Instant, Millis } from '../../src/engine/time';
import type { LetterKind } from './letters';
import type { Reply } from './replies';

export const START: Instant = Date.parse('2026-01-05T09:00:00Z');

export interface SimWorkflow {
  id: string;
  draft: Record<string, unknown>;
}

export interface SimWorkspace {
  id: string;
  /** How the channel of its chats brings customers back; absent: it does not. */
  reconnect?: Reconnect | undefined;
  settings: Partial<Settings>;
  workflows: SimWorkflow[];
}

interface Timed {
  /** Since the start. */
  at: Millis;
  workspace: string;
}

export interface EventStep extends Timed {
  /** `call`: somebody at the phone waits for what is to be said. */
  do: 'event' | 'command' | 'call';
  conversation: string;
  id: string;
  type: PublicEvent['type'];
  data: Record<string, unknown>;
  /** What it answers is seen when it is sent; with nothing to answer it is what `type` and `data` say. */
  reply?: Reply;
  /** The provider sends it once more after this. */
  again?: Millis;
  /** Handling it crashes the process before this call, until an operator retries it. */
  poison?: string;
}

/** An answer to an e-mail, or what looks like one; nothing where there is no e-mail yet. */
export interface LetterStep extends Timed {
  do: 'letter';
  conversation: string;
  id: string;
  kind: LetterKind;
  /** To which e-mail: 0 the newest. */
  back: number;
  /** It is delivered once more after this. */
  again?: Millis;
}

/** An agent asks for a link into the session that goes on. */
export interface LinkStep extends Timed {
  conversation: string;
}

/** The customer asks to go on; by a link that there is, or not at all. */
export interface ReturnStep extends LinkStep {
  do: 'return';
  by: 'link' | 'prompt';
  /** By which link: 0 the newest. */
  back: number;
  /** At the same instant. */
  clicks: 1 | 2;
  /** Whether it could be done is asked, and no more. */
  isLook?: true;
}

/** A page that was reached by a link tells that it is there, or goes; without a link it tells nothing. */
export interface PresenceStep extends LinkStep {
  do: 'presence';
  connectionId: string;
  state: 'connected' | 'disconnected';
  back: number;
}

export type Step =
  | EventStep
  | LetterStep
  | ReturnStep
  | PresenceStep
  | (LinkStep & { do: 'link' })
  /** The channel is set to bring customers back in another way, or not at all. */
  | (Timed & { do: 'channel'; reconnect: Reconnect })
  | (Timed & { do: 'publish'; workflow: SimWorkflow })
  | (Timed & { do: 'pause'; id: string })
  /** Continuity e-mails are turned on or off. */
  | (Timed & { do: 'switch'; on: boolean })
  /** Newer code takes over, beside the older for a while. */
  | (Timed & { do: 'deploy'; lasts: Millis });

export interface Story {
  workspaces: SimWorkspace[];
  /** By time. */
  steps: Step[];
  /** When things stop going wrong. */
  calmAt: Millis;
}

/** Chats, calls at a provider that asks what to say, and calls on a line that is told. */
const CHANNELS: Readonly<Record<string, string>> = { chat: 'web', call: 'phone', line: 'line' };
const kindOf = (conversation: string) => conversation.split('-')[0] as string;

export const isCall = (conversation: string) => kindOf(conversation) !== 'chat';
export const isLine = (conversation: string) => kindOf(conversation) === 'line';

/** Callers of the API do not wait for the queue; what comes by mail does. */
export const isCommand = ({ id }: { id: string }) => id.startsWith('cmd');

/** Channel ids are unique over all workspaces; all other ids are the same in each. */
export function channelOf(workspace: string, conversation: string): string {
  return `${CHANNELS[kindOf(conversation)]}-${workspace}`;
}

/** A story as lines to read. */
export function tell({ workspaces, steps, calmAt }: Story): string[] {
  const seconds = (at: Millis) => `${(at / 1_000).toFixed(1).padStart(8)} s`;
  return [
    ...workspaces.flatMap(({ id, settings, reconnect, workflows }) => [
      `workspace ${id} ${JSON.stringify({ ...settings, reconnect })}`,
      ...workflows.map((workflow) => `  ${workflow.id} ${JSON.stringify(workflow.draft)}`),
    ]),
    ...steps.map(
      ({ at, workspace, do: what, ...rest }) => `${seconds(at)}  ${workspace}  ${what} ${JSON.stringify(rest)}`,
    ),
    `${seconds(calmAt)}  nothing goes wrong any more`,
  ];
}
