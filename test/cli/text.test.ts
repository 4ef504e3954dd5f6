/** Tables and stories line up and show nothing that would confuse a terminal. */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { conversationNamed, pathOf } from '../../bin/cli/conversation-ref';
import { tellStory } from '../../bin/cli/story';
import { table } from '../../bin/cli/table';
import { clip, pad, widthOf } from '../../bin/cli/text-width';
import type { TimelineItem } from '../../bin/cli/timeline-item';

describe('widths', () => {
  test.each([
    ['abc', 3],
    ['반품', 4],
    ['반품'.normalize('NFD'), 4],
    ['日本語、', 8],
    ['é', 1],
    ['e\u0301', 1],
    ['🌊', 2],
    ['a\u200db', 2],
    ['ｆ', 2],
    ['', 0],
  ])('%s', (text, width) => expect(widthOf(text)).toBe(width));

  test('padding reaches the width, clipping never passes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, width) => {
        expect(widthOf(pad(text, width))).toBe(Math.max(width, widthOf(text)));
        expect(widthOf(clip(text, width))).toBeLessThanOrEqual(Math.max(width, 1));
      }),
    );
  });
});

test('a table lines up with Hangul in it', () => {
  const told = table(
    [{ title: 'Workflow' }, { title: 'n', right: true }],
    [
      ['반품 안내', '7'],
      ['VIP waits', '12'],
    ],
  );
  expect(told.split('\n')).toEqual(['Workflow    n', '─────────  ──', '반품 안내   7', 'VIP waits  12']);
});

test('a conversation is named with a slash or apart', () => {
  expect(pathOf(conversationNamed('web/상담 42'), '/timeline')).toBe(
    `/v1/conversations/web/${encodeURIComponent('상담 42')}/timeline`,
  );
  expect(pathOf(conversationNamed('web/42/b'), '/timeline')).toBe(
    '/v1/conversations/d2Vi/NDIvYg/timeline?ids=base64url',
  );
  expect(conversationNamed('web', '상담')).toEqual({ channelId: 'web', conversationId: '상담' });
  expect(() => conversationNamed('chat-42')).toThrow('CHANNEL/CONVERSATION');
});

const at = '2026-01-05T09:03:00.000Z';
const items: TimelineItem[] = [
  {
    id: 'a',
    at,
    kind: 'event',
    event: {
      id: 'e',
      type: 'message.created',
      data: { author: { type: 'customer', name: '김' }, text: 'hi\u001b[2J\nthere' },
    },
    waitsStarted: [{ kind: 'customerWaiting', due: '2026-01-05T09:06:00.000Z' }],
    evaluations: [
      { workflowId: 'wf_1', trigger: 'message.customer', fired: true },
      {
        workflowId: 'wf_2',
        trigger: 'message.customer',
        fired: false,
        reason: { kind: 'condition', fact: 'customer.tier', op: 'is', expected: 'VIP' },
      },
    ],
    effects: [
      { id: 'ef_1', type: 'note.add', fields: { text: '메모' } },
      { id: 'ef_2', type: 'priority.set' },
    ],
  },
  { id: 'b', at, kind: 'effect', effect: { id: 'ef_1', type: 'note.add', state: 'done', attempts: 2 } },
];

test('a story tells events, why not, waits, and how effects went', () => {
  expect(tellStory(items, new Map([['wf_1', 'Returns']]))).toEqual([
    '09:03:00    message.created  customer 김: hi [2J there',
    '            wait customerWaiting begins, due 09:06:00',
    '            ✔ Returns fired',
    '            ✘ wf_2 did not fire: customer.tier is VIP (it has no value)',
    '            → note.add  메모  [done, 2 attempts]',
    '            → priority.set  [not done yet]',
  ]);
});
