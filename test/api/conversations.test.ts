import { beforeEach, describe, expect, test } from '@jest/globals';
import { Installation, START, tagging } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
  await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
});

const CHAT = '/v1/conversations/web/chat-1';
const state = async () => (await api.call(`GET ${CHAT}`)).body;
const timeline = async () => (await api.call(`GET ${CHAT}/timeline`)).body.items;
const publish = async (json: Record<string, unknown>) => {
  const { id } = (await api.call('POST /v1/workflows', { json })).body;
  await api.call(`POST /v1/workflows/${id}/publish`);
  return id as string;
};

describe('a conversation', () => {
  test('is told as it is', async () => {
    await api.customerSays('hello');
    api.now += 60_000;
    await api.hear('message.created', { messageId: 'm-9', author: { type: 'agent', id: 'ag-1' }, text: 'hi' });
    await api.hear('conversation.updated', { priority: 'high', addTags: ['a', 'b'], description: 'a chat' });
    expect(await state()).toMatchObject({
      ...{ channelId: 'web', conversationId: 'chat-1', kind: 'chat', status: 'open', inInbox: true, queued: false },
      ...{ customerId: 'cu-7', priority: 'high', tags: ['a', 'b'], description: 'a chat', openedCount: 1, unread: 1 },
      startedAt: '2026-01-05T09:00:00.000Z',
      lastMessage: { messageId: 'm-9', by: 'agent', at: '2026-01-05T09:01:00.000Z' },
    });
  });

  test('tells its waits with when they are due', async () => {
    await publish({ name: 'waits', trigger: { type: 'chat.customerWaiting', wait: 'PT3M' } });
    await api.customerSays('hello');
    const wait = { kind: 'customerWaiting', since: '2026-01-05T09:00:00.000Z', due: '2026-01-05T09:03:00.000Z' };
    expect((await state()).waits).toContainEqual(wait);
    await api.call(`POST ${CHAT}/snooze`, { json: { duration: 'PT1H' } });
    expect(await state()).toMatchObject({ snoozedUntil: '2026-01-05T10:00:00.000Z', waits: [{ kind: 'snooze' }] });
  });

  test('tells its runs', async () => {
    const steps = [{ do: 'wait', duration: 'PT1H' }];
    const workflowId = await publish(tagging('later', { mode: 'exclusive', steps }));
    await api.customerSays('hello');
    expect((await state()).runs).toEqual([
      expect.objectContaining({ workflowId, mode: 'exclusive', waitsFor: 'wait' }),
    ]);
  });

  test('that is not there is not found, and no command makes one', async () => {
    for (const line of [`GET ${CHAT}`, `GET ${CHAT}/timeline`]) expect((await api.call(line)).status).toBe(404);
    for (const [command, json] of [
      ['open', {}],
      ['close', {}],
      ['snooze', { duration: 'PT1H' }],
      ['assign', { agentId: 'a' }],
      ['message', { text: 'x' }],
    ] as const)
      expect((await api.call(`POST ${CHAT}/${command}`, { json })).status).toBe(404);
    expect((await api.call(`GET ${CHAT}`)).status).toBe(404);
  });
});

describe('a timeline', () => {
  test('tells events, evaluations and effects, oldest first', async () => {
    const workflowId = await publish(
      tagging('hi', { filter: { fact: 'message.text', op: 'contains', value: 'hello' } }),
    );
    await api.customerSays('hello');
    api.now += 1000;
    await api.customerSays('bye');
    const [first, second] = await timeline();
    expect(first).toMatchObject({
      ...{ kind: 'event', at: '2026-01-05T09:00:00.000Z' },
      event: { type: 'message.created', origin: 'channel', receivedAt: '2026-01-05T09:00:00.000Z' },
      evaluations: [{ workflowId, fired: true }],
      effects: [{ type: 'conversation.tag', workflowId }],
    });
    expect(first.event.data.text).toBe('hello');
    expect(second.evaluations).toEqual([
      expect.objectContaining({
        fired: false,
        reason: expect.objectContaining({ fact: 'message.text', actual: 'bye' }),
      }),
    ]);
  });

  test('comes in pages', async () => {
    for (let n = 0; n < 5; n++) await api.customerSays(`hello ${n}`);
    const first = (await api.call(`GET ${CHAT}/timeline?limit=3`)).body;
    const rest = (await api.call(`GET ${CHAT}/timeline?limit=3&cursor=${first.next}`)).body;
    const texts = [...first.items, ...rest.items].map((item) => item.event.data.text);
    expect(texts).toEqual(['hello 0', 'hello 1', 'hello 2', 'hello 3', 'hello 4']);
    expect(rest.next).toBeUndefined();
  });
});

describe('commands', () => {
  beforeEach(() => api.customerSays('hello'));
  const command = (name: string, json: unknown = {}, headers = {}) =>
    api.call(`POST ${CHAT}/${name}`, { json, headers });

  test('answer the new state and tell the channel', async () => {
    expect((await command('assign', { agentId: 'ag-1', teamId: 't-1' })).body).toMatchObject({
      agentId: 'ag-1',
      teamId: 't-1',
    });
    expect((await command('close')).body).toMatchObject({ status: 'closed', closedBy: 'api' });
    expect((await command('open', { agentId: 'ag-1' })).body).toMatchObject({ status: 'open', openedCount: 2 });
    expect((await command('message', { text: 'one moment' })).body.status).toBe('open');
    const told = (await timeline()).flatMap((item: { effects?: { type: string }[] }) => item.effects ?? []);
    const types = told.map(({ type }: { type: string }) => type);
    const expected = ['agent.assign', 'team.assign', 'conversation.close', 'conversation.open', 'message.send'];
    expect(types).toEqual(expected);
  });

  test('a message is the bot’s unless it says otherwise; a private one is a note', async () => {
    await command('message', { text: 'hi' });
    expect((await state()).lastMessage.by).toBe('customer');
    await command('message', { text: 'hi', author: { type: 'agent', id: 'ag-1' }, private: true });
    expect((await state()).lastMessage.by).toBe('customer');
    expect((await command('message', { text: 'hi', author: { type: 'agent', id: 'ag-1' } })).body.lastMessage.by).toBe(
      'agent',
    );
    const effects = (await timeline()).flatMap((item: { effects?: { type: string }[] }) => item.effects ?? []);
    expect(effects.map(({ type }: { type: string }) => type)).toEqual(['message.send', 'note.add', 'message.send']);
  });

  test('are triggers like any other event', async () => {
    await publish({ name: 'done', trigger: { type: 'chat.closed' }, steps: [{ do: 'conversation.tag', tag: 'done' }] });
    expect((await command('close')).body.tags).toEqual(['done']);
  });

  test('snooze takes a duration or a time in the future, and one of them', async () => {
    expect((await command('snooze', { until: '2026-01-05T10:00:00+00:00' })).body.status).toBe('snoozed');
    expect((await command('snooze', { until: '2026-01-05T09:00:00Z' })).status).toBe(422);
    expect((await command('snooze', { until: '2028-01-05T09:00:00Z' })).status).toBe(422);
    for (const json of [
      {},
      { duration: 'PT1H', until: '2026-01-05T10:00:00Z' },
      { duration: 'P1Y' },
      { until: 'soon' },
    ])
      expect((await command('snooze', json)).status).toBe(400);
  });

  test('are done once under one Idempotency-Key, even when the answer was lost', async () => {
    const again = () => command('message', { text: 'hi', author: { type: 'agent' } }, { 'idempotency-key': 'k-1' });
    const first = await again();
    const second = await again();
    expect(second.body).toEqual(first.body);
    const keep = api.deps.answers.keep;
    api.deps.answers.keep = () => Promise.reject(new Error('the connection broke'));
    const lost = () => command('message', { text: 'again' }, { 'idempotency-key': 'k-2' });
    await expect(lost()).rejects.toThrow('broke');
    api.deps.answers.keep = keep;
    expect((await lost()).status).toBe(200);
    expect(await timeline()).toHaveLength(3);
  });

  test('that come at once are all applied', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((agentId) => command('assign', { agentId })));
    expect(await timeline()).toHaveLength(5);
  });
});

describe('a customer', () => {
  test('is told, with the conversations', async () => {
    await api.customerSays('hello');
    api.now += 1000;
    await api.customerSays('hello', '상담/2');
    expect((await api.call('GET /v1/customers/cu-7')).body).toMatchObject({ id: 'cu-7', tier: 'VIP' });
    const { items } = (await api.call('GET /v1/conversations?customer=cu-7')).body;
    expect(items.map((one: { conversationId: string }) => one.conversationId)).toEqual(['상담/2', 'chat-1']);
    expect(items[0].startedAt).toBe(new Date(START + 1000).toISOString());
    const one = await api.call(`GET /v1/conversations/web/${encodeURIComponent('상담/2')}`);
    expect(one.body.conversationId).toBe('상담/2');
  });

  test('that is not known is not found; conversations are listed by customer only', async () => {
    expect((await api.call('GET /v1/customers/nobody')).status).toBe(404);
    expect((await api.call('GET /v1/conversations?customer=nobody')).body).toEqual({ items: [] });
    const answer = await api.call('GET /v1/conversations');
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '?customer' }] } });
  });
});
