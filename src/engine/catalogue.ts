/** The catalogue of triggers and steps: validation, evaluation, forms and reference docs are derived from it. */
import type { Lane } from './effects';
import type { FactGroup } from './facts';
import type { StepName } from './steps';
import type { Trigger } from './workflow';

export type Setting = Exclude<keyof Trigger, 'type'>;

export interface TriggerEntry {
  /** Key of the requirement. */
  key: string;
  type: string;
  title: { en: string; ko: string };
  about: 'chat' | 'call' | 'both';
  /** Settings it has, with what each may be where that is less than the shape allows. */
  settings: Partial<Record<Setting, readonly string[] | true>>;
  defaults: Partial<Omit<Trigger, 'type'>>;
  facts: readonly FactGroup[];
  /** Always exclusive, whatever is chosen. */
  exclusive?: true;
}

const chat: FactGroup[] = ['chat', 'customer', 'conversation', 'previous', 'time'];
const chatMessage: FactGroup[] = [...chat, 'message'];
const call: FactGroup[] = ['call', 'customer', 'conversation', 'previous', 'time'];
const scope = ['all', 'inInbox', 'notInInbox'];
const wait = { wait: 'PT1M' };
const all = { scope: 'all' as const };

const entries: TriggerEntry[] = [
  {
    key: 'T1',
    type: 'chat.started',
    title: { en: 'Bot when a new chat starts', ko: '새 상담을 시작할 때 챗봇' },
    about: 'chat',
    settings: { campaigns: true },
    defaults: {},
    facts: chat,
    exclusive: true,
  },
  {
    key: 'T2',
    type: 'call.ringing',
    title: { en: 'When a customer calls (IVR)', ko: '고객이 전화를 걸었을 때 (IVR)' },
    about: 'call',
    settings: {},
    defaults: {},
    facts: call,
    exclusive: true,
  },
  {
    key: 'T3',
    type: 'chat.opened',
    title: { en: 'When a chat was opened', ko: '상담이 인입되었을 때' },
    about: 'chat',
    settings: { timing: ['first', 'every'] },
    defaults: { timing: 'every' },
    facts: chatMessage,
  },
  {
    key: 'T4',
    type: 'chat.queued',
    title: { en: 'When a chat is in the queue', ko: '상담이 대기열에 있을 때' },
    about: 'chat',
    settings: { wait: true },
    defaults: wait,
    facts: chat,
  },
  {
    key: 'T5',
    type: 'chat.openedByAgent',
    title: { en: 'When an agent opened a chat', ko: '매니저가 상담을 열었을 때' },
    about: 'chat',
    settings: { timing: ['first', 'every'] },
    defaults: { timing: 'every' },
    facts: [...chatMessage, 'agent'],
  },
  {
    key: 'T6',
    type: 'call.inbound',
    title: { en: 'When a call came in', ko: '전화 상담이 인입되었을 때' },
    about: 'call',
    settings: {},
    defaults: {},
    facts: call,
  },
  {
    key: 'T7',
    type: 'call.queued',
    title: { en: 'When a call is in the queue', ko: '전화가 대기열에 있을 때' },
    about: 'call',
    settings: { wait: true },
    defaults: wait,
    facts: call,
  },
  {
    key: 'T8',
    type: 'call.outbound',
    title: { en: 'When an agent placed a call', ko: '매니저가 전화를 걸었을 때' },
    about: 'call',
    settings: {},
    defaults: {},
    facts: [...call, 'agent'],
  },
  {
    key: 'T9',
    type: 'chat.customerWaiting',
    title: { en: 'When the customer waits for an answer', ko: '상담 중 고객이 답변을 기다릴 때' },
    about: 'chat',
    settings: { timing: ['whenOpened', 'every'], wait: true, scope },
    defaults: { timing: 'every', ...wait, ...all },
    facts: chatMessage,
  },
  {
    key: 'T10',
    type: 'chat.agentWaiting',
    title: { en: 'When the agent waits for an answer', ko: '상담 중 매니저가 답변을 기다릴 때' },
    about: 'chat',
    settings: { wait: true, scope },
    defaults: { ...wait, ...all },
    facts: [...chatMessage, 'agent'],
  },
  {
    key: 'T11',
    type: 'chat.closed',
    title: { en: 'When a chat was closed', ko: '상담이 종료되었을 때' },
    about: 'chat',
    settings: { scope },
    defaults: all,
    facts: chat,
  },
  {
    key: 'T12',
    type: 'call.ended',
    title: { en: 'When a call ended', ko: '전화가 종료되었을 때' },
    about: 'call',
    settings: { wait: true, scope },
    defaults: { ...wait, ...all },
    facts: call,
  },
  {
    key: 'T13',
    type: 'message.customer',
    title: { en: 'When the customer sent a message', ko: '고객이 메시지를 보냈을 때' },
    about: 'both',
    settings: { scope, includeAnswers: true },
    defaults: { ...all, includeAnswers: false },
    facts: chatMessage,
  },
  {
    key: 'T14',
    type: 'message.agent',
    title: { en: 'When an agent sent a message', ko: '매니저가 메시지를 보냈을 때' },
    about: 'both',
    settings: { kind: ['all', 'customer', 'internal'], scope },
    defaults: { kind: 'all', ...all },
    facts: [...chatMessage, 'agent'],
  },
  {
    key: 'T15',
    type: 'module',
    title: { en: 'Module', ko: '모듈형 워크플로우' },
    about: 'both',
    settings: { usableInChat: true },
    defaults: { usableInChat: false },
    facts: ['chat', 'call', 'customer', 'conversation', 'previous', 'message', 'agent', 'time'],
  },
];

export const TRIGGERS: ReadonlyMap<string, TriggerEntry> = new Map(entries.map((entry) => [entry.type, entry]));

export interface StepEntry {
  name: StepName;
  title: { en: string; ko: string };
  /** How it is done: at the channel, apart from it, as the answer to the call's provider, or within the engine alone. */
  lane: Lane | 'engine';
  /** The run stands still until there is an answer. */
  awaits?: 'customer' | 'effect' | 'caller';
  /** Only workflows of the product's own have it. */
  isSystem?: true;
}

type Row = [name: StepName, lane: StepEntry['lane'], en: string, ko: string, awaits?: StepEntry['awaits']];
const steps: Row[] = [
  ['message.send', 'channel', 'Message to the customer', '메시지 보내기'],
  ['message.buttons', 'channel', 'Buttons', '버튼', 'customer'],
  ['form.send', 'channel', 'Form', '입력폼', 'customer'],
  ['ask.once', 'channel', 'Ask once', '1회 답변 받기', 'customer'],
  ['branch', 'engine', 'Branch', '분기'],
  ['wait', 'engine', 'Wait', '대기'],
  ['module.run', 'engine', 'Run a module', '모듈형 워크플로우 연결'],
  ['agent.assign', 'channel', 'Assign an agent', '담당자 배정'],
  ['team.assign', 'channel', 'Assign a team', '팀 배정'],
  ['agent.unassign', 'channel', 'Unassign the agent', '담당자 해제'],
  ['team.unassign', 'channel', 'Unassign the team', '팀 해제'],
  ['followers.add', 'channel', 'Invite followers', '팔로워 초대'],
  ['followers.remove', 'channel', 'Remove followers', '팔로워 제외'],
  ['priority.set', 'channel', 'Set the priority', '우선순위 설정'],
  ['description.set', 'channel', 'Set the description', '상담 설명 설정'],
  ['conversation.tag', 'channel', 'Add a conversation tag', '상담 태그 추가'],
  ['conversation.untag', 'channel', 'Remove a conversation tag', '상담 태그 제거'],
  ['customer.tag', 'channel', 'Add a customer tag', '고객 태그 추가'],
  ['customer.untag', 'channel', 'Remove a customer tag', '고객 태그 제거'],
  ['conversation.open', 'channel', 'Open the chat', '상담 열기'],
  ['conversation.close', 'channel', 'Close the chat', '상담 종료'],
  ['conversation.snooze', 'channel', 'Snooze the chat', '상담 보류'],
  ['note.add', 'channel', 'Internal note', '내부 대화 남기기'],
  ['team.message', 'channel', 'Message to a team chat', '팀챗 메시지 보내기'],
  ['agent.notify', 'channel', 'Notify an agent', '매니저에게 알림'],
  ['sms.send', 'slow', 'SMS', '문자 보내기'],
  ['email.send', 'slow', 'E-mail', '이메일 보내기'],
  ['survey.send', 'channel', 'Satisfaction survey', '만족도 조사', 'customer'],
  ['continuity.send', 'slow', 'Unread answers by e-mail', '읽지 않은 답변을 이메일로 보내기'],
  ['webhook.call', 'slow', 'Call a webhook', '웹훅 호출', 'effect'],
  ['assistant.handOver', 'slow', 'Hand over to an assistant', 'AI 상담 넘기기', 'customer'],
  ['end', 'engine', 'End', '종료'],
  ['call.say', 'voice', 'Say', '음성 안내'],
  ['call.menu', 'voice', 'Keypad menu', '키패드 메뉴', 'caller'],
  ['call.digits', 'voice', 'Collect digits', '번호 입력 받기', 'caller'],
  ['call.route', 'voice', 'Route the call', '전화 연결', 'caller'],
  ['call.voicemail', 'voice', 'Voicemail', '음성 사서함', 'caller'],
  ['call.hangUp', 'voice', 'Hang up', '전화 끊기'],
];

export const STEPS: ReadonlyMap<string, StepEntry> = new Map(
  steps.map(([name, lane, en, ko, awaits]) => {
    const isSystem = name === 'continuity.send' ? { isSystem: true as const } : {};
    return [name, { name, lane, title: { en, ko }, ...(awaits ? { awaits } : {}), ...isSystem }];
  }),
);
