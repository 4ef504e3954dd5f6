/** Links back into a conversation: made for desks, seen by anybody, followed by who was meant. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { StoreError } from '../../../src/ports/store-error';
import { type Answer, Installation } from '../installation';

const PORTAL = 'https://shop.example/help?page=1#chat';
const JSON_ONLY = { accept: 'application/json' };
let api: Installation;

beforeEach(async () => {
  api = await Installation.open();
  await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
  await set({});
  await api.hear('customer.connected', { connectionId: 'k1' });
  await api.customerSays('hello');
  await api.hear('conversation.assigned', { agentId: 'ag' });
});

const set = (more: Record<string, unknown>) =>
  api.call('PUT /v1/channels/web/reconnect', { json: { enabled: true, portalUrl: PORTAL, ...more } });
const makes = (id = 'chat-1') => api.call(`POST /v1/conversations/web/${id}/reconnect-link`);
const pathOf = ({ body }: Answer): string => new URL(body.url).pathname;
const asked = (method: string, path: string, headers: Record<string, string> = {}) =>
  api.call(`${method} ${path}`, { as: null, headers });
const leaves = () => api.hear('customer.disconnected', { connectionId: 'k1' });
const state = async () => (await api.call('GET /v1/conversations/web/chat-1')).body.reconnect?.state;

describe('a link for a desk', () => {
  test('leads to this installation, and says nothing of its conversation', async () => {
    const made = await makes();
    expect(made.status).toBe(200);
    expect(made.body.url).toMatch(/^https:\/\/api\.example\/r\/[a-z2-7]{60,}$/);
    expect(made.body.url).not.toMatch(/chat-1|acme/);
  });

  test('is refused where nobody is brought back, for what is over, and for what is not there', async () => {
    expect((await makes('chat-9')).status).toBe(404);
    await set({ enabled: false });
    expect(await makes()).toMatchObject({ status: 409, body: { type: 'urn:threadkeeper:problem:reconnect.disabled' } });
    await set({});
    await api.hear('session.ended', { by: 'agent' });
    const over = await makes();
    expect(over).toMatchObject({ status: 409, body: { type: 'urn:threadkeeper:problem:reconnect.endedByAgent' } });
  });
});

describe('seeing a link', () => {
  test('changes nothing, however often', async () => {
    const path = pathOf(await makes());
    await leaves();
    const before = structuredClone(api.contents());
    for (let times = 0; times < 3; times++) {
      expect((await asked('GET', path)).status).toBe(200);
      expect((await asked('GET', path, JSON_ONLY)).body.state).toBe('resumable');
    }
    expect(api.contents()).toEqual(before);
    expect(await state()).toBe('disconnected');
  });

  test.each([
    [PORTAL, "form-action 'self' https:;"],
    ['http://localhost:4600/_local/demo', "form-action 'self' https: http:;"],
  ])('lets its button lead to %s', async (portalUrl, allowed) => {
    await set({ portalUrl });
    const path = pathOf(await makes());
    expect((await asked('GET', path)).headers['content-security-policy']).toContain(allowed);
    const went = await asked('POST', path);
    expect(went.headers.location?.startsWith(new URL(portalUrl).origin)).toBe(true);
  });

  test('lets its button lead to where who comes too late is sent, be that on the machine itself', async () => {
    await set({ redirectUrl: 'http://localhost:4600/late' });
    const page = await asked('GET', pathOf(await makes()));
    expect(page.headers['content-security-policy']).toContain("form-action 'self' https: http:;");
  });

  test('shows a page with one button and no script, in the language of its reader', async () => {
    const path = pathOf(await makes());
    const page = await asked('GET', path, {
      accept: 'text/html,*/*;q=0.8',
      'accept-language': 'tlh, ko;q=0.5, en;q=0.3',
    });
    expect(page.body).toContain('<html lang="ko"');
    expect(page.body.match(/<button/g)).toHaveLength(1);
    expect(page.body).toContain('<form method="post">');
    expect(page.body).not.toMatch(/<script|http-equiv/);
    expect(page.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'/);
  });

  test('shows the page to whoever takes one, be it beside JSON', async () => {
    const path = pathOf(await makes());
    for (const accept of ['text/html, application/json;q=0.9', 'application/json, text/html', '*/*', ''])
      expect((await asked('GET', path, { accept })).headers['content-type']).toMatch(/^text\/html/);
  });

  test('a reader without a language of ours is told in the customer’s', async () => {
    await api.hear('message.read', { upToMessageId: 'm', customer: { id: 'cu-7', language: 'ja-JP' } });
    expect((await asked('GET', pathOf(await makes()))).body).toContain('<html lang="ja"');
  });

  test('says in JSON what could be gone on with', async () => {
    const path = pathOf(await makes());
    await leaves();
    expect((await asked('GET', path, JSON_ONLY)).body).toEqual({
      ...{ state: 'resumable', portalUrl: PORTAL, agentId: 'ag', sameAgent: true },
      ...{ conversation: { channelId: 'web', conversationId: 'chat-1' }, until: '2026-01-05T09:03:00.000Z' },
    });
  });
});

describe('following a link', () => {
  test('resumes with the same agent and leads to the portal, its query and fragment kept', async () => {
    const path = pathOf(await makes());
    await leaves();
    api.now += 179_999;
    const followed = await asked('POST', path);
    const quiet = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
    expect(followed).toMatchObject({ status: 303, headers: quiet });
    expect((await asked('GET', path, JSON_ONLY)).headers).toMatchObject(quiet);
    const token = path.slice('/r/'.length);
    expect(followed.headers.location).toBe(`https://shop.example/help?page=1&threadkeeper=${token}#chat`);
    const effects = (await api.call('GET /v1/conversations/web/chat-1/timeline')).body.items.flatMap(
      (entry: { effects?: { type: string; fields: object }[] }) => entry.effects ?? [],
    );
    expect(effects.map(({ type }: { type: string }) => type)).toEqual([
      ...['capacity.reserved', 'capacity.released', 'agent.assign', 'conversation.resumed'],
    ]);
  });

  test('twice is once', async () => {
    const path = pathOf(await makes());
    await leaves();
    const first = await asked('POST', path, JSON_ONLY);
    const second = await asked('POST', path, JSON_ONLY);
    expect(first.body).toMatchObject({ result: 'resumed', agentId: 'ag', sameAgent: true });
    expect(second.body).toEqual(first.body);
  });

  test.each([
    ['session.ended', { by: 'agent' }, 'endedByAgent'],
    ['session.ended', { by: 'customer' }, 'closedByCustomer'],
    ['conversation.closed', { by: 'customer' }, 'closedByCustomer'],
    ['conversation.closed', { by: 'agent' }, 'endedByAgent'],
  ] as const)('after %s %o says %s', async (type, data, reason) => {
    const path = pathOf(await makes());
    await set({ redirectUrl: 'https://shop.example/late' });
    await api.hear(type, data);
    const refused = { newConversation: true, portalUrl: PORTAL };
    expect((await asked('GET', path, JSON_ONLY)).body).toEqual({ state: reason, ...refused });
    expect((await asked('POST', path, JSON_ONLY)).body).toEqual({ result: reason, ...refused });
    const page = await asked('POST', path);
    expect(page.status).toBe(200);
    expect(page.body).toContain('href="https://shop.example/help?page=1#chat"');
    expect(page.body).not.toContain('<form');
  });

  test('a moment after the limit leads to the redirect URL, or offers a new conversation', async () => {
    const path = pathOf(await makes());
    await leaves();
    api.now += 180_000;
    expect((await asked('POST', path, JSON_ONLY)).body).toMatchObject({ result: 'expired' });
    expect((await asked('POST', path)).body).toContain('새 상담 시작하기');
    await set({ redirectUrl: 'https://shop.example/late' });
    for (const method of ['GET', 'POST']) {
      const late = await asked(method, path);
      expect(late).toMatchObject({ status: 303, headers: { location: 'https://shop.example/late' } });
    }
    expect((await asked('POST', path, JSON_ONLY)).body.redirectUrl).toBe('https://shop.example/late');
  });

  test('that is none of ours, or of an earlier session, or where nobody is brought back', async () => {
    const path = pathOf(await makes());
    for (const wrong of [`${path}a`, path.slice(0, -1), '/r/x', `/r/${'a'.repeat(3000)}`]) {
      expect((await asked('POST', wrong, JSON_ONLY)).body).toEqual({
        ...{ result: 'unknown', newConversation: true },
      });
    }
    await set({ enabled: false });
    expect((await asked('POST', path, JSON_ONLY)).body).toMatchObject({ result: 'disabled', portalUrl: PORTAL });
    await set({});
    await api.hear('conversation.closed', { by: 'agent' });
    await api.customerSays('again');
    expect((await asked('GET', path, JSON_ONLY)).body.state).toBe('expired');
    expect((await asked('POST', path, JSON_ONLY)).body.result).toBe('expired');
  });

  test('a page of the portal may read the answer, and no other', async () => {
    const path = pathOf(await makes());
    const allowed = async (method: string, origin: string) =>
      (await asked(method, path, { ...JSON_ONLY, origin })).headers['access-control-allow-origin'];
    for (const method of ['GET', 'OPTIONS', 'POST']) {
      expect(await allowed(method, 'https://shop.example')).toBe('https://shop.example');
      expect(await allowed(method, 'https://shop.example.evil')).toBeUndefined();
      expect(await allowed(method, 'null')).toBeUndefined();
    }
  });
});

test('asked for by HEAD it says what GET would, without the page, and changes nothing', async () => {
  const path = pathOf(await makes());
  await leaves();
  const [head, get] = [await asked('HEAD', path), await asked('GET', path)];
  expect(head).toMatchObject({ status: get.status, headers: get.headers });
  expect(head.body).toBeFalsy();
  expect(await state()).toBe('disconnected');
});

describe('when a store fails', () => {
  const down = async () => {
    throw new StoreError('store.down', 'the store is down', { retry: true });
  };

  test('a new conversation is offered, and the operator told', async () => {
    const path = pathOf(await makes());
    api.deps.conversations.load = down;
    const counted = { counts: { ReconnectFailures: 1 } };
    const told = await asked('POST', path, JSON_ONLY);
    expect(told.body).toEqual({
      ...{ result: 'unavailable', newConversation: true, portalUrl: PORTAL },
    });
    expect(told).toMatchObject(counted);
    for (const method of ['GET', 'POST']) {
      const page = await asked(method, path);
      expect(page).toMatchObject({ status: 200, ...counted });
      expect(page.body).toContain('href="https://shop.example/help');
    }
  });

  test('all of them', async () => {
    const path = pathOf(await makes());
    api.deps.signingKeys.list = down;
    api.deps.channels.get = down;
    const page = await asked('GET', path);
    expect(page).toMatchObject({ status: 200, counts: { ReconnectFailures: 1 } });
    expect(page.body).toContain('<h1>Something went wrong</h1>');
  });
});
