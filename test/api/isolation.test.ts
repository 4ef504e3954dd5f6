/** Workspaces do not affect each other, whatever is asked and whosever ids are named. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { routes } from '../../src/app/api/routes';
import { park } from '../../src/app/park';
import { Installation, START, tagging } from './installation';

/** All that acme can see of itself. */
async function seen(api: Installation, ids: Ids): Promise<string> {
  const lines = [
    ...['/v1/workflows', '/v1/channels', '/v1/settings', '/v1/parked', '/v1/keys', '/v1/conversations?customer=cu-7'],
    ...[`/v1/workflows/${ids.workflow}`, '/v1/channels/web', '/v1/customers/cu-7', '/v1/conversations/web/chat-1'],
    ...['/v1/conversations/web/chat-1/timeline', `/v1/parked/${ids.parked}`],
  ];
  const answers = await Promise.all(lines.map((line) => api.call(`GET ${line}`)));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  const live = await api.deps.live.forBatch()('acme');
  return JSON.stringify([answers.map(({ body }) => body), live.version]);
}

interface Ids {
  workflow: string;
  parked: string;
  key: string;
  hint: string;
}

async function furnished(): Promise<{ api: Installation; ids: Ids }> {
  const api = await Installation.open();
  const channel = (await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } })).body;
  const workflow = (await api.call('POST /v1/workflows', { json: tagging('acme secret plan') })).body.id;
  await api.call(`POST /v1/workflows/${workflow}/publish`);
  await api.call('PATCH /v1/settings', { json: { fuse: 7 } });
  await api.customerSays('my secret');
  const event = { schema: 1, id: 'e', workspaceId: 'acme', channelId: 'web', subject: 'chat-1', receivedAt: START };
  const body = JSON.stringify({
    kind: 'event',
    event: { ...event, type: 'message.read', data: { upToMessageId: 'm' } },
  });
  await park({ queue: 'events', messageId: 'x', body }, 'It failed.', api.deps);
  const [parked] = (await api.call('GET /v1/parked')).body.items;
  const [key] = (await api.call('GET /v1/keys')).body.items;
  return { api, ids: { workflow, parked: parked.id, key: key.id, hint: channel.secrets[0].hint } };
}

const bodies: Record<string, (ids: Ids) => unknown> = {
  '/v1/workflows': () => tagging('theirs'),
  '/v1/workflows/{id}': () => tagging('theirs'),
  '/v1/workflows/order': ({ workflow }) => ({ order: [workflow] }),
  '/v1/workflows/{id}/test': () => ({
    event: { specversion: '1.0', id: 'x', source: 'web', subject: 'chat-1', type: 'conversation.queued' },
  }),
  '/v1/events': () => ({ specversion: '1.0', id: 'x', source: 'web', subject: 'chat-1', type: 'conversation.queued' }),
  '/v1/channels': () => ({ kind: 'webhook', id: 'web' }),
  '/v1/channels/{id}': () => ({ name: 'theirs' }),
  '/v1/settings': () => ({ fuse: 3 }),
  '/v1/suppressions': () => ({ address: 'theirs@example.com' }),
  '/v1/keys': () => ({ name: 'theirs', scope: 'admin' }),
  '/v1/conversations/{channelId}/{conversationId}/snooze': () => ({ duration: 'PT1H' }),
  '/v1/conversations/{channelId}/{conversationId}/assign': () => ({ agentId: 'theirs' }),
  '/v1/conversations/{channelId}/{conversationId}/message': () => ({ text: 'theirs' }),
};

test('another workspace’s admin sees nothing and changes nothing', async () => {
  const { api, ids } = await furnished();
  const before = await seen(api, ids);
  const keyed = routes.filter((route) => 'scope' in route);
  const value = fc.constantFrom('web', 'chat-1', 'cu-7', ids.workflow, ids.parked, ids.key, ids.hint);
  const call = fc.record({ route: fc.constantFrom(...keyed), values: fc.array(value, { minLength: 2, maxLength: 2 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 12 }), async (calls) => {
      for (const { route, values } of calls) {
        const rest = [...values];
        const path = route.path.replaceAll(/\{\w+\}/g, () => rest.shift() ?? '');
        const query = path === '/v1/conversations' ? '?customer=cu-7' : '';
        const json = bodies[route.path]?.(ids);
        const sent = { as: 'other admin', ...(json !== undefined && { json }) };
        const answer = await api.call(`${route.method} ${path}${query}`, sent);
        expect(JSON.stringify(answer.body ?? '')).not.toMatch(/secret plan|my secret/);
      }
      expect(await seen(api, ids)).toBe(before);
    }),
    { numRuns: 100 },
  );
});
