/** Who calls: an API key, looked up by its hash, so that no comparison can leak how much of a key was right. */
import { createHash } from 'node:crypto';
import type { ApiKeyRecord, Keys, Scope } from '../../ports/keys';
import { type ApiRequest, type ApiResponse, problem } from './http';

const BEARER = /^Bearer +(tk_[\x21-\x7e]{1,200})$/i;
const RANK: Record<Scope, number> = { read: 0, write: 1, admin: 2 };

export type Authorized = { ok: true; key: ApiKeyRecord } | { ok: false; response: ApiResponse };

/** SHA-256 of an API key in hex: all of it that is stored. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** The key's record when it is known and of the scope asked (read < write < admin); else 401 or 403. */
export async function authorize(request: ApiRequest, scope: Scope, keys: Keys): Promise<Authorized> {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  const key = token === undefined ? undefined : await keys.get(hashKey(token));
  if (!key) return { ok: false, response: unauthorized() };
  if (RANK[key.scope] < RANK[scope]) {
    const detail = `This needs a key with the scope "${scope}"; this key's is "${key.scope}". Use another key.`;
    return { ok: false, response: problem(403, 'key.scope', detail) };
  }
  return { ok: true, key };
}

function unauthorized(): ApiResponse {
  const detail = 'Send a valid API key of the workspace in the header: Authorization: Bearer tk_…';
  return problem(401, 'key.invalid', detail, { headers: { 'www-authenticate': 'Bearer realm="threadkeeper"' } });
}
