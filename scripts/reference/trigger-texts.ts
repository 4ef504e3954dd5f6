/** What the reference says of triggers and their settings beside what the catalogue says. */
import type { Setting } from '../../src/engine/catalogue';

export interface TriggerText {
  fires: string;
  never?: string;
  /** A workflow with this trigger; checked by a test. */
  example: Record<string, unknown>;
}

const say = (text: string) => ({ do: 'message.send', text });

/** By trigger type; a test finds the one that is missing. */
export const TRIGGER_TEXTS: Readonly<Record<string, TriggerText>> = {
  'chat.started': {
    fires:
      'the customer starts a chat, by entering the chat window, from an external messenger, or from a marketing message. It runs before the chat reaches the inbox: while its run is live the chat stays out of it, and what the customer writes goes to the run',
    never: 'the chat was started by an agent',
    example: {
      name: 'Welcome',
      trigger: { type: 'chat.started' },
      filter: { fact: 'page.url', op: 'contains', value: '/pricing' },
      steps: [
        {
          do: 'message.buttons',
          text: '안녕하세요! 무엇을 도와드릴까요?',
          buttons: [
            { label: '가격 안내', steps: [{ do: 'message.send', text: '가격표입니다.' }] },
            { label: '상담원 연결', steps: [{ do: 'conversation.open' }] },
          ],
        },
      ],
    },
  },
  'call.ringing': {
    fires: 'a customer calls, before an agent is connected. Its steps answer the call',
    never: 'the call is outbound',
    example: {
      name: 'Menu',
      trigger: { type: 'call.ringing' },
      hours: 'inside',
      steps: [
        {
          do: 'call.menu',
          text: '주문은 1번, 반품은 2번을 눌러 주세요.',
          language: 'ko-KR',
          choices: {
            1: [{ do: 'call.route', teamId: 'orders' }],
            2: [{ do: 'call.route', teamId: 'returns' }],
          },
          repeat: 1,
        },
        { do: 'call.voicemail', text: '삐 소리 후 말씀해 주세요.' },
      ],
    },
  },
  'chat.opened': {
    fires: "a chat was opened: by the customer's message, by a workflow's *open* step, or because a snooze ran out",
    never: 'an agent opened it',
    example: {
      name: 'Members go to their team',
      trigger: { type: 'chat.opened', timing: 'first' },
      filter: { fact: 'customer.member', op: 'is', value: true },
      steps: [{ do: 'team.assign', teamId: 'members' }],
    },
  },
  'chat.queued': {
    fires: 'the chat has stayed in the queue, with no agent free, for the whole wait',
    never: 'it was assigned to an agent, closed, snoozed or left before the wait ended',
    example: {
      name: 'All agents are busy',
      trigger: { type: 'chat.queued', wait: 'PT2M' },
      steps: [say('상담원이 모두 상담 중입니다. 잠시만 기다려 주세요.')],
    },
  },
  'chat.openedByAgent': {
    fires: "an agent pressed *open*, or an agent's message opened a new, snoozed or closed chat",
    never: 'it was opened by the customer, a workflow, or because a snooze ran out',
    example: {
      name: 'Tag what agents begin',
      trigger: { type: 'chat.openedByAgent', timing: 'every' },
      steps: [{ do: 'conversation.tag', tag: 'outbound' }],
    },
  },
  'call.inbound': {
    fires: "a customer's call entered the inbox",
    never: 'the call is outbound',
    example: {
      name: 'Callers of the returns line',
      trigger: { type: 'call.inbound' },
      filter: { fact: 'call.to', op: 'is', value: '+8215551234' },
      steps: [{ do: 'conversation.tag', tag: 'returns' }],
    },
  },
  'call.queued': {
    fires:
      'a call has stayed in the queue for the whole wait, outside the operating hours or with no agent free. Assigning it from here rings the assignee',
    never: 'it was answered or ended before',
    example: {
      name: 'Ring the deputy',
      trigger: { type: 'call.queued', wait: 'PT30S' },
      steps: [{ do: 'agent.assign', agentId: 'deputy' }],
    },
  },
  'call.outbound': {
    fires: 'an agent placed a call',
    never: 'the call is inbound',
    example: {
      name: 'A missed call was called back',
      trigger: { type: 'call.outbound' },
      filter: { fact: 'previous.missedReason', op: 'exists' },
      steps: [{ do: 'conversation.tag', tag: 'callback' }],
    },
  },
  'chat.customerWaiting': {
    fires: "in an open chat the last message is the customer's, and no agent replied for the whole wait",
    never: 'an agent replied, or the chat was closed or snoozed',
    example: {
      name: 'VIP waits',
      trigger: { type: 'chat.customerWaiting', timing: 'every', wait: 'PT3M', scope: 'inInbox' },
      filter: { fact: 'customer.tier', op: 'is', value: 'VIP' },
      steps: [
        { do: 'note.add', text: '{{customer.name}} 고객이 3분째 기다립니다', mention: 'assignee' },
        { do: 'priority.set', priority: 'high' },
      ],
    },
  },
  'chat.agentWaiting': {
    fires: "in an open chat the last message is an agent's, and the customer has not replied for the whole wait",
    never: 'the customer replied, or the chat was closed or snoozed',
    example: {
      name: 'Close after silence',
      trigger: { type: 'chat.agentWaiting', wait: 'PT12H' },
      steps: [say('답변이 없으셔서 상담을 종료합니다.'), { do: 'conversation.close' }],
    },
  },
  'chat.closed': {
    fires:
      'a chat was closed: by an agent, by a workflow, by the API, by the customer, or for inactivity inside the bot',
    example: {
      name: 'Survey',
      trigger: { type: 'chat.closed', scope: 'inInbox' },
      steps: [{ do: 'survey.send', question: '상담은 어떠셨나요?', scale: 5 }],
    },
  },
  'call.ended': {
    fires: 'a call ended, after the wait',
    example: {
      name: 'Missed: a link to the chat',
      trigger: { type: 'call.ended', wait: 'PT1M' },
      filter: { fact: 'call.missedReason', op: 'oneOf', value: ['allAgentsBusy', 'ringTimeOver', 'notInOperation'] },
      steps: [
        { do: 'sms.send', text: '전화를 받지 못했습니다. 채팅으로 문의해 주세요: https://shop.example.com/chat' },
      ],
    },
  },
  'message.customer': {
    fires: 'the customer sent a message',
    never: 'it is an answer to the bot or to an *ask once* step, unless `includeAnswers` is on',
    example: {
      name: 'Returns',
      trigger: { type: 'message.customer' },
      filter: { fact: 'message.text', op: 'contains', value: ['반품', '환불', 'refund'] },
      steps: [{ do: 'conversation.tag', tag: 'returns' }],
    },
  },
  'message.agent': {
    fires: 'an agent sent a message, to the customer or as an internal note',
    never: 'it is a message of a bot or of marketing',
    example: {
      name: 'Promise',
      trigger: { type: 'message.agent', kind: 'customer' },
      filter: { fact: 'message.text', op: 'contains', value: ['확인 후', 'get back to you'] },
      steps: [{ do: 'conversation.tag', tag: 'promised' }],
    },
  },
  module: {
    fires: "another workflow's *module* step links to it, or an agent starts it in a chat (`usableInChat`)",
    never: 'nobody asks for it',
    example: {
      name: 'Ask for the order number',
      trigger: { type: 'module', usableInChat: true },
      steps: [
        { do: 'ask.once', text: '주문 번호를 알려 주세요.', as: 'order' },
        { do: 'note.add', text: '주문 번호: {{answer.order}}' },
      ],
    },
  },
};

export const SETTING_TEXTS: Readonly<Record<Setting, string>> = {
  timing:
    '`first`: the first opening of its kind in the conversation, used up whether or not the filter held; `every`: each (of a wait: each last message starts its own); `whenOpened`: one wait, counted from the opening',
  wait: 'how long it waits, whole seconds, `PT0S` to `PT72H`. Never early, with the platform healthy at most 5 s late',
  scope:
    '`inInbox`: the conversation has entered the inbox; `notInInbox`: it ended or lives only inside the bot or phone menu',
  kind: '`customer`: messages to the customer; `internal`: internal notes',
  includeAnswers: 'also messages that answer the bot or an *ask once* step',
  usableInChat: 'agents may start it in a chat; such starts are counted apart',
  campaigns:
    'ids of the marketing messages it is attached to; for chats that start from those it goes before the others',
};

export const OPERATOR_TEXTS: Readonly<Record<string, string>> = {
  is: 'equal; texts without regard to case',
  isNot: 'there, and not equal',
  oneOf: 'equal to one of the list; of lists: has one of them',
  noneOf: 'there, and equal to none of the list',
  contains: 'has one of the words anywhere in it (no word boundaries); of lists: has one of the items',
  containsNone: 'there, and has none of the words',
  startsWith: 'begins with one of the words',
  endsWith: 'ends with one of the words',
  matches: 'a regular expression (RE2, linear time) is found in it',
  lt: '<',
  lte: '≤',
  gt: '>',
  gte: '≥',
  between: 'from the first number to the second, both included',
  exists: 'it is there, and of lists has something in it',
  missing: 'it is not there, or is an empty list',
};
