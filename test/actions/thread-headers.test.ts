import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { threadHeaders } from '../../src/actions/thread-headers';
import { anyString } from '../support/any-string';

const thread = { threadId: 'abcdefghijklmnop', replyDomain: 'reply.shop.example' };
const root = '<thread.abcdefghijklmnop@reply.shop.example>';
const headersFor = (messageIds: readonly string[], unsubscribeUrl?: string) =>
  threadHeaders({ ...thread, messageIds, ...(unsubscribeUrl !== undefined && { unsubscribeUrl }) });
const referred = (messageIds: readonly string[]) => headersFor(messageIds).References?.split(' ') ?? [];

describe('the headers of a thread', () => {
  test('refer to a root of ours and to each e-mail before, and answer the last', () => {
    expect(headersFor(['<1@a>', '<2@b>'])).toMatchObject({
      References: `${root} <1@a> <2@b>`,
      'In-Reply-To': '<2@b>',
    });
  });

  test('of a long thread keep the root, the first and the newest', () => {
    const ids = Array.from({ length: 20 }, (_, at) => `<${'x'.repeat(60)}${at}@mail.example>`);
    const kept = referred(ids);
    expect(kept.slice(0, 2)).toEqual([root, ids[0]]);
    expect(kept.slice(2)).toEqual(ids.slice(-(kept.length - 2)));
    expect(kept.length).toBeGreaterThan(8);
  });

  test.each([
    'no brackets@a',
    '<two words@a>',
    '<a@b>\r\nBcc: all@example.com',
    '<é@a>',
    '<a<b@c>',
    `<${'x'.repeat(300)}@a>`,
    '',
  ])('leave out what is no Message-ID: %j', (id) => {
    expect(referred(['<1@a>', id])).toEqual([root, '<1@a>']);
    expect(headersFor([id])).not.toHaveProperty('In-Reply-To');
  });

  test('hold what fits, to the character', () => {
    const lastOf = (length: number) => 870 - root.length - 4 - 600 + length;
    const ids = (more: number) =>
      [200, 200, 200, lastOf(more)].map((length, at) => `<${at}${'x'.repeat(length - 5)}@a>`);
    expect(headersFor(ids(0)).References).toHaveLength(870);
    expect(referred(ids(0))).toEqual([root, ...ids(0)]);
    expect(referred(ids(1))).toHaveLength(4);
  });

  test('offer no link that a header cannot hold', () => {
    expect(headersFor([], `https://a.example/${'x'.repeat(900)}`)).not.toHaveProperty('List-Unsubscribe');
    expect(headersFor([], 'https://a.example/x')).toMatchObject({ 'List-Unsubscribe': '<https://a.example/x>' });
  });

  test('are at most fourteen, of printable ASCII and 870 characters, whatever customers call their e-mails', () => {
    const id = fc.oneof(
      anyString({ maxLength: 300 }),
      fc.string({ maxLength: 250 }).map((text) => `<${text}@a.example>`),
      fc.emailAddress().map((address) => `<${address}>`),
    );
    fc.assert(
      fc.property(fc.array(id, { maxLength: 20 }), (ids) => {
        const headers = Object.entries(headersFor(ids, 'https://a.example/x'));
        expect(headers.length).toBeLessThanOrEqual(14);
        for (const [name, value] of headers) expect(`${name}: ${value}`).toMatch(/^[!-9;-~]+: [ -~]{1,870}$/);
        expect(headersFor(ids).References?.startsWith(root)).toBe(true);
      }),
    );
  });
});
