import { describe, expect, test } from '@jest/globals';
import type { ChannelRecord } from '../../src/ports/channels';
import { hostileNames } from './names';
import { aWorkspace, type Given, T0 } from './subject';

const channel = (workspaceId: string, id: string, more: Partial<ChannelRecord> = {}): ChannelRecord => ({
  ...{
    workspaceId,
    id,
    kind: 'webhook',
    name: 'Web',
    secrets: ['whsec_a'],
    config: { deliverUrl: 'https://a.example' },
  },
  ...{ createdAt: T0, version: 1 },
  ...more,
});

export const channels = (given: Given) =>
  describe('channels', () => {
    test('is there once put, for its workspace to list, until it is removed', async () => {
      const { channels } = given();
      const workspaceId = aWorkspace();
      const mine = channel(workspaceId, `${workspaceId}-web`);
      expect(await channels.get(mine.id)).toBeUndefined();
      expect(await channels.put(mine)).toBe(true);
      expect(await channels.get(mine.id)).toEqual(mine);
      expect(await channels.list(workspaceId)).toEqual([mine]);
      expect(await channels.list(aWorkspace())).toEqual([]);
      await channels.remove(mine.id);
      await channels.remove(mine.id);
      expect(await channels.get(mine.id)).toBeUndefined();
      expect(await channels.list(workspaceId)).toEqual([]);
    });

    test('an edit goes over the version before it; of two at the same time one is first', async () => {
      const { channels } = given();
      const workspaceId = aWorkspace();
      const id = `${workspaceId}-web`;
      await channels.put(channel(workspaceId, id));
      const edits = ['a', 'b', 'c'].map((name) => channels.put(channel(workspaceId, id, { version: 2, name })));
      expect((await Promise.all(edits)).filter(Boolean)).toHaveLength(1);
      expect(await channels.put(channel(workspaceId, id, { version: 4 }))).toBe(false);
      expect((await channels.get(id))?.version).toBe(2);
      expect(await channels.list(workspaceId)).toHaveLength(1);
    });

    test('an id belongs to the first workspace that takes it', async () => {
      const { channels } = given();
      const [mine, other] = [aWorkspace(), aWorkspace()];
      const id = `${mine}-web`;
      expect(await channels.put(channel(mine, id))).toBe(true);
      expect(await channels.put(channel(other, id))).toBe(false);
      expect(await channels.put(channel(other, id, { version: 2 }))).toBe(false);
      expect(await channels.list(other)).toEqual([]);
      expect((await channels.get(id))?.workspaceId).toBe(mine);
    });

    test('ids of any script stay apart', async () => {
      const { channels } = given();
      const workspaceId = aWorkspace();
      for (const id of hostileNames) expect(await channels.put(channel(workspaceId, id))).toBe(true);
      const ids = (await channels.list(workspaceId)).map(({ id }) => id);
      expect(new Set(ids)).toEqual(new Set(hostileNames));
      for (const id of hostileNames) expect((await channels.get(id))?.id).toBe(id);
      for (const id of hostileNames) await channels.remove(id);
    });

    test('lists more than a hundred', async () => {
      const { channels } = given();
      const workspaceId = aWorkspace();
      const ids = Array.from({ length: 120 }, (_, at) => `${workspaceId}-${at}`);
      await Promise.all(ids.map((id) => channels.put(channel(workspaceId, id))));
      expect((await channels.list(workspaceId)).map(({ id }) => id).sort()).toEqual(ids.sort());
    });
  });
