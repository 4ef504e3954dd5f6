/** Finds the route of a request by its encoded path; segments are decoded one by one, so an id may hold any character. */
import { LONGEST_ADDRESS } from '../../engine/email-address';
import { MAX_ID } from '../../engine/event';
import { invalid } from './body';
import { type ApiRequest, type ApiResponse, problem } from './http';
import { fromBase64url, IDS, readIds } from './path-ids';
import { finding } from './query';
import type { Route } from './route';

/** `query` is that of the request without what it says of the path. */
export type Match =
  | { ok: true; route: Route; params: Record<string, string>; query: string }
  | { ok: false; response: ApiResponse };

/** The first route in the table whose path and method fit, GET's for HEAD; 400, 404 or 405 with `Allow` when there is none. */
export function matchRoute(
  routes: readonly Route[],
  { method, path, query }: Pick<ApiRequest, 'method' | 'path' | 'query'>,
): Match {
  const segments = decodeSegments(path);
  if (segments === undefined) {
    return refuse(problem(400, 'path.malformed', 'The path is not percent-encoded UTF-8; encode each id in it.'));
  }
  const fitting = routes.filter((route) => fits(route.path, segments));
  if (fitting.length === 0) return refuse(problem(404, 'route.unknown', NOTHING));
  // What looks at links before people do asks by HEAD first.
  const wanted = method === 'HEAD' ? 'GET' : method;
  const route = fitting.find((candidate) => candidate.method === wanted);
  if (!route) return refuse(methodNotAllowed([...new Set(fitting.map((candidate) => candidate.method))]));
  return withIds(route, paramsOf(route.path, segments), query);
}

const NOTHING =
  'There is nothing at this path; /openapi.json lists what there is. Ids with a slash in them are sent with ?ids=base64url.';

/** The ids in the path as they are meant. */
function withIds(route: Route, given: Record<string, string>, query: string): Match {
  const names = Object.keys(given);
  if (names.length === 0 || 'open' in route) return { ok: true, route, params: given, query };
  const how = readIds(query);
  if (!how) return refuse(invalid([finding(IDS, 'must be base64url, once, or left out')]));
  const params: Record<string, string> = {};
  for (const name of names) {
    const id = how.isBase64url ? fromBase64url(given[name] ?? '') : given[name];
    if (id === undefined) return refuse(problem(400, 'path.notBase64url', NOT_BASE64URL));
    params[name] = id;
  }
  for (const [name, value] of Object.entries(params)) {
    const longest = name === 'address' ? LONGEST_ADDRESS : MAX_ID;
    const says = `The ${name} in the path is longer than ${longest} characters; check it.`;
    if (value.length > longest) return refuse(problem(400, 'path.idTooLong', says));
  }
  return { ok: true, route, params, query: how.rest };
}

const NOT_BASE64URL =
  'With ?ids=base64url each id in the path is the base64url of its UTF-8, without padding; encode each.';

const refuse = (response: ApiResponse): Match => ({ ok: false, response });

function methodNotAllowed(allowed: readonly string[]): ApiResponse {
  const allow = allowed.join(', ');
  return problem(405, 'method.notAllowed', `This path takes ${allow} only; use one of them.`, { headers: { allow } });
}

function decodeSegments(path: string): string[] | undefined {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

const parts = (pattern: string) => pattern.split('/').slice(1);
const isName = (part: string) => part.startsWith('{');

function fits(pattern: string, segments: readonly string[]): boolean {
  const wanted = parts(pattern);
  const same = (part: string, at: number) => (isName(part) ? segments[at] !== '' : part === segments[at]);
  return wanted.length === segments.length && wanted.every(same);
}

function paramsOf(pattern: string, segments: readonly string[]): Record<string, string> {
  const named = parts(pattern).flatMap((part, at) => (isName(part) ? [[part.slice(1, -1), segments[at] ?? '']] : []));
  return Object.fromEntries(named);
}
