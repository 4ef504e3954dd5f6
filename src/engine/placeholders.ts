/** `{{customer.name}}`-like placeholders in the texts of steps: facts, `{{answer.NAME}}` and `{{result.PATH}}`; missing = empty. */
import { type FactSource, factNamed } from './facts';
import { languageFor } from './language';
import { RECONNECT_LINK, withoutMarks } from './reconnect-link';
import { isText, say } from './texts';

/** Names of profile fields may have spaces within. */
const PLACEHOLDER = /\{\{([^{}]{1,250})\}\}/g;

export interface Fill {
  source: FactSource;
  results: Record<string, unknown>;
  answers: Record<string, unknown>;
  /** What stands for `{{reconnectLink}}`. */
  link?: string;
}

function atPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      inner !== null && typeof inner === 'object' && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function lookUp(name: string, fill: Fill): string {
  return name === RECONNECT_LINK ? (fill.link ?? '') : withoutMarks(found(name, fill));
}

function found(name: string, fill: Fill): string {
  if (name.startsWith('result.')) return shown(atPath(fill.results, name.slice('result.'.length).split('.')));
  if (name.startsWith('answer.')) return shown(atPath(fill.answers, name.slice('answer.'.length).split('.')));
  if (name.startsWith(SYSTEM)) return said(name.slice(SYSTEM.length), fill.source);
  return shown(factNamed(name)?.read(fill.source));
}

const SYSTEM = 'system.';

/** A text of the product's own, in the customer's language. */
function said(name: string, { customer, settings }: FactSource): string {
  if (!isText(name)) return '';
  const { email = '', name: customerName = '' } = customer ?? {};
  return say(languageFor(customer?.language, settings.language), name, { email, name: customerName });
}

/** The names in a text's placeholders, in order. */
export const placeholdersIn = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim());

/** Fills a text. */
export function fillText(text: string, fill: Fill): string {
  return text.replace(PLACEHOLDER, (_, name: string) => lookUp(name.trim(), fill));
}

/** What is filled into an address is percent-encoded, but for a whole http(s) address that it begins with. */
function fillAddress(text: string, fill: Fill): string {
  return text.replace(PLACEHOLDER, (_, name: string, offset: number) => {
    const value = lookUp(name.trim(), fill).toWellFormed();
    if (name.trim() === RECONNECT_LINK) return value;
    return offset === 0 && /^https?:\/\//i.test(value) ? value : encodeURIComponent(value);
  });
}

/** Fills every text within a value, to any depth; `url` is an address, but within a `body`, which is the author's own. */
export function fillFields(value: unknown, fill: Fill, key?: string): unknown {
  if (typeof value === 'string') return key === 'url' ? fillAddress(value, fill) : fillText(value, fill);
  const within = (name?: string) => (key === 'body' ? key : name);
  if (Array.isArray(value)) return value.map((item) => fillFields(item, fill, within()));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, fillFields(inner, fill, within(name))]),
  );
}
