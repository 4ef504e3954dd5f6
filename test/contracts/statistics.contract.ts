import { describe, expect, test } from '@jest/globals';
import { tableStatistics } from '../../src/adapters/table/table-statistics';
import { aWorkspace, type Given } from './subject';

export const statistics = (given: Given) =>
  describe('statistics', () => {
    test('sums what was counted on the days asked for', async () => {
      const { statistics } = given();
      const workspaceId = aWorkspace();
      await statistics.add(workspaceId, '2026-01-05', {
        wf_a: { started: 2, completed: 1 },
        'wf #/반품': { failed: 1 },
      });
      await statistics.add(workspaceId, '2026-01-05', { wf_a: { started: 1 } });
      await statistics.add(workspaceId, '2026-01-06', { wf_a: { started: 10 } });
      await statistics.add(workspaceId, '2026-01-07', { wf_a: { started: 100 } });
      expect(await statistics.sum(workspaceId, ['2026-01-05', '2026-01-07'])).toEqual({
        wf_a: { started: 103, completed: 1, failed: 0 },
        'wf #/반품': { started: 0, completed: 0, failed: 1 },
      });
      expect(await statistics.sum(workspaceId, [])).toEqual({});
      expect(await statistics.sum(aWorkspace(), ['2026-01-05'])).toEqual({});
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
