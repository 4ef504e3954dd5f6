import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressProblem } from '../../src/engine/email-address';
import { readReplyAddress, replyAddress, threadId } from '../../src/mail/reply-address';
import { anyString } from '../support/any-string';

const DOMAIN = 'reply.shop.example';
const key = { id: 'a', secret: new Uint8Array(32).fill(7) };
const other = { id: 'b', secret: new Uint8Array(32).fill(9) };
const keys = [key, other];
const ref = { workspaceId: 'acme', channelId: 'web', conversationId: 'chat-42' };
const thread = threadId(ref, 'kim@example.com');
const address = replyAddress(thread, DOMAIN, key);
const read = (text: string, of = keys) => readReplyAddress(text, DOMAIN, of);

const ids = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), minLength: 16, maxLength: 16 });
const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('a reply address', () => {
  test('names its thread, in a local part that every mail system takes', () => {
    expect(address).toMatch(/^reply\+a[a-z2-7]{40}@reply\.shop\.example$/);
    expect(address.indexOf('@')).toBeLessThanOrEqual(64);
    expect(addressProblem(address)).toBeUndefined();
    expect(read(address)).toEqual({ ok: true, threadId: thread });
  });

  test('is read whatever the case of its letters has become', () => {
    expect(read(address.toUpperCase())).toEqual({ ok: true, threadId: thread });
    expect(readReplyAddress(address, DOMAIN.toUpperCase(), keys)).toEqual({ ok: true, threadId: thread });
    expect(replyAddress(thread, DOMAIN.toUpperCase(), key)).toBe(address);
  });

  test('any thread, any key: written and read again, by the one key', () => {
    fc.assert(
      fc.property(ids, secrets, secrets, (id, one, two) => {
        const written = replyAddress(id, DOMAIN, { id: 'q', secret: one });
        expect(read(written, [other, { id: 'q', secret: one }])).toEqual({ ok: true, threadId: id });
        fc.pre(Buffer.compare(one, two) !== 0);
        expect(read(written, [{ id: 'q', secret: two }])).toEqual({ ok: false, reason: 'forged' });
      }),
    );
  });
});

describe('nobody else can write one', () => {
  test('every single bit of it counts, but for the case of letters', () => {
    const bytes = Buffer.from(address);
    const taken: string[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const text = changed.toString('latin1');
      if (text.toLowerCase() !== address && read(text).ok) taken.push(text);
    }
    expect(taken).toEqual([]);
  });

  test('every single character of it counts', () => {
    const taken = [...address].flatMap((own, at) =>
      [...'abcdefghijklmnopqrstuvwxyz0123456789+-_.=@ "\\'].filter(
        (char) => char !== own && read(`${address.slice(0, at)}${char}${address.slice(at + 1)}`).ok,
      ),
    );
    expect(taken).toEqual([]);
  });

  test('no part of it will do, and nothing more', () => {
    for (let length = 0; length < address.length; length++) {
      expect(read(address.slice(0, length)).ok).toBe(false);
      expect(read(address.slice(address.length - length)).ok).toBe(false);
    }
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(address.length), (more, at) => {
        expect(read(address.slice(0, at) + more + address.slice(at)).ok).toBe(false);
      }),
    );
  });

  test('no two valid ones make a third', () => {
    const [one, two] = [address, replyAddress(threadId(ref, 'lee@example.com'), DOMAIN, key)];
    const three = replyAddress(thread, DOMAIN, other);
    for (let at = 0; at <= one.length; at++) {
      for (const [first, second] of [
        [one, two],
        [two, one],
        [one, three],
        [three, one],
        [two, three],
        [three, two],
      ] as const) {
        const spliced = first.slice(0, at) + second.slice(at);
        if (![one, two, three].includes(spliced)) expect(read(spliced).ok).toBe(false);
      }
    }
  });

  test.each([
    ['of another thread', `reply+a${threadId(ref, 'x@example.com')}${address.slice(23)}`, 'forged'],
    ['signed by another key', replyAddress(thread, DOMAIN, { ...other, id: 'a' }), 'forged'],
    ['of a key that is not known', replyAddress(thread, DOMAIN, { ...other, id: 'z' }), 'unknownKey'],
    ['under the name of another key', address.replace('reply+a', 'reply+b'), 'forged'],
    ['with an @ more', address.replace('@', '@x@'), 'malformed'],
    ['of another domain', replyAddress(thread, 'reply.shop.example.net', key), 'notOurs'],
    ['of a domain with a dot at its end', `${address}.`, 'notOurs'],
    ['an ordinary mailbox of the domain', `kim@${DOMAIN}`, 'malformed'],
    ['quoted', `"${address.split('@')[0]}"@${DOMAIN}`, 'malformed'],
    ['in angle brackets', `<${address}>`, 'notOurs'],
    ['with a comment', address.replace('@', '(hello)@'), 'malformed'],
    ['with a space', ` ${address}`, 'malformed'],
    ['with a line break', `${address}\r\nBcc: x@example.com`, 'malformed'],
    ['with a Kelvin sign for a k', address.replace(/k|y/, '\u212a'), 'malformed'],
    ['with padding', address.replace('@', '=@'), 'malformed'],
    ['with digits that look like letters', address.replace(/^reply\+a./, 'reply+a0'), 'malformed'],
    ['empty', '', 'notOurs'],
  ])('%s', (_, text, reason) => {
    const oneSecret = [key, { ...key, id: 'b' }];
    expect(read(text)).toEqual({ ok: false, reason });
    expect(read(text, oneSecret).ok).toBe(false);
  });

  test('whatever text it is, it is refused', () => {
    fc.assert(fc.property(anyString(), (text) => void expect(read(text).ok).toBe(false)));
    fc.assert(fc.property(fc.string(), (text) => void expect(read(`reply+${text}@${DOMAIN}`).ok).toBe(false)));
  });
});

describe('the id of a thread', () => {
  test('is the same in any case of the address, and another for any other conversation or address', () => {
    expect(threadId(ref, 'KIM@Example.com')).toBe(thread);
    const others = [
      threadId({ ...ref, workspaceId: 'beta' }, 'kim@example.com'),
      threadId({ ...ref, channelId: 'shop' }, 'kim@example.com'),
      threadId({ ...ref, conversationId: 'chat-43' }, 'kim@example.com'),
      threadId(ref, 'lee@example.com'),
    ];
    expect(new Set([thread, ...others]).size).toBe(5);
  });
});
