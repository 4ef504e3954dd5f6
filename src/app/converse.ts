/** One request of a call in process: what it tells is handled, and what follows is said. */
import type { Asked, CallAnswer, Speech, Spoken, StepAnswer } from '../channels/call-dialogue';
import type { Conversation, Run } from '../engine/conversation';
import type { ConversationEvent, ConversationRef, EffectAnsweredEvent } from '../engine/event';
import { shortHash, timelineId } from '../engine/ids';
import type { RunChange } from '../engine/timeline';
import type { ChannelRecord } from '../ports/channels';
import { type Heard, heardIn, lastWords, pastOf, sinceHeld, speakingRun, speechOf } from './call-speech';
import { type HandleContext, type HandleDeps, handleEvent } from './handle-event';
import { stamp } from './take-events';

export interface Talk {
  asked: Asked;
  channel: ChannelRecord;
  deps: HandleDeps;
  context: Pick<HandleContext, 'live' | 'sent'>;
  /** Where runs went, to be counted; added to as the request is handled. */
  changes: RunChange[];
}

/** Routes that the channel cannot put through, one after the other, before its fallback is given. */
const MAX_OBSTACLES = 10;

/** Handles the request and looks for what is to be said. @throws StoreError when stores or queues are busy */
export async function converse(talk: Talk): Promise<CallAnswer> {
  const { asked, channel, context } = talk;
  const { settings } = await context.live(channel.workspaceId);
  return asked.answer({ ...(await speechFor(talk)), language: settings.language });
}

const refOf = ({ asked, channel }: Talk): ConversationRef => ({
  workspaceId: channel.workspaceId,
  channelId: channel.id,
  conversationId: asked.subject,
});

async function speechFor(talk: Talk): Promise<Omit<Speech, 'language'>> {
  const { asked, deps } = talk;
  if (asked.holds) return sinceHeld(asked.holds, refOf(talk), deps);
  if (asked.rings) return ringing(asked.rings, talk);
  const heard: Heard[] = [];
  let conversation: Conversation | undefined;
  for (const event of eventsOf(talk)) {
    const told = await hear(event, talk);
    heard.push(told.heard);
    conversation = told.conversation;
  }
  const of = asked.brings?.runId;
  const speech = await pastObstacles(speechOf(heard, of), heard, talk);
  const isMoved = heard.some(({ changes }) => changes.some(({ runId }) => runId === of));
  const isNews = isMoved || speech.steps.length > 0 || speech.hold !== undefined;
  const runId = isNews || (asked.ended && !asked.brings) ? undefined : speakingRun(conversation);
  if (runId === undefined) return speech;
  // It was started, or answered, by another request: the caller hears what it said then.
  return speechOf(lastWords(await pastOf(refOf(talk), conversation, deps), runId), runId);
}

/** The agent is rung in place of the queue: how that comes out is the answer to the route that led there. */
async function ringing(fields: { agentId: string }, talk: Talk): Promise<Omit<Speech, 'language'>> {
  const { conversation } = await talk.deps.conversations.load(refOf(talk));
  const runId = speakingRun(conversation);
  const run = conversation?.runs.find(({ id }) => id === runId);
  const step: Spoken = { ...routeOf(run), type: 'call.route', fields };
  return talk.asked.obstacle(step) === undefined ? { steps: [step] } : { steps: [] };
}

/** The step at which a run stands; of a call that no run led into its queue, none. */
function routeOf(run: Run | undefined): Pick<Spoken, 'id' | 'runId' | 'workflowId'> {
  if (run?.waitsFor.kind !== 'answer') return { id: 'ring' };
  return { id: run.waitsFor.effectId, runId: run.id, workflowId: run.workflowId };
}

/** All that the request tells, in order; what it brings to a run comes last. */
export function eventsOf({ asked, channel, deps }: Talk): ConversationEvent[] {
  const now = deps.clock.now();
  const told = asked.events.map((event) => stamp(event, channel, now));
  return asked.brings ? [...told, broughtEvent(asked.brings, asked.subject, channel, now)] : told;
}

function broughtEvent(
  { id, step: type, body, ...of }: StepAnswer,
  subject: string,
  { id: channelId, workspaceId }: ChannelRecord,
  now: number,
): EffectAnsweredEvent {
  const envelope = { schema: 1 as const, id, workspaceId, channelId, subject, receivedAt: now };
  return { ...envelope, type: 'effect.answered', data: { ...of, type, status: 200, body } };
}

/** Handles an event; one that was handled before is heard as it was then. */
async function hear(event: ConversationEvent, talk: Talk): Promise<{ heard: Heard; conversation?: Conversation }> {
  const { deps, context, changes } = talk;
  const handled = await handleEvent({ kind: 'event', event }, deps, { ...context, heard: true });
  const { entry, conversation } = handled;
  changes.push(...handled.runs);
  const held = conversation && { conversation };
  if (entry) return { heard: heardIn(entry, conversation?.outbox?.voice ?? []), ...held };
  const past = await pastOf(refOf(talk), conversation, deps);
  const then = past.find(({ id }) => id === timelineId(event.id));
  return { heard: then?.heard ?? { sequence: 0, steps: [], changes: [], started: [] }, ...held };
}

/** A route that the channel cannot put through has failed: its run goes on at once, visibly. */
async function pastObstacles(
  first: Omit<Speech, 'language'>,
  heard: Heard[],
  talk: Talk,
): Promise<Omit<Speech, 'language'>> {
  let speech = first;
  const unsaid = new Set<string>();
  for (let tries = 0; tries < MAX_OBSTACLES; tries++) {
    const last = speech.steps.at(-1);
    const detail = last && talk.asked.obstacle(last);
    if (!last || detail === undefined) break;
    unsaid.add(last.id);
    heard.push((await hear(failed(last, detail, talk), talk)).heard);
    const { steps, hold } = speechOf(heard, last.runId);
    speech = { steps: steps.filter(({ id }) => !unsaid.has(id)), hold };
  }
  return speech;
}

function failed({ id: effectId, runId = '', workflowId = '', type }: Spoken, detail: string, talk: Talk) {
  const { asked, channel, deps } = talk;
  const brought = {
    id: `${asked.subject}:${shortHash('obstacle', effectId)}`,
    runId,
    workflowId,
    effectId,
    step: type,
  };
  return broughtEvent({ ...brought, body: { outcome: 'failed', detail } }, asked.subject, channel, deps.clock.now());
}
