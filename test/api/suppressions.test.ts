import { beforeEach, describe, expect, test } from '@jest/globals';
import { Installation } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

const add = (json: object, as = 'acme write') => api.call('POST /v1/suppressions', { json, as });
const listed = async (query = '') => (await api.call(`GET /v1/suppressions${query}`)).body;

describe('the suppression list', () => {
  test('is what people put on it, what customers say and what bounces, newest first', async () => {
    expect(await add({ address: ' Kim@Example.com ', detail: '고객 요청' })).toMatchObject({
      status: 201,
      body: { address: 'kim@example.com', reason: 'manual', at: '2026-01-05T09:00:00.000Z', detail: '고객 요청' },
    });
    const bounced = { workspaceId: 'acme', address: 'lee@example.com', reason: 'bounce' as const, at: api.now + 1 };
    await api.deps.suppressions.put(bounced);
    const { items } = await listed();
    expect(items.map(({ address }: { address: string }) => address)).toEqual(['lee@example.com', 'kim@example.com']);
  });

  test('pages hold each address once', async () => {
    for (let n = 0; n < 5; n++) {
      await add({ address: `kim${n}@example.com` });
      api.now += 1_000;
    }
    const first = await listed('?limit=3');
    const rest = await listed(`?limit=3&cursor=${first.next}`);
    const addresses = [...first.items, ...rest.items].map(({ address }) => address);
    expect(addresses).toEqual([4, 3, 2, 1, 0].map((n) => `kim${n}@example.com`));
    expect((await api.call('GET /v1/suppressions?cursor=eA')).status).toBe(400);
  });

  test('says of an address in any case why it is on it, until it is taken off', async () => {
    await add({ address: 'kim+shop@example.com' });
    const line = '/v1/suppressions/KIM%2Bshop%40example.com';
    expect((await api.call(`GET ${line}`)).body).toMatchObject({ address: 'kim+shop@example.com', reason: 'manual' });
    expect((await api.call(`DELETE ${line}`)).status).toBe(204);
    for (const method of ['GET', 'DELETE']) expect((await api.call(`${method} ${line}`)).status).toBe(404);
    expect((await listed()).items).toEqual([]);
  });

  test('holds the longest address there is', async () => {
    const address = `${'k'.repeat(64)}@${`${'a'.repeat(61)}.`.repeat(3)}example`.slice(0, 254);
    expect((await add({ address })).status).toBe(201);
    expect((await api.call(`GET /v1/suppressions/${encodeURIComponent(address)}`)).status).toBe(200);
  });

  test('keeps the reason that an address is on it for', async () => {
    const complained = { workspaceId: 'acme', address: 'kim@example.com', reason: 'complaint' as const, at: api.now };
    await api.deps.suppressions.put(complained);
    expect(await add({ address: 'KIM@example.com' })).toMatchObject({ status: 200, body: { reason: 'complaint' } });
  });

  test.each([
    [{}, '/address'],
    [{ address: 'kim' }, '/address'],
    [{ address: 'josé@example.com' }, '/address'],
    [{ address: 'a@b.example', detail: '' }, '/detail'],
    [{ address: 'a@b.example', reason: 'bounce' }, '/reason'],
  ])('%j is refused, and where is said', async (json, path) => {
    expect(await add(json)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  test('is each workspace’s own', async () => {
    await add({ address: 'kim@example.com' });
    expect((await api.call('GET /v1/suppressions/kim%40example.com', { as: 'other admin' })).status).toBe(404);
    expect((await api.call('DELETE /v1/suppressions/kim%40example.com', { as: 'other admin' })).status).toBe(404);
    expect((await listed()).items).toHaveLength(1);
  });

  test('can be read with a key that only reads, and not be changed', async () => {
    expect((await api.call('GET /v1/suppressions', { as: 'acme read' })).status).toBe(200);
    expect((await add({ address: 'kim@example.com' }, 'acme read')).status).toBe(403);
  });
});
