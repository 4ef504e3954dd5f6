import { describe, expect, test } from '@jest/globals';
import type { Suppression } from '../../src/ports/suppressions';
import { aWorkspace, type Given, T0 } from './subject';

const suppression = (workspaceId: string, address: string, more: Partial<Suppression> = {}): Suppression => ({
  ...{ workspaceId, address, reason: 'bounce', at: T0 },
  ...more,
});

export const suppressions = (given: Given) =>
  describe('suppressions', () => {
    const addresses = async (workspaceId: string, limit = 10, after?: string) => {
      const page = await given().suppressions.list(workspaceId, { limit, ...(after !== undefined && { after }) });
      return { addresses: page.items.map(({ address }) => address), next: page.next };
    };

    test('hold an address in any case of its letters, in its workspace alone', async () => {
      const { suppressions } = given();
      const workspaceId = aWorkspace();
      await suppressions.put(suppression(workspaceId, 'Kim@Example.com', { detail: '550 5.1.1 사용자 없음' }));
      const kept = suppression(workspaceId, 'kim@example.com', { detail: '550 5.1.1 사용자 없음' });
      expect(await suppressions.get(workspaceId, 'KIM@example.com')).toEqual(kept);
      expect(await suppressions.get(workspaceId, 'kim2@example.com')).toBeUndefined();
      expect(await suppressions.get(aWorkspace(), 'kim@example.com')).toBeUndefined();
      expect((await suppressions.list(workspaceId, { limit: 1 })).items).toEqual([kept]);
    });

    test('are removed, and may come back', async () => {
      const { suppressions } = given();
      const workspaceId = aWorkspace();
      await suppressions.put(suppression(workspaceId, 'kim@example.com'));
      expect(await suppressions.remove(workspaceId, 'Kim@example.com')).toBe(true);
      expect(await suppressions.remove(workspaceId, 'kim@example.com')).toBe(false);
      expect(await suppressions.get(workspaceId, 'kim@example.com')).toBeUndefined();
      expect(await addresses(workspaceId)).toEqual({ addresses: [] });
      await suppressions.put(suppression(workspaceId, 'kim@example.com', { reason: 'complaint' }));
      expect(await addresses(workspaceId)).toEqual({ addresses: ['kim@example.com'] });
    });

    test('put again, an address is listed once, where it belongs by now', async () => {
      const { suppressions } = given();
      const workspaceId = aWorkspace();
      await suppressions.put(suppression(workspaceId, 'a@example.com', { at: T0 }));
      await suppressions.put(suppression(workspaceId, 'b@example.com', { at: T0 + 1 }));
      await suppressions.put(suppression(workspaceId, 'a@example.com', { at: T0 + 2, reason: 'manual' }));
      expect(await addresses(workspaceId)).toEqual({ addresses: ['a@example.com', 'b@example.com'] });
      expect(await suppressions.get(workspaceId, 'a@example.com')).toMatchObject({ reason: 'manual', at: T0 + 2 });
    });

    test('put by two at the same time, an address is listed once', async () => {
      const { suppressions } = given();
      const workspaceId = aWorkspace();
      const times = [T0, T0 + 1, T0 + 2];
      await Promise.all(times.map((at) => suppressions.put(suppression(workspaceId, 'a@example.com', { at }))));
      expect(await addresses(workspaceId)).toEqual({ addresses: ['a@example.com'] });
    });

    test('are listed newest first, page by page', async () => {
      const { suppressions } = given();
      const workspaceId = aWorkspace();
      for (let at = 0; at < 7; at++)
        await suppressions.put(suppression(workspaceId, `a${at}@example.com`, { at: T0 + at }));
      const pages: string[][] = [];
      let after: string | undefined;
      do {
        const page = await addresses(workspaceId, 3, after);
        pages.push(page.addresses.map((address) => address.slice(0, 2)));
        after = page.next;
      } while (after !== undefined);
      expect(pages).toEqual([['a6', 'a5', 'a4'], ['a3', 'a2', 'a1'], ['a0']]);
    });

    test.each(['', '#', '\ud83d'])('a cursor that is none of ours is refused: %j', async (after) => {
      const page = given().suppressions.list(aWorkspace(), { limit: 3, after });
      await expect(page).rejects.toMatchObject({ code: 'store.badCursor', retry: false });
    });
  });
