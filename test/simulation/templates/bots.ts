/** Bots that talk before a chat is in the inbox, and modules. */
import { ask, assistant, buttons, form, IN_BRANCH, link, note, pause, send, type Template, tag } from './parts';

export const onStarts: Template[] = [
  (setting) => ({
    trigger: { type: 'chat.started' },
    steps: [
      buttons(setting, [note(setting.says('returns'))], [{ do: 'conversation.open' }]),
      note(setting.says('behind the buttons')),
    ],
  }),
  (setting) => ({
    trigger: { type: 'chat.started' },
    steps: [
      ask(setting),
      form(setting, `size_${setting.workspace}`),
      send(setting.says('{{answer.order}} of {{answer.email}}')),
      { do: 'conversation.open' },
    ],
  }),
  (setting) => ({
    trigger: { type: 'chat.started', campaigns: ['spring'] },
    steps: [pause(setting.random), buttons(setting, link(setting), [tag('other')]), ...link(setting)],
  }),
  (setting) => ({
    trigger: { type: 'chat.started' },
    filter: { not: { fact: 'page.url', op: 'contains', value: '/pricing' } },
    steps: [assistant(setting), { do: 'conversation.open' }, note(setting.says('the assistant is done'))],
  }),
  (setting) => ({
    trigger: { type: 'chat.started' },
    steps: [...link(setting), { do: setting.random.pick(['conversation.open', 'conversation.close']) }],
  }),
];

/** What modules do; each may lead on to the ones before it. */
export const modules: Template[] = [
  ({ random, says }) => ({ steps: [note(says('in')), pause(random), send(says('still in')), tag('module')] }),
  (setting) => ({
    steps: [buttons(setting, [send(setting.says('first'))], link(setting)), note(setting.says('out of the buttons'))],
  }),
  (setting) => ({ steps: [ask(setting), note(setting.says('asked {{answer.order}}')), ...link(setting)] }),
  (setting) => ({ steps: [...link(setting), pause(setting.random), note(setting.says('behind the inner one'))] }),
  (setting) => ({
    filter: { fact: 'customer.tier', op: 'is', value: 'VIP' },
    steps: [form(setting, `size_${setting.workspace}`), note(setting.says('{{answer.email}}'))],
  }),
  (setting) => ({ steps: [assistant(setting), note(setting.says('people now'))] }),
  ({ random, says }) => ({
    steps: [
      {
        do: 'branch',
        branches: [{ when: { fact: 'conversation.inInbox', op: 'is', value: true }, steps: [pause(random)] }],
        otherwise: [note(says(`${IN_BRANCH} not in the inbox`))],
      },
      send(says('behind the branch')),
    ],
  }),
];
