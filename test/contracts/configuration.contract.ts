import { describe, expect, test } from '@jest/globals';
import { snapshotPartition } from '../../src/adapters/table/keys';
import type { ConfigurationSnapshot, WorkflowRecord, WorkspaceRecord } from '../../src/ports/configuration';
import { hostileNames } from './names';
import { aWorkspace, type Given, T0 } from './subject';
import { settings, workflow } from './values';

const workspace = (workspaceId: string, more: Partial<WorkspaceRecord> = {}): WorkspaceRecord => ({
  ...{ workspaceId, version: 1, settings, order: ['wf_a'], snapshot: 0 },
  ...more,
});

const record = (workspaceId: string, id: string, more: Partial<WorkflowRecord> = {}): WorkflowRecord => {
  const { id: _, revision, activeSince: __, publishedAt: ___, ...draft } = workflow(id);
  return { workspaceId, id, version: 1, status: 'draft', revision, draft, createdAt: T0, updatedAt: T0, ...more };
};

const snapshot = (workspaceId: string, version: number, workflows = [workflow('wf_a')]): ConfigurationSnapshot => ({
  ...{ schema: 1, workspaceId, version, publishedAt: T0, settings, workflows },
});

/** Text that hardly shrinks. */
const noise = (seed: number, length: number) => {
  let state = seed + 1;
  return Array.from({ length }, () =>
    String.fromCharCode(0xac00 + ((state = (state * 48271) % 2147483647) % 11172)),
  ).join('');
};

export const configuration = (given: Given) =>
  describe('configuration', () => {
    test('a workspace without any has none, and its live version is 0', async () => {
      const { configuration } = given();
      const workspaceId = aWorkspace();
      expect(await configuration.getWorkspace(workspaceId)).toBeUndefined();
      expect(await configuration.liveVersion(workspaceId)).toBe(0);
      expect(await configuration.getSnapshot(workspaceId, 1)).toBeUndefined();
      expect(await configuration.listWorkflows(workspaceId)).toEqual([]);
    });

    test('the live version is what the workspace’s record points at', async () => {
      const { configuration } = given();
      const workspaceId = aWorkspace();
      await configuration.putWorkspace(workspace(workspaceId));
      expect(await configuration.liveVersion(workspaceId)).toBe(0);
      const version = 3 * 2 ** 32 + 77;
      expect(await configuration.putWorkspace(workspace(workspaceId, { version: 2, snapshot: version }))).toBe(true);
      expect(await configuration.liveVersion(workspaceId)).toBe(version);
      expect(await configuration.getWorkspace(workspaceId)).toEqual(
        workspace(workspaceId, { version: 2, snapshot: version }),
      );
    });

    test('of edits of one record at the same time one is first', async () => {
      const { configuration } = given();
      const workspaceId = aWorkspace();
      for (const version of [1, 2]) {
        const edits = ['a', 'b', 'c'].map((id) =>
          configuration.putWorkspace(workspace(workspaceId, { version, order: [id] })),
        );
        expect((await Promise.all(edits)).filter(Boolean)).toHaveLength(1);
        const drafts = [5, 6, 7].map((revision) =>
          configuration.putWorkflow(record(workspaceId, 'wf_a', { version, revision })),
        );
        expect((await Promise.all(drafts)).filter(Boolean)).toHaveLength(1);
      }
    });

    test('workflows are listed, each as it was last put, until removed', async () => {
      const { configuration } = given();
      const workspaceId = aWorkspace();
      for (const id of hostileNames) expect(await configuration.putWorkflow(record(workspaceId, id))).toBe(true);
      const listed = await configuration.listWorkflows(workspaceId);
      expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(hostileNames));
      await configuration.putWorkflow(record(workspaceId, '/', { version: 2, status: 'active' }));
      expect(await configuration.getWorkflow(workspaceId, '/')).toMatchObject({
        id: '/',
        version: 2,
        status: 'active',
      });
      for (const id of hostileNames) await configuration.removeWorkflow(workspaceId, id);
      expect(await configuration.listWorkflows(workspaceId)).toEqual([]);
    });

    test('revisions stay readable side by side', async () => {
      const { configuration } = given();
      const workspaceId = aWorkspace();
      for (const revision of [1, 2, 10]) await configuration.putRevision(workspaceId, workflow('wf_a', revision));
      expect(await configuration.getRevision(workspaceId, 'wf_a', 2)).toEqual(workflow('wf_a', 2));
      expect(await configuration.getRevision(workspaceId, 'wf_a', 10)).toEqual(workflow('wf_a', 10));
      expect(await configuration.getRevision(workspaceId, 'wf_a', 3)).toBeUndefined();
      expect(await configuration.getRevision(workspaceId, 'wf_b', 1)).toBeUndefined();
    });

    test('a snapshot is as it was written, also when it is larger than any item', async () => {
      const { configuration } = given();
      const workspaceId = aWorkspace();
      const small = snapshot(workspaceId, 1);
      const large = snapshot(
        workspaceId,
        2,
        Array.from({ length: 60 }, (_, at) => workflow(`wf_${at}`, 1, noise(at, 9_000))),
      );
      await configuration.putSnapshot(small);
      await configuration.putSnapshot(large);
      expect(await configuration.getSnapshot(workspaceId, 1)).toEqual(small);
      expect(await configuration.getSnapshot(workspaceId, 2)).toEqual(large);
    });

    test('a snapshot never changes: the first of two writers stays', async () => {
      const { configuration } = given();
      const workspaceId = aWorkspace();
      const large = (id: string) => snapshot(workspaceId, 1, [workflow(id, 1, noise(id.length, 20_000)), ...many]);
      const many = Array.from({ length: 30 }, (_, at) => workflow(`wf_${at}`, 1, noise(at, 9_000)));
      await configuration.putSnapshot(large('first'));
      await configuration.putSnapshot(large('the second'));
      expect((await configuration.getSnapshot(workspaceId, 1))?.workflows[0]?.id).toBe('first');
    });

    test('a damaged snapshot is not taken for one', async () => {
      const { configuration, table } = given();
      const workspaceId = aWorkspace();
      await configuration.putSnapshot(snapshot(workspaceId, 1));
      await table.change({ pk: snapshotPartition(workspaceId, 1), sk: '0' }, { set: { checksum: 'other' } });
      await expect(configuration.getSnapshot(workspaceId, 1)).rejects.toMatchObject({ code: 'store.damaged' });
    });
  });
