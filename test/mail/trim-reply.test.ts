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
    const shown = ({ bodies }: CorpusMail) => {
      const { history: _, ...reply } = trimReply(bodies);
      return reply;
    };
    expect(wrong(shown, right)).toEqual([]);
  });

  test('what was cut off as history is kept beside it, unless the mail is nothing else', () => {
    const isKept = ({ bodies }: CorpusMail) => {
      const { quoted, history = '', text } = trimReply(bodies);
      return quoted ? history !== '' || text.startsWith('>') : history === '';
    };
    expect(wrong(isKept, () => true)).toEqual([]);
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

describe('HTML as a reader sees it', () => {
  test.each<[string, string, string]>([
    ['text below a comment left open', '<p>a</p><!-- b <p>c</p>', 'a\n\nc'],
    ['text below a style left open', '<style>p { } <p>a</p>', 'p { }\n\na'],
    ['text behind a value left open', '<a href="https://example.com>here</a> it is', 'here it is'],
    [
      'a greater-than sign inside a value',
      '<a title="1 > 0" href="https://example.com/a">here</a>',
      'here (https://example.com/a)',
    ],
    ['an apostrophe that is no quote', "<p title=it's>a</p> <p>it's b</p>", "a\n\nit's b"],
    ['comparisons', '1 < 2 and 3 > 2 &lt;3', '1 < 2 and 3 > 2 <3'],
    ['an address in angle brackets', 'Kim <kim@example.com> knows', 'Kim <kim@example.com> knows'],
    ['elements that end in the wrong order', '<b><p>a</b>b</p>c', 'ab\n\nc'],
    ['what is not shown', '<div style="display:none">preview</div><title>t</title><script>s()</script>a', 'a'],
    ['blanks and line ends', '  a \n b\t<b> c</b>&nbsp;&nbsp;d  ', 'a b c  d'],
    ['text that keeps its line ends', '<pre>a\n  b</pre>', 'a\n  b'],
    [
      'character references',
      '&#54620;&#xAE00; &eacute;&euro;&hellip; &copy; &unknown; &#0; &amp;lt;',
      '한글 é€… © &unknown; � &lt;',
    ],
    ['a numbered list in a list', '<ol><li>a<ul><li>b</ul><li>c</ol>', '1. a\n  - b\n2. c'],
    ['a link around a picture', '<a href="https://example.com"><img src="a.png"></a>a', 'a'],
    ['links that are no pages', '<a href="tel:+44">call</a> <a href="#top">up</a>', 'call up'],
  ])('%s', (_, html, text) => {
    expect(trimReply({ html }).text).toBe(text);
  });

  test('the plain text stands in where the HTML shows nothing, or no end of what was written', () => {
    expect(trimReply({ html: '<img src="a.png">', text: 'a' })).toEqual({ text: 'a', quoted: false });
    const text = 'a\n\nOn 05/01/2026 09:00, Kim wrote:\n> b';
    expect(trimReply({ html: 'a<br>Kim:<br>b', text })).toEqual({ text: 'a', quoted: true, history: text.slice(3) });
    expect(trimReply({})).toEqual({ text: '', quoted: false });
  });
});
