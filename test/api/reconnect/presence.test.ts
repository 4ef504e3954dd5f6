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
          ...{ type: 'customer.connected', workspaceId: 'acme', channelId: 'web', subject: 'chat-1' },
          data: { connectionId: `k${at}` },
        }),
      ),
    );
  });

  test('as text, as a page that goes away sends it', async () => {
    const gone = { credential: jwt, state: 'disconnected' };
    expect((await tells(gone, { 'content-type': 'text/plain;charset=UTF-8' })).status).toBe(204);
    expect(told().map(({ type }) => type)).toEqual(['customer.disconnected']);
  });

  test('told again and again is news once', async () => {
    await tells({ credential: jwt });
    await api.hear('customer.connected', { connectionId: 'k1' });
    for (let beats = 0; beats < 3; beats++) {
      api.now += 20_000;
      expect((await tells({ credential: jwt })).status).toBe(204);
    }
    expect(told()).toHaveLength(1);
    await tells({ credential: jwt, state: 'disconnected' });
    expect(told()).toHaveLength(2);
  });

  test('starts the limit, and ends it', async () => {
    await tells({ credential: jwt });
    await tells({ credential: jwt, state: 'disconnected' });
    for (const { type, data } of told()) await api.hear(type as never, { ...data });
    const state = async () => (await api.call('GET /v1/conversations/web/chat-1')).body.reconnect.state;
    expect(await state()).toBe('disconnected');
    await tells({ credential: token, connectionId: 'k2' });
    await api.hear('customer.connected', { connectionId: 'k2' });
    expect(await state()).toBe('reconnected');
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
