/** Mails to render, and ways to look at what was rendered. */
import type { Language } from '../../../src/engine/language';
import type { ContinuityMail } from '../../../src/mail/render/continuity-mail';
import { sampleMail } from '../../../src/mail/render/samples';

export const sample = (language: Language, more: Partial<ContinuityMail> = {}): ContinuityMail => ({
  ...sampleMail(language, {
    look: {},
    sender: '해오름상점',
    link: 'https://www.example.com/help',
    unsubscribeUrl: 'https://api.example.com/mail/unsubscribe/token',
  }),
  ...more,
});

/** Every tag and comment with its attributes, without their values: what the template alone may decide. */
export const skeleton = (html: string): string[] =>
  [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, '=""')).filter((tag) => tag !== '<br>');

const decoded = (text: string): string =>
  text
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Addresses that the HTML links or loads. */
export const addressesIn = (html: string): string[] =>
  [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, address = '']) => decoded(address));

/** What a reader sees, line by line; what only inboxes show is left out. */
export function visible(html: string): string[] {
  const [, body = ''] = html.split(/<body[^>]*>/);
  return decoded(
    body
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<div style="display:none[^>]*>[^<]*<\/div>/, '')
      .replace(/<(?:br|\/td|\/div|td|div)[^>]*>/g, '\n')
      .replace(/<[^>]*>/g, ''),
  )
    .split('\n')
    .map((line) => line.replaceAll('\u200a', '').trim())
    .filter((line) => line !== '' && line !== '&#8202;');
}
