import { beforeEach, describe, expect, test } from '@jest/globals';
import { sweep } from '../../src/app/sweep';
import { newConversation } from '../../src/engine/conversation';
import type { QueueName } from '../../src/ports/receipts';
import { StoreError } from '../../src/ports/store-error';
import { event, ref, START, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
});

const MINUTE = 60_000;
/** A conversation that is to be looked at then. */
const waiting = async (conversationId: string, sweepAt: number) => {
  const of = { ...ref, conversationId };
  await world.deps.conversations.commit(of, newConversation(of, 'chat', START), 0, sweepAt);
};
const letter = (queue: QueueName, name: string, message: unknown) =>
  world.letters.push({ queue, messageId: name, receipt: name, body: JSON.stringify(message) });
const parked = async () => (await world.deps.parked.list('main', { limit: 50 })).items;

describe('a sweep', () => {
  test('rings the conversations whose time has come, in all shards, and no others', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `chat-${at}`);
    for (const name of names) await waiting(name, START - MINUTE);
    await waiting('later', START + MINUTE);
    expect(await sweep(world.deps)).toMatchObject({ rung: 60, fullShards: 0, errors: [] });
    const rings = world.sent('events') as {
      kind: string;
      ring: { subject: string; receivedAt: number; due?: number };
    }[];
    expect(rings.map(({ ring }) => ring.subject).sort()).toEqual([...names].sort());
    expect(
      rings.every(({ kind, ring }) => kind === 'ring' && ring.receivedAt === START && ring.due === undefined),
    ).toBe(true);
  });

  test('only sends rings: what it rang is rung again until an evaluation says otherwise', async () => {
    await waiting('chat-1', START - MINUTE);
    await sweep(world.deps);
    expect(await sweep(world.deps)).toMatchObject({ rung: 1 });
  });

  test('parks what the queues put aside, and takes it off there', async () => {
    letter('events', 'm1', { kind: 'event', event: event('e1') });
    letter('delays', 'm2', 'damaged');
    expect(await sweep(world.deps)).toMatchObject({ parked: 2, errors: [] });
    expect(world.letters).toEqual([]);
    expect(await parked()).toMatchObject([{ queue: 'events', reason: expect.stringContaining('again and again') }]);
  });

  test('parks e-mails that could not be taken, under nobody’s name when they do not say whose they are', async () => {
    letter('mail', 'm1', { Records: [{ eventSource: 'aws:ses' }] });
    letter('mail', 'm2', { requestPayload: {}, ref: { workspaceId: 'main', channelId: 'web', conversationId: 'c' } });
    expect(await sweep(world.deps)).toMatchObject({ parked: 2, errors: [] });
    expect(await parked()).toMatchObject([{ queue: 'mail', conversation: { conversationId: 'c' } }]);
  });

  test('leaves what a newer version wrote to that version', async () => {
    letter('events', 'm1', { kind: 'event', event: { ...event('e1'), schema: 2 } });
    letter('mail', 'm2', { schema: 2, receipt: {} });
    expect(await sweep(world.deps)).toMatchObject({ parked: 0, errors: [] });
    expect(world.letters).toHaveLength(2);
  });

  test('that cannot do a part does the others, and says what went wrong', async () => {
    await waiting('chat-1', START - MINUTE);
    letter('slow', 'm1', {});
    const down = new StoreError('store.unavailable', 'down', { retry: true });
    const receive = world.deps.deadLetters.receive;
    world.deps.deadLetters.receive = (queue) => (queue === 'events' ? Promise.reject(down) : receive(queue));
    expect(await sweep(world.deps)).toMatchObject({ rung: 1, parked: 1, errors: [down] });
  });

  test('does not take a letter off before it is parked', async () => {
    letter('events', 'm1', { kind: 'event', event: event('e1') });
    world.deps.parked.put = () => Promise.reject(new Error('down'));
    await sweep(world.deps);
    expect(world.letters).toHaveLength(1);
  });
});
