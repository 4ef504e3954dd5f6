/** Workflows of open chats: messages, openings, closings, queues and waits. */
import {
  ask,
  assistant,
  BEFORE_END,
  buttons,
  form,
  has,
  IN_BRANCH,
  link,
  mode,
  note,
  pause,
  send,
  type Template,
  tag,
  wait,
} from './parts';

export const onMessages: Template[] = [
  ({ says }) => ({
    trigger: { type: 'message.customer' },
    filter: has('return'),
    steps: [tag('returns'), send(says('1')), { do: 'team.unassign' }, note(says('2')), send(says('3'))],
  }),
  ({ says }) => ({
    trigger: { type: 'message.customer', scope: 'inInbox' },
    steps: [{ do: 'customer.tag', tag: 'wrote' }, note(says('wrote')), { do: 'customer.untag', tag: 'silent' }],
  }),
  ({ random, says }) => ({
    trigger: { type: 'message.customer', includeAnswers: random.chance(0.5) },
    filter: has('order'),
    steps: [
      { do: 'webhook.call', url: 'https://shop.example.com/order', as: 'order' },
      send(says(`{{result.order.value}} ${random.between(1, 9)}`)),
      { do: 'agent.assign', agentId: 'ag-7' },
    ],
  }),
  ({ random, says }) => ({
    trigger: { type: 'message.customer' },
    filter: has('wait'),
    mode: random.pick(['exclusive', 'background']),
    steps: [
      send(says('one moment')),
      { ...pause(random), ...(random.chance(0.5) && { cancelOn: ['agentMessage', 'closed'] }) },
      send(says('still there?')),
      pause(random),
      tag('waited'),
    ],
  }),
  ({ says }) => ({
    trigger: { type: 'message.customer' },
    steps: [
      {
        do: 'branch',
        branches: [
          {
            when: { fact: 'customer.tier', op: 'is', value: 'VIP' },
            steps: [{ do: 'priority.set', priority: 'high' }, note(says(`${IN_BRANCH} vip`))],
          },
          { when: has('later'), steps: [{ do: 'conversation.snooze', duration: 'PT2M' }] },
        ],
        otherwise: [{ do: 'conversation.untag', tag: 'returns' }],
      },
    ],
  }),
  (setting) => ({
    trigger: { type: 'message.customer' },
    filter: has('hello'),
    ...mode(setting.random),
    steps: [ask(setting), note(setting.says('order {{answer.order}}')), ...link(setting)],
  }),
  (setting) => ({
    trigger: { type: 'message.customer', scope: 'inInbox' },
    filter: has('thanks'),
    mode: 'exclusive',
    steps: [assistant(setting), { do: 'agent.notify', text: setting.says('the assistant is done') }],
  }),
];

export const onAgents: Template[] = [
  ({ says }) => ({
    trigger: { type: 'message.agent', kind: 'internal' },
    filter: has('promise'),
    steps: [
      tag('promised'),
      { do: 'team.assign', teamId: 'te-1' },
      { do: 'team.message', teamChatId: 'tc-2', text: says('somebody promised') },
      { do: 'email.send', subject: says('promise'), text: says('we promised') },
      note(says('promise')),
    ],
  }),
  ({ random, says }) => ({
    trigger: { type: 'message.agent', kind: 'customer' },
    filter: has('bye'),
    steps: [
      { do: 'wait', duration: wait(random), cancelOn: ['customerMessage', 'closed'] },
      send(says('bye')),
      { do: 'conversation.close' },
      note(says('closed')),
    ],
  }),
];

export const onOpenings: Template[] = [
  ({ says }) => ({ trigger: { type: 'chat.opened', timing: 'first' }, steps: [send(says('welcome')), tag('new')] }),
  ({ says }) => ({ trigger: { type: 'chat.opened', timing: 'every' }, steps: [note(says('opened'))] }),
  (setting) => ({
    trigger: { type: 'chat.opened', timing: 'every' },
    ...mode(setting.random),
    steps: [buttons(setting, link(setting), [{ do: 'team.unassign' }]), note(setting.says('behind'))],
  }),
  (setting) => ({
    trigger: { type: 'chat.opened', timing: setting.random.pick(['first', 'every']) },
    steps: [...link(setting), form(setting, `size_${setting.workspace}`), { do: 'agent.unassign' }],
  }),
  () => ({
    trigger: { type: 'chat.opened', timing: 'every' },
    filter: { fact: 'conversation.openedCount', op: 'gte', value: 2 },
    steps: [{ do: 'conversation.close' }],
  }),
  ({ random, says }) => ({
    trigger: { type: 'chat.openedByAgent', timing: random.pick(['first', 'every']) },
    steps: [
      { do: 'followers.add', agentIds: ['ag-3', 'ag-4'] },
      { do: 'team.message', teamChatId: 'tc-1', text: says('opened by {{agent.id}}') },
      pause(random),
      { do: 'followers.remove', agentIds: ['ag-3'] },
    ],
  }),
  ({ random, says }) => ({
    trigger: { type: 'chat.openedByAgent', timing: random.pick(['first', 'every']) },
    filter: has('hello'),
    ...mode(random),
    steps: [{ do: 'description.set', text: says('greeted') }, pause(random), { do: 'agent.unassign' }],
  }),
  ({ says }) => ({
    trigger: { type: 'chat.closed' },
    steps: [
      { do: 'email.send', subject: says('closed'), text: says('what we talked of') },
      { do: 'followers.remove', agentIds: ['ag-4'] },
      send(says(`${BEFORE_END} thank you`)),
      { do: 'end' },
      note('never'),
    ],
  }),
  ({ random, says }) => ({
    trigger: { type: 'chat.closed' },
    steps: [
      { do: 'survey.send', question: says('how was it'), scale: random.pick([2, 5, 10]) },
      note(says('rated {{answer.rating}}')),
    ],
  }),
  ({ random }) => ({
    trigger: { type: 'chat.closed', scope: 'inInbox' },
    steps: [pause(random), { do: 'conversation.open' }, tag('reopened')],
  }),
  ({ says }) => ({
    trigger: { type: 'chat.closed' },
    steps: [{ do: 'conversation.open' }, note(says('opened again'))],
  }),
];

export const onWaits: Template[] = [
  (setting) => ({
    trigger: { type: 'chat.customerWaiting', timing: 'every', wait: wait(setting.random) },
    steps: [note(setting.says('waits')), { do: 'priority.set', priority: 'high' }, ...link(setting)],
  }),
  ({ random, says }) => ({
    trigger: { type: 'chat.customerWaiting', timing: 'every', wait: wait(random), scope: 'inInbox' },
    steps: [send(says('soon')), { do: 'team.unassign' }, pause(random), { do: 'conversation.close' }],
  }),
  ({ random, says }) => ({
    trigger: { type: 'chat.customerWaiting', timing: 'whenOpened', wait: wait(random) },
    steps: [note(says('since opened')), { do: 'conversation.snooze', duration: 'PT3M' }],
  }),
  ({ random, says }) => ({
    trigger: { type: 'chat.agentWaiting', wait: wait(random) },
    steps: [send(says('are you there?')), { do: 'agent.unassign' }, note(says('asked'))],
  }),
  ({ random, says }) => ({
    trigger: { type: 'chat.agentWaiting', wait: wait(random) },
    mode: 'exclusive',
    steps: [pause(random), send(says('closing')), { do: 'conversation.close' }],
  }),
  (setting) => ({
    trigger: { type: 'chat.customerWaiting', timing: 'every', wait: wait(setting.random) },
    steps: [ask(setting), ...link(setting), { do: 'sms.send', text: setting.says('we call back') }],
  }),
];

export const onQueues: Template[] = [
  ({ random, says }) => ({
    trigger: { type: 'chat.queued', wait: wait(random) },
    steps: [send(says('you are next')), { do: 'agent.notify', text: says('somebody queues') }],
  }),
  ({ random, says }) => ({
    trigger: { type: 'chat.queued', wait: wait(random) },
    ...mode(random),
    steps: [pause(random), { do: 'agent.assign', agentId: 'ag-5' }, note(says('assigned from the queue'))],
  }),
];
