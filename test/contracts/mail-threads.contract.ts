import { describe, expect, test } from '@jest/globals';
import { hashId } from '../../src/engine/ids';
import { aWorkspace, type Given, MINUTE, T0 } from './subject';
import { refIn } from './values';

const opening = () => {
  const ref = refIn(aWorkspace());
  const id = hashId(ref.workspaceId).slice(0, 16);
  return { id, ref, customerId: 'cu-7', address: 'kim@example.com', language: 'ko' };
};

export const mailThreads = (given: Given) =>
  describe('threads of e-mails', () => {
    test('are made once, and brought up to date after', async () => {
      const { mailThreads } = given();
      const thread = opening();
      expect(await mailThreads.get(thread.id)).toBeUndefined();
      const made = { schema: 1, ...thread, messageIds: [], createdAt: T0, updatedAt: T0 };
      expect(await mailThreads.open(thread, T0)).toEqual(made);
      await mailThreads.add(thread.id, '<1@a>', T0 + 1);
      const again = await mailThreads.open({ ...thread, language: 'en', customerId: 'cu-8' }, T0 + 2);
      const changed = { language: 'en', customerId: 'cu-8', messageIds: ['<1@a>'], updatedAt: T0 + 2 };
      expect(again).toEqual({ ...made, ...changed });
      expect(await mailThreads.get(thread.id)).toEqual(again);
      for (const news of [{ customerId: 'cu-9' }, { language: 'ja' }]) {
        const before = await mailThreads.get(thread.id);
        const next = await mailThreads.open({ ...thread, language: 'en', customerId: 'cu-9', ...news }, T0 + 3);
        expect(next).toEqual({ ...before, ...news, updatedAt: T0 + 3 });
      }
    });

    test('opened again with nothing new, are as they were, and live on', async () => {
      const { mailThreads } = given();
      const thread = opening();
      const made = await mailThreads.open(thread, T0);
      expect(await mailThreads.open(thread, T0 + MINUTE)).toEqual(made);
      const later = T0 + 100 * 24 * 60 * MINUTE;
      expect(await mailThreads.open(thread, later)).toEqual({ ...made, updatedAt: later });
    });

    test('hold each Message-ID once, oldest first', async () => {
      const { mailThreads } = given();
      const thread = opening();
      await mailThreads.open(thread, T0);
      for (const id of ['<1@a>', '<2@a>', '<1@a>', '<3@a>', '<2@a>']) await mailThreads.add(thread.id, id, T0);
      expect((await mailThreads.get(thread.id))?.messageIds).toEqual(['<1@a>', '<2@a>', '<3@a>']);
    });

    test('hold twenty: the first, and the newest', async () => {
      const { mailThreads } = given();
      const thread = opening();
      await mailThreads.open(thread, T0);
      for (let at = 1; at <= 30; at++) await mailThreads.add(thread.id, `<${at}@a>`, T0);
      const newest = Array.from({ length: 19 }, (_, at) => `<${at + 12}@a>`);
      expect((await mailThreads.get(thread.id))?.messageIds).toEqual(['<1@a>', ...newest]);
    });

    test('lose nothing that is added at the same time', async () => {
      const { mailThreads } = given();
      const thread = opening();
      await mailThreads.open(thread, T0);
      const ids = ['<1@a>', '<2@a>', '<3@a>', '<4@a>'];
      await Promise.all(ids.map((id) => mailThreads.add(thread.id, id, T0)));
      expect((await mailThreads.get(thread.id))?.messageIds.toSorted()).toEqual(ids);
    });

    test('stay revoked', async () => {
      const { mailThreads } = given();
      const thread = opening();
      expect(await mailThreads.revoke(thread.id, T0)).toBe(false);
      await mailThreads.open(thread, T0);
      expect(await mailThreads.revoke(thread.id, T0 + MINUTE)).toBe(true);
      expect(await mailThreads.revoke(thread.id, T0 + 2 * MINUTE)).toBe(true);
      expect(await mailThreads.open(thread, T0 + 3 * MINUTE)).toMatchObject({ revokedAt: T0 + MINUTE });
    });

    test('nothing is added to what is not there', async () => {
      const { mailThreads } = given();
      const { id } = opening();
      await mailThreads.add(id, '<1@a>', T0);
      expect(await mailThreads.get(id)).toBeUndefined();
    });
  });
