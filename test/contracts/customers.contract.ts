import { describe, expect, test } from '@jest/globals';
import { hostileNames } from './names';
import { aWorkspace, type Given, T0 } from './subject';
import { update } from './values';

const index = (conversationId: string, startedAt: number, tags: string[] = []) => ({
  ...{ channelId: 'web', conversationId, kind: 'chat' as const, startedAt, tags },
});

export const customers = (given: Given) =>
  describe('customers', () => {
    const applied = async (...updates: ReturnType<typeof update>[]) => {
      const workspaceId = aWorkspace();
      for (const some of updates) await given().customers.apply(workspaceId, some);
      return given().customers.get(workspaceId, 'cu-7');
    };

    test('one nobody told of is not there', async () => {
      expect(await applied()).toBeUndefined();
    });

    test('the first update makes the record, later ones change what they name', async () => {
      const record = await applied(
        update('u1', { set: { name: 'Kim', email: 'kim@example.com' } }),
        update('u2', { at: T0 + 5, set: { name: 'Kim Seoyeon' }, addTags: ['vip', 'returns'] }),
        update('u3', { at: T0 + 9, removeTags: ['vip'] }),
      );
      expect(record).toMatchObject({ id: 'cu-7', name: 'Kim Seoyeon', email: 'kim@example.com', tags: ['returns'] });
      expect(record).toMatchObject({ createdAt: T0, updatedAt: T0 + 9, version: 3 });
    });

    test('an update counts once, however often it comes', async () => {
      const tag = update('u1', { addTags: ['vip'] });
      const record = await applied(tag, update('u2', { removeTags: ['vip'] }), tag, tag);
      expect(record).toMatchObject({ version: 2, tags: [] });
    });

    test('profile fields are told one by one; null takes one away; the oldest go when it is full', async () => {
      const record = await applied(
        update('u1', { set: { profile: { size: 'M', colour: 'red', city: 'Seoul' } } }),
        update('u2', { set: { profile: { colour: 'blue', city: null } } }),
      );
      expect(record?.profile).toEqual({ size: 'M', colour: 'blue' });
      const full = await applied(
        update('u1', { set: { profile: { old: 'a'.repeat(4000), kept: 'b'.repeat(4000) } } }),
        update('u2', { set: { profile: { newer: 'c'.repeat(4000) } } }),
      );
      expect(Object.keys(full?.profile ?? {})).toEqual(['kept', 'newer']);
    });

    test('the index of conversations holds the newest twenty, each once', async () => {
      const updates = Array.from({ length: 25 }, (_, at) =>
        update(`u${at}`, { conversation: index(`c${at}`, T0 + at) }),
      );
      const record = await applied(...updates, update('again', { conversation: index('c7', T0 + 7, ['returns']) }));
      expect(record?.conversations.map(({ conversationId }) => conversationId)).toEqual(
        Array.from({ length: 20 }, (_, at) => `c${at + 5}`),
      );
      expect(record?.conversations[2]).toEqual(index('c7', T0 + 7, ['returns']));
    });

    test('updates at the same time are all applied', async () => {
      const { customers } = given();
      const workspaceId = aWorkspace();
      const tags = ['a', 'b', 'c', 'd'];
      await Promise.all(tags.map((tag) => customers.apply(workspaceId, update(tag, { addTags: [tag] }))));
      expect((await customers.get(workspaceId, 'cu-7'))?.tags?.toSorted()).toEqual(tags);
    });

    test('a record that the caller knows saves a read, and an old one does no harm', async () => {
      const { customers } = given();
      const workspaceId = aWorkspace();
      await customers.apply(workspaceId, update('u1', { addTags: ['a'] }));
      const known = await customers.get(workspaceId, 'cu-7');
      await customers.apply(workspaceId, update('u2', { addTags: ['b'] }), known);
      await customers.apply(workspaceId, update('u3', { addTags: ['c'] }), known);
      await customers.apply(workspaceId, update('u4', { customerId: 'cu-8', addTags: ['d'] }), known);
      expect(await customers.get(workspaceId, 'cu-7')).toMatchObject({ tags: ['a', 'b', 'c'], version: 3 });
      expect((await customers.get(workspaceId, 'cu-8'))?.tags).toEqual(['d']);
    });

    test('names of any script stay apart', async () => {
      const { customers } = given();
      const workspaceId = aWorkspace();
      for (const [at, customerId] of hostileNames.entries()) {
        await customers.apply(workspaceId, update('u', { customerId, set: { tier: String(at) } }));
      }
      for (const [at, customerId] of hostileNames.entries()) {
        expect(await customers.get(workspaceId, customerId)).toMatchObject({ id: customerId, tier: String(at) });
      }
    });

    test('workspaces do not see each other’s', async () => {
      const { customers } = given();
      const [mine, other] = [aWorkspace(), aWorkspace()];
      await customers.apply(mine, update('u1', { set: { name: 'Kim' } }));
      expect(await customers.get(other, 'cu-7')).toBeUndefined();
    });
  });
