/** `{{customer.name}}`-like placeholders in the texts of steps: facts and `{{result.PATH}}`; missing = empty. */
import { type FactSource, factNamed } from './facts';

const PLACEHOLDER = /\{\{\s*([^{}\s]{1,200})\s*\}\}/g;

export interface Fill {
  source: FactSource;
  results: Record<string, unknown>;
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
  if (name.startsWith('result.')) return shown(atPath(fill.results, name.slice('result.'.length).split('.')));
  return shown(factNamed(name)?.read(fill.source));
}

/** Fills a text. */
export function fillText(text: string, fill: Fill, encode: (value: string) => string = (value) => value): string {
  return text.includes('{{') ? text.replace(PLACEHOLDER, (_, name: string) => encode(lookUp(name, fill))) : text;
}

/** Fills every text within a value, to any depth; in addresses (`url`) what is filled in is percent-encoded. */
export function fillFields(value: unknown, fill: Fill, key?: string): unknown {
  if (typeof value === 'string') return fillText(value, fill, key === 'url' ? encodeURIComponent : undefined);
  if (Array.isArray(value)) return value.map((item) => fillFields(item, fill));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fillFields(inner, fill, name)]));
}

/** Names of the placeholders of a text that nothing can ever fill. */
export function unknownPlaceholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)]
    .map((match) => match[1] as string)
    .filter((name) => !name.startsWith('result.') && !factNamed(name));
}
