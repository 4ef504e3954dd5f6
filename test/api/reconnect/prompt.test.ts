/** The prompt: customers who are known to the site see what is theirs, and go on with it or begin anew. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { StoreError } from '../../../src/ports/store-error';
import { HS, RS, SECRET, signed } from '../../app/reconnect/tokens';
import { Installation } from '../installation';

const PORTAL = 'https://shop.example/help';
let api: Installation;
let jwt: string;

beforeEach(async () => {
  api = await Installation.open();
  await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
  await set({});
  await api.call('PUT /v1/channels/web/identity', { json: HS });
  jwt = await signed();
  await chat('chat-1');
});

const set = (more: Record<string, unknown>) =>
  api.call('PUT /v1/channels/web/reconnect', { json: { enabled: true, portalUrl: PORTAL, ...more } });
async function chat(id: string, customerId = 'cu-7') {
  const message = { messageId: `m-${id}`, author: { type: 'customer', id: customerId }, text: 'hello' };
  await api.hear('message.created', { ...message, customer: { id: customerId } }, id);
  await api.hear('conversation.assigned', { agentId: 'ag' }, id);
}
const bearer = (token: string | undefined): Record<string, string> =>
  token ? { authorization: `Bearer ${token}` } : {};
const lists = (token: string | undefined = jwt, headers: Record<string, string> = {}) =>
  api.call('GET /v1/reconnect?channel=web', { as: null, headers: { ...bearer(token), ...headers } });
const goesOn = (conversationId = 'chat-1', token: string | undefined = jwt) =>
  api.call('POST /v1/reconnect/continue', {
    as: null,
    headers: bearer(token),
    json: { channel: 'web', conversationId },
  });
const begins = (channel = 'web') => api.call('POST /v1/reconnect/new', { as: null, json: { channel } });
const down = async () => {
  throw new StoreError('store.down', 'the store is down', { retry: true });
};

describe('what can be gone on with', () => {
  test('is also what they wrote in where no event says more of them than that', async () => {
    const message = { messageId: 'm-9', author: { type: 'customer', id: 'cu-8' }, text: 'hello' };
    await api.hear('message.created', message, 'chat-9');
    const { body } = await lists(await signed({ sub: 'cu-8' }));
    expect(body.conversations).toMatchObject([{ conversationId: 'chat-9' }]);
  });

  test('is the customer’s own at this channel, the one written in last first', async () => {
    api.now += 1_000;
    await chat('chat-2');
    await chat('chat-3', 'cu-8');
    await api.hear('customer.connected', { connectionId: 'k1' });
    await api.hear('customer.disconnected', { connectionId: 'k1' });
    const one = { lastMessageAt: '2026-01-05T09:00:01.000Z', startedAt: '2026-01-05T09:00:01.000Z' };
    expect((await lists()).body).toEqual({
      ...{ newConversation: true, portalUrl: PORTAL },
      conversations: [
        { conversationId: 'chat-2', ...one, agentId: 'ag', sameAgent: true },
        {
          ...{ conversationId: 'chat-1', lastMessageAt: '2026-01-05T09:00:00.000Z' },
          ...{
            startedAt: '2026-01-05T09:00:00.000Z',
            agentId: 'ag',
            sameAgent: true,
            until: '2026-01-05T09:03:01.000Z',
          },
        },
      ],
    });
    expect((await lists(await signed({ sub: 'cu-9' }))).body.conversations).toEqual([]);
  });

  test('is nothing that is over', async () => {
    await api.hear('session.ended', { by: 'agent' });
    expect((await lists()).body.conversations).toEqual([]);
  });

  test('says so when the agent may be another', async () => {
    await api.hear('session.windowClosed');
    expect((await lists()).body.conversations[0].sameAgent).toBe(false);
  });

  test('is told to nobody whose token proves nothing', async () => {
    for (const token of [undefined, 'x', `${jwt}x`, `${jwt} x`, await signed({ aud: 'other' })]) {
      const refused = await api.call('GET /v1/reconnect?channel=web', { as: null, headers: bearer(token) });
      expect(refused).toMatchObject({ status: 401, body: { type: 'urn:threadkeeper:problem:identity.invalid' } });
    }
    const key = await api.call('GET /v1/reconnect?channel=web');
    expect(key.status).toBe(401);
  });

  test('a key that the channel has got a moment ago is good', async () => {
    const stored = api.deps.channels.get;
    const stale = await stored('web');
    api.deps.channels.get = async (channelId, options) => (options?.fresh ? stored(channelId, options) : stale);
    const secret = `${SECRET}, the next`;
    await api.call('PUT /v1/channels/web/identity', { json: { ...HS, keys: [{ secret }] } });
    expect((await lists(await signed({}, Buffer.from(secret)))).status).toBe(200);
  });

  test('is nothing where nobody is brought back, or no token is taken', async () => {
    const none = { conversations: [], newConversation: true, portalUrl: PORTAL, reason: 'disabled' };
    await set({ enabled: false });
    expect((await lists()).body).toEqual(none);
    await set({});
    await api.call('DELETE /v1/channels/web/identity');
    expect((await lists()).body).toEqual(none);
    const unknown = await api.call('GET /v1/reconnect?channel=nowhere', { as: null, headers: bearer(jwt) });
    expect(unknown.body).toEqual({ conversations: [], newConversation: true, reason: 'unknown' });
    expect((await api.call('GET /v1/reconnect', { as: null, headers: bearer(jwt) })).status).toBe(400);
  });
});

describe('going on', () => {
  test('resumes the same conversation with the same agent', async () => {
    await api.hear('customer.connected', { connectionId: 'k1' });
    await api.hear('customer.disconnected', { connectionId: 'k1' });
    api.now += 179_000;
    const resumed = await goesOn();
    expect(resumed.body).toMatchObject({
      ...{ result: 'resumed', portalUrl: PORTAL, agentId: 'ag', sameAgent: true },
      conversation: { channelId: 'web', conversationId: 'chat-1' },
    });
    const state = (await api.call('GET /v1/conversations/web/chat-1')).body;
    expect(state).toMatchObject({ status: 'open', agentId: 'ag' });
  });

  test.each([
    ['session.ended', { by: 'agent' }, 'endedByAgent'],
    ['session.ended', { by: 'customer' }, 'closedByCustomer'],
  ] as const)('after %s %o says %s', async (type, data, result) => {
    await api.hear(type, data);
    expect((await goesOn()).body).toEqual({ result, newConversation: true, portalUrl: PORTAL });
  });

  test('too late says where to go', async () => {
    await set({ redirectUrl: 'https://shop.example/late' });
    await api.hear('customer.connected', { connectionId: 'k1' });
    await api.hear('customer.disconnected', { connectionId: 'k1' });
    api.now += 180_000;
    expect((await goesOn()).body).toEqual({
      ...{ result: 'expired', newConversation: true, portalUrl: PORTAL, redirectUrl: 'https://shop.example/late' },
    });
  });

  test('with what is another’s, or nowhere, says the same', async () => {
    await chat('chat-3', 'cu-8');
    const unknown = { result: 'unknown', newConversation: true, portalUrl: PORTAL };
    expect((await goesOn('chat-3')).body).toEqual(unknown);
    expect((await goesOn('chat-9')).body).toEqual(unknown);
    expect((await goesOn('chat-1', 'x')).status).toBe(401);
  });

  test('is refused where it is off', async () => {
    await set({ enabled: false });
    expect((await goesOn()).body).toEqual({ result: 'disabled', newConversation: true, portalUrl: PORTAL });
  });
});

test('beginning anew ends nothing, and asks for nothing', async () => {
  const before = structuredClone(api.contents());
  expect((await begins()).body).toEqual({ newConversation: true, portalUrl: PORTAL });
  expect((await begins('nowhere')).status).toBe(404);
  expect(api.contents()).toEqual(before);
});

describe('what fails', () => {
  test('leaves a new conversation, and is counted', async () => {
    const counts = { ReconnectFailures: 1 };
    api.deps.customers.get = down;
    api.deps.conversations.load = down;
    const none = { newConversation: true, portalUrl: PORTAL };
    expect(await lists()).toMatchObject({ counts, body: { conversations: [], reason: 'unavailable', ...none } });
    expect(await goesOn()).toMatchObject({ counts, body: { result: 'unavailable', ...none } });
    api.deps.channels.get = down;
    for (const answer of [await lists(), await goesOn(), await begins()])
      expect(answer).toMatchObject({ status: 200, counts, body: { newConversation: true } });
  });

  test('keys of the site that cannot be had let nobody in', async () => {
    const { keys: _, ...published } = RS as typeof RS & { keys: unknown };
    const json = { ...published, jwksUrl: 'https://shop.example/jwks' };
    await api.call('PUT /v1/channels/web/identity', { json });
    api.deps.outbound.send = async () => ({ kind: 'refused', reason: 'down', forGood: false });
    const token = await signed({}, (await import('../../app/reconnect/tokens')).rsa.privateKey, { alg: 'RS256' });
    const told = await goesOn('chat-1', token);
    expect(told.body).toEqual({ result: 'unavailable', newConversation: true, portalUrl: PORTAL });
    expect(told).toMatchObject({ counts: { ReconnectFailures: 1 } });
    expect((await lists(token)).body).toMatchObject({ conversations: [], reason: 'unavailable' });
  });
});

describe('pages', () => {
  const allowed = async (line: string, origin: string) =>
    (await api.call(line, { as: null, headers: { ...bearer(jwt), origin } })).headers;

  test('of the portal may ask and read, and no others', async () => {
    for (const path of ['/v1/reconnect', '/v1/reconnect/continue', '/v1/reconnect/new', '/v1/reconnect/presence']) {
      const headers = await allowed(`OPTIONS ${path}?channel=web`, 'https://shop.example');
      expect(headers).toMatchObject({
        'access-control-allow-origin': 'https://shop.example',
        'access-control-allow-headers': 'authorization, content-type',
        vary: expect.stringContaining('Origin'),
      });
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
      for (const [query, origin] of [
        ['?channel=web', 'https://evil.example'],
        ['?channel=web', 'http://shop.example'],
        ['?channel=web', 'https://shop.exampl'],
        ['?channel=web', 'https://shop.example.net'],
        ['?channel=nowhere', 'https://shop.example'],
        ['', 'https://shop.example'],
      ] as const) {
        expect(await allowed(`OPTIONS ${path}${query}`, origin)).not.toHaveProperty('access-control-allow-origin');
      }
    }
  });

  test('are told anew each time', async () => {
    const answers = [await lists(), await lists('x'), await goesOn(), await goesOn('chat-1', 'x'), await begins()];
    expect(answers.map(({ headers }) => headers['cache-control'])).toEqual(answers.map(() => 'no-store'));
  });

  test('read answers and refusals alike', async () => {
    const origin = 'https://shop.example';
    expect((await lists(jwt, { origin })).headers['access-control-allow-origin']).toBe(origin);
    expect((await lists('x', { origin })).headers['access-control-allow-origin']).toBe(origin);
    const evil = (await lists(jwt, { origin: 'https://evil.example' })).headers;
    expect(evil).not.toHaveProperty('access-control-allow-origin');
  });
});
