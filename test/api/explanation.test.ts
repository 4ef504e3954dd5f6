import { beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { handleEvent } from '../../src/app/handle-event';
import type { PublicEvent } from '../../src/engine/event';
import { Installation } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

async function make(workflow: Record<string, unknown>, publish = true): Promise<string> {
  const made = await api.call('POST /v1/workflows', { json: { steps: [], ...workflow } });
  expect(made.status).toBe(201);
  if (publish) expect((await api.call(`POST /v1/workflows/${made.body.id}/publish`)).status).toBe(200);
  return made.body.id;
}
const edit = (id: string, workflow: Record<string, unknown>) => api.call(`PUT /v1/workflows/${id}`, { json: workflow });
const entries = async () => {
  const { items } = (await api.call('GET /v1/conversations/web/chat-1/timeline?limit=100')).body;
  return items.filter(({ kind }: { kind: string }) => kind !== 'effect');
};
const explain = (entryId: string) =>
  api.call(`GET /v1/conversations/web/chat-1/timeline/${entryId}/explanation`, { as: 'acme read' });
const lastEntry = async () => (await entries()).at(-1).id as string;

const returns = (word: string, more = {}) => ({
  ...{ name: `returns ${word}`, trigger: { type: 'message.customer' } },
  filter: {
    all: [
      { fact: 'message.text', op: 'contains', value: word },
      { fact: 'conversation.tags', op: 'missing' },
    ],
  },
  steps: [{ do: 'conversation.tag', tag: 'returns' }],
  ...more,
});

describe('an explanation', () => {
  test('tells for every workflow of the trigger whether it fired, each condition with what was found then', async () => {
    await make(returns('반품'));
    await make(returns('환불'));
    await api.customerSays('반품하고 싶어요');
    await api.customerSays('반품이요');
    const [, second] = await entries();
    await api.hear('conversation.updated', { removeTags: ['returns'] });
    const { status, body } = await explain(second.id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ entryId: second.id, event: { type: 'message.created' }, asRecorded: true });
    const told = body.evaluations.map(({ name, fired, reason }: Record<string, unknown>) => ({ name, fired, reason }));
    const reason = {
      kind: 'condition',
      path: '/filter/all/1',
      fact: 'conversation.tags',
      op: 'missing',
      actual: ['returns'],
    };
    expect(told).toEqual([
      { name: 'returns 반품', fired: false, reason },
      { name: 'returns 환불', fired: false, reason: expect.objectContaining({ path: '/filter/all/0' }) },
    ]);
    expect(body.evaluations[0].conditions).toEqual([
      {
        path: '/filter/all/0',
        fact: 'message.text',
        op: 'contains',
        expected: '반품',
        actual: '반품이요',
        result: true,
      },
      { path: '/filter/all/1', fact: 'conversation.tags', op: 'missing', actual: ['returns'], result: false },
    ]);
  });

  test('is found by the id of the event too, and decides with what was published then', async () => {
    const id = await make(returns('반품'));
    await api.customerSays('반품');
    await edit(id, returns('환불'));
    await api.call(`POST /v1/workflows/${id}/publish`);
    const [{ event }] = await entries();
    const { body } = await explain(event.id);
    expect(body).toMatchObject({ asRecorded: true, evaluations: [{ revision: 1, fired: true, name: 'returns 반품' }] });
  });

  test('tells of more workflows than are recorded with an event', async () => {
    for (let n = 0; n < 25; n++) await make(returns(`word${n}`));
    await api.customerSays('hello');
    const [entry] = await entries();
    expect(entry.moreNotFired).toBe(5);
    expect((await explain(entry.id)).body.evaluations).toHaveLength(25);
  });

  test('tells of those that were not active then whether they would have fired', async () => {
    const paused = await make(returns('반품', { name: 'paused' }));
    await api.call(`POST /v1/workflows/${paused}/pause`);
    await make(returns('환불', { name: 'draft' }), false);
    await make({ name: 'other', trigger: { type: 'chat.closed' } }, false);
    await api.customerSays('반품');
    const { body } = await explain(await lastEntry());
    expect(body.asRecorded).toBe(true);
    expect(body.evaluations.map(({ name, reason }: Record<string, unknown>) => [name, reason])).toEqual([
      ['paused', { kind: 'status', detail: 'it was not active then; it would have fired' }],
      ['draft', { kind: 'status', detail: expect.stringContaining('/filter/all/0') }],
    ]);
  });

  test('of time that passed tells of the wait that was judged', async () => {
    const trigger = { type: 'chat.customerWaiting', wait: 'PT3M' };
    await make({ name: 'vip', trigger, filter: { fact: 'customer.tier', op: 'is', value: 'VIP' } });
    await make({ name: 'gold', trigger, filter: { fact: 'customer.tier', op: 'is', value: 'gold' } });
    await api.customerSays('hello');
    api.now += 180_000;
    await api.ring();
    const { body } = await explain(await lastEntry());
    expect(body.event).toBeUndefined();
    expect(body.asRecorded).toBe(true);
    expect(body.evaluations.map(({ name, fired }: Record<string, unknown>) => [name, fired])).toEqual([
      ['vip', true],
      ['gold', false],
    ]);
  });

  test('judges the time of day by the clock that judged it then', async () => {
    await make({
      name: 'ten',
      trigger: { type: 'message.customer' },
      filter: { fact: 'time.hour', op: 'gte', value: 10 },
    });
    api.now = Date.parse('2026-01-05T10:00:01Z');
    const of = { schema: 1 as const, id: 'e', workspaceId: 'acme', channelId: 'web', subject: 'chat-1' };
    const data = { messageId: 'm', author: { type: 'customer' as const }, text: 'hi' };
    await api.take({ ...of, type: 'message.created', receivedAt: api.now - 2000, data });
    const { body } = await explain('e');
    expect(body).toMatchObject({ asRecorded: true, evaluations: [{ fired: true, conditions: [{ actual: 10 }] }] });
  });

  test('knows occasions again that alarms made, however many alarms came to nothing before', async () => {
    await make({ name: 'opened', trigger: { type: 'chat.opened' } });
    await make({ name: 'waits', trigger: { type: 'chat.customerWaiting', wait: 'PT1M' } });
    await api.customerSays('hello');
    await api.hear('message.created', { messageId: 'm', author: { type: 'agent', id: 'ag' }, text: 'hi' });
    api.now += 60_000;
    await api.ring('chat-1', api.now);
    expect(await entries()).toHaveLength(2);
    await api.hear('conversation.snoozed', { until: new Date(api.now + 60_000).toISOString() });
    api.now += 60_000;
    await api.ring();
    const { body } = await explain(await lastEntry());
    expect(body).toMatchObject({ asRecorded: true, evaluations: [{ name: 'opened', fired: true }] });
  });

  test('knows callers again who were answered at once', async () => {
    const config = { accountSid: `AC${'0'.repeat(32)}`, number: '+82212345678' };
    const of = { workspaceId: 'acme', id: 'phone', kind: 'twilio-voice', version: 1, createdAt: 0 };
    await api.deps.channels.put({ ...of, secrets: ['a'.repeat(32)], config });
    const menu = {
      do: 'call.menu',
      text: '?',
      choices: { 1: [{ do: 'call.say', text: 'one' }, { do: 'call.hangUp' }] },
    };
    await make({ name: 'menu', trigger: { type: 'call.ringing' }, steps: [menu] });
    const context = { live: api.deps.live.forBatch(), sent: api.deps.sent, heard: true as const };
    const told = { schema: 1 as const, workspaceId: 'acme', channelId: 'phone', subject: 'CA1', receivedAt: api.now };
    const ringing: PublicEvent = { ...told, id: 'r', type: 'call.ringing', data: { from: '+1', to: '+2' } };
    const { conversation } = await handleEvent({ kind: 'event', event: ringing }, api.deps, context);
    const [run] = conversation?.runs ?? [];
    const effectId = run?.waitsFor.kind === 'answer' ? run.waitsFor.effectId : '';
    const data = { effectId, runId: run?.id ?? '', workflowId: run?.workflowId ?? '', type: 'call.menu', status: 200 };
    const answered = { ...told, id: 'a', type: 'effect.answered' as const, data: { ...data, body: { digits: '1' } } };
    await handleEvent({ kind: 'event', event: answered }, api.deps, context);
    for (const id of ['r', 'a']) {
      const { body } = await api.call(`GET /v1/conversations/phone/CA1/timeline/${id}/explanation`);
      expect([id, body.asRecorded, body.notes.filter((note: string) => note.includes('otherwise'))]).toEqual([
        id,
        true,
        [],
      ]);
    }
  });

  test('of what met no trigger says so', async () => {
    await api.customerSays('hello');
    const { body } = await explain(await lastEntry());
    expect(body).toMatchObject({ evaluations: [], notes: ['Nothing here met the trigger of any workflow.'] });
  });

  test('says that what it needs is no longer kept, or never was', async () => {
    await make(returns('반품'));
    await api.customerSays('반품');
    await api.customerSays('반품');
    const [first, second] = await entries();
    expect((await explain('no-such')).status).toBe(404);
    expect((await api.call(`GET /v1/conversations/web/chat-2/timeline/${first.id}/explanation`)).status).toBe(404);
    const { list } = api.deps.timeline;
    api.deps.timeline.list = async (ref) => (await list(ref)).filter(({ id }) => id !== first.id);
    const lost = await explain(second.id);
    expect([lost.status, lost.body.type]).toEqual([410, 'urn:threadkeeper:problem:explanation.gone']);
    api.deps.timeline.list = list;
    api.deps.configuration.getSnapshot = async () => undefined;
    expect((await explain(second.id)).status).toBe(410);
  });
});

describe('whatever happens', () => {
  const trigger = fc.constantFrom(
    { type: 'message.customer' },
    { type: 'message.agent', kind: 'customer' },
    { type: 'chat.opened', timing: 'every' },
    { type: 'chat.opened', timing: 'first' },
    { type: 'chat.closed' },
    { type: 'chat.customerWaiting', wait: 'PT1M' },
    { type: 'chat.customerWaiting', wait: 'PT2M', timing: 'whenOpened' },
    { type: 'chat.agentWaiting', wait: 'PT1M' },
  );
  const filter = fc.constantFrom(
    { all: [] },
    { fact: 'conversation.tags', op: 'contains', value: 'a' },
    { fact: 'conversation.openedCount', op: 'gte', value: 2 },
    { fact: 'customer.tier', op: 'is', value: 'VIP' },
    { fact: 'conversation.priority', op: 'isNot', value: 'high' },
    { fact: 'time.hour', op: 'gte', value: 10 },
  );
  const step = fc.constantFrom(
    { do: 'conversation.tag', tag: 'a' },
    { do: 'conversation.close' },
    { do: 'conversation.open' },
    { do: 'priority.set', priority: 'high' },
    { do: 'wait', duration: 'PT90S' },
    { do: 'conversation.snooze', duration: 'PT2M' },
  );
  const mode = fc.constantFrom('exclusive', 'background');
  const workflow = fc.record({ trigger, filter, mode, steps: fc.array(step, { maxLength: 3 }) });
  const happening = fc.oneof(
    ...['customer', 'agent', 'close', 'open', 'snooze', 'vip', 'ring', 'alarm', 'command'].map((kind) =>
      fc.record({
        kind: fc.constant(kind),
        after: fc.integer({ min: 1, max: 100 }),
        lag: fc.integer({ min: 0, max: 3 }),
      }),
    ),
    fc.record({ kind: fc.constant('edit'), which: fc.nat(4), workflow, after: fc.constant(1), lag: fc.constant(0) }),
    fc.record({ kind: fc.constant('pause'), which: fc.nat(4), after: fc.constant(1), lag: fc.constant(0) }),
  );

  interface Happening {
    kind: string;
    lag: number;
    which?: number;
    workflow?: object;
  }
  const acme = { workspaceId: 'acme', channelId: 'web' };
  let arrived = 0;

  /** An event that is evaluated some seconds after it arrived, and not before those that arrived earlier. */
  function hear(type: PublicEvent['type'], data: Record<string, unknown>, lag: number): Promise<void> {
    arrived = Math.max(arrived, api.now - lag * 1000);
    const of = { schema: 1, ...acme, subject: 'chat-1', receivedAt: arrived };
    return api.take({ ...of, id: `e${api.now} ${type}`, type, data } as PublicEvent);
  }

  async function happen(one: Happening, ids: readonly string[]): Promise<void> {
    const says = (type: string) => ({ messageId: `m${api.now}`, author: { type, id: type }, text: 'hi' });
    const id = ids[(one.which ?? 0) % ids.length];
    const hears = (type: PublicEvent['type'], data: Record<string, unknown>) => hear(type, data, one.lag);
    switch (one.kind) {
      case 'customer':
        return hears('message.created', says('customer'));
      case 'agent':
        return hears('message.created', says('agent'));
      case 'close':
        return hears('conversation.closed', { by: 'agent' });
      case 'open':
        return hears('conversation.opened', { by: 'customer' });
      case 'snooze':
        return hears('conversation.snoozed', { until: new Date(api.now + 60_000).toISOString() });
      case 'vip':
        return hears('message.read', { upToMessageId: 'm', customer: { id: 'cu', tier: 'VIP' } });
      case 'ring':
        return api.ring();
      case 'alarm': {
        const { conversation } = await api.deps.conversations.load({ ...acme, conversationId: 'chat-1' });
        return api.ring('chat-1', conversation?.armed);
      }
      case 'command':
        return void (await api.call('POST /v1/conversations/web/chat-1/close'));
      case 'pause':
        return void (await api.call(`POST /v1/workflows/${id}/pause`));
      default: {
        const { trigger } = (await api.call(`GET /v1/workflows/${id}`)).body;
        await api.call(`PUT /v1/workflows/${id}`, { json: { name: 'edited', ...one.workflow, trigger } });
        await api.call(`POST /v1/workflows/${id}/publish`);
      }
    }
  }

  test('explanations agree with what was recorded', async () => {
    let explained = 0;
    const story = fc.asyncProperty(
      fc.array(workflow, { minLength: 1, maxLength: 4 }),
      fc.array(happening, { minLength: 1, maxLength: 12 }),
      async (workflows, happenings) => {
        api = await Installation.open();
        arrived = 0;
        api.now = Date.parse('2026-01-05T09:58:00Z');
        const ids: string[] = [];
        for (const [n, one] of workflows.entries()) ids.push(await make({ name: `w${n}`, ...one }));
        for (const one of happenings) {
          api.now += one.after * 1000;
          await happen(one, ids);
        }
        if ((await api.call('GET /v1/conversations/web/chat-1')).status === 404) return;
        for (const entry of await entries()) {
          const { status, body } = await explain(entry.id);
          expect([status, body.asRecorded]).toEqual([200, true]);
          expect(body.notes.filter((note: string) => note.includes('otherwise'))).toEqual([]);
          const fired = body.evaluations.filter((one: { fired: boolean }) => one.fired).length;
          expect(fired).toBe((entry.evaluations ?? []).filter((one: { fired: boolean }) => one.fired).length);
          explained += 1;
        }
      },
    );
    await fc.assert(story, { numRuns: 60 });
    expect(explained).toBeGreaterThan(100);
  });
});
