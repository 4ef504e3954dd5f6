/** What a caller is to hear next, out of what the timeline says of the call's runs. */
import type { Hold, Speech, Spoken } from '../channels/call-dialogue';
import type { Conversation } from '../engine/conversation';
import type { Effect } from '../engine/effects';
import type { ConversationRef } from '../engine/event';
import type { Millis } from '../engine/time';
import type { RunChange, TimelineEntry } from '../engine/timeline';
import type { Deps } from './deps';

/** The trigger whose runs speak to callers. */
const SPEAKS = 'call.ringing';
/** Longer than this nobody is held in silence: the channel's fallback is given, and the run goes on by itself. */
const LONGEST_HOLD: Millis = 60_000;
const ASK_AGAIN_SECONDS = 2;

/** One entry of the timeline, as far as it is about voices. */
export interface Heard {
  sequence: number;
  steps: Spoken[];
  changes: RunChange[];
  /** Runs that the ringing started. */
  started: string[];
  /** How long the run that stands still waits, where that is known. */
  wait?: Millis;
}

/** @param voice what was said, where the entry itself has no fields yet */
export function heardIn(entry: TimelineEntry, voice?: readonly Effect[]): Heard {
  const { sequence, effects = [], runs = [], evaluations = [], waitsStarted = [] } = entry;
  const said = voice ?? effects.filter(({ type }) => type.startsWith('call.'));
  const wait = waitsStarted.findLast(({ kind, due }) => kind === 'runStep' && due !== undefined);
  return {
    sequence,
    steps: said.map(spoken),
    changes: runs,
    started: evaluations.flatMap(({ trigger, runId }) => (trigger === SPEAKS && runId ? [runId] : [])),
    ...(wait?.due !== undefined && { wait: wait.due - wait.since }),
  };
}

function spoken({ id, type, fields = {}, runId, workflowId }: NonNullable<TimelineEntry['effects']>[number]): Spoken {
  return { id, type, fields, ...(runId !== undefined && { runId }), ...(workflowId !== undefined && { workflowId }) };
}

/** What was heard, one after the other; the caller is held where the run will go on by itself, soon. */
export function speechOf(heard: readonly Heard[], of: string | undefined): Omit<Speech, 'language'> {
  const runs = new Set([of, ...heard.flatMap(({ started }) => started)]);
  const steps = heard.flatMap((one) => one.steps);
  const last = heard.findLast(({ changes }) => changes.some(({ runId }) => runs.has(runId)));
  const change = last?.changes.findLast(({ runId }) => runs.has(runId));
  const seconds = last && change?.change === 'suspended' ? holdSeconds(change, last) : undefined;
  if (!change || seconds === undefined) return { steps };
  return { steps, hold: { runId: change.runId, after: heard.at(-1)?.sequence ?? 0, seconds } };
}

function holdSeconds({ detail }: RunChange, { wait = 0 }: Heard): number | undefined {
  if (detail === 'effect') return ASK_AGAIN_SECONDS;
  return detail === 'wait' && wait <= LONGEST_HOLD ? Math.ceil(wait / 1_000) + 1 : undefined;
}

/** The entries of a call, oldest first, with what is decided and not sent yet. */
export async function pastOf(
  ref: ConversationRef,
  conversation: Conversation | undefined,
  { timeline }: Pick<Deps, 'timeline'>,
): Promise<{ id: string; heard: Heard }[]> {
  const { outbox } = conversation ?? {};
  const entries = await timeline.list(ref);
  const unsent = outbox?.timeline.filter(({ id }) => entries.every((entry) => entry.id !== id)) ?? [];
  return [
    ...entries.filter(({ kind }) => kind !== 'effect').map((entry) => ({ id: entry.id, heard: heardIn(entry) })),
    ...unsent.map((entry) => ({ id: entry.id, heard: heardIn(entry, outbox?.voice ?? []) })),
  ];
}

/** The run that has the caller, where one does. */
export const speakingRun = (conversation: Conversation | undefined): string | undefined =>
  conversation?.runs.find(({ trigger }) => trigger === SPEAKS)?.id;

/** To a caller who is held: what the run has said since, or to be held on; nothing when it is over. */
export async function sinceHeld(
  { runId, after }: Omit<Hold, 'seconds'>,
  ref: ConversationRef,
  deps: Pick<Deps, 'conversations' | 'timeline'>,
): Promise<Omit<Speech, 'language'>> {
  const { conversation } = await deps.conversations.load(ref);
  const since = (await pastOf(ref, conversation, deps)).filter(({ heard }) => heard.sequence > after);
  const news = since.map(({ heard }) => heard).filter((heard) => isAbout(heard, runId));
  if (news.length > 0) return speechOf(news, runId);
  if (speakingRun(conversation) !== runId) return { steps: [] };
  return { steps: [], hold: { runId, after, seconds: ASK_AGAIN_SECONDS } };
}

function isAbout({ steps, changes }: Heard, runId: string): boolean {
  return [...steps, ...changes].some((one) => one.runId === runId);
}

/** What a run that stands still said last. */
export function lastWords(past: readonly { heard: Heard }[], runId: string): Heard[] {
  const found = past.findLast(({ heard }) => heard.steps.some((step) => step.runId === runId));
  return found ? [found.heard] : [];
}
