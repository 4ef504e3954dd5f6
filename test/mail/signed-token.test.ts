import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readToken, signToken } from '../../src/mail/signed-token';
import { anyString } from '../support/any-string';

const key = { id: 'a', secret: new Uint8Array(32).fill(7) };
const other = { id: 'b', secret: new Uint8Array(32).fill(9) };
const keys = [key, other];
const token = signToken('files', 'attachments/abc/견적서.pdf', key);
const isTaken = (text: string) => readToken('files', text, keys) !== undefined;

describe('a signed token', () => {
  test('gives its payload back, whatever it is, in characters that no URL escapes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (payload) => {
        const signed = signToken('unsubscribe', payload, other);
        expect(encodeURIComponent(signed)).toBe(signed);
        expect(readToken('unsubscribe', signed, keys)).toEqual({ payload });
      }),
    );
  });

  test('is good for one purpose', () => {
    expect(readToken('unsubscribe', token, keys)).toBeUndefined();
  });

  test('every single bit of it counts', () => {
    const bytes = Buffer.from(token);
    const taken: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (isTaken(changed.toString('latin1'))) taken.push(bit);
    }
    expect(taken).toEqual([]);
  });

  test('no other spelling of the same bytes is taken', () => {
    const signed = signToken('files', 'x', key);
    // One byte is two characters, of which four bits stand for nothing.
    const [first = ''] = signed;
    const spellings = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map(
      (char) => `${first}${char}${signed.slice(2)}`,
    );
    expect(spellings.filter(isTaken)).toEqual([signed]);
    expect([signed.replace('.', '=.'), signed.replace('.', '==.'), `${signed}=`, ` ${signed}`].filter(isTaken)).toEqual(
      [],
    );
  });

  test('ends with a letter or a digit, which programs that make links of plain text leave in', () => {
    for (let at = 0; at < 200; at++) expect(signToken('files', `${at}`, key)).toMatch(/[a-z2-7]$/);
  });

  test('no part of it will do, nothing more, and no two make a third', () => {
    const second = signToken('files', 'attachments/abc/계약서.pdf', key);
    const valid = [token, second];
    for (let at = 0; at <= token.length; at++) {
      const made = [token.slice(0, at), token.slice(at), token.slice(0, at) + second.slice(at)];
      expect(made.filter((text) => !valid.includes(text) && isTaken(text))).toEqual([]);
    }
    fc.assert(fc.property(fc.string({ minLength: 1 }), (more) => !isTaken(token + more) && !isTaken(more + token)));
  });

  test.each([
    ['signed by another key', signToken('files', 'x', { ...other, id: 'a' })],
    ['of a key that was taken out of use', signToken('files', 'x', { ...key, id: 'c' })],
    ['very long', signToken('files', 'x'.repeat(100_000), key)],
    ['empty', ''],
  ])('%s: refused', (_, text) => {
    expect(isTaken(text)).toBe(false);
  });

  test('under the name of another key: refused, be its secret the same', () => {
    const renamed = `${token.slice(0, -1)}b`;
    expect(readToken('files', renamed, [key, { ...key, id: 'b' }])).toBeUndefined();
  });

  test('whatever text it is, it is refused', () => {
    fc.assert(fc.property(anyString(), (text) => !isTaken(text)));
  });
});
