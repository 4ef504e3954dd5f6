import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type PerRecord, processRecords, type QueueRecord } from '../../src/app/process-records';
import { MessageError } from '../../src/app/read-message';
import { StoreError } from '../../src/ports/store-error';
import { event, World } from './world';

let world: World;
let handled: string[];
beforeEach(async () => {
  world = await World.open();
  handled = [];
});

/** `g1.a` is the message a of the group g1. */
function record(name: string, receiveCount = 1): QueueRecord {
  const body = JSON.stringify({ kind: 'event', event: event(name) });
  return { queue: 'events', receipt: name, messageId: name, group: name.split('.')[0] ?? '', body, receiveCount };
}
const busy = new StoreError('store.throttled', 'busy', { retry: true });
const hopeless = new StoreError('store.refused', 'Make it smaller.', { retry: false });

/** Handles records by name: throws what is given, else succeeds. */
const perRecord =
  (errors: Record<string, unknown> = {}): PerRecord =>
  async ({ messageId }) => {
    handled.push(messageId);
    if (messageId in errors) throw errors[messageId];
    return {};
  };
const run = async (records: QueueRecord[], handle: PerRecord) => {
  const reports = await processRecords(records, handle, world.deps);
  return Object.fromEntries(reports.map((report) => [report.record.messageId, report.outcome]));
};
/** As many turns of the event loop as anything in memory needs. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}
const parked = async () => (await world.deps.parked.list('main', { limit: 100 })).items;

describe('a batch of records', () => {
  test('is handled in order within each group', async () => {
    const records = ['g1.a', 'g2.a', 'g1.b', 'g2.b', 'g1.c'].map((name) => record(name));
    expect(Object.values(await run(records, perRecord()))).toEqual(Array(5).fill('done'));
    expect(handled.filter((name) => name.startsWith('g1'))).toEqual(['g1.a', 'g1.b', 'g1.c']);
  });

  test('of which one fails comes again from there on in its group; other groups go on', async () => {
    const records = ['g1.a', 'g1.b', 'g1.c', 'g2.a'].map((name) => record(name));
    expect(await run(records, perRecord({ 'g1.b': busy }))).toEqual({
      'g1.a': 'done',
      'g1.b': 'again',
      'g1.c': 'again',
      'g2.a': 'done',
    });
    expect(handled).not.toContain('g1.c');
    expect(world.givenBack).toEqual([
      { receipt: 'g1.b', delay: 1_000 },
      { receipt: 'g1.c', delay: 1_000 },
    ]);
  });

  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 3_000],
    [4, 5_000],
    [9, 5_000],
  ])('comes again after seconds: on its receive %d after %d ms', async (receiveCount, delay) => {
    await run([record('g1.a', receiveCount)], perRecord({ 'g1.a': busy }));
    expect(world.givenBack).toEqual([{ receipt: 'g1.a', delay }]);
  });

  test('comes again after the time that its handler asks for', async () => {
    expect(await run([record('g1.a')], async () => ({ againAfter: 60_000 }))).toEqual({ 'g1.a': 'again' });
    expect(world.givenBack).toEqual([{ receipt: 'g1.a', delay: 60_000 }]);
  });

  test('written by a newer version comes again, however often it came, and is never parked', async () => {
    const newer = new MessageError('message.newer', 'newer', { retry: true, againAfter: 30_000 });
    for (let count = 1; count < 20; count++) await run([record('g1.a', count)], perRecord({ 'g1.a': newer }));
    expect(world.givenBack).toEqual(Array(19).fill({ receipt: 'g1.a', delay: 30_000 }));
    expect(await parked()).toEqual([]);
  });

  test('that cannot even be given back comes again by its visibility time-out', async () => {
    world.deps.receipts.giveBack = () => Promise.reject(busy);
    expect(await run([record('g1.a')], perRecord({ 'g1.a': busy }))).toEqual({ 'g1.a': 'again' });
  });
});

describe('a record that can never succeed', () => {
  test('is parked at once, as it stood and with the reason, and its group goes on', async () => {
    expect(await run([record('g1.a'), record('g1.b')], perRecord({ 'g1.a': hopeless }))).toEqual({
      'g1.a': 'parked',
      'g1.b': 'done',
    });
    const conversation = { channelId: 'web', conversationId: 'chat-1' };
    expect(await parked()).toMatchObject([
      { queue: 'events', body: record('g1.a').body, reason: 'Make it smaller.', conversation },
    ]);
  });

  test('comes again while it cannot be parked', async () => {
    world.deps.parked.put = () => Promise.reject(busy);
    expect(await run([record('g1.a')], perRecord({ 'g1.a': hopeless }))).toEqual({ 'g1.a': 'again' });
  });

  test('comes again where nothing can be parked, until the queue puts it aside', async () => {
    const { parked: _, rates: __, ...deps } = world.deps;
    const reports = await processRecords([record('g1.a')], perRecord({ 'g1.a': hopeless }), deps);
    expect(reports).toMatchObject([{ outcome: 'again' }]);
  });
});

describe('a record that comes again and again', () => {
  /** Begins it as a process does that crashes: no outcome ever. */
  const crashOn = (records: QueueRecord[]) => {
    void processRecords(records, () => new Promise(() => {}), world.deps);
    return turns();
  };

  test('is parked unevaluated on its fifth receive, when it never ended', async () => {
    for (let count = 1; count <= 4; count++) await crashOn([record('g1.a', count)]);
    expect(await run([record('g1.a', 5), record('g1.b', 5)], perRecord())).toEqual({
      'g1.a': 'parked',
      'g1.b': 'done',
    });
    expect(handled).toEqual(['g1.b']);
  });

  test('does not drag along those that came with it as often', async () => {
    const batch = (count: number) => ['g1.a', 'g2.poison', 'g3.a', 'g2.behind'].map((name) => record(name, count));
    const crashing: PerRecord = (one) => (one.messageId === 'g2.poison' ? new Promise(() => {}) : perRecord()(one));
    for (let count = 1; count <= 4; count++) {
      const left = batch(count).filter(({ receipt }) => !world.removed.includes(receipt));
      void processRecords(left, crashing, world.deps);
      await turns();
    }
    const left = batch(5).filter(({ receipt }) => !world.removed.includes(receipt));
    expect(await run(left, crashing)).toEqual({ 'g2.poison': 'parked', 'g3.a': 'done', 'g2.behind': 'done' });
  });

  test('is handled alone from its third receive on: no other begins before it has ended and is off the queue', async () => {
    let running = 0;
    const alone: PerRecord = async ({ receipt }) => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      expect(world.removed).not.toContain(receipt);
      running--;
      return {};
    };
    const records = [record('g1.a', 3), record('g2.a'), record('g3.a')];
    expect(Object.values(await run(records, alone))).toEqual(['done', 'done', 'done']);
    expect(world.removed).toEqual(['g1.a', 'g2.a', 'g3.a']);
  });

  test('by a fault of the program is parked with it, and by a busy store is not', async () => {
    const bug = new TypeError('x is undefined');
    for (const count of [1, 2, 3])
      expect(await run([record('g1.a', count)], perRecord({ 'g1.a': bug }))).toEqual({ 'g1.a': 'again' });
    expect(await run([record('g1.a', 4)], perRecord({ 'g1.a': bug }))).toEqual({ 'g1.a': 'parked' });
    for (let count = 1; count < 10; count++) await run([record('g2.a', count)], perRecord({ 'g2.a': busy }));
    expect(await parked()).toMatchObject([
      { reason: 'It failed by a fault of the program (TypeError): x is undefined' },
    ]);
  });
});

test('whatever happens to whichever records, each is done, parked or comes again, in the order of its group', async () => {
  const names = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(99)).map(([group, id]) => `g${group}.${id}`),
    { maxLength: 10 },
  );
  const fate = fc.constantFrom(undefined, busy, hopeless, new TypeError('bug'), 'thrown text', null);
  await fc.assert(
    fc.asyncProperty(
      names,
      fc.array(fate, { minLength: 10, maxLength: 10 }),
      fc.integer({ min: 1, max: 6 }),
      async (ids, fates, count) => {
        world = await World.open();
        handled = [];
        const errors = Object.fromEntries(ids.flatMap((id, at) => (fates[at] === undefined ? [] : [[id, fates[at]]])));
        const outcomes = await run(
          ids.map((id) => record(id, count)),
          perRecord(errors),
        );
        expect(Object.keys(outcomes).sort()).toEqual([...ids].sort());
        for (const group of ['g1', 'g2', 'g3']) {
          const own = ids.filter((id) => id.startsWith(group));
          const first = own.findIndex((id) => outcomes[id] === 'again');
          if (first >= 0)
            expect(own.slice(first).map((id) => outcomes[id])).toEqual(own.slice(first).map(() => 'again'));
          expect(handled.filter((id) => id.startsWith(group))).toEqual(first < 0 ? own : own.slice(0, first + 1));
        }
        const kept = (await parked()).map(({ body }) => JSON.parse(body).event.id as string);
        expect(kept.sort()).toEqual(ids.filter((id) => outcomes[id] === 'parked').sort());
      },
    ),
    { numRuns: 200 },
  );
});
