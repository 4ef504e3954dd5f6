/** Values as the product has them, for contracts and golden items. */
import type { Conversation } from '../../src/engine/conversation';
import type { CustomerUpdate, EffectBatch } from '../../src/engine/effects';
import type { ConversationEvent, ConversationRef, Ring } from '../../src/engine/event';
import { timelineId } from '../../src/engine/ids';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import type { TimelineEntry } from '../../src/engine/timeline';
import type { Workflow } from '../../src/engine/workflow';
import type { ClaimRequest } from '../../src/ports/claims';
import { MINUTE, T0 } from './subject';

export const refIn = (workspaceId: string, conversationId = 'chat-42'): ConversationRef => ({
  workspaceId,
  channelId: 'web',
  conversationId,
});

export const conversation = (ref: ConversationRef, more: Partial<Conversation> = {}): Conversation => ({
  schema: 1,
  ref,
  kind: 'chat',
  status: 'open',
  inInbox: true,
  queued: false,
  startedAt: T0,
  touchedAt: T0 + MINUTE,
  openedCount: 1,
  firstOpenings: { customer: true },
  customerId: 'cu-7',
  tags: ['returns', '반품'],
  connections: [],
  unread: [],
  anchors: [{ kind: 'customerWaiting', since: T0, episode: timelineId('e1'), passedUpTo: -1 }],
  runs: [],
  recentRuns: {},
  applied: [timelineId('e1')],
  sequence: 1,
  ...more,
});

export const event = (ref: ConversationRef, id: string, text = '반품하고 싶어요'): ConversationEvent => ({
  schema: 1,
  id,
  workspaceId: ref.workspaceId,
  channelId: ref.channelId,
  subject: ref.conversationId,
  type: 'message.created',
  receivedAt: T0,
  data: { messageId: `m-${id}`, author: { type: 'customer', id: 'cu-7' }, text },
});

export const ring = (ref: ConversationRef, due: number): Ring & { due: number } => ({
  schema: 1,
  workspaceId: ref.workspaceId,
  channelId: ref.channelId,
  subject: ref.conversationId,
  due,
  receivedAt: T0,
});

export const entry = (
  ref: ConversationRef,
  id: string,
  sequence: number,
  more: Partial<TimelineEntry> = {},
): TimelineEntry => ({
  schema: 1,
  id: timelineId(id),
  sequence,
  at: T0 + sequence,
  kind: 'event',
  event: event(ref, id),
  ...more,
});

export const batch = (ref: ConversationRef, batchId: string, ids: readonly string[], text = 'hello'): EffectBatch => ({
  schema: 1,
  ref,
  batchId,
  effects: ids.map((id) => ({
    schema: 1,
    id,
    type: 'message.send',
    lane: 'channel',
    fields: { text },
    cause: { rootEventId: 'e1', depth: 0 },
    createdAt: T0,
    notAfter: T0 + 15 * MINUTE,
  })),
});

export const claiming = (effectId: string, more: Partial<ClaimRequest> = {}): ClaimRequest => ({
  effectId,
  type: 'message.send',
  owner: 'request-1/1',
  now: T0,
  leaseUntil: T0 + 2 * MINUTE,
  repeatable: false,
  ...more,
});

export const update = (id: string, more: Partial<CustomerUpdate> = {}): CustomerUpdate => ({
  id,
  customerId: 'cu-7',
  at: T0,
  ...more,
});

export const workflow = (id: string, revision = 1, text = '3분째 기다립니다'): Workflow => ({
  id,
  revision,
  activeSince: T0,
  publishedAt: T0,
  name: `Workflow ${id}`,
  trigger: { type: 'chat.customerWaiting', wait: 'PT3M' },
  hours: 'always',
  mode: 'background',
  steps: [{ do: 'note.add', text }],
});

export const settings = DEFAULT_SETTINGS;
