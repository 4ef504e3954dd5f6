/** The customer's own words, and nothing else, out of replies of many mail programs in many languages. */
import { describe, expect, test } from '@jest/globals';
import { trimReply } from '../../src/engine/mail/trim-reply';
import { type CorpusMail, corpus } from './corpus';

const mails = corpus();
const inWords = (text: string) => text.replace(/\s+/g, ' ').trim();

/** What is wrong with each mail, in a form that shows it. */
function wrong(check: (mail: CorpusMail) => unknown, right: (mail: CorpusMail) => unknown) {
  return mails.flatMap((mail) => {
    const [is, should] = [check(mail), right(mail)];
    return JSON.stringify(is) === JSON.stringify(should)
      ? []
      : [{ mail: `${mail.id} ${mail.program}: ${mail.shows}`, is, should }];
  });
}

describe('the corpus', () => {
  test('it is large, and every mail in it is another', () => {
    expect(mails.length).toBeGreaterThanOrEqual(120);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(mails.length);
    expect(new Set(mails.map(({ locale }) => locale)).size).toBe(13);
  });

  test('every mail gives its words', () => {
    const right = ({ words, quoted, signature }: CorpusMail) => ({
      text: words,
      quoted,
      ...(signature ? { signature } : {}),
    });
    expect(wrong(({ bodies }) => trimReply(bodies), right)).toEqual([]);
  });

  test('plain text and HTML of a mail give the same words, each alone', () => {
    const right = ({ words }: CorpusMail) => inWords(words);
    for (const body of ['text', 'html'] as const) {
      const alone = ({ bodies, words }: CorpusMail) =>
        inWords(bodies[body] === undefined ? words : trimReply({ [body]: bodies[body] }).text);
      expect(wrong(alone, right)).toEqual([]);
    }
  });

  test('trimming what is trimmed changes nothing', () => {
    const twice = ({ bodies }: CorpusMail) => trimReply({ text: trimReply(bodies).text }).text;
    expect(wrong(twice, ({ bodies }) => trimReply(bodies).text)).toEqual([]);
  });
});
