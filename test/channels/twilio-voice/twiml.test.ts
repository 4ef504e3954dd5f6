import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { say, spokenLanguage } from '../../../src/channels/twilio-voice/speech';
import { element, escaped, response } from '../../../src/channels/twilio-voice/twiml';
import { anyString } from '../../support/any-string';

const NAMES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const read = (xml: string) => xml.replace(/&(\w+);/g, (_, name: string) => NAMES[name] ?? '?');
const anyText = anyString({ maxLength: 300 });

describe('text in XML', () => {
  test('reads as it was, without what XML cannot hold', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const xml = escaped(text);
        expect(xml).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|apos);)/);
        expect(read(xml)).toBe(text.toWellFormed().replace(/[\0-\x08\v\f\x0e-\x1f\uFFFE\uFFFF]/g, ''));
      }),
    );
  });

  test('an attribute that is undefined is left out', () => {
    expect(element('Dial', { callerId: undefined, action: 'https://x/?a=1&b="2"' }, '<Number/>')).toBe(
      '<Dial action="https://x/?a=1&amp;b=&quot;2&quot;"><Number/></Dial>',
    );
  });

  test('nothing to say is an empty answer', () => {
    expect(response()).toEqual({
      contentType: 'text/xml',
      body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
    });
  });
});

describe('what is said', () => {
  test.each([
    ['ko', 'ko-KR'],
    ['en', 'en-US'],
    ['EN', 'en-US'],
    ['en-GB', 'en-GB'],
    ['zh-Hant', 'zh-TW'],
    ['th-TH', 'th-TH'],
  ])('in %s is %s to Twilio', (language, spoken) => expect(spokenLanguage(language)).toBe(spoken));

  test('is cut into pieces that Twilio reads in full, none of it lost', () => {
    const word = fc.oneof(fc.constantFrom('안녕하세요 ', 'word ', '\n'), fc.string({ unit: 'grapheme' }));
    const texts = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join('').repeat(60));
    fc.assert(
      fc.property(texts, (text) => {
        const pieces = [...say(text, 'ko').matchAll(/<Say language="ko-KR">([^<]*)<\/Say>/g)].map(([, xml]) =>
          read(xml ?? ''),
        );
        expect(pieces.join('')).toBe(text.trim() === '' ? '' : read(escaped(text)));
        for (const piece of pieces) expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(4_000);
      }),
      { numRuns: 60 },
    );
  });

  test.each([undefined, '', ' \n', 7])('nothing of %j', (text) => expect(say(text, 'ko')).toBe(''));
});
