import { describe, expect, test } from '@jest/globals';
import { tableStatistics } from '../../src/adapters/table/table-statistics';
import { aWorkspace, type Given } from './subject';

export const statistics = (given: Given) =>
  describe('statistics', () => {
    const none = { started: 0, startedByAgent: 0, completed: 0, droppedOff: 0, failed: 0, steps: {} };

    test('sums what was counted on the days asked for', async () => {
      const { statistics } = given();
      const workspaceId = aWorkspace();
      await statistics.add(workspaceId, '2026-01-05', {
        wf_a: { started: 2, completed: 1 },
        'wf #/반품': { failed: 1 },
      });
      await statistics.add(workspaceId, '2026-01-05', { wf_a: { started: 1 } });
      await statistics.add(workspaceId, '2026-01-06', { wf_a: { started: 10 } });
      await statistics.add(workspaceId, '2026-01-07', { wf_a: { started: 100, startedByAgent: 1 } });
      expect(await statistics.sum(workspaceId, ['2026-01-05', '2026-01-07'])).toEqual({
        wf_a: { ...none, started: 103, startedByAgent: 1, completed: 1 },
        'wf #/반품': { ...none, failed: 1 },
      });
      expect(await statistics.sum(workspaceId, [])).toEqual({});
      expect(await statistics.sum(aWorkspace(), ['2026-01-05'])).toEqual({});
    });

    test('counts steps, and a workflow day by day, with whatever others it was counted', async () => {
      const { statistics } = given();
      const workspaceId = aWorkspace();
      const lost = { '/steps/0/choices/#/1': { waited: 1, droppedOff: 1 } };
      await statistics.add(workspaceId, '2026-01-05', { b: { started: 1 }, 'c d': { droppedOff: 1, steps: lost } });
      await statistics.add(workspaceId, '2026-01-05', { 'c d': { failed: 1, steps: { '/steps/0': { failed: 1 } } } });
      await statistics.add(workspaceId, '2026-01-06', { a: { started: 5 }, 'c d': { started: 1 } });
      await statistics.add(workspaceId, '2026-01-06', {});
      expect(await statistics.daily(workspaceId, 'c d', ['2026-01-05', '2026-01-06', '2026-01-07'])).toEqual({
        '2026-01-05': {
          ...{ ...none, droppedOff: 1, failed: 1 },
          steps: {
            '/steps/0/choices/#/1': { waited: 1, droppedOff: 1, failed: 0 },
            '/steps/0': { waited: 0, droppedOff: 0, failed: 1 },
          },
        },
        '2026-01-06': { ...none, started: 1 },
      });
      const sums = await statistics.sum(workspaceId, ['2026-01-05', '2026-01-06']);
      expect([sums.a?.started, sums.b?.started, sums['c d']?.started]).toEqual([5, 1, 1]);
    });

    test('counts as much as a commit can say at once', async () => {
      const { statistics } = given();
      const workspaceId = aWorkspace();
      const ids = Array.from({ length: 150 }, (_, n) => `wf_${n}`);
      await statistics.add(
        workspaceId,
        '2026-01-05',
        Object.fromEntries(ids.map((id) => [id, { started: 1, completed: 1 }])),
      );
      const sums = await statistics.sum(workspaceId, ['2026-01-05']);
      expect(ids.filter((id) => sums[id]?.started !== 1 || sums[id]?.completed !== 1)).toEqual([]);
    });

    test('counts of all processes are seen by each', async () => {
      const { table, statistics } = given();
      const workspaceId = aWorkspace();
      const processes = [0, 1, 2, 3].map((shard) => tableStatistics(table, shard));
      const counted = processes
        .flatMap((some) => [some, some])
        .map((some) => some.add(workspaceId, '2026-01-05', { wf: { started: 1 } }));
      await Promise.all(counted);
      expect(await statistics.sum(workspaceId, ['2026-01-05'])).toMatchObject({ wf: { started: 8 } });
    });
  });
