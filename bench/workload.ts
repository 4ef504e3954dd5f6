/** A workspace as the benchmark of the matcher has it: seventeen kinds of event, and workflows of which about one in a hundred matches. */

import type { Condition } from '../src/engine/condition-schema';
import { type Conversation, newConversation } from '../src/engine/conversation';
import type { ConversationEvent, CustomerFields, EventType } from '../src/engine/event';
import { DEFAULT_SETTINGS, type Settings } from '../src/engine/settings';
import type { Trigger, Workflow } from '../src/engine/workflow';

export const NOW = Date.parse('2026-01-06T02:30:00Z');
export const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  operatingHours: {
    timeZone: 'Asia/Seoul',
    weekly: Object.fromEntries(
      ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [{ from: '09:00', to: '18:00' }]]),
    ),
    holidays: ['2026-01-01'],
  },
};

/** Mulberry32: the same workload from the same seed. */
export function seeded(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick: <T>(from: readonly T[]): T => from[below(from.length)] as T,
    some: <T>(from: readonly T[], count: number): T[] =>
      Array.from({ length: count }, () => from[below(from.length)] as T),
    chance: (share: number) => next() < share,
  };
}
type Seeded = ReturnType<typeof seeded>;

const numbered = (count: number, name: (index: number) => string) => Array.from({ length: count }, (_, i) => name(i));
const KO = [
  '반품',
  '배송',
  '환불',
  '교환',
  '로그인',
  '결제',
  '쿠폰',
  '적립금',
  '예약',
  '영수증',
  '사이즈',
  '재입고',
  '주소',
  '취소',
  '할인',
];
const EN = ['return', 'refund', 'invoice', 'size', 'delivery', 'coupon', 'login', 'password', 'address', 'cancel'];
const SUFFIXES = ['', ' 문의', ' 지연', ' 오류', ' 확인', ' 변경', ' 방법', '비', '일', ' 상태', '권', ' 불가'];
const KEYWORDS = [
  ...KO.flatMap((word) => SUFFIXES.map((suffix) => word + suffix)),
  ...EN.flatMap((word) => ['', ' policy', ' late', ' error', ' status', ' change'].map((suffix) => word + suffix)),
];
const CHANNELS = numbered(12, (index) => `channel-${index}`);
const PAGES = numbered(60, (index) => `/${['products', 'help', 'cart', 'event', 'my'][index % 5]}/${index}`);
const TAGS = numbered(80, (index) => (index % 2 ? `tag-${index}` : `태그-${index}`));
const TIERS = ['VIP', 'Gold', 'Silver', 'Bronze', 'New'];
const LANGUAGES = ['ko', 'en', 'ja', 'zh-CN'];
const NUMBERS = numbered(40, (index) => `+8215880${String(index).padStart(3, '0')}`);
const FILLER = [
  '안녕하세요',
  '어제 주문한 상품',
  '언제쯤',
  '가능할까요?',
  '빨리 부탁드려요',
  'please',
  'my order',
  '감사합니다',
  'ㅠㅠ',
];

type Kind = [type: EventType, data: Record<string, unknown>, more?: Partial<Conversation>];
const message = (author: string, more: Record<string, unknown> = {}): Kind => [
  'message.created',
  { author: { type: author, id: `${author}-1` }, ...more },
  { status: 'open', inInbox: true },
];
const call = (type: EventType, more: Record<string, unknown> = {}): Kind => [type, more, { kind: 'call' }];
const files = [{ name: 'photo.jpg', url: 'https://files.example/photo.jpg' }];

/** Seventeen kinds of event, each with what its conversation is like. */
const KINDS: readonly Kind[] = [
  ['conversation.started', { by: 'customer' }],
  ['conversation.started', { by: 'marketing', campaignId: 'campaign-1' }, { campaignId: 'campaign-1' }],
  ['conversation.opened', { by: 'customer' }, { status: 'open', inInbox: true, openedCount: 1 }],
  ['conversation.opened', { by: 'agent', agentId: 'agent-1' }, { status: 'open', inInbox: true, openedCount: 2 }],
  ['conversation.queued', {}, { status: 'open', queued: true }],
  ['conversation.closed', { by: 'agent' }, { status: 'closed', inInbox: true }],
  message('customer'),
  message('customer', { via: 'email' }),
  message('customer', { files }),
  message('agent'),
  message('agent', { private: true }),
  call('call.ringing'),
  call('call.inbound'),
  call('call.queued'),
  call('call.placed', { agentId: 'agent-1' }),
  call('call.ended', { durationSeconds: 60 }),
  call('call.ended', { missedReason: 'userLeft' }),
];

export const TRIGGERS: readonly Trigger[] = [
  { type: 'chat.started' },
  { type: 'chat.opened', timing: 'every' },
  { type: 'chat.openedByAgent', timing: 'every' },
  { type: 'chat.queued', wait: 'PT1M' },
  { type: 'chat.closed', scope: 'all' },
  { type: 'chat.customerWaiting', timing: 'every', wait: 'PT3M', scope: 'all' },
  { type: 'chat.agentWaiting', wait: 'PT3M', scope: 'all' },
  { type: 'message.customer', scope: 'all', includeAnswers: false },
  { type: 'message.agent', kind: 'all', scope: 'all' },
  { type: 'call.ringing' },
  { type: 'call.inbound' },
  { type: 'call.queued', wait: 'PT1M' },
  { type: 'call.outbound' },
  { type: 'call.ended', wait: 'PT1M', scope: 'all' },
];
const saysText = ({ type }: Trigger) => type.startsWith('message.') || type.endsWith('Waiting');

export interface Sample {
  event: ConversationEvent;
  conversation: Conversation;
  customer: CustomerFields;
}

function textOf(random: Seeded): string {
  const words = random.some(FILLER, 3 + random.below(4));
  return [...words, ...random.some(KEYWORDS, random.below(3))].sort(() => random.below(3) - 1).join(' ');
}

function sample(random: Seeded, index: number): Sample {
  const [type, data, more = {}] = KINDS[index % KINDS.length] as Kind;
  const channelId = random.pick(CHANNELS);
  const ref = { workspaceId: 'w', channelId, conversationId: `c-${index}` };
  const isCall = more.kind === 'call';
  const conversation: Conversation = {
    ...newConversation(ref, 'chat', NOW),
    tags: random.some(TAGS, random.below(3)),
    page: { url: `https://shop.example${random.pick(PAGES)}?from=${random.below(100)}` },
    ...(isCall
      ? { call: { state: 'inbound', direction: 'inbound', from: '+82101234', to: random.pick(NUMBERS) } }
      : {}),
    ...more,
  };
  const customer: CustomerFields = {
    id: `customer-${index}`,
    name: '김민수',
    tier: random.pick(TIERS),
    language: random.pick(LANGUAGES),
    member: random.chance(0.5),
    tags: random.some(TAGS, random.below(4)),
  };
  const said = type === 'message.created' ? { messageId: `m-${index}`, text: textOf(random) } : {};
  const envelope = { schema: 1, id: `e-${index}`, workspaceId: 'w', channelId, subject: ref.conversationId };
  const event = { ...envelope, type, receivedAt: NOW, data: { ...data, ...said, customer } } as ConversationEvent;
  return { event, conversation, customer };
}

export function samples(count: number, seed = 7): Sample[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => sample(random, index));
}

const is = (fact: string, value: unknown): Condition => ({ fact, op: 'is', value });

/** What few conversations meet. */
function narrow(random: Seeded, trigger: Trigger): Condition {
  const isCall = trigger.type.startsWith('call.');
  const kind = random.below(saysText(trigger) ? 4 : 2);
  if (kind >= 2) return { fact: 'message.text', op: 'contains', value: random.some(KEYWORDS, 1 + random.below(3)) };
  if (kind === 1) return { fact: 'customer.tags', op: 'contains', value: random.some(TAGS, 1) };
  if (isCall) return is('call.to', random.pick(NUMBERS));
  return { fact: 'page.url', op: 'contains', value: [`shop.example${random.pick(PAGES)}?`] };
}

/** What many conversations meet. */
function wide(random: Seeded): Condition {
  const kind = random.below(7);
  if (kind === 0) return is('channel.id', random.pick(CHANNELS));
  if (kind === 1) return { fact: 'channel.id', op: 'oneOf', value: random.some(CHANNELS, 4) };
  if (kind === 2) return is('customer.tier', random.pick(TIERS));
  if (kind === 3) return { not: is('customer.tier', random.pick(TIERS)) };
  if (kind === 4) return is('hours.inside', random.chance(0.7));
  if (kind === 5) return { fact: 'time.hour', op: 'between', value: [9, 12 + random.below(9)] };
  return { fact: 'conversation.tags', op: 'containsNone', value: random.some(TAGS, 2) };
}

function filter(random: Seeded, trigger: Trigger): Condition {
  const count = 1 + random.below(4);
  const first = narrow(random, trigger);
  const parts = Array.from({ length: count - 1 }, () => (random.chance(0.2) ? narrow(random, trigger) : wide(random)));
  if (parts.length === 0) return first;
  if (parts.length === 1 && random.chance(0.1)) return { any: [first, narrow(random, trigger)] };
  return { all: random.chance(0.5) ? [first, ...parts] : [...parts, first] };
}

/** Published workflows with one to four conditions each. */
export function workload(count: number, seed = 1): Workflow[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => {
    const trigger = TRIGGERS[random.below(TRIGGERS.length)] as Trigger;
    return {
      id: `wf_${String(index).padStart(22, '0')}`,
      revision: 1 + random.below(9),
      activeSince: NOW - random.below(1e9),
      publishedAt: NOW - random.below(1e8),
      name: `${random.pick(KO)} 안내 ${index}`,
      trigger,
      filter: filter(random, trigger),
      hours: random.chance(0.8) ? 'always' : random.pick(['inside', 'outside'] as const),
      mode: 'background',
      steps: [
        { do: 'message.send', text: `{{customer.name}}님, ${textOf(random)}` },
        { do: 'conversation.tag', tag: random.pick(TAGS) },
      ],
    };
  });
}
