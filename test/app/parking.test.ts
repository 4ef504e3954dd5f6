import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_WORKSPACE, park } from '../../src/app/park';
import { retryParked } from '../../src/app/retry-parked';
import type { EffectBatch } from '../../src/engine/effects';
import type { EventMessage } from '../../src/ports/queues';
import type { QueueName } from '../../src/ports/receipts';
import { effect, event, ref, START, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
});
const parked = async (workspaceId = 'main') => (await world.deps.parked.list(workspaceId, { limit: 50 })).items;
const parkIt = (queue: QueueName, message: unknown, messageId = 'm1') =>
  park({ queue, messageId, body: typeof message === 'string' ? message : JSON.stringify(message) }, 'why', world.deps);
async function retryIt() {
  const [message] = await parked();
  return retryParked('main', message?.id ?? '', world.deps);
}
/** Whose messages were sent. */
function owners(): string[] {
  const events = (world.sent('events') as EventMessage[]).map((sent) =>
    sent.kind === 'event' ? sent.event : sent.ring,
  );
  const batches = [...world.sent('actions'), ...world.sent('slow')] as EffectBatch[];
  return [...events, ...batches.map((sent) => sent.ref)].map(({ workspaceId }) => workspaceId);
}
const QUEUES: readonly QueueName[] = ['events', 'actions', 'slow', 'delays'];
const batch = { schema: 1, ref, batchId: 'b1', effects: [effect('a')] };
/** As SES tells of an e-mail that came in. */
const mail = {
  Records: [
    {
      eventSource: 'aws:ses',
      ses: {
        mail: { messageId: 'm1', source: 'kim@example.com', timestamp: '2026-01-05T09:00:00.000Z' },
        receipt: { recipients: ['reply+x@reply.shop.example'] },
      },
    },
  ],
};
const ring = {
  schema: 1,
  workspaceId: 'main',
  channelId: 'web',
  subject: 'chat-1',
  due: START - 5,
  receivedAt: START - 9,
};

describe('parking', () => {
  test('twice is parking once', async () => {
    await parkIt('events', { kind: 'event', event: event('e1') });
    await parkIt('events', { kind: 'event', event: event('e1') });
    expect(await parked()).toHaveLength(1);
  });

  test.each<[QueueName, unknown]>([
    ['events', { kind: 'event', event: event('e1') }],
    ['events', { kind: 'ring', ring }],
    ['actions', batch],
    ['slow', batch],
    ['delays', ring],
    ['mail', { ...mail, ref }],
  ])('tells whose message of %s it is', async (queue, message) => {
    await parkIt(queue, message);
    expect(await parked()).toMatchObject([{ queue, conversation: { channelId: 'web', conversationId: 'chat-1' } }]);
  });

  test('loses nothing, whatever it is', async () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.anything().map((value) => JSON.stringify({ event: value, ref: value }) ?? ''),
    );
    await fc.assert(
      fc.asyncProperty(bodies, fc.uuid(), async (body, messageId) => {
        await parkIt('events', body, messageId);
        const items = [...(await parked(NO_WORKSPACE)), ...(await parked())];
        expect(items.map((item) => item.body)).toContain(body);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a retry by hand', () => {
  test('sends nothing to another workspace than the one in whose list it was', async () => {
    const owner = fc.constantFrom('main', 'other', '', undefined);
    const part = fc.oneof(
      owner.map((workspaceId) => ({ ...ring, ...event('e1'), workspaceId })),
      owner.map((workspaceId) => ({ ...ref, workspaceId })),
      fc.constant(undefined),
    );
    const body = fc.record({
      ...{ schema: fc.constantFrom(1, undefined), kind: fc.constantFrom('event', 'ring', undefined) },
      ...{ batchId: fc.constant('b1'), effects: fc.constant([effect('a')]), channelId: fc.constant('web') },
      ...{ subject: fc.constant('chat-1'), receivedAt: fc.constant(START), workspaceId: owner },
      ...{ event: part, ring: part, ref: part },
    });
    let resent = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...QUEUES), body, async (from, message) => {
        world = await World.open();
        await parkIt(from, message);
        for (const workspaceId of ['main', 'other', NO_WORKSPACE])
          for (const { id } of await parked(workspaceId)) {
            const before = owners().length;
            await retryParked(workspaceId, id, world.deps);
            const since = owners().slice(before);
            expect(since.filter((of) => of !== workspaceId)).toEqual([]);
            resent += since.length;
          }
      }),
    );
    expect(resent).toBeGreaterThan(5);
  });

  test('sends an event as another attempt, which no queue takes for a repeat', async () => {
    await world.deps.queues.sendEvents([{ kind: 'event', event: event('e1') }]);
    await parkIt('events', { kind: 'event', event: event('e1') });
    expect(await retryIt()).toEqual({ ok: true });
    expect(world.events).toEqual([event('e1'), { ...event('e1'), attempt: 1 }]);
    expect(await parked()).toEqual([]);
  });

  test('sends effects as another attempt, to the queue they came from', async () => {
    await parkIt('slow', batch);
    await retryIt();
    expect(world.sent('slow')).toEqual([{ ...batch, attempt: 1 }]);
  });

  test('sends an e-mail that came in to whoever takes it', async () => {
    await parkIt('mail', { ...mail, ref, attempt: 1 });
    await retryIt();
    expect(world.sent('mail')).toEqual([{ ...mail, ref, attempt: 2 }]);
    expect(await parked()).toEqual([]);
  });

  test('of a receipt that tells of no e-mail is refused, and it stays', async () => {
    await parkIt('mail', { Records: [], ref });
    expect(await retryIt()).toMatchObject({ ok: false, problem: { status: 409, code: 'message.malformed' } });
    expect(await parked()).toHaveLength(1);
  });

  test.each<QueueName>(['events', 'delays'])(
    'sends a ring of %s behind the events accepted until now',
    async (queue) => {
      await parkIt(queue, queue === 'events' ? { kind: 'ring', ring } : ring);
      await retryIt();
      expect(world.sent('events')).toContainEqual({ kind: 'ring', ring: { ...ring, receivedAt: START } });
    },
  );

  test('counts: parked again, the message tells how often it was retried', async () => {
    await parkIt('events', { kind: 'event', event: { ...event('e1'), attempt: 2 } });
    expect(await parked()).toMatchObject([{ retries: 2 }]);
    await retryIt();
    expect(world.events).toMatchObject([{ attempt: 3 }]);
  });

  test('of what cannot be read is refused, and it stays', async () => {
    await parkIt('events', { kind: 'event', event: { ...event('e1'), data: {} } });
    expect(await retryIt()).toMatchObject({ ok: false, problem: { status: 409, code: 'message.malformed' } });
    expect(await parked()).toHaveLength(1);
  });

  test('of what is not there, or of another workspace, is refused', async () => {
    await parkIt('events', { kind: 'event', event: event('e1') });
    const [message] = await parked();
    expect(await retryParked('other', message?.id ?? '', world.deps)).toMatchObject({ problem: { status: 404 } });
    expect(await retryParked('main', 'pk_none', world.deps)).toMatchObject({ problem: { status: 404 } });
  });
});
