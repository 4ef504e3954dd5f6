/** Query parameters and pages. */
import * as z from 'zod';
import { type Checked, invalid, refused } from './body';
import { type ApiResponse, type Finding, problem } from './http';
import { fromBase64url, toBase64url } from './path-ids';

/** How long a page is (1–100, default 50) and after which item it begins. */
export const pageQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]|[1-9]\d|100)$/, { message: 'must be a whole number from 1 to 100' })
    .optional(),
  cursor: z.string().min(1).max(1000).optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** Checks the query by the route's schema; names not in it and names given twice are refused. */
export function readQuery(query: string, schema: z.ZodObject): Checked<Record<string, unknown>> {
  const given = [...new URLSearchParams(query)];
  const names = given.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return refused(invalid([finding(twice, 'is given more than once; give it once')]));
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors = parsed.error.issues.flatMap((issue): Finding[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => finding(key, 'unknown parameter, remove it'))
      : [finding(String(issue.path[0] ?? ''), issue.message)],
  );
  return refused(invalid(errors));
}

export const finding = (name: string, message: string): Finding => ({ path: `?${name}`, message });

export const limitOf = (query: PageQuery): number => Number(query.limit ?? 50);

/** A cursor says after which item to go on; opaque to callers. */
export const encodeCursor = toBase64url;

/** What `encodeCursor` was given; undefined when this is no cursor of ours. */
export const decodeCursor = fromBase64url;

export function badCursor(): ApiResponse {
  return problem(400, 'cursor.invalid', '?cursor is not one that this list gave out, or no longer; begin without it.');
}

export interface Page<T> {
  items: T[];
  next?: string;
}

/** One page of a list that is at hand whole; undefined when the cursor's item is not in it. */
export function pageOf<T>(all: readonly T[], query: PageQuery, keyOf: (item: T) => string): Page<T> | undefined {
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  if (query.cursor !== undefined && after === undefined) return undefined;
  const from = after === undefined ? 0 : all.findIndex((item) => keyOf(item) === after) + 1;
  if (after !== undefined && from === 0) return undefined;
  const items = all.slice(from, from + limitOf(query));
  const last = items.at(-1);
  const more = last !== undefined && from + items.length < all.length;
  return { items, ...(more && { next: encodeCursor(keyOf(last)) }) };
}

/** The query of routes that take none. */
export const noQuery = z.strictObject({});
