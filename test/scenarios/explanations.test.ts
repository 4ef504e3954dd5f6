import { describe, expect, test } from '@jest/globals';
import type { Client, Fields, Workflow } from './client';
import { refused, sharedStack } from './given';

const given = sharedStack();
const returns = {
  ...{ name: 'returns', trigger: { type: 'message.customer' } },
  filter: {
    all: [
      { fact: 'message.text', op: 'contains', value: '반품' },
      { not: { fact: 'customer.tier', op: 'is', value: 'VIP' } },
    ],
  },
  steps: [{ do: 'conversation.tag', tag: 'returns' }],
};

interface Explanation {
  asRecorded: boolean;
  evaluations: { name: string; fired: boolean; reason?: Fields; conditions: Fields[] }[];
  notes: string[];
}
const explain = async (someone: Client, subject: string, entry: string) =>
  someone.request<Explanation>('GET', `/v1/conversations/${someone.channel}/${subject}/timeline/${entry}/explanation`);

describe('why did it (not) fire?', () => {
  test('is answered for any event of the past, though workflows were edited since', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(returns);
    await someone.publish({
      ...returns,
      name: 'refunds',
      filter: { fact: 'message.text', op: 'contains', value: '환불' },
    });
    await someone.customerSays('chat', '반품하고 싶어요', { id: 'cu', tier: 'VIP' });
    const [item] = await someone.timeline('chat');
    await someone.ask('PUT', `/v1/workflows/${w}`, { ...returns, name: 'edited', filter: { all: [] } });
    await someone.ask('POST', `/v1/workflows/${w}/publish`);
    const { status, body } = await explain(someone, 'chat', item?.event?.id ?? '');
    expect([status, body.asRecorded]).toEqual([200, true]);
    expect(body.evaluations).toMatchObject([
      {
        ...{ name: 'returns', fired: false, reason: { kind: 'condition', path: '/filter/all/1/not', actual: 'VIP' } },
        conditions: [
          { fact: 'message.text', actual: '반품하고 싶어요', result: true },
          { fact: 'customer.tier', actual: 'VIP', result: true },
        ],
      },
      { name: 'refunds', fired: false, conditions: [{ result: false }] },
    ]);
  });

  test('is answered of a wait, and of a workflow that was paused', async () => {
    const someone = await given.newcomer();
    const waiting = { trigger: { type: 'chat.customerWaiting', wait: 'PT3M' } };
    await someone.publish({ ...waiting, name: 'reminds' });
    await someone.pause(await someone.publish({ ...waiting, name: 'paused' }));
    await someone.customerSays('chat');
    await someone.advance('PT4M');
    const ring = (await someone.timeline('chat')).find(({ evaluations = [] }) => evaluations.length > 0);
    const { body } = await explain(someone, 'chat', ring?.id ?? '');
    expect(body.asRecorded).toBe(true);
    expect(body.evaluations).toMatchObject([
      { name: 'reminds', fired: true },
      { name: 'paused', fired: false, reason: { kind: 'status' } },
    ]);
  });

  test('an event that there is not is not found', async () => {
    const someone = await given.newcomer();
    await someone.customerSays('chat');
    await someone.settle();
    refused(await explain(someone, 'chat', 'none'), 404);
  });
});

test('a draft is tried on an event of the past', async () => {
  const someone = await given.newcomer();
  await someone.customerSays('chat', '반품', { id: 'cu', tier: 'basic' });
  const [item] = await someone.timeline('chat');
  const conversation = { channelId: someone.channel, conversationId: 'chat' };
  const body = { workflow: returns, conversation, eventId: item?.event?.id };
  const outcome = await someone.ask<{ fires: boolean; effects: Fields[] }>('POST', '/v1/workflows/test', body);
  expect(outcome).toMatchObject({ fires: true, effects: [{ type: 'conversation.tag', fields: { tag: 'returns' } }] });
  expect((await someone.conversation('chat')).tags).toEqual([]);
});

test('what is odd about a workflow is told to whoever saves and publishes it', async () => {
  const someone = await given.newcomer();
  const odd = { name: 'odd', trigger: { type: 'chat.opened' }, steps: [{ do: 'end' }, { do: 'note.add', text: 'x' }] };
  const made = await someone.ask<Workflow & { findings: Fields[] }>('POST', '/v1/workflows', odd);
  expect(made.findings).toMatchObject([{ path: '/steps/1', severity: 'warning', code: 'unreachable' }]);
  const published = await someone.ask('POST', `/v1/workflows/${made.id}/publish`);
  expect(published).toMatchObject({ status: 'active', findings: made.findings });
});
