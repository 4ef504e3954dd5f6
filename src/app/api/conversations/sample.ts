/** A conversation made up for a dry run out of what of its state is given; the rest is as in a new one. */
import type * as z from 'zod';
import { type Anchor, type Conversation, newConversation, type Run } from '../../../engine/conversation';
import type { ConversationRef } from '../../../engine/event';
import type { Instant } from '../../../engine/time';
import { triggerOf } from '../../../engine/waits';
import { named } from '../schemas';
import { type ConversationState, stateShape } from './state';

/** Any part of what `GET /v1/conversations/…` answers. */
export const sampleShape = named('ConversationSample', stateShape.partial());
export type Sample = z.infer<typeof sampleShape>;

const SAME = [
  ...(['queued', 'startedBy', 'closedBy', 'customerId', 'agentId', 'teamId', 'followers'] as const),
  ...(['priority', 'tags'] as const),
  ...(['description', 'page', 'campaignId', 'messenger', 'call', 'previous'] as const),
];
const TIMES = ['startedAt', 'openedAt', 'closedAt', 'snoozedUntil'] as const;
const MAX_UNREAD = 100;

/** One that was opened before has used up its first openings, and has been in the inbox, unless it says otherwise. */
export function fromSample(sample: Sample, ref: ConversationRef, kind: 'chat' | 'call', at: Instant): Conversation {
  const { status = 'started', updatedAt, lastMessage, unread = 0, waits = [], runs = [] } = sample;
  const { inInbox = status !== 'started', openedCount = status === 'started' ? 0 : 1 } = sample;
  const given = SAME.filter((name) => sample[name] !== undefined).map((name) => [name, sample[name]]);
  const times = TIMES.filter((name) => sample[name] !== undefined).map((name) => [
    name,
    Date.parse(sample[name] ?? ''),
  ]);
  return {
    ...newConversation(ref, sample.kind ?? kind, at),
    ...{ status, inInbox, openedCount, touchedAt: updatedAt === undefined ? at : Date.parse(updatedAt) },
    ...Object.fromEntries([...given, ...times]),
    ...(openedCount > 0 && { firstOpenings: { customer: true, agent: true } }),
    ...(lastMessage && { lastMessage: { ...lastMessage, at: Date.parse(lastMessage.at) } }),
    connections: sample.connected ? ['sample'] : [],
    unread: Array.from({ length: Math.min(unread, MAX_UNREAD) }, (_, n) => ({ messageId: `sample ${n}`, at })),
    anchors: waits.map(anchorOf),
    runs: runs.map(runOf),
  };
}

function anchorOf(wait: ConversationState['waits'][number], at: number): Anchor {
  const { kind, since, due, runId } = wait;
  const hasOwnTime = due !== undefined && triggerOf(kind) === undefined;
  return {
    ...{ kind, since: Date.parse(since), episode: `sample ${at}`, passedUpTo: -1 },
    ...(hasOwnTime && { dueAt: Date.parse(due) }),
    ...(runId !== undefined && { runId }),
  };
}

/** It stands there, so that an exclusive one keeps others from starting; it goes nowhere. */
function runOf(run: ConversationState['runs'][number]): Run {
  const { waitsFor, startedAt, ...rest } = run;
  return {
    ...{ ...rest, startedAt: Date.parse(startedAt), cause: { rootEventId: 'sample', depth: 0 }, firedBy: 'sample' },
    ...{ at: [], effects: 0 },
    waitsFor: waitsFor === 'wait' ? { kind: 'wait', cancelOn: [] } : { kind: 'effect', effectId: '', until: Infinity },
  };
}
