/** Whether a mail can be read at all, found out in one pass over its bytes: what it says of itself is not believed. */

/** In bytes. Larger mails stay in the store, and only their header is read. */
export const MOST_BYTES = 25 * 1024 * 1024;
export const MOST_HEADER_BYTES = 128 * 1024;
/** Attachments of 25 MB have 340,000; each costs about 10 µs and 1 KB while it is read. */
const MOST_LINES = 400_000;
/** Text has them, attachments do not. */
const SHORT = 60;
const MOST_SHORT_LINES = 150_000;
/** Each may begin a part. */
const MOST_BOUNDARIES = 10_000;
const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/** Where the header ends: at the first empty line, else at the end. */
export function endOfHeader(raw: Uint8Array): number {
  for (let at = 0; at < raw.length; ) {
    if (isEmptyLine(raw, at)) return at;
    const end = raw.indexOf(LF, at);
    if (end === -1) break;
    at = end + 1;
  }
  return raw.length;
}

const isEmptyLine = (raw: Uint8Array, at: number): boolean => raw[at] === LF || (raw[at] === CR && raw[at + 1] === LF);

/** Why a mail is too much to be read, as the end of a sentence about it; undefined when it is not. @param size all its bytes */
export function whyTooMuch(raw: Uint8Array, size: number): string | undefined {
  if (size > MOST_BYTES) return `has ${Math.ceil(size / 1024 / 1024)} MB, more than ${MOST_BYTES / 1024 / 1024}`;
  if (endOfHeader(raw) > MOST_HEADER_BYTES) return `has a header of more than ${MOST_HEADER_BYTES / 1024} KB`;
  const { lines, short, boundaries } = linesIn(raw);
  if (lines > MOST_LINES || short > MOST_SHORT_LINES) return `has ${lines} lines, more than can be read`;
  return boundaries > MOST_BOUNDARIES ? `has up to ${boundaries} parts, more than can be read` : undefined;
}

function linesIn(raw: Uint8Array): { lines: number; short: number; boundaries: number } {
  const found = { lines: 0, short: 0, boundaries: 0 };
  for (let at = 0; at < raw.length; ) {
    const end = raw.indexOf(LF, at);
    const next = end === -1 ? raw.length : end + 1;
    found.lines += 1;
    if (next - at < SHORT) found.short += 1;
    if (raw[at] === DASH && raw[at + 1] === DASH) found.boundaries += 1;
    at = next;
  }
  return found;
}
