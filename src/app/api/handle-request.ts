/** The API: route, authorise, check, act. Every refusal is an answer; what is thrown is a store's failure (503). */
import { hashId, shortHash } from '../../engine/ids';
import { authorize } from './authorize';
import { noBody, readBody } from './body';
import type { ApiDeps, ApiRequest, ApiResponse } from './http';
import { idempotencyKey, once } from './idempotency';
import { matchRoute } from './match';
import { noQuery, readQuery } from './query';
import type { Call, KeyRoute } from './route';
import { routes } from './routes';

/**
 * Answers one request.
 * @throws StoreError when a store fails; the caller answers 503 and the request may be sent again
 */
export async function handleRequest(received: ApiRequest, deps: ApiDeps): Promise<ApiResponse> {
  const response = await answerTo(received, deps);
  return received.method === 'HEAD' ? { ...response, body: '' } : response;
}

async function answerTo(received: ApiRequest, deps: ApiDeps): Promise<ApiResponse> {
  const match = matchRoute(routes, received);
  if (!match.ok) return match.response;
  const { route, params, query } = match;
  const request = { ...received, query };
  if ('open' in route) return route.open({ request, params, routes }, deps);
  const caller = await authorize(request, route.scope, deps.keys);
  if (!caller.ok) return caller.response;
  const repeat = idempotencyKey(request);
  if (!repeat.ok) return repeat.response;
  const newId = ids(caller.key.workspaceId, repeat.key, deps);
  const act = () => run(route, { request, key: caller.key, params, newId }, deps);
  if (repeat.key === undefined) return act();
  return once(request, caller.key, repeat.key, deps, act, route.repeated);
}

type Unchecked = Omit<Call<Record<string, string>>, 'body' | 'query'>;

async function run(route: KeyRoute, call: Unchecked, deps: ApiDeps): Promise<ApiResponse> {
  const refused = route.refuse?.(call.params as never);
  if (refused) return refused;
  const query = readQuery(call.request.query, route.query ?? noQuery);
  if (!query.ok) return query.response;
  const body = readBody(call.request, route.body ?? noBody, deps.clock.now());
  if (!body.ok) return body.response;
  return route.handle({ ...call, query: query.value, body: body.value } as never, deps);
}

/** Ids are hashes of the Idempotency-Key, so that a repeat finds what a broken first try had made. */
function ids(workspaceId: string, key: string | undefined, deps: ApiDeps): Call['newId'] {
  const cause = key ?? Buffer.from(deps.random(16)).toString('hex');
  const seed = hashId(workspaceId, key === undefined ? 'random' : 'key', cause);
  return (prefix) => `${prefix}_${shortHash(seed, prefix)}`;
}
