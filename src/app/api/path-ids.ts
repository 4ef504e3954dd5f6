/**
 * Ids in paths. API Gateway decodes a path twice before a function sees it: an id with a slash falls apart, one with a question mark
 * is cut off, one with a percent sign refused. With `?ids=base64url` ids are given in a form that no decoding changes.
 * @see docs/decisions/0011-ids-in-paths.md
 */

/** What arrives as it was sent, percent-encoded, however often it is decoded. A segment of dots is lost on the way. */
const PLAIN = /^(?!\.{1,2}$)[\p{L}\p{M}\p{N} ._~:@-]+$/u;
const AS_BASE64URL = 'base64url';

/** The query parameter that says how the ids in the path are written. */
export const IDS = 'ids';

/** The ids as segments of a path, and the query that goes with them. */
export function idsInPath(ids: readonly string[]): { segments: string[]; query: '' | `?${string}` } {
  if (ids.every((id) => PLAIN.test(id))) return { segments: ids.map(encodeURIComponent), query: '' };
  return { segments: ids.map(toBase64url), query: `?${IDS}=${AS_BASE64URL}` };
}

/** Takes `?ids=` out of a query; `undefined` for what is not `base64url`, or given twice. */
export function readIds(query: string): { isBase64url: boolean; rest: string } | undefined {
  const parameters = new URLSearchParams(query);
  const given = parameters.getAll(IDS);
  if (given.length === 0) return { isBase64url: false, rest: query };
  if (given.length > 1 || given[0] !== AS_BASE64URL) return undefined;
  parameters.delete(IDS);
  return { isBase64url: true, rest: parameters.toString() };
}

export const toBase64url = (text: string): string => Buffer.from(text).toString('base64url');

/** Undefined for what `toBase64url` does not make of any text: each text has one form. */
export function fromBase64url(code: string): string | undefined {
  const text = Buffer.from(code, 'base64url').toString();
  return text !== '' && toBase64url(text) === code ? text : undefined;
}
