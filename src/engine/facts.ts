/** The facts that conditions and placeholders may name: one table, read by validation, evaluation and documentation. */
import type { CallState, Conversation } from './conversation';
import type { CustomerFields } from './event';
import { insideHours, localTime, WEEKDAYS } from './hours';
import type { Settings } from './settings';
import type { Instant } from './time';

export type FactType = 'string' | 'number' | 'boolean' | 'list' | 'any';
export type FactValue = string | number | boolean | readonly string[] | null | undefined;
/** Facts are offered to triggers by group. */
export type FactGroup = 'chat' | 'call' | 'customer' | 'conversation' | 'previous' | 'message' | 'agent' | 'time';

/** What a message tells conditions. */
export interface MessageFacts {
  text?: string | undefined;
  via?: string | undefined;
  hasFiles?: boolean | undefined;
  private?: boolean | undefined;
}

/** Everything a fact can be read from. */
export interface FactSource {
  conversation: Conversation;
  customer?: CustomerFields | undefined;
  message?: MessageFacts | undefined;
  agentId?: string | undefined;
  channelKind?: string | undefined;
  settings: Settings;
  now: Instant;
}

export interface Fact {
  name: string;
  type: FactType;
  group: FactGroup;
  title: { en: string; ko: string };
  /** The only values it takes, where there are only some. */
  values?: readonly string[];
  read(source: FactSource): FactValue;
}

const call = (read: (call: CallState) => FactValue) => (source: FactSource) =>
  source.conversation.call ? read(source.conversation.call) : undefined;
/** Customers who are known have lists, if empty ones. */
const list = (read: (customer: CustomerFields) => string[] | undefined) => (source: FactSource) =>
  source.customer ? (read(source.customer) ?? []) : undefined;

const text = (value: string | undefined) => (value === '' ? undefined : value);

type Row = [
  name: string,
  type: FactType,
  group: FactGroup,
  en: string,
  ko: string,
  read: Fact['read'],
  values?: readonly string[],
];

const rows: Row[] = [
  ['page.url', 'string', 'chat', 'Page address', '페이지 주소', (s) => s.conversation.page?.url],
  ['page.title', 'string', 'chat', 'Page title', '페이지 제목', (s) => s.conversation.page?.title],
  ['campaign.id', 'string', 'chat', 'Marketing campaign', '마케팅 캠페인', (s) => s.conversation.campaignId],
  ['messenger', 'string', 'chat', 'Messenger', '메신저', (s) => s.conversation.messenger],
  ['channel.id', 'string', 'conversation', 'Channel', '채널', (s) => s.conversation.ref.channelId],
  ['channel.kind', 'string', 'conversation', 'Kind of channel', '채널 종류', (s) => s.channelKind],
  ['customer.member', 'boolean', 'customer', 'Is a member', '회원 여부', (s) => s.customer?.member],
  ['customer.tier', 'string', 'customer', 'Tier', '등급', (s) => text(s.customer?.tier)],
  ['customer.segments', 'list', 'customer', 'Segments', '세그먼트', list((c) => c.segments)],
  ['customer.tags', 'list', 'customer', 'Customer tags', '고객 태그', list((c) => c.tags)],
  ['customer.language', 'string', 'customer', 'Language', '언어', (s) => text(s.customer?.language)],
  ['customer.country', 'string', 'customer', 'Country', '국가', (s) => text(s.customer?.country)],
  ['customer.email', 'string', 'customer', 'E-mail', '이메일', (s) => text(s.customer?.email)],
  ['customer.phone', 'string', 'customer', 'Phone', '전화번호', (s) => text(s.customer?.phone)],
  ['customer.name', 'string', 'customer', 'Name', '이름', (s) => text(s.customer?.name)],
  [
    'conversation.status',
    'string',
    'conversation',
    'Status',
    '상담 상태',
    (s) => s.conversation.status,
    ['started', 'open', 'snoozed', 'wrapUp', 'closed'],
  ],
  ['conversation.inInbox', 'boolean', 'conversation', 'In the inbox', '수신함 여부', (s) => s.conversation.inInbox],
  ['conversation.queued', 'boolean', 'conversation', 'In the queue', '대기열 여부', (s) => s.conversation.queued],
  ['conversation.tags', 'list', 'conversation', 'Conversation tags', '상담 태그', (s) => s.conversation.tags],
  [
    'conversation.priority',
    'string',
    'conversation',
    'Priority',
    '우선순위',
    (s) => s.conversation.priority,
    ['low', 'medium', 'high'],
  ],
  ['conversation.agentId', 'string', 'conversation', 'Assignee', '담당자', (s) => s.conversation.agentId],
  ['conversation.teamId', 'string', 'conversation', 'Team', '담당팀', (s) => s.conversation.teamId],
  [
    'conversation.openedCount',
    'number',
    'conversation',
    'Times opened',
    '열린 횟수',
    (s) => s.conversation.openedCount,
  ],
  [
    'conversation.description',
    'string',
    'conversation',
    'Description',
    '설명',
    (s) => text(s.conversation.description),
  ],
  [
    'previous.kind',
    'string',
    'previous',
    'Previous: chat or call',
    '이전 상담 종류',
    (s) => s.conversation.previous?.kind,
    ['chat', 'call'],
  ],
  ['previous.tags', 'list', 'previous', 'Previous: tags', '이전 상담 태그', (s) => s.conversation.previous?.tags],
  [
    'previous.missedReason',
    'string',
    'previous',
    'Previous: missed reason',
    '이전 부재중 사유',
    (s) => s.conversation.previous?.missedReason,
  ],
  ['message.text', 'string', 'message', 'Message text', '메시지 내용', (s) => text(s.message?.text)],
  [
    'message.via',
    'string',
    'message',
    'Message came by',
    '메시지 경로',
    (s) => s.message?.via,
    ['chat', 'email', 'sms', 'messenger'],
  ],
  ['message.hasFiles', 'boolean', 'message', 'Message has files', '파일 포함', (s) => s.message?.hasFiles],
  ['message.private', 'boolean', 'message', 'Internal note', '내부 대화', (s) => s.message?.private],
  [
    'call.direction',
    'string',
    'call',
    'Call direction',
    '전화 방향',
    call((c) => c.direction),
    ['inbound', 'outbound'],
  ],
  ['call.missedReason', 'string', 'call', 'Missed reason', '부재중 사유', call((c) => c.missedReason)],
  ['call.from', 'string', 'call', 'Calling number', '발신 번호', call((c) => c.from)],
  ['call.to', 'string', 'call', 'Called number', '수신 번호', call((c) => c.to)],
  ['agent.id', 'string', 'agent', 'Agent', '상담원', (s) => s.agentId],
  ['hours.inside', 'boolean', 'time', 'Inside operating hours', '운영시간 여부', (s) => insideHours(s.now, s.settings)],
  ['time.hour', 'number', 'time', 'Hour of day', '시각', (s) => localTime(s.now, s.settings).hour],
  ['time.weekday', 'string', 'time', 'Weekday', '요일', (s) => localTime(s.now, s.settings).weekday, WEEKDAYS],
];

const table = new Map<string, Fact>(
  rows.map(([name, type, group, en, ko, read, values]) => [
    name,
    { name, type, group, title: { en, ko }, read, ...(values ? { values } : {}) },
  ]),
);
export const FACTS: readonly Fact[] = [...table.values()];

const PROFILE = 'customer.profile.';

/** The fact of that name; `customer.profile.ANY` is one too. `undefined` when there is none. */
export function factNamed(name: string): Fact | undefined {
  const known = table.get(name);
  if (known) return known;
  if (!name.startsWith(PROFILE) || name.length === PROFILE.length) return undefined;
  const field = name.slice(PROFILE.length);
  return {
    name,
    type: 'any',
    group: 'customer',
    title: { en: `Profile: ${field}`, ko: `프로필: ${field}` },
    read: (source) => {
      const profile = source.customer?.profile;
      return profile && Object.hasOwn(profile, field) ? profile[field] : undefined;
    },
  };
}
