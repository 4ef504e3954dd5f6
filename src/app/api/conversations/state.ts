/** A conversation as the API tells it. */
import * as z from 'zod';
import type { Anchor, Conversation, WaitKind } from '../../../engine/conversation';
import type { Matcher } from '../../../engine/matcher';
import { limitAt } from '../../../engine/reconnect';
import { formatInstant, type Instant } from '../../../engine/time';
import { dueOf } from '../../../engine/waits';
import { count, id, named, time } from '../schemas';

const WAIT_KINDS = [
  ...(['chatQueued', 'callQueued'] as const),
  ...(['customerWaiting', 'customerWaitingWhenOpened', 'agentWaiting', 'callEnded'] as const),
  ...(['snooze', 'wrapUp', 'inactivity', 'unread', 'emailRequest', 'presence', 'reconnect', 'runStep'] as const),
] satisfies WaitKind[];
const kind = z.enum(['chat', 'call']);
const tags = z.array(z.string());
/** What is waited for, and when it is due: absent where nothing is configured for it. */
const wait = z.strictObject({ kind: z.enum(WAIT_KINDS), since: time, due: time.optional(), runId: id.optional() });
const run = z.strictObject({
  id,
  workflowId: id,
  revision: count,
  trigger: z.string(),
  mode: z.enum(['exclusive', 'background']),
  startedAt: time,
  /** A time, the answer of a webhook, the answer of the customer or caller, what the customer says next to an assistant. */
  waitsFor: z.enum(['wait', 'effect', 'answer', 'assistant']),
});

export const stateShape = named(
  'Conversation',
  z.strictObject({
    channelId: id,
    conversationId: id,
    kind,
    status: z.enum(['started', 'open', 'snoozed', 'wrapUp', 'closed']),
    inInbox: z.boolean(),
    queued: z.boolean(),
    startedAt: time,
    updatedAt: time,
    startedBy: z.enum(['customer', 'marketing', 'agent']).optional(),
    openedCount: count,
    openedAt: time.optional(),
    closedAt: time.optional(),
    closedBy: z.string().optional(),
    snoozedUntil: time.optional(),
    customerId: id.optional(),
    agentId: id.optional(),
    teamId: id.optional(),
    followers: z.array(id).optional(),
    priority: z.enum(['low', 'medium', 'high']).optional(),
    tags,
    description: z.string().optional(),
    page: z.strictObject({ url: z.string(), title: z.string().optional() }).optional(),
    campaignId: id.optional(),
    messenger: z.string().optional(),
    /** The customer has a connection open. */
    connected: z.boolean(),
    lastMessage: z.strictObject({ messageId: id, by: z.enum(['customer', 'agent']), at: time }).optional(),
    /**
     * Whether the customer is there. `disconnected`: gone, and waited for until the time told, with the agent kept; `reconnected`: back
     * within this session; `wrappedUp`: nobody came back in time, or the session was ended.
     */
    reconnect: z
      .strictObject({
        state: z.enum(['connected', 'disconnected', 'reconnected', 'wrappedUp']),
        ...{ since: time.optional(), until: time.optional(), reservedAgentId: id.optional() },
        endedBy: z.enum(['agent', 'customer', 'limit']).optional(),
      })
      .optional(),
    /** Agent messages that the customer has not read. */
    unread: count,
    call: z
      .strictObject({
        state: z.enum(['ringing', 'queued', 'inbound', 'answered', 'placed', 'ended']),
        direction: z.enum(['inbound', 'outbound']),
        from: z.string().optional(),
        to: z.string().optional(),
        missedReason: z.string().optional(),
        durationSeconds: z.number().optional(),
      })
      .optional(),
    previous: z.strictObject({ kind, tags, missedReason: z.string().optional() }).optional(),
    waits: z.array(wait),
    runs: z.array(run),
    /** Changes with every event that changed anything. */
    version: count,
  }),
);
export type ConversationState = z.infer<typeof stateShape>;

/** What stands in the conversation under the same name. */
const SAME = [
  ...([
    'kind',
    'status',
    'inInbox',
    'queued',
    'startedBy',
    'openedCount',
    'closedBy',
    'customerId',
    'agentId',
  ] as const),
  ...([
    'teamId',
    'followers',
    'priority',
    'tags',
    'description',
    'page',
    'campaignId',
    'messenger',
    'previous',
  ] as const),
];
/** Of a call. */
const SAME_OF_CALL = ['state', 'direction', 'from', 'to', 'missedReason', 'durationSeconds'] as const;

function pick<T extends object, const N extends keyof T>(from: T, names: readonly N[]): Pick<T, N> {
  const kept = names.map((name) => [name, from[name]]).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Pick<T, N>;
}

export function toState(conversation: Conversation, version: number, matcher: Matcher): ConversationState {
  const { ref, lastMessage, unread, connections, anchors, runs, startedAt, touchedAt } = conversation;
  const { openedAt, closedAt, snoozedUntil, call } = conversation;
  const times = Object.entries({ openedAt, closedAt, snoozedUntil }).flatMap(([name, at]) =>
    at === undefined ? [] : [[name, formatInstant(at)]],
  );
  return {
    ...{ channelId: ref.channelId, conversationId: ref.conversationId },
    ...pick(conversation, SAME),
    ...(call && { call: pick(call, SAME_OF_CALL) }),
    ...{ startedAt: formatInstant(startedAt), updatedAt: formatInstant(touchedAt) },
    ...(Object.fromEntries(times) as Record<string, string>),
    ...(lastMessage && {
      lastMessage: { messageId: lastMessage.messageId, by: lastMessage.by, at: formatInstant(lastMessage.at) },
    }),
    ...{ connected: connections.length > 0, unread: unread.filter(({ quiet }) => !quiet).length, version },
    ...toReconnect(conversation),
    waits: anchors.map((anchor) => toWait(anchor, dueOf(anchor, matcher))),
    runs: runs.map(({ id, workflowId, revision, trigger, mode, startedAt: at, waitsFor }) => ({
      ...{ id, workflowId, revision, trigger, mode, startedAt: formatInstant(at), waitsFor: waitsFor.kind },
    })),
  };
}

/** Nothing of chats that were never in such a session. */
function toReconnect(conversation: Conversation): Pick<ConversationState, 'reconnect'> {
  const { away, returnedAt, sessionEnd, connections } = conversation;
  if (sessionEnd) return { reconnect: { state: 'wrappedUp', endedBy: sessionEnd } };
  const limit = limitAt(conversation);
  const until = limit === undefined ? {} : { until: formatInstant(limit) };
  if (away && !away.resumed) {
    const { since, reserved } = away;
    const reservedAgentId = reserved === undefined ? {} : { reservedAgentId: reserved };
    return { reconnect: { state: 'disconnected', since: formatInstant(since), ...until, ...reservedAgentId } };
  }
  if (returnedAt !== undefined)
    return { reconnect: { state: 'reconnected', since: formatInstant(returnedAt), ...until } };
  return connections.length > 0 ? { reconnect: { state: 'connected' } } : {};
}

/** A wait; one whose times were all judged is due no more. */
export function toWait(anchor: Anchor, due: Instant | undefined): ConversationState['waits'][number] {
  const { kind, since, runId } = anchor;
  return {
    ...{ kind, since: formatInstant(since) },
    ...(due !== undefined && { due: formatInstant(due) }),
    ...(runId !== undefined && { runId }),
  };
}
