import { describe, expect, test } from '@jest/globals';
import type { ParkedMessage } from '../../src/ports/parked';
import { aWorkspace, type Given, T0 } from './subject';

const message = (workspaceId: string, id: string, more: Partial<ParkedMessage> = {}): ParkedMessage => ({
  ...{ id, workspaceId, queue: 'events', body: '{"not":"an event"}', reason: 'not an event', parkedAt: T0, retries: 0 },
  ...more,
});

export const parked = (given: Given) =>
  describe('parked', () => {
    test('what is parked is found, with all of it, until it is removed', async () => {
      const { parked } = given();
      const workspaceId = aWorkspace();
      const mine = message(workspaceId, 'pk_1', { conversation: { channelId: 'web', conversationId: '상담' } });
      expect(await parked.get(workspaceId, 'pk_1')).toBeUndefined();
      await parked.put(mine);
      expect(await parked.get(workspaceId, 'pk_1')).toEqual(mine);
      expect(await parked.get(aWorkspace(), 'pk_1')).toBeUndefined();
      await parked.remove(workspaceId, 'pk_1');
      await parked.remove(workspaceId, 'pk_1');
      expect(await parked.get(workspaceId, 'pk_1')).toBeUndefined();
      expect(await parked.list(workspaceId, { limit: 10 })).toEqual({ items: [] });
    });

    test('parked again, it is the same message, and keeps its place', async () => {
      const { parked } = given();
      const workspaceId = aWorkspace();
      await parked.put(message(workspaceId, 'pk_1'));
      await parked.put(message(workspaceId, 'pk_1', { parkedAt: T0 + 99, reason: 'still not an event' }));
      const { items } = await parked.list(workspaceId, { limit: 10 });
      expect(items).toEqual([message(workspaceId, 'pk_1', { reason: 'still not an event' })]);
    });

    test('lists newest first, page by page', async () => {
      const { parked } = given();
      const workspaceId = aWorkspace();
      for (let at = 0; at < 7; at++) await parked.put(message(workspaceId, `pk_${at}`, { parkedAt: T0 + at }));
      const pages: string[][] = [];
      let after: string | undefined;
      do {
        const page = await parked.list(workspaceId, { limit: 3, ...(after !== undefined && { after }) });
        pages.push(page.items.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      expect(pages).toEqual([['pk_6', 'pk_5', 'pk_4'], ['pk_3', 'pk_2', 'pk_1'], ['pk_0']]);
    });

    test('the last page says that it is the last, also when it is full', async () => {
      const { parked } = given();
      const workspaceId = aWorkspace();
      for (let at = 0; at < 3; at++) await parked.put(message(workspaceId, `pk_${at}`));
      expect((await parked.list(workspaceId, { limit: 3 })).next).toBeUndefined();
    });

    test.each([
      ['empty', ''],
      ['a separator', '#'],
      ['too long', 'x'.repeat(5000)],
      ['no text', '\ud83d'],
      ['cut short', '0000'],
    ])('a cursor that is none of ours is refused: %s', async (_, after) => {
      const page = given().parked.list(aWorkspace(), { limit: 3, after });
      await expect(page).rejects.toMatchObject({ code: 'store.badCursor', retry: false });
    });

    test('holds the largest message of a queue', async () => {
      const { parked } = given();
      const workspaceId = aWorkspace();
      const large = message(workspaceId, 'pk_1', { body: JSON.stringify({ text: '한국어 '.repeat(90_000) }) });
      await parked.put(large);
      expect(await parked.get(workspaceId, 'pk_1')).toEqual(large);
    });
  });
