/** Workflows of calls: phone menus, queues, what comes after. */
import { link, mode, note, pause, type Setting, type Step, send, type Template, tag, wait } from './parts';

const say = (text: string): Step => ({ do: 'call.say', text });
const digits = ({ random, says }: Setting): Step => ({
  ...{ do: 'call.digits', text: says('your number'), length: random.between(2, 4), as: 'number' },
});
const route = ({ random }: Setting): Step => ({
  do: 'call.route',
  ...random.pick([{ teamId: 'te-1' }, { agentId: 'ag-1' }]),
});
const voicemail = ({ says }: Setting): Step => ({ do: 'call.voicemail', text: says('after the tone') });
const hangUp: Step = { do: 'call.hangUp' };

function menu(setting: Setting): Step {
  const { random, says } = setting;
  return {
    ...{ do: 'call.menu', text: says('press 1 or 2') },
    choices: { '1': [digits(setting), route(setting)], '2': [voicemail(setting)], '3': [hangUp] },
    ...(random.chance(0.5) && { repeat: random.between(0, 2) }),
    ...(random.chance(0.5) && { otherwise: [note(says('nothing pressed'))] }),
  };
}

export const onRinging: Template[] = [
  (setting) => ({
    trigger: { type: 'call.ringing' },
    steps: [
      ...[say(setting.says('we are closed')), tag('closed'), { do: 'sms.send', text: setting.says('opens at nine') }],
      ...(setting.random.chance(0.5) ? [voicemail(setting), note(setting.says('{{answer.voicemail}}'))] : [hangUp]),
    ],
  }),
  (setting) => ({
    trigger: { type: 'call.ringing' },
    steps: [
      ...[say(setting.says('welcome')), menu(setting)],
      ...[note(setting.says('behind the menu {{answer.number}}')), hangUp],
    ],
  }),
  (setting) => ({
    trigger: { type: 'call.ringing' },
    steps: [
      route(setting),
      { do: 'sms.send', text: setting.says('nobody is free') },
      voicemail(setting),
      note(setting.says('{{answer.voicemail}}')),
      hangUp,
    ],
  }),
  (setting) => ({
    trigger: { type: 'call.ringing' },
    steps: [
      digits(setting),
      menu(setting),
      ...link(setting),
      { do: 'webhook.call', url: 'https://crm.example.com/ring' },
      hangUp,
    ],
  }),
];

export const onInbound: Template[] = [
  ({ says }) => ({
    trigger: { type: 'call.inbound' },
    steps: [tag('called'), { do: 'description.set', text: says('came in') }, note(says('inbound'))],
  }),
  ({ random, says }) => ({
    trigger: { type: 'call.inbound' },
    filter: { fact: 'previous.kind', op: 'missing' },
    ...mode(random),
    steps: [{ do: 'priority.set', priority: 'high' }, pause(random), note(says('long inbound'))],
  }),
];

export const onPlaced: Template[] = [
  ({ says }) => ({
    trigger: { type: 'call.outbound' },
    steps: [note(says('placed by {{agent.id}}')), { do: 'customer.untag', tag: 'missed' }],
  }),
  ({ random, says }) => ({
    trigger: { type: 'call.outbound' },
    steps: [{ do: 'followers.add', agentIds: ['ag-9'] }, pause(random), note(says('talks long'))],
  }),
];

export const onCallQueues: Template[] = [
  ({ random, says }) => ({
    trigger: { type: 'call.queued', wait: wait(random) },
    steps: [{ do: 'agent.assign', agentId: 'ag-6' }, note(says('rings ag-6'))],
  }),
  ({ random, says }) => ({
    trigger: { type: 'call.queued', wait: wait(random) },
    steps: [
      { do: 'sms.send', to: '+821099999999', text: says('we call back') },
      { do: 'team.assign', teamId: 'te-3' },
    ],
  }),
];

export const onEnds: Template[] = [
  ({ random, says }) => ({
    trigger: { type: 'call.ended', wait: wait(random) },
    filter: { fact: 'call.missedReason', op: 'exists' },
    steps: [send(says('we missed you')), tag('missed'), send(says('call back'))],
  }),
  ({ random, says }) => ({
    trigger: { type: 'call.ended', wait: wait(random) },
    steps: [
      note(says('ended')),
      { do: 'webhook.call', url: 'https://crm.example.com/calls' },
      { do: 'customer.tag', tag: 'called' },
    ],
  }),
  ({ random, says }) => ({
    trigger: { type: 'call.ended', wait: wait(random), scope: 'all' },
    steps: [send(says('one')), send(says('two')), pause(random), send(says('three'))],
  }),
];

/** Modules of phone menus. */
export const phoneModules: Template[] = [
  (setting) => ({
    steps: [say(setting.says('in the module')), digits(setting), note(setting.says('{{answer.number}}'))],
  }),
  (setting) => ({ steps: [menu(setting), note(setting.says('out of the menu'))] }),
];
