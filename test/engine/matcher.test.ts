/** Many workflows are found by an index, few by asking each: which of the two must not be seen in anything but the time it takes. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Condition } from '../../src/engine/condition-schema';
import type { Conversation } from '../../src/engine/conversation';
import { decide } from '../../src/engine/decide';
import type { FactSource } from '../../src/engine/facts';
import { compileWorkflows } from '../../src/engine/matcher';
import { Automaton } from '../../src/engine/matcher/automaton';
import { Positions } from '../../src/engine/matcher/positions';
import { Reading } from '../../src/engine/reading';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import type { Workflow } from '../../src/engine/workflow';
import { filter, profileLeaf, source } from '../support/filters';
import { plainFilter } from '../support/plain-closures';
import { START, workflow } from './story';

const INDEXED = 1;
const ASKED = Infinity;
const type = 'message.customer';

const published = (filters: readonly (Condition | undefined)[]): Workflow[] =>
  filters.map((some, index) => ({
    ...workflow(`w${index}`, { trigger: { type } }),
    ...(some ? { filter: some } : {}),
  }));

const holding = (workflows: readonly Workflow[], at: FactSource, indexFrom: number) =>
  compileWorkflows(workflows, indexFrom).group(type).matching(new Reading(at));

describe('which filters hold', () => {
  test('is the same by the index, by asking each, and by brute force', () => {
    const filters = fc.array(fc.option(filter, { nil: undefined, freq: 20 }), { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(filters, fc.array(source, { minLength: 1, maxLength: 4 }), (some, moments) => {
        const workflows = published(some);
        const matcher = compileWorkflows(workflows, INDEXED);
        for (const at of moments) {
          const expected = some.flatMap((one, index) => (!one || plainFilter(one)(at) ? [index] : []));
          expect([...matcher.group(type).matching(new Reading(at))]).toEqual(expected);
          expect([...holding(workflows, at, ASKED)]).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('is the same whatever a profile field turns out to be', () => {
    const filters = fc.array(profileLeaf, { minLength: 20, maxLength: 40, size: 'max' });
    fc.assert(
      fc.property(filters, fc.array(source, { minLength: 10, maxLength: 10 }), (some, moments) => {
        const group = compileWorkflows(published(some), INDEXED).group(type);
        for (const at of moments) {
          const expected = some.flatMap((one, index) => (plainFilter(one)(at) ? [index] : []));
          expect([...group.matching(new Reading(at))]).toEqual(expected);
        }
      }),
    );
  });

  test('where a thousand share their conditions, each is found once and in order', () => {
    const some = fc.array(filter, { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(some, source, fc.array(fc.nat(), { minLength: 1000, maxLength: 1000 }), (few, at, picks) => {
        const filters = picks.map((pick) => few[pick % few.length] as Condition);
        const expected = filters.flatMap((one, index) => (plainFilter(one)(at) ? [index] : []));
        expect([...holding(published(filters), at, INDEXED)]).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  test('an absent fact makes its leaf false, and what is not so true', () => {
    const leaf = { fact: 'message.text', op: 'contains', value: '반품' };
    const filters = [leaf, { not: leaf }, { fact: 'message.text', op: 'isNot', value: '반품' }];
    const at = { ...(fc.sample(source, 1)[0] as FactSource), message: undefined };
    expect([...holding(published(filters), at, INDEXED)]).toEqual([1]);
  });

  test('patterns are tested of what an index finds, too', () => {
    const all = [
      { fact: 'customer.tier', op: 'is', value: 'vip' },
      { fact: 'message.text', op: 'matches', value: '^반품.*요$' },
    ];
    const filters = Array.from({ length: 20 }, () => ({ all }));
    const at = { ...(fc.sample(source, 1)[0] as FactSource), customer: { id: 'c', tier: 'VIP' } };
    const saying = (text: string) => [...holding(published(filters), { ...at, message: { text } }, INDEXED)];
    expect(saying('반품 해 주세요')).toHaveLength(20);
    expect(saying('환불 해 주세요')).toHaveLength(0);
  });

  test('each fact is read at most once, however many ask for it', () => {
    const reads: string[] = [];
    const customer = new Proxy(
      { id: 'cu', tier: 'Gold', tags: ['a'], profile: { x: 'y' } },
      {
        get(target, name, receiver) {
          reads.push(String(name));
          return Reflect.get(target, name, receiver);
        },
      },
    );
    const at = { ...(fc.sample(source, 1)[0] as FactSource), customer, message: { text: '반품' } };
    const filters = Array.from({ length: 300 }, (_, index) => ({
      all: [
        { fact: 'customer.tier', op: 'isNot', value: `tier-${index}` },
        { fact: 'customer.profile.x', op: index % 2 ? 'isNot' : 'is', value: index % 3 ? 'y' : 'z' },
        { fact: 'customer.tags', op: 'containsNone', value: [`tag-${index}`] },
        { not: { fact: 'customer.tier', op: 'is', value: `tier-${index}` } },
      ],
    }));
    for (const indexFrom of [INDEXED, ASKED]) {
      reads.length = 0;
      expect(holding(published(filters), at, indexFrom)).not.toHaveLength(0);
      expect([...reads].sort()).toEqual(['profile', 'tags', 'tier']);
    }
  });
});

describe('words in a text', () => {
  const letters = fc.string({
    unit: fc.constantFrom('a', 'b', '가', '각', '\u1100', '😀'),
    minLength: 1,
    maxLength: 5,
  });

  test('are those that it includes, each once', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '가', '각', '\u1100', '😀'), maxLength: 40 });
    fc.assert(
      fc.property(fc.uniqueArray(letters, { minLength: 1, maxLength: 30 }), fc.array(text), (words, texts) => {
        const automaton = new Automaton(words);
        for (const one of texts) {
          const expected = words.flatMap((word, index) => (one.includes(word) ? [index] : []));
          expect(automaton.find(one).sort((a, b) => a - b)).toEqual(expected);
        }
      }),
    );
  });

  test('are found in one pass, where each is the end of the next', () => {
    const words = Array.from({ length: 500 }, (_, index) => 'a'.repeat(index + 1));
    expect(new Automaton(words).find('a'.repeat(20_000))).toHaveLength(500);
  });
});

test('positions come in order and each once', () => {
  const positions = new Positions(1000);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 999 }), { maxLength: 200, size: 'max' }), (some) => {
      const expected = [...new Set(some)].sort((a, b) => a - b);
      expect([...positions.ascending([...some])]).toEqual(expected);
    }),
  );
});

interface Act {
  by: 'customer' | 'agent';
  text: string;
  seconds: number;
}
const acts = fc.array(
  fc.record({
    by: fc.constantFrom<Act['by']>('customer', 'customer', 'agent'),
    text: fc.constantFrom('반품', '환불 Refund', ''),
    seconds: fc.integer({ min: 1, max: 90 }),
  }),
  { minLength: 1, maxLength: 6 },
);
const triggers = fc.constantFrom(
  { type },
  { type, scope: 'inInbox' },
  { type: 'chat.opened', timing: 'every' },
  { type: 'message.agent', kind: 'customer' },
  { type: 'chat.customerWaiting', timing: 'every', wait: 'PT1M' },
  { type: 'chat.agentWaiting', wait: 'PT30S' },
);
const drafts = fc.array(
  fc.record(
    {
      trigger: triggers,
      filter,
      mode: fc.constantFrom('exclusive', 'background'),
      hours: fc.constantFrom('always', 'inside'),
    },
    { requiredKeys: ['trigger'] },
  ),
  { maxLength: 80, size: 'max' },
);
const toWorkflow = (draft: { trigger: object; filter?: Condition }, index: number): Workflow => ({
  ...workflow(`w${index}`, { ...draft, filter: undefined }),
  ...(draft.filter ? { filter: draft.filter } : {}),
});

function* played(workflows: readonly Workflow[], script: readonly Act[], indexFrom: number) {
  const matcher = compileWorkflows(workflows, indexFrom);
  let conversation: Conversation | undefined;
  let now = START;
  for (const [index, { by, text, seconds }] of script.entries()) {
    now += seconds * 1000;
    const data = { messageId: `m${index}`, author: { type: by, id: by }, text, customer: { id: 'cu', tier: 'ß' } };
    const of = { schema: 1, workspaceId: 'w', channelId: 'web', subject: 'c' } as const;
    const event = { ...of, id: `e${index}`, type: 'message.created', receivedAt: now, data } as const;
    for (const one of [{ ...of, receivedAt: now }, event]) {
      const input = { event: one, matcher, settings: DEFAULT_SETTINGS, now, ...(conversation && { conversation }) };
      const decision = decide(input);
      conversation = decision.conversation;
      yield { decision, event: one, matcher, now };
    }
  }
}

describe('what is decided', () => {
  test('and written down is the same with an index as without', () => {
    fc.assert(
      fc.property(drafts, acts, (some, script) => {
        const workflows = some.map(toWorkflow);
        const decisions = (indexFrom: number) =>
          [...played(workflows, script, indexFrom)].map(({ decision }) => decision);
        expect(JSON.stringify(decisions(INDEXED))).toBe(JSON.stringify(decisions(ASKED)));
      }),
      { numRuns: 60 },
    );
  });

  test('is what the matcher says when it is asked alone', () => {
    fc.assert(
      fc.property(drafts, acts, (some, script) => {
        const workflows = some.map(toWorkflow).map((one) => ({ ...one, mode: 'background' as const }));
        const waits = new Set(workflows.flatMap(({ id, trigger }) => (trigger.wait === undefined ? [] : [id])));
        for (const { decision, event, matcher, now } of played(workflows, script, INDEXED)) {
          if (!('type' in event) || !decision.conversation) continue;
          const { evaluations = [] } = decision.entry ?? {};
          const fired = evaluations.flatMap((one) => (one.fired && !waits.has(one.workflowId) ? [one.workflowId] : []));
          const matched = matcher.match(event, decision.conversation, now).filter((id) => !waits.has(id));
          expect(matched).toEqual(fired);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('names the first near misses in order, counts the others, and tells all that safety kept from firing', () => {
    const words = Array.from({ length: 500 }, (_, index) => `단어${index}끝`);
    const filters = words.map((value): Condition => ({ fact: 'message.text', op: 'contains', value }));
    const workflows = published(filters).map((one) => ({ ...one, mode: 'exclusive' as const }));
    const script: Act[] = [{ by: 'customer', text: '단어300끝 단어400끝 단어5끝', seconds: 0 }];
    const entry = [...played(workflows, script, INDEXED)].at(-1)?.decision.entry;
    const { evaluations = [], moreNotFired } = entry ?? {};
    expect(evaluations.filter(({ fired }) => fired).map(({ workflowId }) => workflowId)).toEqual(['w5']);
    const missed = evaluations.filter(({ reason }) => reason?.kind === 'condition').map(({ workflowId }) => workflowId);
    expect(missed).toEqual(Array.from({ length: 21 }, (_, at) => `w${at}`).filter((id) => id !== 'w5'));
    expect(evaluations.slice(-2).map(({ workflowId, reason }) => [workflowId, reason?.kind])).toEqual([
      ['w300', 'exclusive'],
      ['w400', 'exclusive'],
    ]);
    expect(moreNotFired).toBe(500 - 1 - 20 - 2);
  });
});
