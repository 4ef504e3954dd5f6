/** Texts of others without what could disturb the lines around them: control characters, and marks that turn text around. */
import { cut } from '../../engine/text';

/** What opens, closes or overrides a direction; a text that leaves one open turns what follows it around. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;
/** The same with all that is invisible; ZWJ and ZWNJ stay, which emoji and Persian need. */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const CONTROL = /[\0-\x08\x0e-\x1f\x7f-\x9f\p{Noncharacter_Code_Point}]/gu;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** At most `length` UTF-16 units, with an ellipsis where something is missing. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${cut(text, length - 1).trimEnd()}…`;
}

/** One line: a name, a subject. */
export function cleanLine(text: string, length: number): string {
  const visible = cut(text, 10 * length)
    .toWellFormed()
    .replace(INVISIBLE, '')
    .replace(CONTROL, ' ');
  return shortened(visible.replace(/\s+/g, ' ').trim(), length);
}

/** Several lines, with at most one blank line between two. */
export function cleanText(text: string, length: number): string {
  const lines = cut(text, length)
    .toWellFormed()
    .replace(/\r\n?|[\v\f\x85\u2028\u2029]/g, '\n')
    .replaceAll('\t', '    ')
    .replace(TURNING, '')
    .replace(CONTROL, '');
  return lines
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

/** A name within a sentence of ours: one that is written from right to left must not turn the sentence around. */
export const isolated = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);
