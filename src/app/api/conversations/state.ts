/** A conversation as the API tells it. */
import * as z from 'zod';
import type { Anchor, Conversation, WaitKind } from '../../../engine/conversation';
import type { Matcher } from '../../../engine/matcher';
import { formatInstant, type Instant } from '../../../engine/time';
import { dueOf } from '../../../engine/waits';
import { count, id, named, time } from '../schemas';

const WAIT_KINDS = [
  ...(['customerWaiting', 'customerWaitingWhenOpened', 'agentWaiting', 'callEnded'] as const),
  ...(['snooze', 'wrapUp', 'inactivity', 'runStep'] as const),
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
  waitsFor: z.enum(['wait', 'effect']),
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
    priority: z.enum(['low', 'medium', 'high']).optional(),
    tags,
    description: z.string().optional(),
    page: z.strictObject({ url: z.string(), title: z.string().optional() }).optional(),
    campaignId: id.optional(),
    messenger: z.string().optional(),
    /** The customer has a connection open. */
    connected: z.boolean(),
    lastMessage: z.strictObject({ messageId: id, by: z.enum(['customer', 'agent']), at: time }).optional(),
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
  ...(['teamId', 'priority', 'tags', 'description', 'page', 'campaignId', 'messenger', 'call', 'previous'] as const),
];

export function toState(conversation: Conversation, version: number, matcher: Matcher): ConversationState {
  const { ref, lastMessage, unread, connections, anchors, runs, startedAt, touchedAt } = conversation;
  const { openedAt, closedAt, snoozedUntil } = conversation;
  const same = Object.fromEntries(
    SAME.map((name) => [name, conversation[name]]).filter(([, value]) => value !== undefined),
  );
  const times = Object.entries({ openedAt, closedAt, snoozedUntil }).flatMap(([name, at]) =>
    at === undefined ? [] : [[name, formatInstant(at)]],
  );
  return {
    ...{ channelId: ref.channelId, conversationId: ref.conversationId },
    ...(same as Pick<Conversation, (typeof SAME)[number]>),
    ...{ startedAt: formatInstant(startedAt), updatedAt: formatInstant(touchedAt) },
    ...(Object.fromEntries(times) as Record<string, string>),
    ...(lastMessage && {
      lastMessage: { messageId: lastMessage.messageId, by: lastMessage.by, at: formatInstant(lastMessage.at) },
    }),
    ...{ connected: connections.length > 0, unread: unread.filter(({ quiet }) => !quiet).length, version },
    waits: anchors.map((anchor) => toWait(anchor, dueOf(anchor, matcher))),
    runs: runs.map(({ id, workflowId, revision, trigger, mode, startedAt: at, waitsFor }) => ({
      ...{ id, workflowId, revision, trigger, mode, startedAt: formatInstant(at), waitsFor: waitsFor.kind },
    })),
  };
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
