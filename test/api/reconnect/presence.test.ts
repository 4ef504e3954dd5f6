/** Widgets tell who is there: proved by the customer's token or by a link, and events like any other. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { HS, signed } from '../../app/reconnect/tokens';
import { Installation } from '../installation';

let api: Installation;
let jwt: string;
let token: string;

beforeEach(async () => {
  api = await Installation.open();
  await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
  await set({});
  await api.call('PUT /v1/channels/web/identity', { json: HS });
  await api.customerSays('hello');
  jwt = await signed();
  token = (await api.call('POST /v1/conversations/web/chat-1/reconnect-link')).body.url.split('/').at(-1);
});

const set = (more: object) =>
  api.call('PUT /v1/channels/web/reconnect', {
    json: { enabled: true, portalUrl: 'https://shop.example/help', ...more },
  });
const tells = (more: object = {}, headers: Record<string, string> = {}) =>
  api.call('POST /v1/reconnect/presence', {
    ...{ as: null, headers },
    json: { channel: 'web', conversationId: 'chat-1', connectionId: 'k1', state: 'connected', ...more },
  });
const told = () => api.queuedEvents().map((event) => event as { type: string; subject: string; data: object });

describe('presence', () => {
  test('by the customer’s token or a link’s, in the header or in the body', async () => {
    const proofs: [object, Record<string, string>][] = [
      [{}, { authorization: `Bearer ${jwt}` }],
      [{}, { authorization: `Bearer ${token}` }],
      [{ credential: jwt }, {}],
      [{ credential: token }, {}],
    ];
    for (const [at, [body, headers]] of proofs.entries())
      expect((await tells({ connectionId: `k${at}`, ...body }, headers)).status).toBe(204);
    expect(told()).toEqual(
      proofs.map((_, at) =>
        expect.objectContaining({
          ...{ type: 'customer.present', workspaceId: 'acme', channelId: 'web', subject: 'chat-1' },
          data: { connectionId: `k${at}`, until: api.now + 120_000 },
        }),
      ),
    );
  });

  test('as text, as a page that goes away sends it', async () => {
    const gone = { credential: jwt, state: 'disconnected' };
    expect((await tells(gone, { 'content-type': 'text/plain;charset=UTF-8' })).status).toBe(204);
    expect(told()).toMatchObject([{ type: 'customer.present', data: { leaving: true, until: api.now + 5_000 } }]);
  });

  const beats = async (every: number, times: number) => {
    for (let beat = 0; beat < times; beat++) {
      api.now += every;
      expect((await tells({ credential: token })).status).toBe(204);
      await api.handleQueued();
      await api.ring();
    }
  };
  const state = async () => (await api.call('GET /v1/conversations/web/chat-1')).body.reconnect?.state;

  test('told again and again is news once a minute, and lasts', async () => {
    await beats(0, 1);
    await beats(20_000, 9);
    expect(told()).toHaveLength(4);
    await beats(61_000, 5);
    expect(await state()).toBe('connected');
    const read = await api.call('GET /v1/conversations/web/chat-1/timeline');
    expect(read.body.items.map((item: { event?: { type: string } }) => item.event?.type)).toEqual([
      ...['message.created', 'customer.present'],
    ]);
  });

  test('leaves no signs of life in the timeline, and what happened is explained by it all the same', async () => {
    const steps = [{ do: 'conversation.tag', tag: 'x' }];
    const waits = { name: 'waits', trigger: { type: 'chat.customerWaiting', wait: 'PT5M55S' }, steps };
    const { id } = (await api.call('POST /v1/workflows', { json: waits })).body;
    await api.call(`POST /v1/workflows/${id}/publish`);
    await beats(0, 1);
    await beats(61_000, 5);
    await api.customerSays('anybody there?');
    await beats(61_000, 5);
    for (const passes of [50_000, 120_000]) {
      api.now += passes;
      await api.ring();
    }
    const timeline = 'GET /v1/conversations/web/chat-1/timeline';
    const { items } = (await api.call(timeline)).body;
    expect(items.at(-1)).toMatchObject({ kind: 'ring', gone: ['k1'], waits: [{ kind: 'presence', outcome: 'fired' }] });
    for (const entry of items) {
      const explained = (await api.call(`${timeline}/${entry.id}/explanation`)).body;
      expect(explained).toMatchObject({ asRecorded: true });
      expect(explained.notes.join(' ')).not.toContain('decided otherwise');
    }
  });

  test('that is told no more has ended after two minutes', async () => {
    await beats(0, 1);
    api.now += 119_999;
    await api.ring();
    expect(await state()).toBe('connected');
    api.now += 1;
    await api.ring();
    expect(await state()).toBe('disconnected');
    await beats(0, 1);
    expect(await state()).toBe('reconnected');
  });

  test('of a page that goes ends after five seconds, unless the next page is there by then', async () => {
    await beats(0, 1);
    const turnsPage = async (from: string, to: string) => {
      await tells({ credential: jwt, connectionId: from, state: 'disconnected' });
      api.now += 2_000;
      if (to) await tells({ credential: jwt, connectionId: to });
      await api.handleQueued();
      api.now += 3_000;
      await api.ring();
    };
    await turnsPage('k1', 'k2');
    expect(await state()).toBe('connected');
    await turnsPage('k2', '');
    expect(await state()).toBe('disconnected');
    await tells({ credential: token, connectionId: 'k3' });
    await api.handleQueued();
    expect(await state()).toBe('reconnected');
  });

  test('is no news in a chat that is closed', async () => {
    await api.hear('conversation.closed', { by: 'agent' });
    expect((await tells({ credential: jwt })).status).toBe(204);
    expect(told()).toEqual([]);
  });

  test('is news for a connection of any name', async () => {
    await beats(0, 1);
    expect((await tells({ credential: jwt, connectionId: 'toString' })).status).toBe(204);
    expect(told().at(-1)).toMatchObject({ data: { connectionId: 'toString' } });
  });

  test('told without end by whoever has a link is refused before it uses up what the workspace may take', async () => {
    const statuses = new Map<number, number>();
    for (let at = 0; at < 320; at++) {
      const { status } = await tells({ credential: token, connectionId: `k${at}` });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(statuses)).toEqual({ 204: 300, 429: 20 });
    await api.hear(
      'message.created',
      { messageId: 'm-2', author: { type: 'customer', id: 'cu-7' }, text: 'x' },
      'chat-2',
    );
    expect((await tells({ credential: jwt, conversationId: 'chat-2' })).status).toBe(204);
    api.now += 60_000;
    expect((await tells({ credential: token })).status).toBe(204);
  });

  test('is taken of nobody else', async () => {
    const another = await signed({ sub: 'cu-8' });
    for (const credential of [undefined, 'x', `${token}a`, `${jwt}x`, 'x.y.z'])
      expect((await tells({ credential })).status).toBe(401);
    expect((await tells({ credential: another })).status).toBe(404);
    expect((await tells({ credential: jwt, conversationId: 'chat-9' })).status).toBe(404);
    expect((await tells({ credential: token, conversationId: 'chat-9' })).status).toBe(404);
    expect((await tells({ credential: jwt, channel: 'nowhere' })).status).toBe(404);
    expect((await tells({ credential: jwt, workspaceId: 'other' })).status).toBe(400);
    expect(told()).toEqual([]);
  });

  test('of a link of an earlier session is not taken', async () => {
    await api.hear('conversation.closed', { by: 'agent' });
    await api.customerSays('again');
    expect((await tells({ credential: token })).status).toBe(404);
  });

  test('is asked for nowhere where nobody is brought back', async () => {
    await set({ enabled: false });
    expect((await tells({ credential: jwt })).status).toBe(409);
  });

  test('keys of the site that cannot be had are asked for later', async () => {
    const json = { algorithm: 'HS256', audience: 'threadkeeper', jwksUrl: 'https://shop.example/jwks' };
    await api.call('PUT /v1/channels/web/identity', { json: { ...json, algorithm: 'ES256' } });
    const { ec } = await import('../../app/reconnect/tokens');
    const credential = await signed({}, ec.privateKey, { alg: 'ES256' });
    expect(await tells({ credential })).toMatchObject({ status: 503, headers: { 'retry-after': '60' } });
  });
});
