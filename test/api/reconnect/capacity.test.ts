/** Whom conversations take up, as a router is told. */
import { beforeEach, expect, test } from '@jest/globals';
import { Installation } from '../installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
  await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
  await set(true);
});

const set = (enabled: boolean) =>
  api.call('PUT /v1/channels/web/reconnect', { json: { enabled, portalUrl: 'https://shop.example/help' } });
const capacity = async (agentId = 'ag', as = 'acme read') =>
  (await api.call(`GET /v1/agents/${agentId}/capacity`, { as })).body;
const none = (agentId = 'ag') => ({ agentId, active: 0, reserved: [] });
async function chat(id: string): Promise<void> {
  await api.hear('customer.connected', { connectionId: 'k1' }, id);
  await api.customerSays('hello', id);
  await api.hear('conversation.assigned', { agentId: 'ag' }, id);
}
const leaves = (id: string) => api.hear('customer.disconnected', { connectionId: 'k1' }, id);

test('an agent is active, reserved while a customer is gone, and active again', async () => {
  expect(await capacity()).toEqual(none());
  await chat('chat-1');
  await chat('chat-2');
  expect(await capacity()).toEqual({ agentId: 'ag', active: 2, reserved: [] });
  await leaves('chat-1');
  const kept = { channelId: 'web', conversationId: 'chat-1', until: '2026-01-05T09:03:00.000Z' };
  expect(await capacity()).toEqual({ agentId: 'ag', active: 1, reserved: [kept] });
  expect(await capacity('ag', 'other read')).toEqual(none());
  await api.hear('customer.connected', { connectionId: 'k2' }, 'chat-1');
  expect(await capacity()).toEqual({ agentId: 'ag', active: 2, reserved: [] });
});

test('the limit frees it to the second, whenever its alarm rings', async () => {
  await chat('chat-1');
  await leaves('chat-1');
  api.now += 179_999;
  expect((await capacity()).reserved).toHaveLength(1);
  api.now += 1;
  expect(await capacity()).toEqual(none());
  await api.ring('chat-1', api.now);
  expect(await capacity()).toEqual(none());
  expect((await api.call('GET /v1/conversations/web/chat-1')).body.status).toBe('wrapUp');
});

test.each([
  ['session.ended', { by: 'agent' }],
  ['session.ended', { by: 'customer' }],
  ['conversation.closed', { by: 'agent' }],
  ['conversation.snoozed', {}],
  ['conversation.unassigned', {}],
] as const)('%s %o frees it at once', async (type, data) => {
  await chat('chat-1');
  await leaves('chat-1');
  await api.hear(type, data, 'chat-1');
  expect(await capacity()).toEqual(none());
});

test('another agent who is assigned is taken up in place of the first', async () => {
  await chat('chat-1');
  await leaves('chat-1');
  await api.hear('conversation.assigned', { agentId: 'bo' }, 'chat-1');
  expect(await capacity()).toEqual(none());
  expect((await capacity('bo')).reserved).toHaveLength(1);
});

test('where nobody is brought back nobody is counted, from the next event on', async () => {
  await chat('chat-1');
  await set(false);
  await api.customerSays('still here', 'chat-1');
  expect(await capacity()).toEqual(none());
  await chat('chat-2');
  expect(await capacity()).toEqual(none());
});
