import type { Header } from '../ses/mails';

/** A mail as it is on the wire, cut in two. */
export interface RawMail {
  /** Header lines with what they are folded into, and their line ends. */
  lines: string[];
  /** From the empty line on. */
  body: Buffer;
}

/** Header lines are kept byte by byte, as Latin-1. What has no empty line is all header, as mail programs see it. */
export function splitMail(raw: Buffer): RawMail {
  const end = endOfHeader(raw);
  const text = raw.toString('latin1', 0, end);
  return { lines: text === '' ? [] : text.split(/(?<=\n)(?![ \t])/), body: raw.subarray(end) };
}

/** Where the empty line begins. */
function endOfHeader(raw: Buffer): number {
  for (let at = 0; at >= 0 && at < raw.length; ) {
    const first = raw[at];
    if (first === LF || (first === CR && raw[at + 1] === LF)) return at;
    const next = raw.indexOf(LF, at);
    at = next < 0 ? -1 : next + 1;
  }
  return raw.length;
}

const LF = 10;
const CR = 13;

/** Puts a mail together again; lines without an end get one, and a mail without an empty line gets it. */
export function joinMail({ lines, body }: RawMail): Buffer {
  const head = Buffer.from(lines.map((line) => (line.endsWith('\n') ? line : `${line}\r\n`)).join(''), 'latin1');
  return Buffer.concat([head, body.length > 0 ? body : Buffer.from('\r\n')]);
}

/** Name and unfolded value, in UTF-8; undefined for what is no header. */
export function headerIn(line: string): Header | undefined {
  const colon = line.indexOf(':');
  if (colon < 1) return undefined;
  const value = line.slice(colon + 1).replace(/\r?\n(?=[ \t])/g, '');
  return { name: line.slice(0, colon).trimEnd(), value: Buffer.from(value, 'latin1').toString().trim() };
}

export const isNamed = (line: string, name: string): boolean =>
  line.slice(0, name.length).toLowerCase() === name && /^[ \t]*:/.test(line.slice(name.length));
