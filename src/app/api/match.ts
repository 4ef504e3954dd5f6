/** Finds the route of a request by its raw path; segments are decoded one by one, so an id may hold any character. */
import { MAX_ID } from '../../engine/event';
import { type ApiResponse, problem } from './http';
import type { Route } from './route';

export type Match = { ok: true; route: Route; params: Record<string, string> } | { ok: false; response: ApiResponse };

/** The first route in the table whose path and method fit; 400, 404 or 405 with `Allow` when there is none. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const segments = decodeSegments(path);
  if (segments === undefined) {
    return refuse(problem(400, 'path.malformed', 'The path is not percent-encoded UTF-8; encode each id in it.'));
  }
  const fitting = routes.filter((route) => fits(route.path, segments));
  if (fitting.length === 0) {
    return refuse(problem(404, 'route.unknown', 'There is nothing at this path; /openapi.json lists what there is.'));
  }
  const route = fitting.find((candidate) => candidate.method === method);
  if (!route) return refuse(methodNotAllowed([...new Set(fitting.map((candidate) => candidate.method))]));
  const params = paramsOf(route.path, segments);
  if (Object.values(params).some((value) => value.length > MAX_ID)) {
    return refuse(problem(400, 'path.idTooLong', `An id in the path is longer than ${MAX_ID} characters; check it.`));
  }
  return { ok: true, route, params };
}

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
