/** TwiML, the XML that tells Twilio what to do with a call. */
import type { Reply } from '../channel';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML 1.0 cannot hold, escaped or not. @see https://www.w3.org/TR/xml/#charsets */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Text as content or as the value of an attribute. */
export function escaped(text: string): string {
  const legal = text.toWellFormed().replace(ILLEGAL, '');
  return legal.replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
}

/** An element; `content` is markup already. Attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...content: readonly string[]
): string {
  const given = Object.entries(attributes).filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  const tag = [name, ...given.map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(' ');
  return content.length === 0 ? `<${tag}/>` : `<${tag}>${content.join('')}</${name}>`;
}

export const redirect = (url: string): string => element('Redirect', { method: 'POST' }, escaped(url));

/** The whole answer. */
export function response(...verbs: readonly string[]): Reply {
  return {
    contentType: 'text/xml',
    body: `<?xml version="1.0" encoding="UTF-8"?>${element('Response', {}, verbs.join(''))}`,
  };
}
