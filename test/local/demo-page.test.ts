/** What is behind the demo page: a desk that signs, takes and tells back; its channel, wherever the stack is served. */
import { describe, expect, test } from '@jest/globals';
import type * as z from 'zod';
import { inKorean } from '../../local/demo-page/reasons-ko';
import { words } from '../../local/demo-page/words';
import { sampleWorkflows } from '../../local/demo-page/workflows';
import type { timelineItemShape } from '../../src/app/api/conversations/timeline';
import { givenStack, sharedStack } from '../scenarios/given';
import { temporaryFolder } from './fixtures/toy-app';

const given = sharedStack({});
const AT = '/_local/demo';
const get = (path: string, headers: Record<string, string> = {}) => fetch(given.stack.url + AT + path, { headers });
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(given.stack.url + AT + path, { method: 'POST', headers, body: JSON.stringify(body) });
const happens = (conversationId: string, type: string, data: object = {}) =>
  post('/events', { conversationId, type, data });
const entriesOf = async (conversationId: string) => {
  await given.client.settle();
  const { entries } = (await (await get(`/entries?conversation=${conversationId}`)).json()) as {
    entries: { from: string; type: string; data: Record<string, unknown> }[];
  };
  return entries.map(({ from, type, data }) => [from, type, data.agentId ?? data.text]);
};
const command = (conversationId: string, name: string, body: object) =>
  given.client.ask('POST', `/v1/conversations/demo/${conversationId}/${name}`, body);

describe('the desk', () => {
  test('signs what happens, takes what it is asked to do, and tells it back', async () => {
    const author = { type: 'customer', id: 'cu' };
    expect((await happens('c1', 'message.created', { messageId: 'm1', author, text: 'hello' })).status).toBe(202);
    await given.client.settle();
    await command('c1', 'assign', { agentId: 'demo-jiho' });
    await command('c1', 'message', { text: 'hi', author: { type: 'agent', id: 'demo-jiho' } });
    expect(await entriesOf('c1')).toEqual([
      ['desk', 'message.created', 'hello'],
      ['threadkeeper', 'agent.assign', 'demo-jiho'],
      ['desk', 'conversation.assigned', 'demo-jiho'],
      ['threadkeeper', 'message.send', 'hi'],
    ]);
    const { body } = await given.client.request<{ items: { event?: { type: string; origin: string } }[] }>(
      'GET',
      '/v1/conversations/demo/c1/timeline',
    );
    expect(body.items.flatMap(({ event }) => (event ? [[event.type, event.origin]] : []))).toContainEqual([
      'conversation.assigned',
      'channel',
    ]);
  });

  test('takes nothing that is not signed, and says what Threadkeeper refused', async () => {
    expect((await post('/deliveries', { type: 'message.send', data: { conversationId: 'c2' } })).status).toBe(401);
    const refused = await happens('c2', 'message.created', { text: 'by nobody' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('messageId');
    expect(await entriesOf('c2')).toEqual([]);
  });

  test('lets no other site play', async () => {
    const body = { conversationId: 'c3', type: 'conversation.started', data: {} };
    expect((await post('/events', body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});

test('what the timeline of a chat gives as reasons is said in Korean', async () => {
  const says = (author: object, text: string) =>
    happens('c4', 'message.created', { messageId: text, author, text, customer: { id: 'cu' } });
  const customer = { type: 'customer', id: 'cu' };
  await happens('c4', 'conversation.started', { by: 'customer', customer: { id: 'cu' } });
  await says(customer, 'hello');
  await given.client.settle();
  await command('c4', 'assign', { agentId: 'demo-jiho' });
  await command('c4', 'message', { text: 'hi', author: { type: 'agent', id: 'demo-jiho' } });
  await given.client.settle();
  await says(customer, 'and?');
  await happens('c4', 'customer.connected', { connectionId: 'one' });
  await happens('c4', 'customer.disconnected', { connectionId: 'one' });
  await happens('c4', 'customer.connected', { connectionId: 'two' });
  await given.client.settle();
  await command('c4', 'snooze', { duration: 'PT10M' });
  await happens('c4', 'session.ended', { by: 'agent' });
  await given.client.settle();
  await command('c4', 'close', {});
  await given.client.settle();
  const path = '/v1/conversations/demo/c4/timeline?limit=100';
  const { body } = await given.client.request<{ items: z.infer<typeof timelineItemShape>[] }>('GET', path);
  const told = body.items.flatMap(({ waits = [], runs = [], evaluations = [], notes = [], effect }) => [
    ...waits.map(({ why }) => why),
    ...runs.map(({ detail }) => detail),
    ...evaluations.map(({ reason }) => reason?.detail),
    ...[...notes, effect?.detail],
  ]);
  const reasons = [...new Set(told.filter((reason) => reason !== undefined))];
  expect(reasons).toEqual(expect.arrayContaining(['an agent replied', 'the customer replied', 'the customer is back']));
  expect(reasons.filter((reason) => !/[가-힣]/.test(inKorean(reason)))).toEqual([]);
});

test.each([
  ['more than 50 runs wait in this conversation', '이 상담에서 기다리는 워크플로우가 50개를 넘음'],
  ['wait cancelled: the customer replied', '대기 취소: 고객이 답함'],
  ['The receiver answered 503. Attempts: 5.', '받는 쪽의 응답: 503. 시도 5회.'],
  ['constructor', 'constructor'],
])('the reason %p is %p', (reason, said) => expect(inKorean(reason)).toBe(said));

describe('customers', () => {
  test('who are logged in have a token that the channel takes', async () => {
    const { token } = (await (await get('/token?customer=demo-minjun')).json()) as { token: string };
    const { status, body } = await given.client.request('GET', '/v1/reconnect?channel=demo', undefined, {
      authorization: `Bearer ${token}`,
    });
    expect([status, body]).toEqual([
      200,
      { conversations: [], newConversation: true, portalUrl: `${given.stack.url}${AT}` },
    ]);
  });

  test('who are not have none', async () => {
    expect((await get('/token?customer=demo-visitor-1')).status).toBe(400);
  });
});

describe('the page', () => {
  test.each([
    ['', 'ko-KR,ko;q=0.9', 'ko', words.ko.title],
    ['', 'de-DE', 'en', words.en.title],
    ['?lang=ko', 'en', 'ko', words.ko.title],
    ['/shop?lang=ko', 'en', 'ko', words.ko.shop],
  ])('%s for %s is in %s, and runs nothing but its own', async (path, accepted, language, title) => {
    const response = await get(path, { 'accept-language': accepted });
    const html = await response.text();
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`<title>${title} · Threadkeeper</title>`);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
  });

  test('what it does not have is told', async () => {
    expect((await get('/nothing')).status).toBe(404);
  });

  test.each(['ko', 'en'] as const)('its sample workflows (%s) can be published, and none is odd', async (language) => {
    for (const draft of sampleWorkflows(language, given.stack.url)) {
      const { id } = await given.client.ask<{ id: string }>('POST', '/v1/workflows', draft);
      const made = await given.client.ask<{ findings?: object[] }>('POST', `/v1/workflows/${id}/publish`);
      expect(made.findings ?? []).toEqual([]);
      await given.client.pause(id);
    }
  });
});

test('its channel follows the stack to another port, and keeps what was set since', async () => {
  const dataDir = temporaryFolder();
  const before = await givenStack({ dataDir });
  const path = '/v1/channels/demo/reconnect';
  const { portalUrl, ...set } = await before.client.ask<Record<string, string>>('GET', path);
  expect(portalUrl).toBe(`${before.stack.url}${AT}`);
  await before.client.ask('PUT', path, { ...set, timeLimit: 'PT7M', portalUrl });
  await before.stop();
  const after = await givenStack({ dataDir });
  expect(await after.client.ask('GET', path)).toMatchObject({
    timeLimit: 'PT7M',
    portalUrl: `${after.stack.url}${AT}`,
  });
  const { config } = await after.client.ask<{ config: object }>('GET', '/v1/channels/demo');
  expect(config).toEqual({ deliverUrl: `${after.stack.url}${AT}/deliveries` });
  await after.stop();
});
