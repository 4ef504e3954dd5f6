/** API keys of the workspace. A key is shown once, when it is made; only its hash is kept. */
import * as z from 'zod';
import { shortHash } from '../../engine/ids';
import { formatInstant } from '../../engine/time';
import type { ApiKeyRecord, Scope } from '../../ports/keys';
import { hashKey } from './authorize';
import { type ApiDeps, type ApiResponse, answer, noContent, notFound, problem } from './http';
import { badCursor, type PageQuery, pageOf } from './query';
import type { Call } from './route';
import { id, listOf, named, time } from './schemas';

const scope = z.enum(['read', 'write', 'admin']);
export const newKeyShape = named('NewApiKey', z.strictObject({ name: z.string().min(1).max(200), scope }));
const keyShape = named('ApiKey', z.strictObject({ id, name: z.string(), scope, hint: z.string(), createdAt: time }));
export const madeKeyShape = named('ApiKeyWithSecret', keyShape.extend({ key: z.string() }));
export const keyList = listOf('ApiKeyList', keyShape);

/** Not the hash itself: an id may stand in logs and links. */
const idOf = (record: ApiKeyRecord): string => `key_${shortHash(record.hash)}`;

function toKey(record: ApiKeyRecord): z.infer<typeof keyShape> {
  const { name, scope, hint, createdAt } = record;
  return { id: idOf(record), name, scope, hint, createdAt: formatInstant(createdAt) };
}

/** Makes a key of 256 random bits. */
export async function createKey(
  call: Call<object, { name: string; scope: Scope }>,
  deps: ApiDeps,
): Promise<ApiResponse> {
  const key = `tk_${Buffer.from(deps.random(32)).toString('base64url')}`;
  const record: ApiKeyRecord = {
    ...{ hash: hashKey(key), hint: key.slice(0, 7), workspaceId: call.key.workspaceId },
    ...{ ...call.body, createdAt: deps.clock.now() },
  };
  await deps.keys.put(record);
  return answer(201, { ...toKey(record), key });
}

/** What a repeat of `createKey` gets: the key itself is stored nowhere. */
export const keyShownBefore = problem(
  409,
  'key.shownOnce',
  'A key was made under this Idempotency-Key, and was shown once. If it was lost, delete it and make another.',
);

export async function listKeys(call: Call<object, undefined, PageQuery>, deps: ApiDeps): Promise<ApiResponse> {
  const records = await deps.keys.list(call.key.workspaceId);
  const sorted = records.toSorted((a, b) => a.createdAt - b.createdAt || (a.hash < b.hash ? -1 : 1));
  const page = pageOf(sorted, call.query, idOf);
  return page ? answer(200, { ...page, items: page.items.map(toKey) }) : badCursor();
}

/** Deletes a key; it may work for 30 more seconds. The key in use cannot delete itself, so that one always remains. */
export async function deleteKey(call: Call<{ id: string }>, deps: ApiDeps): Promise<ApiResponse> {
  const records = await deps.keys.list(call.key.workspaceId);
  const record = records.find((candidate) => idOf(candidate) === call.params.id);
  if (!record) return notFound('key');
  if (record.hash === call.key.hash) {
    return problem(409, 'key.inUse', 'This is the key that you call with; delete it by another admin key.');
  }
  await deps.keys.remove(record.hash);
  return noContent();
}
