import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type LinkedSession, linkToken, readLinkToken } from '../../../src/app/reconnect/link-token';
import { ref as anyRef } from '../../contracts/names';
import { anyString } from '../../support/any-string';

const key = (id: string) => ({ id, secret: Buffer.from(`secret of ${id} `.repeat(3)) });
const KEYS = [key('b'), key('a')];
const [NEW, OLD] = KEYS as [ReturnType<typeof key>, ReturnType<typeof key>];
const SESSION: LinkedSession = {
  ref: { workspaceId: 'w', channelId: 'web', conversationId: 'chat-42' },
  session: 1,
};
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

describe('a link back', () => {
  test('leads to its session, whatever the names are, and by an older key too', () => {
    fc.assert(
      fc.property(anyRef, fc.nat(), fc.constantFrom(...KEYS), (ref, session, by) => {
        const about = { ref, session };
        expect(readLinkToken(linkToken(about, by), KEYS)).toEqual(about);
      }),
    );
    const longest = '\u0001'.repeat(128);
    const about = { ref: { workspaceId: longest, channelId: longest, conversationId: longest }, session: 2 ** 31 };
    expect(readLinkToken(linkToken(about, NEW), KEYS)).toEqual(about);
  });

  test('survives what is done to addresses: nothing in it needs encoding, or ends a link', () => {
    const token = linkToken(SESSION, NEW);
    expect(encodeURIComponent(token)).toBe(token);
    expect(token).toMatch(/^[a-z2-7]+$/);
  });

  test('is refused with any bit changed, and in capitals', () => {
    const token = linkToken(SESSION, NEW);
    for (let at = 0; at < token.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const other = String.fromCharCode(token.charCodeAt(at) ^ (1 << bit));
        expect(readLinkToken(token.slice(0, at) + other + token.slice(at + 1), KEYS)).toBeUndefined();
      }
    }
    expect(readLinkToken(token.toUpperCase(), KEYS)).toBeUndefined();
  });

  test('is refused with any letter changed, added or left out', () => {
    const token = linkToken(SESSION, NEW);
    for (let at = 0; at < token.length; at++) {
      expect(readLinkToken(token.slice(0, at) + token.slice(at + 1), KEYS)).toBeUndefined();
      expect(readLinkToken(token.slice(0, at), KEYS)).toBeUndefined();
      for (const letter of LETTERS.replace(token[at] as string, '')) {
        expect(readLinkToken(token.slice(0, at) + letter + token.slice(at + 1), KEYS)).toBeUndefined();
        expect(readLinkToken(token.slice(0, at) + letter + token.slice(at), KEYS)).toBeUndefined();
      }
    }
  });

  test('is of one workspace, channel, conversation and session: parts of two make none', () => {
    const { ref } = SESSION;
    const others = [
      { ...SESSION, session: 2 },
      { ...SESSION, ref: { ...ref, workspaceId: 'v' } },
      { ...SESSION, ref: { ...ref, channelId: 'wec' } },
      { ...SESSION, ref: { ...ref, conversationId: 'chat-43' } },
    ];
    const mine = linkToken(SESSION, NEW);
    for (const other of [...others.map((about) => linkToken(about, NEW)), linkToken(SESSION, OLD)]) {
      expect(other).not.toBe(mine);
      for (let at = 1; at < mine.length; at++) {
        const spliced = mine.slice(0, at) + other.slice(at);
        if (spliced !== mine && spliced !== other) expect(readLinkToken(spliced, KEYS)).toBeUndefined();
      }
    }
  });

  test('ends with its key, and hostile text is no token', () => {
    expect(readLinkToken(linkToken(SESSION, OLD), [NEW])).toBeUndefined();
    expect(readLinkToken(linkToken(SESSION, { ...OLD, id: 'b' }), KEYS)).toBeUndefined();
    expect(readLinkToken(linkToken(SESSION, NEW).replace(/^b/, 'c'), [{ ...NEW, id: 'c' }])).toBeUndefined();
    fc.assert(fc.property(anyString(), (text) => readLinkToken(text, KEYS) === undefined));
    const token = linkToken(SESSION, NEW);
    for (const text of ['', ' ', `${token}=`, `${token}\n`, token.replace('k', '\u212a'), 'a'.repeat(1e6)])
      if (text !== token) expect(readLinkToken(text, KEYS)).toBeUndefined();
  });
});
