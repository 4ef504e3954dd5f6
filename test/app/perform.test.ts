import { beforeEach, describe, expect, test } from '@jest/globals';
import { type PerformedBatch, perform } from '../../src/app/perform';
import type { Effect } from '../../src/engine/effects';
import type { OutboundHttp, OutboundResult } from '../../src/ports/outbound-http';
import { effect, ref, START, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
});

const MINUTE = 60_000;
const says = (status: number, headers: Record<string, string> = {}, body = ''): OutboundResult => ({
  kind: 'answer',
  status,
  headers,
  body,
});
const lost: OutboundResult = { kind: 'ambiguous', reason: 'no answer within 10 s' };
const unreachable: OutboundResult = { kind: 'refused', reason: 'ECONNREFUSED', forGood: false };

let receives = 0;
/** One receive of a message with these effects. */
const receive = (effects: Effect[], of = ref, timeLeft = 120_000): Promise<PerformedBatch> => {
  const batch = { schema: 1 as const, ref: of, batchId: 'b1', effects };
  return perform(batch, world.deps, { owner: `request-${++receives}`, timeLeft: () => timeLeft });
};
/** Receives it until it is done; how long each pause was. */
async function receiveAll(effects: Effect[], of = ref): Promise<number[]> {
  const pauses: number[] = [];
  for (;;) {
    const { againAfter } = await receive(effects, of);
    if (againAfter === undefined) return pauses;
    pauses.push(againAfter);
    world.clock.pass(againAfter);
  }
}

/** The process dies between settling a claim and telling the run. */
async function dyingBeforeItTells(effects: Effect[]): Promise<void> {
  const { sendEvents } = world.deps.queues;
  world.deps.queues.sendEvents = () => Promise.reject(new Error('killed'));
  await expect(receive(effects)).rejects.toThrow('killed');
  world.deps.queues.sendEvents = sendEvents;
}

describe('the effects of a commit', () => {
  test('are done in order, once, however often their message comes', async () => {
    const effects = ['a', 'b', 'c'].map((id) => effect(id));
    expect(await receive(effects)).toEqual({ ended: { done: 3 } });
    await receive(effects);
    expect(world.asked).toEqual(['a', 'b', 'c']);
  });

  test('are noted with their step, conversation and fields', async () => {
    await receive([effect('a', { fields: { text: '안녕' } })]);
    const note = {
      effectId: 'a',
      type: 'message.send',
      to: 'channel',
      workflowId: 'wf1',
      channelId: 'web',
      conversationId: 'chat-1',
    };
    expect(world.ports.outbound.exchanges[0]?.note).toEqual({ ...note, data: { text: '안녕' } });
  });

  test('without a counterpart at the channel are done in our state only, and say so', async () => {
    const of = { ...ref, channelId: 'phone' };
    await receive([effect('a', { type: 'note.add' })], of);
    expect(await world.deps.claims.get(of, 'a')).toMatchObject({
      state: 'done',
      detail: expect.stringContaining('Threadkeeper only'),
    });
  });

  test('too late are not done, visibly, and their run is told', async () => {
    world.clock.pass(2 * MINUTE);
    await receive([effect('a', { notAfter: START + MINUTE }), effect('b', { after: 'a' })]);
    expect(await world.states([effect('a'), effect('b')])).toEqual(['expired', 'skipped']);
    expect(world.asked).toEqual([]);
    expect(world.events).toMatchObject([{ type: 'effect.failed', data: { effectId: 'a', runId: 'r1' } }]);
  });

  test('of a channel that was removed fail, and say why', async () => {
    await world.deps.channels.remove('web');
    await receive([effect('a')]);
    expect(await world.deps.claims.get(ref, 'a')).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('removed'),
    });
  });

  test('are not told to a channel of the same name of another workspace', async () => {
    await receive([effect('a')], { ...ref, workspaceId: 'other' });
    expect(world.asked).toEqual([]);
  });

  test('are left for the next receive when the process has no time left', async () => {
    expect(await receive([effect('a')], ref, 10_000)).toEqual({ ended: {}, againAfter: 1_000 });
    expect(world.asked).toEqual([]);
  });
});

describe('an effect that does not go through', () => {
  test.each([says(503), says(429), says(500), unreachable, lost])(
    'is tried five times over about five minutes, then failed: %j',
    async (answer) => {
      world.ports.outbound.next.push(...Array(9).fill(answer));
      const pauses = await receiveAll([
        effect('a'),
        effect('b', { after: 'a' }),
        effect('x', { runId: 'r2', workflowId: 'wf2' }),
      ]);
      expect(pauses).toEqual([5_000, 20_000, 60_000, 180_000]);
      expect(await world.states([effect('a'), effect('b')])).toEqual(['failed', 'skipped']);
      expect(world.events.filter(({ data }) => 'effectId' in data && data.effectId === 'a')).toMatchObject([
        {
          type: 'effect.failed',
          subject: 'chat-1',
          data: { effectId: 'a', runId: 'r1', workflowId: 'wf1', attempts: 5 },
        },
      ]);
    },
  );

  test('holds up its own run and no other', async () => {
    world.ports.outbound.next.push(says(503));
    const effects = [effect('a'), effect('b', { after: 'a' }), effect('x', { runId: 'r2' })];
    expect(await receive(effects)).toEqual({ ended: { done: 1 }, againAfter: 5_000 });
    expect(await world.states(effects)).toEqual(['released', undefined, 'done']);
    world.clock.pass(5_000);
    await receive(effects);
    expect(world.asked).toEqual(['a', 'x', 'a', 'b']);
  });

  test('does not hold back what can go on before it: each is tried when its own pause is over', async () => {
    const other = effect('x', { runId: 'r2' });
    const effects = [effect('a'), effect('b', { after: 'a' }), other];
    world.ports.outbound.next.push(says(429, { 'retry-after': '60' }), says(503));
    expect(await receive(effects)).toMatchObject({ againAfter: 5_000 });
    world.clock.pass(5_000);
    expect(await receive(effects)).toEqual({ ended: { done: 1 }, againAfter: 55_000 });
    world.clock.pass(54_999);
    expect(await receive(effects)).toMatchObject({ againAfter: 1_000 });
    world.clock.pass(1);
    expect(await receive(effects)).toEqual({ ended: { done: 3 } });
    expect(world.asked).toEqual(['a', 'x', 'x', 'a', 'b']);
    expect((await world.deps.claims.get(ref, 'a'))?.attempts).toBe(2);
  });

  test('and failed for good stays failed when the process dies before its run is told, and the run is told', async () => {
    world.ports.outbound.next.push(says(410));
    await dyingBeforeItTells([effect('a')]);
    expect(world.events).toEqual([]);
    world.clock.pass(181_000);
    expect(await receive([effect('a')])).toEqual({ ended: { failed: 1 } });
    const claim = await world.deps.claims.get(ref, 'a');
    expect(claim?.state).toBe('failed');
    expect(world.events).toMatchObject([{ type: 'effect.failed', data: { reason: claim?.detail, attempts: 1 } }]);
    expect(world.asked).toEqual(['a']);
  });

  test('is told by who has the claim only: whoever lost it looks again', async () => {
    const { outbound } = world.deps;
    const slow: OutboundHttp = {
      send: async (request, note) => {
        world.clock.pass(200_000);
        world.deps.outbound = outbound;
        await receive([effect('a')]);
        await outbound.send(request, note);
        return says(410);
      },
    };
    Object.assign(world.deps, { outbound: slow });
    expect(await receive([effect('a')])).toEqual({ ended: {}, againAfter: 1_000 });
    expect(await receive([effect('a')])).toEqual({ ended: { done: 1 } });
    expect(world.events).toEqual([]);
  });

  test('waits as long as the receiver asks for, up to five minutes', async () => {
    world.ports.outbound.next.push(says(429, { 'retry-after': '100' }), says(503, { 'retry-after': '7200' }));
    expect(await receiveAll([effect('a')])).toEqual([100_000, 300_000]);
  });

  test.each([400, 401, 404, 410, 422])(
    'is failed at once when the receiver refuses it for good: %d',
    async (status) => {
      world.ports.outbound.next.push(says(status));
      expect(await receive([effect('a')])).toEqual({ ended: { failed: 1 } });
      expect(await world.deps.claims.get(ref, 'a')).toMatchObject({
        state: 'failed',
        attempts: 1,
        detail: expect.stringContaining(`${status}`),
      });
    },
  );

  test('in another batch before it lets it be skipped too', async () => {
    world.ports.outbound.next.push(says(404));
    await receive([effect('a')]);
    await receive([effect('b', { after: 'a' })]);
    expect(await world.states([effect('b')])).toEqual(['skipped']);
  });

  test('and is still being tried in another batch holds up nobody', async () => {
    world.ports.outbound.next.push(says(503));
    await receive([effect('hook', { type: 'webhook.call', lane: 'slow', fields: { url: 'https://x.example' } })]);
    await receive([effect('b', { after: 'hook' })]);
    expect(await world.states([effect('b')])).toEqual(['done']);
  });
});

describe('an effect that must not be done twice', () => {
  const of = { ...ref, channelId: 'phone' };
  const sms = effect('sms', { fields: { text: 'hi', to: '+821012345678' } });

  test('is unknown when nobody says how it went; its run goes on', async () => {
    world.ports.outbound.next.push(lost);
    await receive([sms, effect('b', { type: 'note.add', after: 'sms' })], of);
    expect(await world.states([sms, effect('b')], of)).toEqual(['unknown', 'done']);
    world.clock.pass(3_600_000);
    await receive([sms], of);
    expect(world.asked).toHaveLength(1);
  });

  test('is unknown when whoever did it is gone', async () => {
    const request = {
      effectId: 'sms',
      type: 'message.send',
      owner: 'crashed',
      now: START,
      leaseUntil: START + 180_000,
      repeatable: false,
    };
    await world.deps.claims.claim(of, request);
    expect(await receive([sms], of)).toEqual({ ended: {}, againAfter: 180_000 });
    world.clock.pass(181_000);
    expect(await receive([sms], of)).toEqual({ ended: { unknown: 1 } });
    expect(world.asked).toEqual([]);
  });

  test('is tried again when it was certainly not taken', async () => {
    world.ports.outbound.next.push(unreachable, says(429));
    expect(await receiveAll([sms], of)).toEqual([5_000, 20_000]);
    expect(await world.states([sms], of)).toEqual(['done']);
  });
});

describe('a webhook that a run waits for', () => {
  const call = effect('call', {
    type: 'webhook.call',
    lane: 'slow',
    awaited: true,
    fields: { url: 'https://x.example/orders' },
  });

  test('brings its answer back as an event', async () => {
    world.ports.outbound.next.push(says(200, { 'content-type': 'application/json' }, '{"stock":3}'));
    await receive([call]);
    expect(world.events).toMatchObject([
      {
        type: 'effect.answered',
        data: { effectId: 'call', runId: 'r1', workflowId: 'wf1', status: 200, body: { stock: 3 } },
      },
    ]);
  });

  test('brings it back once when the process dies before it has settled: it is asked again under the same id', async () => {
    const { settle } = world.deps.claims;
    world.deps.claims.settle = () => Promise.reject(new Error('killed'));
    await expect(receive([call])).rejects.toThrow('killed');
    world.deps.claims.settle = settle;
    world.clock.pass(181_000);
    await receive([call]);
    expect(world.events).toHaveLength(1);
    expect(world.ports.outbound.exchanges.map(({ request }) => request.headers['idempotency-key'])).toEqual([
      'call',
      'call',
    ]);
  });

  test('brings back what was answered, not what would be answered now, when the process dies before it has told', async () => {
    world.ports.outbound.next.push(says(200, { 'content-type': 'application/json' }, '{"stock":3}'), says(410));
    await dyingBeforeItTells([call]);
    expect(world.events).toEqual([]);
    expect(await receive([call])).toEqual({ ended: { done: 1 } });
    await receive([call]);
    expect(world.events).toMatchObject([{ type: 'effect.answered', data: { status: 200, body: { stock: 3 } } }]);
    expect(world.asked).toEqual(['call']);
  });

  test('is called beside those of other runs, and after those of its own', async () => {
    const other = { ...call, id: 'other', runId: 'r2' };
    world.ports.outbound.next.push(says(503), says(200));
    expect(await receive([call, { ...call, id: 'next', after: 'call' }, other])).toMatchObject({ ended: { done: 1 } });
    expect(world.asked).toEqual(['call', 'other']);
  });
});
