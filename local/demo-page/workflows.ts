/** Sample workflows of the demo's channel alone, so that nothing else on the stack is touched by them. */
import type { Step } from '../../src/engine/steps';
import type { PageLanguage } from '../mailbox/words';
import { CHANNEL } from './cast';

/** What `POST /v1/workflows` takes. */
export interface Draft {
  name: string;
  trigger: { type: string; [setting: string]: unknown };
  filter?: object;
  steps: Step[];
}

const filter = { fact: 'channel.id', op: 'is', value: CHANNEL };

/** @param origin of the stack, where the files are that they send */
export function sampleWorkflows(language: PageLanguage, origin: string): Draft[] {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const name = (ko: string, en: string) => say(`데모: ${ko}`, `Demo: ${en}`);
  const order: Step = {
    ...{ do: 'form.send', saveTo: 'answer', text: say('주문 정보를 알려 주세요.', 'Which order is it about?') },
    fields: [
      { name: 'order', label: say('주문번호', 'Order number'), type: 'number', required: true },
      {
        name: 'reason',
        label: say('사유', 'Reason'),
        type: 'select',
        options: say('파손,단순 변심,기타', 'Broken,Changed my mind,Other').split(','),
      },
    ],
  };
  const noteOrder: Step = {
    do: 'note.add',
    text: say('주문 {{answer.order}}, 사유: {{answer.reason}}', 'Order {{answer.order}}, reason: {{answer.reason}}'),
  };
  return [
    {
      name: name('인사와 버튼', 'greeting with buttons'),
      ...{ trigger: { type: 'chat.started' }, filter },
      steps: [
        {
          do: 'message.buttons',
          text: say(
            '안녕하세요, 햇살상점입니다. 무엇을 도와드릴까요?',
            'Hello, this is Sunny Shop. What can we do for you?',
          ),
          buttons: [
            {
              ...{ id: 'returns', label: say('반품하고 싶어요', 'I want to return something') },
              steps: [
                order,
                noteOrder,
                {
                  do: 'message.send',
                  text: say('반품 송장입니다. 상자에 붙여 주세요.', 'Here is your label. Put it on the parcel.'),
                  files: [{ name: 'label.svg', type: 'image/svg+xml', url: `${origin}/_local/demo/label.svg` }],
                },
              ],
            },
            {
              ...{ id: 'person', label: say('상담원과 이야기할게요', 'Talk to a person') },
              steps: [
                {
                  do: 'message.send',
                  text: say('상담원을 연결해 드릴게요.', 'Somebody will be with you in a moment.'),
                },
                { do: 'conversation.open' },
              ],
            },
          ],
          otherwise: [{ do: 'conversation.open' }],
        },
      ],
    },
    {
      name: name('재연결 링크', 'the way back'),
      ...{ trigger: { type: 'chat.opened' }, filter },
      steps: [
        {
          do: 'message.send',
          text: say(
            '연결이 끊기면 이 링크로 돌아오세요: {{reconnectLink}}',
            'If you are cut off, come back by this link: {{reconnectLink}}',
          ),
        },
      ],
    },
    {
      name: name('대기열 1분', 'one minute in the queue'),
      ...{ trigger: { type: 'chat.queued', wait: 'PT1M' }, filter },
      steps: [
        {
          do: 'message.send',
          text: say(
            '조금만 더 기다려 주세요. 곧 연결해 드릴게요.',
            'Please wait a little longer, we will be right with you.',
          ),
        },
      ],
    },
    {
      name: name('고객이 3분째 대기', 'the customer waits for 3 minutes'),
      ...{ trigger: { type: 'chat.customerWaiting', timing: 'every', wait: 'PT3M' }, filter },
      steps: [
        {
          do: 'note.add',
          text: say('고객이 3분째 답변을 기다립니다.', 'The customer has been waiting for 3 minutes.'),
        },
        { do: 'priority.set', priority: 'high' },
      ],
    },
    {
      name: name('주문 정보 묻기 (모듈)', 'ask for the order (module)'),
      ...{ trigger: { type: 'module', usableInChat: true } },
      steps: [order, noteOrder],
    },
    {
      name: name('만족도 조사', 'survey'),
      ...{ trigger: { type: 'chat.closed', scope: 'inInbox' }, filter },
      steps: [
        { do: 'survey.send', question: say('상담은 만족스러우셨나요?', 'How did we do?'), scale: 5 },
        { do: 'note.add', text: say('만족도 {{answer.rating}}점', 'Rating: {{answer.rating}} of 5') },
      ],
    },
  ];
}
