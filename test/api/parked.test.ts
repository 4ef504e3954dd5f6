import { beforeEach, describe, expect, test } from '@jest/globals';
import { park } from '../../src/app/park';
import { Installation, START } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

const event = (n: number) => ({
  ...{ schema: 1, id: `e${n}`, workspaceId: 'acme', channelId: 'web', subject: 'chat-1', receivedAt: START },
  ...{ type: 'message.read', data: { upToMessageId: 'm' } },
});
const parkOne = async (n = 1) => {
  const body = JSON.stringify({ kind: 'event', event: event(n) });
  await park({ queue: 'events', messageId: `sqs-${n}`, body }, 'It failed five times.', api.deps);
  api.now += 1000;
};
const items = async () => (await api.call('GET /v1/parked')).body.items;

test('what was parked is shown, newest first, and whole when asked for', async () => {
  for (const n of [1, 2, 3]) await parkOne(n);
  const listed = await items();
  expect(listed).toHaveLength(3);
  const conversation = { channelId: 'web', conversationId: 'chat-1' };
  expect(listed[2]).toMatchObject({ queue: 'events', reason: 'It failed five times.', retries: 0, conversation });
  expect(listed[2].parkedAt).toBe('2026-01-05T09:00:00.000Z');
  const one = (await api.call(`GET /v1/parked/${listed[2].id}`)).body;
  expect(JSON.parse(one.body).event.id).toBe('e1');
});

test('pages hold each one once', async () => {
  for (let n = 0; n < 5; n++) await parkOne(n);
  const first = (await api.call('GET /v1/parked?limit=3')).body;
  const rest = (await api.call(`GET /v1/parked?limit=3&cursor=${first.next}`)).body;
  const ids = [...first.items, ...rest.items].map(({ id }) => id);
  expect(new Set(ids).size).toBe(5);
  expect(ids).toEqual((await items()).map(({ id }: { id: string }) => id));
});

test('a retry sends it again as another attempt and takes it off the list', async () => {
  await parkOne();
  const [{ id }] = await items();
  expect(await api.call(`POST /v1/parked/${id}/retry`)).toMatchObject({ status: 202, body: { retried: true } });
  expect(api.queuedEvents()).toEqual([{ ...event(1), attempt: 1 }]);
  expect(await items()).toEqual([]);
  expect((await api.call(`POST /v1/parked/${id}/retry`)).status).toBe(404);
});

test('what cannot be read stays until it is given up', async () => {
  await park({ queue: 'events', messageId: 'x', body: '{"event":{"workspaceId":"acme"}}' }, 'Not readable.', api.deps);
  const [{ id }] = await items();
  expect((await api.call(`POST /v1/parked/${id}/retry`)).status).toBe(409);
  expect((await api.call(`DELETE /v1/parked/${id}`)).status).toBe(204);
  expect(await items()).toEqual([]);
  expect((await api.call(`DELETE /v1/parked/${id}`)).status).toBe(404);
});

describe('messages that name no workspace', () => {
  const parkUnowned = (messageId = 'x', body = 'no {JSON} of ours') =>
    park({ queue: 'actions', messageId, body }, 'Not readable.', api.deps);
  const unowned = async (as = 'other admin') => (await api.call('GET /v1/parked/unowned', { as })).body.items;

  test('are in nobody’s list, and shown to every admin of the installation', async () => {
    await parkUnowned();
    await parkOne();
    expect(await items()).toHaveLength(1);
    for (const as of ['acme admin', 'other admin']) {
      const [{ id }, ...rest] = await unowned(as);
      expect(rest).toEqual([]);
      expect((await api.call(`GET /v1/parked/unowned/${id}`, { as })).body).toMatchObject({
        body: 'no {JSON} of ours',
      });
      expect((await api.call(`GET /v1/parked/${id}`, { as })).status).toBe(404);
    }
  });

  test('stay until they are given up, as they cannot be read', async () => {
    await parkUnowned();
    const [{ id }] = await unowned();
    expect((await api.call(`POST /v1/parked/unowned/${id}/retry`)).status).toBe(409);
    expect((await api.call(`DELETE /v1/parked/unowned/${id}`)).status).toBe(204);
    expect(await unowned()).toEqual([]);
  });

  test('are not for other keys, since they may hold anybody’s words', async () => {
    await parkUnowned();
    const [{ id }] = await unowned();
    for (const as of ['acme read', 'acme write'])
      for (const line of ['GET /v1/parked/unowned', `GET /v1/parked/unowned/${id}`, `DELETE /v1/parked/unowned/${id}`])
        expect((await api.call(line, { as })).status).toBe(403);
    expect(await unowned()).toHaveLength(1);
  });

  test('are none of those that have an owner', async () => {
    await parkOne();
    const [{ id }] = await items();
    for (const line of [`GET /v1/parked/unowned/${id}`, `POST /v1/parked/unowned/${id}/retry`])
      expect((await api.call(line, { as: 'other admin' })).status).toBe(404);
    expect(await items()).toHaveLength(1);
  });
});
