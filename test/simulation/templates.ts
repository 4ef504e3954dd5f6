/** Workflows that stories draw from: each of the seven triggers, all steps that are built, chains that would never end. */
import type { Random } from './random';
import { isCall, type SimWorkflow } from './story';

type Draft = Record<string, unknown>;
/** Marks texts with the workspace, so that words in the wrong place are seen. */
type Says = (text: string) => string;

const WAITS = [5, 20, 40, 60, 60, 120, 180, 300, 600, 1_200];
const seconds = (count: number) => `PT${count}S`;
const wait = (random: Random) => seconds(random.pick(WAITS));
const has = (word: string) => ({ fact: 'message.text', op: 'contains', value: word });
const send = (text: string) => ({ do: 'message.send', text });
const note = (text: string) => ({ do: 'note.add', text });
const tag = (name: string) => ({ do: 'conversation.tag', tag: name });

type Template = (random: Random, says: Says) => Draft;

const onMessages: Template[] = [
  (_, says) => ({
    trigger: { type: 'message.customer' },
    filter: has('return'),
    steps: [tag('returns'), send(says('1')), note(says('2')), send(says('3'))],
  }),
  (_, says) => ({
    trigger: { type: 'message.customer', scope: 'inInbox' },
    steps: [{ do: 'customer.tag', tag: 'wrote' }, note(says('wrote'))],
  }),
  (random, says) => ({
    trigger: { type: 'message.customer' },
    filter: has('order'),
    steps: [
      { do: 'webhook.call', url: 'https://shop.example.com/order', as: 'order' },
      send(says(`{{result.order.value}} ${random.between(1, 9)}`)),
      { do: 'agent.assign', agentId: 'ag-7' },
    ],
  }),
  (random, says) => ({
    trigger: { type: 'message.customer' },
    filter: has('wait'),
    mode: random.pick(['exclusive', 'background']),
    steps: [
      send(says('one moment')),
      { do: 'wait', duration: wait(random), ...(random.chance(0.5) && { cancelOn: ['agentMessage', 'closed'] }) },
      send(says('still there?')),
      { do: 'wait', duration: wait(random) },
      tag('waited'),
    ],
  }),
  (_, says) => ({
    trigger: { type: 'message.customer' },
    steps: [
      {
        do: 'branch',
        branches: [
          {
            when: { fact: 'customer.tier', op: 'is', value: 'VIP' },
            steps: [{ do: 'priority.set', priority: 'high' }, note(says('vip'))],
          },
          { when: has('later'), steps: [{ do: 'conversation.snooze', duration: 'PT2M' }] },
        ],
        otherwise: [{ do: 'conversation.untag', tag: 'returns' }],
      },
    ],
  }),
  (_, says) => ({
    trigger: { type: 'message.agent', kind: 'internal' },
    filter: has('promise'),
    steps: [tag('promised'), { do: 'team.assign', teamId: 'te-1' }, note(says('promise'))],
  }),
  (random, says) => ({
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

const onOpenings: Template[] = [
  (_, says) => ({ trigger: { type: 'chat.opened', timing: 'first' }, steps: [send(says('welcome')), tag('new')] }),
  (_, says) => ({ trigger: { type: 'chat.opened', timing: 'every' }, steps: [note(says('opened'))] }),
  () => ({
    trigger: { type: 'chat.opened', timing: 'every' },
    filter: { fact: 'conversation.openedCount', op: 'gte', value: 2 },
    steps: [{ do: 'conversation.close' }],
  }),
  (_, says) => ({ trigger: { type: 'chat.closed' }, steps: [send(says('thank you')), { do: 'end' }, note('never')] }),
  (random) => ({
    trigger: { type: 'chat.closed', scope: 'inInbox' },
    steps: [{ do: 'wait', duration: wait(random) }, { do: 'conversation.open' }, tag('reopened')],
  }),
  (_, says) => ({ trigger: { type: 'chat.closed' }, steps: [{ do: 'conversation.open' }, note(says('opened again'))] }),
];

const onWaits: Template[] = [
  (random, says) => ({
    trigger: { type: 'chat.customerWaiting', timing: 'every', wait: wait(random) },
    steps: [note(says('waits')), { do: 'priority.set', priority: 'high' }],
  }),
  (random, says) => ({
    trigger: { type: 'chat.customerWaiting', timing: 'every', wait: wait(random), scope: 'inInbox' },
    steps: [send(says('soon')), { do: 'wait', duration: wait(random) }, { do: 'conversation.close' }],
  }),
  (random, says) => ({
    trigger: { type: 'chat.customerWaiting', timing: 'whenOpened', wait: wait(random) },
    steps: [note(says('since opened'))],
  }),
  (random, says) => ({
    trigger: { type: 'chat.agentWaiting', wait: wait(random) },
    steps: [send(says('are you there?')), note(says('asked'))],
  }),
  (random, says) => ({
    trigger: { type: 'chat.agentWaiting', wait: wait(random) },
    mode: 'exclusive',
    steps: [{ do: 'wait', duration: wait(random) }, send(says('closing')), { do: 'conversation.close' }],
  }),
];

const onCalls: Template[] = [
  (random, says) => ({
    trigger: { type: 'call.ended', wait: wait(random) },
    filter: { fact: 'call.missedReason', op: 'exists' },
    steps: [send(says('we missed you')), tag('missed'), send(says('call back'))],
  }),
  (random, says) => ({
    trigger: { type: 'call.ended', wait: wait(random) },
    steps: [
      note(says('ended')),
      { do: 'webhook.call', url: 'https://crm.example.com/calls' },
      { do: 'customer.tag', tag: 'called' },
    ],
  }),
  (random, says) => ({
    trigger: { type: 'call.ended', wait: wait(random), scope: 'all' },
    steps: [send(says('one')), send(says('two')), { do: 'wait', duration: wait(random) }, send(says('three'))],
  }),
];

/** A few workflows of each kind; waits more than others, since most goes wrong in them. */
export function drawWorkflows(random: Random, workspace: string, conversations: readonly string[]): SimWorkflow[] {
  const says: Says = (text) => `[${workspace}] ${text}`;
  const some = (templates: Template[], most: number) =>
    Array.from({ length: random.between(0, most) }, () => random.pick(templates));
  const ofCalls = conversations.some(isCall) ? [random.pick(onCalls), random.pick(onCalls), ...some(onCalls, 1)] : [];
  if (conversations.every(isCall)) return numbered(ofCalls);
  return numbered([
    ...some(onMessages, 3),
    ...some(onOpenings, 2),
    random.pick(onWaits),
    ...some(onWaits, 2),
    ...ofCalls,
  ]);

  function numbered(templates: Template[]): SimWorkflow[] {
    return templates.map((template, index) => ({ id: `wf-${index + 1}`, draft: template(random, says) }));
  }
}

/** The same workflow with another wait, where it has one. */
export function edited({ id, draft }: SimWorkflow, random: Random): SimWorkflow {
  const { trigger, ...rest } = draft as { trigger: { wait?: string } };
  return { id, draft: { ...rest, trigger: trigger.wait ? { ...trigger, wait: wait(random) } : trigger } };
}
