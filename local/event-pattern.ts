/** Which events a rule of EventBridge is for. */

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** By field: a pattern for what is in it, or the values that it may have, exact or as a filter such as `{ "prefix": "a" }`. */
export interface EventPattern {
  [field: string]: EventPattern | Matcher[];
}

type Matcher = string | number | boolean | null | Filter;
type Filter = Record<string, Json>;

const FILTERS: Record<string, (wanted: Json, value: Json | undefined) => boolean> = {
  exists: (wanted, value) => (value !== undefined) === wanted,
  prefix: (wanted, value) => typeof value === 'string' && value.startsWith(String(wanted)),
  suffix: (wanted, value) => typeof value === 'string' && value.endsWith(String(wanted)),
  'equals-ignore-case': (wanted, value) =>
    typeof value === 'string' && value.toLowerCase() === String(wanted).toLowerCase(),
  'anything-but': (wanted, value) => value !== undefined && !listed(wanted).includes(value),
};

const listed = (wanted: Json): Json[] => (Array.isArray(wanted) ? wanted : [wanted]);

/** Names what of a pattern cannot be judged; undefined when all can. */
export function checkPattern(pattern: EventPattern): string | undefined {
  for (const [field, inner] of Object.entries(pattern)) {
    if (field.startsWith('$')) return field;
    const unknown = Array.isArray(inner)
      ? inner.map(unknownIn).find((name) => name !== undefined)
      : checkPattern(inner);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

function unknownIn(matcher: Matcher): string | undefined {
  if (typeof matcher !== 'object' || matcher === null) return undefined;
  const [name = 'nothing', wanted] = Object.entries(matcher)[0] ?? [];
  const isNested = name === 'anything-but' && typeof wanted === 'object' && !Array.isArray(wanted);
  return Object.hasOwn(FILTERS, name) && !isNested && Object.keys(matcher).length === 1 ? undefined : name;
}

/**
 * Whether the event is one that the pattern is for: each of its fields matches, a list when any of its members does.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  const fields = Object(event) as Record<string, Json | undefined>;
  return Object.entries(pattern).every(([field, inner]) => {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (!Array.isArray(inner))
      return (Array.isArray(value) ? value : [value]).some((one) => matchesPattern(inner, one));
    const values = Array.isArray(value) ? value : [value];
    return inner.some((matcher) => values.some((one) => fits(matcher, one)));
  });
}

function fits(matcher: Matcher, value: Json | undefined): boolean {
  if (typeof matcher !== 'object' || matcher === null) return matcher === value;
  return Object.entries(matcher).every(([name, wanted]) => FILTERS[name]?.(wanted, value));
}
