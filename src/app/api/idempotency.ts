/** `Idempotency-Key`: a repeat within 72 h gets the first answer again and does nothing. Refusals are not kept: mend and repeat. */

import { HOUR } from '../../engine/durations';
import { hashId } from '../../engine/ids';
import type { StoredAnswer } from '../../ports/answers';
import type { ApiKeyRecord } from '../../ports/keys';
import { type ApiDeps, type ApiRequest, type ApiResponse, problem } from './http';

const KEEP_MS = 72 * HOUR;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** The key of a request, checked; `undefined` when it has none or needs none. */
export function idempotencyKey(request: ApiRequest): { ok: true; key?: string } | { ok: false; response: ApiResponse } {
  const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
  if (key === undefined) return { ok: true };
  if (KEY.test(key)) return { ok: true, key };
  const detail = 'Idempotency-Key must be 1 to 255 printable ASCII characters without spaces, such as a UUID.';
  return { ok: false, response: problem(400, 'idempotency.badKey', detail) };
}

/** Gives the answer that is kept under the key, or runs `act` and keeps its answer (or `repeated` in its place). */
export async function once(
  request: ApiRequest,
  caller: ApiKeyRecord,
  key: string,
  deps: ApiDeps,
  act: () => Promise<ApiResponse>,
  repeated?: ApiResponse,
): Promise<ApiResponse> {
  const id = `api:${hashId(key)}`;
  const print = hashId(request.method, request.path, request.query, Buffer.from(request.body).toString('base64'));
  const kept = await deps.answers.get(caller.workspaceId, id);
  if (kept) return replay(kept, print);
  const response = await act();
  if (response.status >= 300) return response;
  const { status, body } = repeated ?? response;
  const until = deps.clock.now() + KEEP_MS;
  const first = await deps.answers.keep(caller.workspaceId, id, { status, body, request: print }, until);
  const isMine = first.request === print && first.status === status && first.body === body;
  return isMine ? response : replay(first, print);
}

function replay(kept: StoredAnswer, print: string): ApiResponse {
  if (kept.request !== print) {
    const detail = 'This Idempotency-Key was used for another request; take a new key for each request.';
    return problem(422, 'idempotency.otherRequest', detail);
  }
  const type = kept.status < 300 ? 'application/json' : 'application/problem+json';
  return { status: kept.status, headers: { 'content-type': type, 'idempotency-replayed': 'true' }, body: kept.body };
}
