import { describe, expect, test } from '@jest/globals';
import { hashId } from '../../src/engine/ids';
import type { EventMessage } from '../../src/ports/queues';
import { hostileNames } from './names';
import { aWorkspace, type Given, MINUTE, T0 } from './subject';
import { batch, event, refIn, ring } from './values';

export const queues = (given: Given) =>
  describe('queues', () => {
    const asEvent = (workspaceId: string, id: string, conversationId = 'chat-42'): EventMessage => ({
      kind: 'event',
      event: event(refIn(workspaceId, conversationId), id),
    });

    test('events arrive whole and in order, grouped by conversation', async () => {
      const { queues, arrived } = given();
      const workspaceId = aWorkspace();
      const messages = Array.from({ length: 25 }, (_, at) => asEvent(workspaceId, `e${at}`, `chat-${at % 2}`));
      await queues.sendEvents(messages);
      const all = await arrived('events');
      for (const conversationId of ['chat-0', 'chat-1']) {
        const group = hashId(workspaceId, 'web', conversationId);
        const mine = messages.filter((message) => message.kind === 'event' && message.event.subject === conversationId);
        expect(all.filter((some) => some.group === group).map(({ body }) => body)).toEqual(mine);
      }
    });

    test('an event sent again is dropped, an operator’s retry is not', async () => {
      const { queues, arrived } = given();
      const workspaceId = aWorkspace();
      const message = asEvent(workspaceId, 'e1');
      await queues.sendEvents([message, message]);
      await queues.sendEvents([message]);
      expect(await arrived('events')).toHaveLength(1);
      await queues.sendEvents([{ kind: 'event', event: { ...event(refIn(workspaceId), 'e1'), attempt: 1 } }]);
      expect(await arrived('events')).toHaveLength(1);
    });

    test('the same id in another channel or workspace is another event', async () => {
      const { queues, arrived } = given();
      const workspaceId = aWorkspace();
      const other = { ...event(refIn(workspaceId), 'e1'), channelId: 'phone' };
      await queues.sendEvents([
        asEvent(workspaceId, 'e1'),
        asEvent(aWorkspace(), 'e1'),
        { kind: 'event', event: other },
      ]);
      expect(await arrived('events')).toHaveLength(3);
    });

    test('no ring is dropped, and each stands behind what was sent before it', async () => {
      const { queues, arrived } = given();
      const workspaceId = aWorkspace();
      const message: EventMessage = { kind: 'ring', ring: ring(refIn(workspaceId), T0) };
      await queues.sendEvents([asEvent(workspaceId, 'e1'), message]);
      await queues.sendEvents([message, asEvent(workspaceId, 'e2')]);
      expect((await arrived('events')).map(({ body }) => (body as EventMessage).kind)).toEqual([
        'event',
        'ring',
        'ring',
        'event',
      ]);
    });

    test('effects at the channel arrive together, once for a commit and attempt', async () => {
      const { queues, arrived } = given();
      const ref = refIn(aWorkspace());
      await queues.sendEffects('channel', batch(ref, 'b1', ['ef_1', 'ef_2']));
      await queues.sendEffects('channel', batch(ref, 'b1', ['ef_1', 'ef_2']));
      const group = hashId(ref.workspaceId, ref.channelId, ref.conversationId);
      expect(await arrived('actions')).toEqual([{ body: batch(ref, 'b1', ['ef_1', 'ef_2']), group }]);
      await queues.sendEffects('channel', { ...batch(ref, 'b1', ['ef_1', 'ef_2']), attempt: 1 });
      expect(await arrived('actions')).toHaveLength(1);
    });

    test('more effects than one message holds arrive in order', async () => {
      const { queues, arrived } = given();
      const ref = refIn(aWorkspace());
      const ids = Array.from({ length: 30 }, (_, at) => `ef_${at}`);
      const large = batch(ref, 'b1', ids, '한'.repeat(20_000));
      await queues.sendEffects('channel', large);
      await queues.sendEffects('channel', large);
      const bodies = (await arrived('actions')).map(({ body }) => body as typeof large);
      expect(bodies.length).toBeGreaterThan(1);
      expect(bodies.flatMap(({ effects }) => effects.map(({ id }) => id))).toEqual(ids);
      for (const body of bodies) expect(body).toMatchObject({ ref, batchId: 'b1' });
    });

    test('slow effects arrive one by one', async () => {
      const { queues, arrived } = given();
      const ref = refIn(aWorkspace());
      const ids = Array.from({ length: 12 }, (_, at) => `ef_${at}`);
      await queues.sendEffects('slow', batch(ref, 'b1', ids));
      const bodies = (await arrived('slow')).map(({ body }) => body as ReturnType<typeof batch>);
      expect(bodies.map(({ effects }) => effects.length)).toEqual(ids.map(() => 1));
      expect(bodies.flatMap(({ effects }) => effects.map(({ id }) => id)).sort()).toEqual(ids.sort());
    });

    test('a ring waits, never too short, at most 15 minutes', async () => {
      const { queues, arrived, pass } = given();
      const mine = ring(refIn(aWorkspace()), T0 + 40_500);
      await queues.sendRing(mine, 40_500);
      await pass(40_500 - 1);
      expect(await arrived('delays')).toEqual([]);
      await pass(501);
      expect(await arrived('delays')).toEqual([{ body: mine }]);
      await queues.sendRing(mine, 60 * MINUTE);
      await pass(15 * MINUTE);
      expect(await arrived('delays')).toHaveLength(1);
      await queues.sendRing(mine, -1);
      expect(await arrived('delays')).toHaveLength(1);
    });

    test('an e-mail that came in arrives as it was parked', async () => {
      const { queues, arrived } = given();
      await queues.sendMailIn('{"Records":[{"eventSource":"aws:ses"}],"attempt":1}');
      expect(await arrived('mail')).toEqual([{ body: { Records: [{ eventSource: 'aws:ses' }], attempt: 1 } }]);
    });

    test('names and texts of any script arrive as they were', async () => {
      const { queues, arrived } = given();
      const workspaceId = aWorkspace();
      const events = hostileNames.map((name) => event({ ...refIn(workspaceId), conversationId: name }, name, name));
      await queues.sendEvents(events.map((some) => ({ kind: 'event', event: some })));
      const bodies = (await arrived('events')).map(({ body }) => body as EventMessage);
      for (const some of events) expect(bodies).toContainEqual({ kind: 'event', event: some });
      expect(bodies).toHaveLength(events.length);
    });

    test('what no queue takes is refused for good, and nothing of it is sent', async () => {
      const { queues, arrived } = given();
      const workspaceId = aWorkspace();
      const large: EventMessage = { kind: 'event', event: event(refIn(workspaceId), 'e2', 'x'.repeat(950_000)) };
      const sending = queues.sendEvents([asEvent(workspaceId, 'e1'), large]);
      await expect(sending).rejects.toMatchObject({ name: 'StoreError', code: 'queue.tooLarge', retry: false });
      expect(await arrived('events')).toEqual([]);
    });
  });
