/** Why a workflow fired or not: it agrees with what happened, and mending what is named makes the workflow fire. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Evaluation, Reason } from '../../src/engine/timeline';
import { Story, workflow } from './story';

type Condition = Record<string, unknown>;
type Draft = Record<string, unknown> & { trigger: Record<string, unknown>; filter?: Condition };

const leaf: fc.Arbitrary<Condition> = fc.constantFrom(
  { fact: 'message.text', op: 'contains', value: ['반품', 'return'] },
  { fact: 'message.text', op: 'is', value: 'hello' },
  { fact: 'message.via', op: 'is', value: 'email' },
  { fact: 'conversation.tags', op: 'contains', value: 'vip' },
  { fact: 'conversation.priority', op: 'is', value: 'high' },
  { fact: 'conversation.priority', op: 'missing' },
  { fact: 'conversation.openedCount', op: 'gt', value: 1 },
  { fact: 'conversation.agentId', op: 'exists' },
  { fact: 'customer.tier', op: 'isNot', value: 'VIP' },
  { fact: 'customer.email', op: 'exists' },
  { fact: 'hours.inside', op: 'is', value: false },
  { fact: 'time.hour', op: 'between', value: [9, 10] },
);
const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('tree').map((not) => ({ not })),
  ),
}));

const scope = fc.constantFrom('all', 'inInbox', 'notInInbox');
const wait = fc.constantFrom('PT30S', 'PT2M');
const trigger: fc.Arbitrary<Draft['trigger']> = fc.oneof(
  fc.record({ type: fc.constant('message.customer'), scope, includeAnswers: fc.boolean() }),
  fc.record({ type: fc.constant('message.agent'), scope, kind: fc.constantFrom('all', 'customer', 'internal') }),
  fc.record({ type: fc.constantFrom('chat.opened', 'chat.openedByAgent'), timing: fc.constantFrom('first', 'every') }),
  fc.record({ type: fc.constant('chat.closed'), scope }),
  fc.record({ type: fc.constantFrom('chat.customerWaiting', 'chat.agentWaiting'), scope, wait }),
  fc.record({ type: fc.constant('chat.queued'), wait }),
);
const draft: fc.Arbitrary<Draft> = fc.record(
  {
    trigger,
    filter: tree,
    hours: fc.constantFrom('always', 'inside', 'outside'),
    mode: fc.constantFrom('background', 'exclusive'),
  },
  { requiredKeys: ['trigger'] },
);
/** `message.*` is offered where there is a message; where it is not, the draft is none. */
const isOffered = (one: Draft) => {
  const type = String(one.trigger.type);
  return !JSON.stringify(one.filter ?? '').includes('message.') || /message|opened|Waiting/.test(type);
};
const drafts = fc.array(draft.filter(isOffered), { minLength: 1, maxLength: 5 });

const ACTS = [
  'hello',
  '반품',
  'mail',
  'answer',
  'agent',
  'note',
  'close',
  'queue',
  'snooze',
  'vip',
  'tag',
  'high',
  'assign',
] as const;
const script = fc.array(fc.record({ act: fc.constantFrom(...ACTS), gap: fc.constantFrom(0, 20, 40, 150) }), {
  minLength: 1,
  maxLength: 12,
});
type Script = { act: (typeof ACTS)[number]; gap: number }[];

function play(all: readonly Draft[], acts: Script): Story {
  const steps = [{ do: 'note.add', text: 'x' }];
  const weekly = { mon: [{ from: '09:00', to: '09:05' }] };
  const operatingHours = { timeZone: 'UTC', weekly, holidays: [] };
  const story = new Story(
    all.map((one, at) => workflow(`w${at}`, { ...one, steps })),
    { operatingHours, fuse: 1000 },
  );
  const says = (text: string, more: object = {}) =>
    story.event('message.created', {
      messageId: `m${story.decisions.length}`,
      author: { type: 'customer', id: 'cu' },
      text,
      ...more,
    });
  const sends: Record<(typeof ACTS)[number], () => unknown> = {
    hello: () => says('hello'),
    반품: () => says('반품'),
    mail: () => says('hello', { via: 'email' }),
    answer: () => says('반품', { answer: { runId: 'run', buttonId: 'b' } }),
    vip: () => says('hello', { customer: { id: 'cu', tier: 'VIP', email: 'kim@example.com' } }),
    agent: () => story.agentSays('return'),
    note: () => story.agentSays('hello', { private: true }),
    close: () => story.event('conversation.closed', { by: 'agent' }),
    queue: () => story.event('conversation.queued'),
    snooze: () => story.event('conversation.snoozed'),
    tag: () => story.event('conversation.updated', { addTags: ['vip'] }),
    high: () => story.event('conversation.updated', { priority: 'high' }),
    assign: () => story.event('conversation.assigned', { agentId: 'kim' }),
  };
  for (const { act, gap } of acts) {
    story.pass(`PT${gap}S`);
    sends[act]();
  }
  story.pass('PT10M');
  return story;
}

const entriesOf = (story: Story) =>
  story.decisions.flatMap(({ outcome, entry }) => (outcome === 'applied' && entry ? [entry] : []));
const isOccasion = (a: Evaluation, b: Evaluation) =>
  a.workflowId === b.workflowId && a.trigger === b.trigger && a.episode === b.episode;

describe('an explanation', () => {
  test('agrees with what fired, and names every workflow of the trigger once', () => {
    fc.assert(
      fc.property(drafts, script, (all, acts) => {
        const story = play(all, acts);
        for (const { evaluations = [], runs = [], effects = [] } of entriesOf(story)) {
          const fired = evaluations.filter((one) => one.fired);
          const started = runs.filter(({ change }) => change === 'started').map(({ runId }) => runId);
          expect(fired.map(({ runId }) => runId).sort()).toEqual([...started].sort());
          expect(effects.map(({ workflowId }) => workflowId).sort()).toEqual(fired.map((one) => one.workflowId).sort());
          for (const one of evaluations) {
            expect(one.fired).toBe(one.reason === undefined);
            expect(evaluations.filter((other) => isOccasion(one, other))).toHaveLength(1);
          }
          for (const { trigger: type, episode } of evaluations.filter((one) => !/aiting|queued/.test(one.trigger))) {
            const told = evaluations.filter((one) => one.trigger === type && one.episode === episode);
            const those = all.flatMap((one, at) => (one.trigger.type === type ? [`w${at}`] : []));
            expect(told.map(({ workflowId }) => workflowId)).toEqual(those);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('making true the one condition, or taking back the one setting, that it names makes the workflow fire', () => {
    fc.assert(
      fc.property(drafts, script, fc.nat(), (all, acts, pick) => {
        const misses = entriesOf(play(all, acts)).flatMap(({ evaluations = [] }) =>
          evaluations.filter((one) => !one.fired),
        );
        const miss = misses[pick % misses.length];
        fc.pre(miss !== undefined);
        const at = Number(miss.workflowId.slice(1));
        const mended = [...all];
        const named: string[] = [];
        for (let told: Evaluation = miss; !told.fired; ) {
          const reason = told.reason as Reason;
          named.push(reason.kind === 'condition' ? reason.path : reason.kind);
          expect(new Set(named).size).toBe(named.length);
          mended[at] = mend(mended[at] as Draft, reason);
          const again = entriesOf(play(mended, acts)).flatMap(({ evaluations = [] }) => evaluations);
          told = again.find((one) => isOccasion(one, miss)) as Evaluation;
          expect(told).toBeDefined();
        }
        const conditions = named.filter((name) => name.startsWith('/'));
        const { filter } = all[at] as Draft;
        // What could be mended by one condition alone was mended by the one named.
        if (filter && suffices(all, acts, miss, filter)) expect(conditions).toHaveLength(1);
      }),
      { numRuns: 400 },
    );
  });
});

/** Whether there is one condition in the filter that, turned round, makes the filter hold on that occasion. */
function suffices(all: readonly Draft[], acts: Script, miss: Evaluation, filter: Condition): boolean {
  const at = Number(miss.workflowId.slice(1));
  const reached = ({ fired, reason }: Evaluation) => fired || reason?.kind !== 'condition';
  const outcome = (changed: Condition) => {
    const drafts = all.with(at, {
      ...(all[at] as Draft),
      hours: 'always',
      mode: 'background',
      trigger: open(all[at] as Draft),
      filter: changed,
    });
    return entriesOf(play(drafts, acts))
      .flatMap(({ evaluations = [] }) => evaluations)
      .find((one) => isOccasion(one, miss));
  };
  const first = outcome(filter);
  if (first === undefined || reached(first)) return false;
  return leavesOf(filter, '').some((path) => {
    const told = outcome(turned(filter, path));
    return told !== undefined && reached(told);
  });
}

/** The trigger without any setting that could keep it from firing. */
function open({ trigger: { scope: _, kind: __, includeAnswers, timing, ...rest } }: Draft): Draft['trigger'] {
  return {
    ...rest,
    ...(timing !== undefined && { timing: 'every' }),
    ...(includeAnswers !== undefined && { includeAnswers: true }),
  };
}

function leavesOf(condition: Condition, path: string): string[] {
  if ('fact' in condition) return [path];
  return Object.entries(condition).flatMap(([kind, inner]) =>
    Array.isArray(inner)
      ? inner.flatMap((part, index) => leavesOf(part, `${path}/${kind}/${index}`))
      : leavesOf(inner as Condition, `${path}/${kind}`),
  );
}

/** The filter with the condition at a place turned round: it holds where it did not. */
function turned(condition: unknown, path: string): Condition {
  if (path === '') return { not: condition };
  const [, key = '', ...rest] = path.split('/');
  const inside = (inner: unknown) => turned(inner, rest.map((part) => `/${part}`).join(''));
  if (Array.isArray(condition)) return condition.with(Number(key), inside(condition[Number(key)])) as never;
  const held = condition as Condition;
  return { ...held, [key]: inside(held[key]) };
}

/** The workflow without what was named as keeping it from firing. */
function mend(one: Draft, reason: Reason): Draft {
  if (reason.kind === 'condition') return { ...one, filter: turned(one.filter, reason.path.slice('/filter'.length)) };
  const changes: Partial<Record<Reason['kind'], Partial<Draft>>> = {
    scope: { trigger: { ...one.trigger, scope: 'all' } },
    timing: { trigger: { ...one.trigger, timing: 'every' } },
    kind: { trigger: { ...one.trigger, kind: 'all' } },
    answer: { trigger: { ...one.trigger, includeAnswers: true } },
    hours: { hours: 'always' },
    exclusive: { mode: 'background' },
  };
  return { ...one, ...changes[reason.kind] };
}
