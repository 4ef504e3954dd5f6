/** The parts that need no page. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backOff, untilNextBeat } from '../../sdk/browser/backoff';
import { splitSearch } from '../../sdk/browser/link';
import { siteOf } from '../../sdk/browser/site';
import { languageOf, timeText, WORDS } from '../../sdk/browser/words';

const word = fc.stringMatching(/^[a-z0-9%+._~-]{1,12}$/);
const other = fc
  .tuple(
    word.filter((name) => name !== 'threadkeeper'),
    word,
  )
  .map((pair) => pair.join('='));

describe('the token in an address', () => {
  test('is taken out wherever it stands, and the rest stays as it was written', () => {
    fc.assert(
      fc.property(fc.array(other, { maxLength: 4 }), fc.nat(4), word, (others, at, token) => {
        const all = others.toSpliced(at, 0, `threadkeeper=${token}`);
        const rest = others.length > 0 ? `?${others.join('&')}` : '';
        expect(splitSearch(`?${all.join('&')}`)).toEqual({ token, rest });
      }),
    );
  });

  test('is none where there is none', () => {
    for (const search of ['', '?', '?a=b', '?mythreadkeeper=x', '?a=threadkeeper=x'])
      expect(splitSearch(search)).toEqual({ rest: search });
  });
});

test('backing off doubles up to a minute, and is spread', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const longest = Math.min(60_000, 1_000 * 2 ** (failures - 1));
      expect(backOff(failures, random)).toBeGreaterThanOrEqual(longest / 2);
      expect(backOff(failures, random)).toBeLessThanOrEqual(longest);
    }),
  );
});

test('signs of life are spread, and never further apart than the heartbeat', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (random) => {
      expect(untilNextBeat(60_000, random)).toBeGreaterThanOrEqual(48_000);
      expect(untilNextBeat(60_000, random)).toBeLessThanOrEqual(60_000);
    }),
  );
});

test('signs of life come more often than the server forgets, whatever a page wants', () => {
  const heartbeatOf = (heartbeat?: number) =>
    siteOf({ api: '', channel: 'web', ...(heartbeat && { heartbeat }) }).heartbeat;
  expect([heartbeatOf(), heartbeatOf(5_000), heartbeatOf(600_000)]).toEqual([30_000, 5_000, 60_000]);
});

describe('words', () => {
  test('the first language that is spoken, English else', () => {
    expect(languageOf(undefined, '', 'fr-FR', 'ko-KR')).toBe('ko');
    expect(languageOf('JA')).toBe('ja');
    expect(languageOf('de', 'toString')).toBe('en');
  });

  test('the hour, with the day when it is another', () => {
    const now = new Date(2026, 0, 5, 18);
    const at = new Date(2026, 0, 5, 14, 2).toISOString();
    expect(timeText(at, 'ko', now)).toBe('오후 2:02');
    expect(timeText(at, 'ja', now)).toBe('14:02');
    expect(timeText(at, 'en', now)).toMatch(/^2:02\sPM$/);
    expect(timeText(at, 'ko', new Date(2026, 0, 6))).toBe('1월 5일 오후 2:02');
  });

  test('each language says the same', () => {
    for (const words of Object.values(WORDS)) {
      expect(Object.keys(words)).toEqual(Object.keys(WORDS.en));
      expect(Object.keys(words.reasons)).toEqual(Object.keys(WORDS.en.reasons));
    }
  });
});
