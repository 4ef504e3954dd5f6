/**
 * Cuts HTML into text and tags, in one pass. No parser of the standard: what is broken is read as a browser would roughly show
 * it, and nothing that is left open swallows the rest.
 */
import { withoutReferences } from './html-entities';
import type { Meter } from './meter';

export type Token =
  | { kind: 'text'; text: string }
  | { kind: 'open'; name: string; attributes: ReadonlyMap<string, string> }
  | { kind: 'close'; name: string };

/** What stands in these is not text; their end is the next tag of their name. */
const RAW = new Set(['style', 'script', 'title', 'xml']);
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
const NAME = /[a-zA-Z][^\s/>]{0,60}/y;

/** The tokens in order; text with its character references resolved. */
export function* tokensOf(html: string, meter: Meter): Generator<Token> {
  const finder = new Finder(html, meter);
  let [at, textStart] = [0, 0];
  while (at !== -1) {
    at = finder.next('<', at);
    const tag = at === -1 ? undefined : tagAt(finder, at);
    if (at !== -1 && tag === undefined) {
      at++;
      continue;
    }
    const text = html.slice(textStart, at === -1 ? undefined : at);
    meter.read += text.length;
    if (text !== '') yield { kind: 'text', text: withoutReferences(text) };
    if (tag === undefined) return;
    if (tag.token !== undefined) yield tag.token;
    at = textStart = tag.end;
  }
}

interface Tag {
  /** Absent for comments and the like. */
  token?: Token;
  /** Behind the tag. */
  end: number;
}

function tagAt(finder: Finder, start: number): Tag | undefined {
  const next = finder.text[start + 1] ?? '';
  if (next === '!' || next === '?') return commentAt(finder, start);
  const isClose = next === '/';
  NAME.lastIndex = start + (isClose ? 2 : 1);
  const name = NAME.exec(finder.text)?.[0].toLowerCase();
  if (name === undefined || name.includes('@')) return undefined;
  const end = endOfTag(finder, NAME.lastIndex);
  if (end === -1) return undefined;
  if (isClose) return { token: { kind: 'close', name }, end };
  const attributes = attributesIn(finder.text.slice(start + 1 + name.length, end - 1), finder.meter);
  return { token: { kind: 'open', name, attributes }, end: RAW.has(name) ? endOfRaw(finder, name, end) : end };
}

function commentAt(finder: Finder, start: number): Tag | undefined {
  const close = finder.text.startsWith('<!--', start) ? finder.next('-->', start + 4) : -1;
  if (close !== -1) return { end: close + 3 };
  const end = finder.next('>', start);
  return end === -1 ? undefined : { end: end + 1 };
}

/** Behind the `>` that ends the tag, or -1: not one inside a quoted value, but a quote left open holds nothing. */
function endOfTag(finder: Finder, start: number): number {
  const first = finder.next('>', start);
  for (let [at, end] = [start, first]; end !== -1; end = finder.next('>', at)) {
    const quote = earliest(finder.next('"', at), finder.next("'", at));
    if (quote === -1 || quote > end) return end + 1;
    const close = isValueAt(finder.text, quote) ? finder.next(finder.text[quote] as string, quote + 1) : quote;
    if (close === -1) break;
    at = close + 1;
  }
  return first === -1 ? -1 : first + 1;
}

const earliest = (one: number, other: number): number => (one === -1 || (other !== -1 && other < one) ? other : one);

function isValueAt(text: string, quote: number): boolean {
  let at = quote - 1;
  while (/\s/.test(text[at] ?? '')) at--;
  return text[at] === '=';
}

function endOfRaw(finder: Finder, name: string, start: number): number {
  const close = finder.next(`</${name}`, start);
  return close === -1 ? start : close;
}

function attributesIn(source: string, meter: Meter): ReadonlyMap<string, string> {
  meter.read += source.length;
  const attributes = new Map<string, string>();
  for (const [, name, double, single, bare] of source.matchAll(ATTRIBUTE)) {
    const key = (name as string).toLowerCase();
    if (!attributes.has(key)) attributes.set(key, withoutReferences(double ?? single ?? bare ?? ''));
  }
  return attributes;
}

/** Looks ahead, and does not look at a place again as long as places are asked for in rising order. */
class Finder {
  readonly #known = new Map<string, { from: number; found: number }>();
  readonly #folded: string;

  constructor(
    readonly text: string,
    readonly meter: Meter,
  ) {
    this.#folded = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }

  /** Where `sought`, in lower case, comes next; -1 if nowhere. */
  next(sought: string, from: number): number {
    const known = this.#known.get(sought);
    if (known !== undefined && known.from <= from && (known.found === -1 || known.found >= from)) return known.found;
    const found = this.#folded.indexOf(sought, from);
    this.meter.read += (found === -1 ? this.text.length : found) - from;
    this.#known.set(sought, { from, found });
    return found;
  }
}
