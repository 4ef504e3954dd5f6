import { beforeEach, expect, test } from '@jest/globals';
import { cachedKeys } from '../../src/app/api/cached-keys';
import { Installation } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

const make = (scope: string, headers = {}) => api.call('POST /v1/keys', { json: { name: 'mine', scope }, headers });

test('a key is shown once and works for its workspace and scope', async () => {
  const { key, id } = (await make('write')).body;
  expect(key).toMatch(/^tk_[\w-]{43}$/);
  expect((await api.call('POST /v1/workflows', { as: key, json: {} })).status).toBe(400);
  expect((await api.call('GET /v1/keys', { as: key })).status).toBe(403);
  const listed = await api.call('GET /v1/keys');
  expect(listed.body.items).toContainEqual(expect.objectContaining({ id, scope: 'write', name: 'mine' }));
  expect(JSON.stringify(listed.body)).not.toContain(key);
});

test('a deleted key works no more', async () => {
  const { key, id } = (await make('read')).body;
  expect((await api.call(`DELETE /v1/keys/${id}`)).status).toBe(204);
  expect((await api.call('GET /v1/workflows', { as: key })).status).toBe(401);
  expect((await api.call(`DELETE /v1/keys/${id}`)).status).toBe(404);
});

test('the key in use stays, so that somebody can always get in', async () => {
  const { key, id } = (await make('admin')).body;
  expect((await api.call(`DELETE /v1/keys/${id}`, { as: key })).status).toBe(409);
  expect((await api.call('GET /v1/keys', { as: key })).status).toBe(200);
});

test('no workspace sees or deletes the keys of another', async () => {
  const { id } = (await make('read')).body;
  expect((await api.call(`DELETE /v1/keys/${id}`, { as: 'other admin' })).status).toBe(404);
  const listed = (await api.call('GET /v1/keys', { as: 'other admin' })).body.items;
  expect(listed.map((one: { id: string }) => one.id)).not.toContain(id);
});

test('a repeat under the same Idempotency-Key does not show the key, which is stored nowhere', async () => {
  const { key } = (await make('read', { 'idempotency-key': 'k' })).body;
  const repeat = await make('read', { 'idempotency-key': 'k' });
  expect(repeat.status).toBe(409);
  expect(JSON.stringify(repeat.body)).not.toContain(key);
  expect((await api.call('GET /v1/keys')).body.items).toHaveLength(4);
});

test('a key is remembered for half a minute, a wrong one is not', async () => {
  const { keys, clock } = api.deps;
  const { hash } = (await keys.list('acme'))[0] as { hash: string };
  const cached = cachedKeys(keys, clock);
  expect(await cached.get('unknown')).toBeUndefined();
  const record = await cached.get(hash);
  await keys.remove(hash);
  expect(await cached.get(hash)).toEqual(record);
  api.now += 30_000;
  expect(await cached.get(hash)).toBeUndefined();
  await keys.put({ ...record, hash: 'unknown' } as never);
  expect(await cached.get('unknown')).toBeDefined();
  await cached.remove('unknown');
  expect(await cached.get('unknown')).toBeUndefined();
});
