import { beforeEach, describe, expect, test } from '@jest/globals';
import { Installation, tagging } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

const post = (name: string, key: string, as = 'acme admin') =>
  api.call('POST /v1/workflows', { as, json: tagging(name), headers: { 'idempotency-key': key } });
const listed = async (as = 'acme admin') => (await api.call('GET /v1/workflows', { as })).body.items.length;

describe('a repeat under the same Idempotency-Key', () => {
  test('gets the same answer and does nothing', async () => {
    const first = await post('a', 'k');
    const repeat = await post('a', 'k');
    expect(repeat).toMatchObject({ status: 201, body: first.body, headers: { 'idempotency-replayed': 'true' } });
    expect(await listed()).toBe(1);
  });

  test('at the same time makes one thing only', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => post('a', 'k')));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await listed()).toBe(1);
  });

  test('with another body, or for another route, is refused', async () => {
    const { id } = (await post('a', 'k')).body;
    expect((await post('b', 'k')).status).toBe(422);
    const headers = { 'idempotency-key': 'k' };
    expect((await api.call(`POST /v1/workflows/${id}/publish`, { headers })).status).toBe(422);
    expect(await listed()).toBe(1);
  });

  test('after a refusal is a new try', async () => {
    const headers = { 'idempotency-key': 'k' };
    expect((await api.call('POST /v1/workflows', { json: { name: 'a' }, headers })).status).toBe(400);
    expect((await post('a', 'k')).status).toBe(201);
  });

  test('of another workspace is another request', async () => {
    const [own, others] = [await post('a', 'k'), await post('b', 'k', 'other admin')];
    expect([own.status, others.status]).toEqual([201, 201]);
    expect(own.body.id).not.toBe(others.body.id);
  });

  test('after 72 hours is a new request', async () => {
    await post('a', 'k');
    api.now += 72 * 3_600_000 + 1;
    expect((await post('b', 'k')).headers['idempotency-replayed']).toBeUndefined();
  });
});

test('keys that are no keys are refused', async () => {
  for (const key of ['', 'a b', 'ü', 'x'.repeat(256)]) expect((await post('a', key)).status).toBe(400);
  expect(await listed()).toBe(0);
});
