import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { compileCondition } from '../../src/engine/condition';
import type { Condition } from '../../src/engine/condition-schema';
import { newConversation } from '../../src/engine/conversation';
import type { FactSource } from '../../src/engine/facts';
import { alwaysHolds, implies, neverHolds } from '../../src/engine/implications';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';

const text = (op: string, value?: unknown) => ({ fact: 'customer.tier', op, ...(value !== undefined && { value }) });
const list = (op: string, value?: unknown) => ({ fact: 'customer.tags', op, ...(value !== undefined && { value }) });
const number = (op: string, value?: unknown) => ({
  ...{ fact: 'conversation.openedCount', op },
  ...(value !== undefined && { value }),
});

describe('what can be told of conditions', () => {
  test.each<[string, Condition]>([
    ['two values at once', { all: [text('is', 'VIP'), text('is', 'gold')] }],
    ['a value and its negation', { all: [text('is', 'VIP'), text('isNot', 'vip')] }],
    ['a condition and its not', { all: [list('contains', 'a'), { not: list('contains', ['a', 'b']) }] }],
    ['ranges apart', { all: [number('lt', 3), { all: [number('gte', 3)] }] }],
    ['there and not there', { all: [text('exists'), text('missing')] }],
    ['words that are excluded', { all: [text('contains', '환불'), text('containsNone', ['환불', '반품'])] }],
    ['none of nothing', { any: [] }],
    ['what always holds, not', { not: { all: [] } }],
  ])('never: %s', (_, condition) => {
    expect(neverHolds(condition)).toBe(true);
    expect(alwaysHolds({ not: condition })).toBe(true);
  });

  test.each<[string, Condition, Condition]>([
    ['a value, and a list with it', text('is', 'Vip'), text('oneOf', ['gold', 'VIP'])],
    ['a word in a longer one', text('contains', ['반품요청']), text('contains', ['환불', '반품'])],
    ['more conditions', { all: [text('is', 'VIP'), number('gt', 2)] }, { all: [number('gte', 2)] }],
    ['a part of any', list('contains', 'a'), { any: [list('contains', 'a'), list('contains', 'b')] }],
    ['a smaller range', number('between', [2, 3]), number('lt', 4)],
    ['nothing of more', text('noneOf', ['a', 'b']), text('isNot', 'a')],
    ['anything of what is there', list('oneOf', ['a']), list('exists')],
    ['whatever', text('is', 'a'), { any: [text('missing'), text('exists')] }],
  ])('implied: %s', (_, one, other) => {
    expect(implies(one, other)).toBe(true);
    expect(implies(other, one)).toBe(false);
  });
});

describe('whatever the conditions and the facts', () => {
  const word = fc.constantFrom('a', 'A', 'ab', 'abc', 'b', '');
  const words = fc.array(fc.constantFrom('a', 'B', 'ab', 'bc'), { minLength: 1, maxLength: 2 });
  const low = fc.integer({ min: 0, max: 3 });
  const leaf = fc.oneof(
    ...['is', 'isNot', 'contains', 'containsNone', 'startsWith', 'endsWith', 'matches'].map((op) =>
      words.map(([value]) => text(op, value)),
    ),
    ...['oneOf', 'noneOf', 'contains', 'containsNone', 'startsWith', 'endsWith'].map((op) =>
      words.map((v) => text(op, v)),
    ),
    ...['oneOf', 'noneOf', 'contains', 'containsNone'].map((op) => words.map((value) => list(op, value))),
    ...['lt', 'lte', 'gt', 'gte', 'is', 'isNot'].map((op) => low.map((value) => number(op, value))),
    fc.tuple(low, low).map(([a, b]) => number('between', [Math.min(a, b), Math.max(a, b)])),
    fc.constantFrom(...['exists', 'missing'].flatMap((op) => [text(op), list(op), number(op)])),
  );
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
      fc.record({ not: tie('condition') }),
    ),
  }));
  const source = fc
    .record({
      tier: fc.option(word),
      tags: fc.option(fc.array(fc.constantFrom('a', 'b', 'AB'), { maxLength: 2 })),
      opened: low,
    })
    .map(({ tier, tags, opened }): FactSource => {
      const ref = { workspaceId: 'w', channelId: 'web', conversationId: 'c' };
      const conversation = { ...newConversation(ref, 'chat', 0), openedCount: opened };
      const customer = tags === null ? undefined : { id: 'cu', tags, ...(tier !== null && { tier }) };
      return { conversation, customer, settings: DEFAULT_SETTINGS, now: 0 };
    });

  test('nothing is claimed that is not so', () => {
    const claims = { never: 0, always: 0, implied: 0 };
    fc.assert(
      fc.property(condition, condition, fc.array(source, { minLength: 5, maxLength: 20 }), (one, other, sources) => {
        const [of, ofOther] = [compileCondition(one), compileCondition(other)];
        const [never, always, implied] = [neverHolds(one), alwaysHolds(one), implies(one, other)];
        claims.never += Number(never);
        claims.always += Number(always);
        claims.implied += Number(implied && !never);
        for (const facts of sources) {
          if (never) expect(of(facts)).toBe(false);
          if (always) expect(of(facts)).toBe(true);
          if (implied && of(facts)) expect(ofOther(facts)).toBe(true);
        }
      }),
      { numRuns: 5000 },
    );
    for (const claimed of Object.values(claims)) expect(claimed).toBeGreaterThan(50);
  });

  test('of two leaves about one fact most of what is so is told', () => {
    const every: FactSource[] = fc.sample(source, { numRuns: 400, seed: 1 });
    let [told, so] = [0, 0];
    fc.assert(
      fc.property(leaf, leaf, (one, other) => {
        if (one.fact !== other.fact || [one.op, other.op].includes('matches')) return;
        const [of, ofOther] = [compileCondition(one), compileCondition(other)];
        if (every.some((facts) => of(facts) && !ofOther(facts)) || !every.some(of)) return;
        so += 1;
        told += Number(implies(one, other));
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect(told / so).toBeGreaterThan(0.6);
  });
});
