/** Arbitrary filters, and moments of which some are true. */
import fc from 'fast-check';
import type { Condition } from '../../src/engine/condition-schema';
import { newConversation } from '../../src/engine/conversation';
import type { FactSource } from '../../src/engine/facts';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';

/** As messages and filters have them: Korean, composed or not, any case, one within another, nothing at all. */
const WORDS = [
  '반품',
  '반',
  '품질',
  '반품'.normalize('NFD'),
  'Refund',
  'REFUND',
  'fund',
  'é',
  'e\u0301',
  'ß',
  'SS',
  'ΣΑΣ',
  '배송 ',
  '1',
];
const word = fc.constantFrom(...WORDS);
const words = fc.array(word, { minLength: 1, maxLength: 3 });
const text = fc
  .array(fc.oneof(word, fc.constantFrom(' ', 'x', '1', '😀')), { maxLength: 6 })
  .map((some) => some.join(''));
const number = fc.integer({ min: 0, max: 3 });

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    fact: fc.constantFrom('message.text', 'customer.name', 'customer.profile.x'),
    op: fc.constantFrom('contains', 'containsNone', 'startsWith', 'endsWith'),
    value: fc.oneof(words, word, fc.constant('')),
  }),
  fc.record({
    fact: fc.constantFrom('customer.tags', 'conversation.tags', 'previous.tags'),
    op: fc.constantFrom('contains', 'containsNone', 'oneOf', 'noneOf'),
    value: words,
  }),
  fc.record({
    fact: fc.constantFrom('customer.tier', 'channel.id', 'message.text'),
    op: fc.constantFrom('is', 'isNot'),
    value: word,
  }),
  fc.record({
    fact: fc.constantFrom('customer.tier', 'customer.profile.x'),
    op: fc.constantFrom('oneOf', 'noneOf'),
    value: fc.array(fc.oneof(word, number), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    fact: fc.constantFrom('customer.profile.x', 'customer.profile.y', 'customer.member'),
    op: fc.constantFrom('is', 'isNot'),
    value: fc.oneof(word, number, fc.boolean()),
  }),
  fc.record({
    fact: fc.constantFrom('conversation.openedCount', 'customer.profile.x', 'time.hour'),
    op: fc.constantFrom('lt', 'lte', 'gt', 'gte', 'is'),
    value: number,
  }),
  fc.record({
    fact: fc.constant('conversation.openedCount'),
    op: fc.constant('between'),
    value: fc.tuple(number, number),
  }),
  fc.record({
    fact: fc.constantFrom('message.text', 'customer.tags', 'customer.profile.x', 'agent.id', 'previous.tags'),
    op: fc.constantFrom('exists', 'missing'),
  }),
);

/** Of a profile field, which may be of any type. */
export const profileLeaf: fc.Arbitrary<Condition> = fc.record({
  fact: fc.constant('customer.profile.x'),
  op: fc.constantFrom('is', 'oneOf', 'contains'),
  value: fc.oneof(word, number, fc.boolean(), fc.array(fc.oneof(word, number), { minLength: 1, maxLength: 3 })),
});

/** Trees of conditions, empty ones too. */
export const filter: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => {
  const parts = fc.array(tie('tree'), { maxLength: 3 });
  return {
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({ all: parts }),
      fc.record({ any: parts }),
      fc.record({ not: tie('tree') }),
    ),
  };
}).tree;

const texts = fc.array(word, { maxLength: 3 });
const profile = fc.record(
  { x: fc.oneof(text, number, fc.boolean(), texts, fc.constant(null)), y: fc.oneof(word, number) },
  { requiredKeys: [] },
);
const customer = fc.record(
  { id: fc.constant('cu'), name: text, tier: word, member: fc.boolean(), tags: texts, profile },
  { requiredKeys: ['id'] },
);
const NOW = Date.parse('2026-01-05T02:00:00Z');

/** What facts are read from. */
export const source: fc.Arbitrary<FactSource> = fc
  .record({
    customer: fc.option(customer, { nil: undefined }),
    message: fc.option(fc.record({ text }), { nil: undefined }),
    channelId: word,
    tags: texts,
    openedCount: number,
    previous: fc.option(texts, { nil: undefined }),
  })
  .map(({ channelId, tags, openedCount, previous, ...rest }) => ({
    conversation: {
      ...newConversation({ workspaceId: 'w', channelId, conversationId: 'c' }, 'chat', NOW),
      ...{ tags, openedCount },
      ...(previous ? { previous: { kind: 'chat' as const, tags: previous } } : {}),
    },
    ...rest,
    settings: DEFAULT_SETTINGS,
    now: NOW,
  }));
