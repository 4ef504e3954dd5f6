/**
 * The door that JSON from outside comes through: what passes is valid UTF-8, shallow, small, and holds neither lone
 * surrogates nor `__proto__` keys. Everything is linear in the size of the body.
 */

export type JsonDoorResult =
  | { ok: true; value: unknown }
  | { ok: false; status: 400 | 413; code: string; detail: string };

export interface JsonDoorLimits {
  maxBytes: number;
  /** Objects and arrays inside each other; `{"a":[]}` is 2 deep. */
  maxDepth: number;
}

/** Limits of one event and of one request (contract). */
export const MAX_EVENT_BYTES = 256 * 1024;
export const REQUEST_LIMITS: JsonDoorLimits = { maxBytes: 1024 * 1024, maxDepth: 32 };

/**
 * Parses a body. Of equal keys the last wins; a byte order mark is skipped; a lone surrogate becomes U+FFFD, since no UTF-8
 * store could hold it; a `__proto__` key is dropped, since no field is called that.
 */
export function parseJsonDoor(bytes: Uint8Array, limits: JsonDoorLimits): JsonDoorResult {
  if (bytes.byteLength > limits.maxBytes) {
    return refuse(413, 'body.tooLarge', `The body is larger than ${limits.maxBytes} bytes; send less at a time.`);
  }
  const text = decode(bytes);
  if (text === undefined) return refuse(400, 'body.notUtf8', 'The body is not valid UTF-8; encode it as UTF-8.');
  if (text.trim() === '') return refuse(400, 'body.empty', 'The body is empty; send JSON.');
  if (deeperThan(text, limits.maxDepth)) {
    return refuse(400, 'json.tooDeep', `The JSON is nested deeper than ${limits.maxDepth} levels; flatten it.`);
  }
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value: text.includes('\\u') || text.includes('__proto__') ? tidy(value) : value };
  } catch {
    return refuse(400, 'json.malformed', 'The body is not valid JSON; check quotes, commas and brackets.');
  }
}

function refuse(status: 400 | 413, code: string, detail: string): JsonDoorResult {
  return { ok: false, status, code, detail };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Whether brackets outside of strings are open more than `limit` deep anywhere. Looks at the text once and builds nothing. */
function deeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString && code === BACKSLASH) at++;
    else if (code === QUOTE) inString = !inString;
    else if (inString) continue;
    else if (OPENING.has(code) && ++depth > limit) return true;
    else if (CLOSING.has(code)) depth--;
  }
  return false;
}

/** The recursion is bounded: `deeperThan` came first. */
function tidy(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(entries.map(([key, held]) => [key.toWellFormed(), tidy(held)]));
}
