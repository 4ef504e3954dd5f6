/** Nothing that a customer, an agent or a provider wrote becomes markup, an address that runs, or a line of a header. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LANGUAGES } from '../../../src/engine/language';
import { type ContinuityMail, renderContinuityMail } from '../../../src/mail/render/continuity-mail';
import { renderNotice } from '../../../src/mail/render/notice';
import { anyString } from '../../support/any-string';
import { addressesIn, sample, skeleton } from './mails';

const NASTY = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</td></tr></table><style>*{display:none}</style>',
  '<!--#messages-->',
  '<!--/messages-->',
  '<![endif]-->',
  '--><b>',
  '[[link]]',
  ']]',
  '{{customer.name}}',
  '{{sender}}',
  '{name}',
  "{count, plural, other {'#'}}",
  '<a href="javascript:alert(1)">',
  '&lt;b&gt;&#60;',
  '\r\nBcc: victim@example.com',
  '\n\n\u2028\u2029\u0085',
  '\u202e\u2066\u200f',
  '\0\u0007\u001b[31m',
  '\ud800',
  '$& $1 $`',
  'محمد',
  '한국어',
];
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), anyString({ maxLength: 20 })), { maxLength: 6 })
  .map((parts) => parts.join(''))
  .filter((text) => !/https?:/i.test(text));

/** A mail all of whose texts are `text`, behind a letter so that none is empty and none of two names is the same. */
const filledWith = (language: ContinuityMail['language'], text: string): ContinuityMail => ({
  language,
  look: { subject: `a${text}`, greeting: `a${text}`, footer: `a${text}`, logoUrl: text, colour: text },
  sender: `s${text}`,
  customerName: `c${text}`,
  messages: [
    { author: `a${text}`, text: `a${text}`, files: [{ name: `f${text}`, url: text, size: 1 }] },
    { author: `b${text}`, text: '', files: [{ name: `f${text}`, url: `https://a.example/?${text}` }] },
  ],
  link: `https://a.example/#${text}`,
  unsubscribeUrl: `https://a.example/${encodeURIComponent(text.toWellFormed())}`,
});

describe('whatever is written', () => {
  test('leaves the markup as the template has it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), nasty, (language, text) => {
        const { html } = renderContinuityMail(filledWith(language, text));
        expect(skeleton(html)).toEqual(skeleton(renderContinuityMail(filledWith(language, 'x')).html));
        expect(html.isWellFormed()).toBe(true);
        expect(html).not.toMatch(/[\0-\x08\x0b-\x1f\x7f\u202a-\u202e]/);
      }),
      { numRuns: 150 },
    );
  });

  test('is one line in the subject, and turns nothing around', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), nasty, fc.boolean(), (language, text, own) => {
        const mail = filledWith(language, text);
        const { subject } = renderContinuityMail(own ? mail : { ...mail, look: {} });
        expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
        expect(subject.isWellFormed()).toBe(true);
        expect(subject.trim()).not.toBe('');
        expect(subject.length).toBeLessThan(600);
      }),
    );
  });

  test('links and loads web addresses alone, and none that nobody gave', () => {
    const scheme = fc.constantFrom(
      'javascript:',
      'data:text/html,',
      'vbscript:',
      'file:///',
      'mailto:',
      '//',
      'ftp://',
    );
    const bad = fc.tuple(scheme, nasty).map(([before, text]) => before + text);
    const wearing = fc.webUrl().map((url) => url.replace('://', '://user:secret@'));
    const url = fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), bad, wearing);
    fc.assert(
      fc.property(fc.array(url, { minLength: 5, maxLength: 5 }), (urls) => {
        const [link = '', unsubscribeUrl = '', file = '', logoUrl = '', said = ''] = urls;
        const messages = [{ text: `see ${said} there`, files: [{ name: 'f', url: file }] }];
        const look = { logoUrl, footer: said };
        const { html } = renderContinuityMail(sample('en', { link, unsubscribeUrl, look, messages }));
        const given = urls.filter((some) => URL.canParse(some)).map((some) => new URL(some).href);
        for (const address of addressesIn(html)) {
          expect(address).toMatch(/^https?:\/\//);
          expect(new URL(address).username).toBe('');
          // Of what is said, punctuation at the end belongs to the sentence.
          expect(given.some((some) => some === address || some.startsWith(address.replace(/\/$/, '')))).toBe(true);
        }
      }),
    );
  });

  test('stays text on the pages behind links', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), nasty, (language, text) => {
        const page = (with_: string) =>
          renderNotice({ kind: 'unsubscribe', language, sender: `s${with_}`, address: `a${with_}`, colour: with_ });
        expect(skeleton(page(text).html)).toEqual(skeleton(page('x').html));
        expect(page(text).headers).toEqual(page('x').headers);
      }),
    );
  });
});
