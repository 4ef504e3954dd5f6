import { beforeEach, describe, expect, test } from '@jest/globals';
import { Installation } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

const event = (type: string, data: Record<string, unknown>, more = {}) => {
  return { specversion: '1.0', id: 'evt-1', source: 'web', subject: 'chat-42', type, data, ...more };
};
const says = (text: string, more = {}) =>
  event('message.created', { messageId: 'm-1', author: { type: 'customer', id: 'cu-7' }, text }, more);

async function dryRun(workflow: Record<string, unknown>, json: Record<string, unknown>) {
  const made = await api.call('POST /v1/workflows', { json: { name: 'tried', steps: [], ...workflow } });
  expect(made.status).toBe(201);
  const answer = await api.call(`POST /v1/workflows/${made.body.id}/test`, { json, as: 'acme read' });
  expect(answer.status).toBe(200);
  return answer.body;
}

const returns = {
  trigger: { type: 'message.customer' },
  filter: {
    all: [
      { fact: 'message.text', op: 'contains', value: ['반품'] },
      { not: { fact: 'customer.tier', op: 'is', value: 'VIP' } },
    ],
  },
  steps: [
    { do: 'conversation.tag', tag: 'returns' },
    { do: 'message.send', text: '{{message.text}}?' },
  ],
};

describe('a dry run', () => {
  test('tells what would fire, each condition with what was found, and what would be done', async () => {
    const outcome = await dryRun(returns, { event: says('반품하고 싶어요') });
    expect(outcome).toMatchObject({ fires: true, revision: 1 });
    expect(outcome.evaluations).toEqual([
      {
        trigger: 'message.customer',
        fired: true,
        conditions: [
          {
            path: '/filter/all/0',
            fact: 'message.text',
            op: 'contains',
            expected: ['반품'],
            actual: '반품하고 싶어요',
            result: true,
          },
          { path: '/filter/all/1/not', fact: 'customer.tier', op: 'is', expected: 'VIP', result: false },
        ],
      },
    ]);
    expect(outcome.effects).toEqual([
      { type: 'conversation.tag', fields: { tag: 'returns' } },
      { type: 'message.send', fields: { text: '반품하고 싶어요?' } },
    ]);
  });

  test('a wait is judged with what the event told of the customer', async () => {
    const customer = { id: 'cu-7', tier: 'VIP' };
    const of = { messageId: 'm-1', author: { type: 'customer', id: 'cu-7' }, text: '언제 오나요', customer };
    const trigger = { type: 'chat.customerWaiting', wait: 'PT3M' };
    const waits = { trigger, filter: { fact: 'customer.tier', op: 'is', value: 'VIP' } };
    expect(await dryRun(waits, { event: event('message.created', of) })).toMatchObject({ fires: true });
  });

  test('tells what kept it from firing', async () => {
    const customer = { id: 'cu-7', tier: 'VIP' };
    const of = { messageId: 'm-1', author: { type: 'customer', id: 'cu-7' }, text: '반품', customer };
    const outcome = await dryRun(returns, { event: event('message.created', of) });
    expect(outcome).toMatchObject({ fires: false, effects: [] });
    expect(outcome.evaluations[0].reason).toMatchObject({
      kind: 'condition',
      path: '/filter/all/1/not',
      actual: 'VIP',
    });
    const other = await dryRun(returns, { event: event('conversation.closed', { by: 'agent' }) });
    expect(other).toMatchObject({ fires: false, evaluations: [] });
    expect(other.notes.join()).toContain('message.customer');
  });

  test('knows the customer and the channel of the workspace', async () => {
    await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
    await api.hear('customer.updated', { customer: { id: 'cu-7', tags: ['gold'] } }, 'cu-7');
    const filter = {
      all: [
        { fact: 'channel.kind', op: 'is', value: 'webhook' },
        { fact: 'customer.tags', op: 'contains', value: 'gold' },
      ],
    };
    const conversation = { customerId: 'cu-7' };
    const given = { trigger: { type: 'message.customer' }, filter };
    expect((await dryRun(given, { event: says('hi'), conversation })).fires).toBe(true);
  });

  describe('of a wait', () => {
    const waiting = {
      trigger: { type: 'chat.customerWaiting', wait: 'PT3M' },
      steps: [{ do: 'note.add', text: 'waits' }],
    };
    const time = '2026-01-05T09:00:00Z';

    test('tells what is waited for and judges it when it is due', async () => {
      const outcome = await dryRun(waiting, { event: says('hello', { time }) });
      expect(outcome).toMatchObject({ fires: true, judgedAt: '2026-01-05T09:03:00.000Z' });
      const wait = { kind: 'customerWaiting', since: '2026-01-05T09:00:00.000Z', due: '2026-01-05T09:03:00.000Z' };
      expect(outcome.waits).toContainEqual(wait);
      expect(outcome.effects).toEqual([{ type: 'note.add', fields: { text: 'waits' } }]);
    });

    test('is judged at `now` if that is given', async () => {
      const at = (now: string) => dryRun(waiting, { event: says('hello', { time }), now });
      expect((await at('2026-01-05T09:02:59Z')).fires).toBe(false);
      expect((await at('2026-01-05T09:03:00Z')).fires).toBe(true);
      const [{ id }] = (await api.call('GET /v1/workflows')).body.items;
      const before = { event: says('hello', { time }), now: '2026-01-05T08:59:59Z' };
      const answer = await api.call(`POST /v1/workflows/${id}/test`, { json: before });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '/now' }] } });
    });

    test('does not fire where the conversation ends it', async () => {
      const conversation = {
        ...{ status: 'open' as const, inInbox: true },
        waits: [{ kind: 'customerWaiting', since: '2026-01-05T08:58:00Z' }],
      };
      const answered = event('message.created', { messageId: 'm', author: { type: 'agent', id: 'ag' } }, { time });
      const now = '2026-01-05T09:10:00Z';
      expect((await dryRun(waiting, { event: answered, conversation, now })).fires).toBe(false);
      const read = event('message.read', { upToMessageId: 'm' }, { time });
      expect((await dryRun(waiting, { event: read, conversation, now })).fires).toBe(true);
    });
  });

  test('takes what GET answers of a conversation', async () => {
    await api.customerSays('hello');
    const conversation = (await api.call('GET /v1/conversations/web/chat-1')).body;
    const closing = { trigger: { type: 'chat.closed', scope: 'inInbox' } };
    const outcome = await dryRun(closing, { event: event('conversation.closed', { by: 'agent' }), conversation });
    expect(outcome.fires).toBe(true);
    expect((await dryRun(closing, { event: event('conversation.closed', { by: 'agent' }) })).fires).toBe(false);
  });

  test('an exclusive run that goes on keeps it from firing', async () => {
    const run = {
      ...{ id: 'run_1', workflowId: 'wf_1', revision: 1, trigger: 'message.customer', mode: 'exclusive' },
      ...{ startedAt: '2026-01-05T08:00:00Z', waitsFor: 'wait' },
    };
    const exclusive = { trigger: { type: 'message.customer' }, mode: 'exclusive' };
    const outcome = await dryRun(exclusive, { event: says('hi'), conversation: { status: 'open', runs: [run] } });
    expect(outcome.evaluations[0]).toMatchObject({ fired: false, reason: { kind: 'exclusive' } });
  });

  test('names the place at fault in what it is given', async () => {
    const { id } = (await api.call('POST /v1/workflows', { json: { name: 'a', ...returns } })).body;
    const test = async (json: unknown) => {
      const answer = await api.call(`POST /v1/workflows/${id}/test`, { json });
      expect(answer.status).toBe(400);
      return answer.body.errors[0].path;
    };
    expect(await test({ event: event('message.created', { messageId: 'm', author: { type: 'ghost' } }) })).toBe(
      '/event/data/author/type',
    );
    expect(await test({ event: says('x'), conversation: { colour: 'red' } })).toBe('/conversation/colour');
    expect(await test({ event: says('x'), now: 'soon' })).toBe('/now');
    expect(await test({ event: [says('x'), says('y')] })).toBe('/event');
    expect(await test({})).toBe('/event');
  });

  test('keeps and sends nothing', async () => {
    await dryRun(returns, { event: says('반품') });
    expect((await api.call('GET /v1/conversations/web/chat-42')).status).toBe(404);
  });

  describe('among what is live', () => {
    const live = async (workflow: Record<string, unknown>) => {
      const { body } = await api.call('POST /v1/workflows', { json: { steps: [], ...workflow } });
      await api.call(`POST /v1/workflows/${body.id}/publish`);
      return body.id as string;
    };
    const exclusive = { trigger: { type: 'message.customer' }, mode: 'exclusive' };

    test('tells of each workflow of the triggers that are met', async () => {
      await live({ name: 'closes', trigger: { type: 'message.customer' }, steps: [{ do: 'conversation.close' }] });
      await live({ name: 'refunds', trigger: { type: 'message.customer' }, filter: returns.filter });
      await live({ name: 'closed', trigger: { type: 'chat.closed' } });
      const outcome = await dryRun({ ...returns }, { event: says('hello') });
      expect(outcome).toMatchObject({ fires: false, effects: [], runs: [] });
      expect(outcome.others.map(({ name, fired }: Record<string, unknown>) => [name, fired])).toEqual([
        ['closes', true],
        ['refunds', false],
        ['closed', true],
      ]);
      expect(outcome.others[1].conditions).toHaveLength(2);
    });

    test('an exclusive one before it in order keeps it from firing', async () => {
      const first = await live({ ...exclusive, name: 'first' });
      const second = await live({ ...exclusive, name: 'second' });
      const test = async (id: string) =>
        (await api.call(`POST /v1/workflows/${id}/test`, { json: { event: says('hi') } })).body;
      expect(await test(first)).toMatchObject({ fires: true, others: [{ name: 'second', fired: false }] });
      expect(await test(second)).toMatchObject({ fires: false, others: [{ name: 'first', fired: true }] });
      await api.call('PUT /v1/workflows/order', { json: { order: [second, first] } });
      expect(await test(second)).toMatchObject({ fires: true });
    });

    test('a draft stands in the place of what is published of it', async () => {
      const id = await live({ ...returns, name: 'returns' });
      const edited = { ...returns, name: 'edited', steps: [{ do: 'conversation.tag', tag: 'edited' }] };
      await api.call(`PUT /v1/workflows/${id}`, { json: edited });
      const { body } = await api.call(`POST /v1/workflows/${id}/test`, { json: { event: says('반품') } });
      expect(body).toMatchObject({ fires: true, revision: 2, others: [] });
      expect(body.effects).toEqual([{ type: 'conversation.tag', fields: { tag: 'edited' } }]);
    });
  });

  test('can be of a workflow that is not stored, or not as it is', async () => {
    const workflow = { name: 'tried', ...returns };
    const unsaved = await api.call('POST /v1/workflows/test', {
      json: { workflow, event: says('반품') },
      as: 'acme read',
    });
    expect(unsaved.body).toMatchObject({ workflowId: 'draft', fires: true });
    expect((await api.call('GET /v1/workflows')).body.items).toEqual([]);
    const { id } = (await api.call('POST /v1/workflows', { json: { ...workflow, steps: [] } })).body;
    const { body } = await api.call(`POST /v1/workflows/${id}/test`, { json: { workflow, event: says('반품') } });
    expect([body.workflowId, body.effects.length]).toEqual([id, 2]);
    const broken = { ...workflow, steps: [{ do: 'note.add' }] };
    const refused = await api.call('POST /v1/workflows/test', { json: { workflow: broken, event: says('x') } });
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, '/workflow/steps/0/text']);
    const missing = await api.call('POST /v1/workflows/test', { json: { event: says('x') } });
    expect([missing.status, missing.body.errors[0].path]).toEqual([400, '/workflow']);
  });

  describe('of an event of the past', () => {
    const past = { channelId: 'web', conversationId: 'chat-1' };
    const eventIds = async () =>
      (await api.call('GET /v1/conversations/web/chat-1/timeline')).body.items.map(
        ({ event: of }: { event: { id: string } }) => of.id,
      );

    test('plays it on the conversation as it was then', async () => {
      await api.customerSays('hello');
      await api.hear('conversation.updated', { addTags: ['seen'] });
      await api.customerSays('반품');
      await api.hear('conversation.updated', { removeTags: ['seen'] });
      const tagged = {
        trigger: { type: 'message.customer' },
        filter: { fact: 'conversation.tags', op: 'contains', value: 'seen' },
      };
      const [first, , third] = await eventIds();
      const on = (eventId: string) => dryRun(tagged, { conversation: past, eventId });
      expect((await on(first)).fires).toBe(false);
      expect(await on(third)).toMatchObject({ fires: true, evaluations: [{ conditions: [{ actual: ['seen'] }] }] });
      const state = (await api.call('GET /v1/conversations/web/chat-1')).body;
      expect(state.tags).toEqual([]);
    });

    test('judges its wait when it would have been due', async () => {
      await api.customerSays('hello');
      const [eventId] = await eventIds();
      api.now += 3_600_000;
      const trigger = { type: 'chat.customerWaiting', wait: 'PT3M' };
      const outcome = await dryRun({ trigger }, { conversation: past, eventId });
      expect(outcome).toMatchObject({ fires: true, judgedAt: '2026-01-05T09:03:00.000Z' });
    });

    test('that there is not, or that is named twice, is told', async () => {
      const { id } = (await api.call('POST /v1/workflows', { json: { name: 'a', ...returns } })).body;
      const test = (json: unknown) => api.call(`POST /v1/workflows/${id}/test`, { json });
      expect((await test({ conversation: past, eventId: 'no' })).status).toBe(404);
      const both = await test({ conversation: past, eventId: 'a', entryId: 'b' });
      expect([both.status, both.body.errors[0].path]).toEqual([400, '/eventId']);
      const nowhere = await test({ eventId: 'a' });
      expect([nowhere.status, nowhere.body.errors[0].path]).toEqual([400, '/conversation']);
    });
  });
});
