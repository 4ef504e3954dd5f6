import { beforeEach, describe, expect, test } from '@jest/globals';
import { Installation } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
  await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
});

const event = (id: string, more = {}) => ({
  ...{ specversion: '1.0', id, source: 'web', subject: 'chat-1', type: 'message.read' },
  ...{ data: { upToMessageId: 'm' }, ...more },
});
const post = (json: unknown, type = 'application/json') =>
  api.call('POST /v1/events', { json, headers: { 'content-type': type } });

describe('events', () => {
  test('are queued, one or many, under each of the types of CloudEvents', async () => {
    expect(await post(event('1'), 'application/cloudevents+json')).toMatchObject({
      status: 202,
      body: { accepted: 1 },
    });
    const many = await post([event('2'), event('3')], 'application/cloudevents-batch+json; charset=utf-8');
    expect(many.body).toEqual({ accepted: 2 });
    expect(api.queuedEvents()).toMatchObject(
      ['1', '2', '3'].map((id) => ({ id, workspaceId: 'acme', receivedAt: api.now })),
    );
  });

  test('of a batch with one bad event none is queued, and its place is named', async () => {
    const answer = await post([event('1'), event('2', { data: { upToMessageId: 7 } })]);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '/1/data/upToMessageId' }] } });
    expect(api.queuedEvents()).toEqual([]);
  });

  test('for a channel of another workspace are refused as for one that is not there', async () => {
    await api.call('POST /v1/channels', { as: 'other admin', json: { kind: 'webhook', id: 'theirs' } });
    const [others, none] = [await post(event('1', { source: 'theirs' })), await post(event('1', { source: 'none' }))];
    expect(others.status).toBe(400);
    expect(others.body).toEqual(none.body);
    expect(api.queuedEvents()).toEqual([]);
  });
});
