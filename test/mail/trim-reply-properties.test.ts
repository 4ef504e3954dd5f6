/** What holds for every mail, whatever it is made of: of pieces of the corpus in any order, of noise, or to cost time. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { trimReply } from '../../src/engine/mail/trim-reply';
import { anyString } from '../support/any-string';
import { adversaries } from './adversaries';
import { corpus } from './corpus';

const mails = corpus();
const inWords = (text: string) => text.replace(/\s+/g, ' ').trim();

const lines = [...new Set(mails.flatMap(({ bodies }) => bodies.text?.split(/\r?\n/) ?? []))];
const tags = [...new Set(mails.flatMap(({ bodies }) => bodies.html?.match(/<[^>]*>|[^<]+/g) ?? []))];
/** Lines of all the mails in any order: every mark beside every other. */
const shuffledText = fc
  .array(fc.oneof(fc.constantFrom(...lines), fc.constantFrom('', '--', '-- ', '> a', 'a', '>_<', '>')), {
    maxLength: 24,
  })
  .map((chosen) => chosen.join('\n'));
const shuffledHtml = fc.array(fc.constantFrom(...tags), { maxLength: 40 }).map((chosen) => chosen.join(''));
/** Sentences as people write them, none of them a mark of anything. */
const ownWords = fc
  .array(
    fc.array(
      fc.constantFrom('네', '확인했어요', 'thanks', 'ok', 'はい', '好的', 'gracias', '😀', '12', 'à', 'да', 'ค่ะ'),
      {
        minLength: 1,
        maxLength: 12,
      },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((sentences) => sentences.map((sentence) => `${sentence.join(' ')}.`).join('\n\n'));

describe('trimming a reply', () => {
  test('what is trimmed stays as it is', () => {
    const stays = (body: 'text' | 'html') => (mail: string) => {
      const once = trimReply({ [body]: mail }).text;
      expect(trimReply({ text: once }).text).toBe(once);
    };
    fc.assert(fc.property(shuffledText, stays('text')), { numRuns: 1_500 });
    fc.assert(fc.property(shuffledHtml, stays('html')), { numRuns: 1_000 });
    fc.assert(fc.property(anyString({ maxLength: 200 }), stays('text')));
  });

  test('where the writer’s words stand above a quote, any words in their place come out whole', () => {
    const topPosted = mails.flatMap(({ bodies, words, quoted }) =>
      quoted && bodies.text?.replaceAll('\r\n', '\n').trimStart().startsWith(`${words}\n`)
        ? [bodies.text.replaceAll('\r\n', '\n').trimStart().slice(words.length)]
        : [],
    );
    expect(topPosted.length).toBeGreaterThan(70);
    fc.assert(
      fc.property(ownWords, fc.constantFrom(...topPosted), (own, below) => {
        expect(trimReply({ text: own + below }).text).toBe(own);
      }),
      { numRuns: 1_000 },
    );
  });

  test('the same in HTML', () => {
    const topPosted = mails.flatMap(({ bodies, words, quoted }) =>
      quoted && bodies.html?.includes(words) && !words.startsWith('>') && !words.includes('\n')
        ? [{ html: bodies.html, words }]
        : [],
    );
    expect(topPosted.length).toBeGreaterThan(40);
    fc.assert(
      fc.property(ownWords, fc.constantFrom(...topPosted), (own, { html, words }) => {
        const mail = html.replace(words, () => own.replaceAll('\n', '<br>'));
        expect(inWords(trimReply({ html: mail }).text)).toBe(inWords(own));
      }),
      { numRuns: 1_000 },
    );
  });

  test('words without any quote are all there', () => {
    fc.assert(
      fc.property(ownWords, (own) => {
        expect(trimReply({ text: own })).toEqual({ text: own, quoted: false });
        expect(trimReply({ html: `<p>${own.replaceAll('\n\n', '</p><p>')}</p>` })).toEqual({
          text: own,
          quoted: false,
        });
      }),
    );
  });

  test('a mail with text never comes out empty', () => {
    const withLetters = (mail: string) => /[a-z]/i.test(mail);
    fc.assert(
      fc.property(shuffledText.filter(withLetters), (text) => trimReply({ text }).text !== ''),
      { numRuns: 1_000 },
    );
    fc.assert(fc.property(anyString().filter(withLetters), (text) => trimReply({ text }).text !== ''));
  });

  test('nothing in HTML breaks it', () => {
    fc.assert(
      fc.property(shuffledHtml, (html) => typeof trimReply({ html }).text === 'string'),
      { numRuns: 1_000 },
    );
    fc.assert(fc.property(anyString(), (html) => typeof trimReply({ html: `<${html}` }).text === 'string'));
  });
});

describe('its work grows as the mail does', () => {
  const work = (n: number, make: (n: number) => { text?: string; html?: string }) => {
    const meter = { read: 0 };
    const mail = make(n);
    trimReply(mail, meter);
    return { read: meter.read, size: (mail.text ?? mail.html ?? '').length };
  };

  test.each(Object.entries(adversaries))('%s', (_, make) => {
    const [short, long] = [work(20_000, make), work(80_000, make)];
    expect(long.read / long.size).toBeLessThan(20);
    expect(long.read / short.read).toBeLessThan((long.size / short.size) * 1.1);
  });
});
