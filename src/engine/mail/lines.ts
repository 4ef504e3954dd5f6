/** A mail as lines, each with the number of quote marks before it. */
import type { Meter } from './meter';

export interface Line {
  /** Quote marks before the text; 0 in what the writer wrote. */
  depth: number;
  /** Without quote marks, unseen characters and blanks at the end; empty for a blank line. */
  text: string;
  /** The text as it compares with the words of the locales; absent when it is blank or too long to be any of them. */
  key?: string;
  /** The signature delimiter of RFC 3676, `-- ` with its blank. */
  delimits?: true;
  /** What the element around it is for, by its class or id. */
  within?: 'attribution' | 'history' | 'signature';
  /** Directly below a horizontal rule or a border. */
  ruled?: true;
}

/** Longer lines are text, whatever they begin with. */
const LONGEST_KEY = 400;
const LINE_END = /\r\n|[\n\r\v\f\x85\u2028\u2029]/;
const ODD_BLANK = /[\xa0\u2000-\u200a\u202f\u205f]/g;
const UNSEEN = /[\0-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff]/g;
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** A face such as `>_<` is no quote mark. */
const FACE = />[^\s<>]{0,2} ?<(?=$|[\s!?~.,;ㅋㅎㅠㅜ])/y;

/** The lines of plain text, whatever ends them. */
export function linesOf(text: string, meter: Meter): Line[] {
  meter.read += text.length;
  return text.split(LINE_END).map((line) => lineOf(line, 0, meter));
}

/** A line whose element stands in `depth` quotes; marks in its text count on top. */
export function lineOf(raw: string, depth: number, meter: Meter): Line {
  if (raw === '') return { depth, text: '' };
  meter.read += raw.length;
  const seen = raw.replace(ODD_BLANK, ' ').replace(UNSEEN, '');
  const marks = marksBefore(seen);
  const rest = marks.count > 0 ? seen.slice(marks.end).replace(/^[ \t\u3000]/, '') : seen;
  const text = rest.trimEnd();
  const key = keyOf(text);
  const isDelimiter = key === '--' && rest !== text;
  return { depth: depth + marks.count, text, ...(key ? { key } : {}), ...(isDelimiter ? { delimits: true } : {}) };
}

/** Deeper quotes show as this deep. */
const DEEPEST = 5;

/** The line as text that reads as the same line again. */
export function withMarks({ depth, text }: Pick<Line, 'depth' | 'text'>): string {
  if (depth === 0) return text;
  const marks = '>'.repeat(Math.min(depth, DEEPEST));
  FACE.lastIndex = 0;
  return FACE.test(`> ${text}`) ? `${marks}  ${text}` : `${marks} ${text}`.trimEnd();
}

function marksBefore(text: string): { count: number; end: number } {
  const marks = { count: 0, end: 0 };
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] as string;
    if (unit === '>' || unit === '＞') {
      FACE.lastIndex = at;
      if (FACE.test(text)) break;
      marks.count++;
      marks.end = at + 1;
    } else if (unit.trim() !== '') break;
  }
  return marks;
}

function keyOf(text: string): string {
  if (text.length > LONGEST_KEY) return '';
  return text.normalize('NFC').replace(DIRECTION, '').replace(/\s+/g, ' ').trim().toLowerCase();
}
