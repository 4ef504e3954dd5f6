import type { Statistics, WorkflowCounts } from '../../ports/statistics';
import { statisticsKey, statisticsPartition, unpackNames } from './keys';
import type { Item, Table } from './table';
import { DAY, expires } from './time-to-live';

/** Partitions over which the counters of a workspace are spread: each takes about 1,000 writes a second. */
export const STATISTICS_SHARDS = 4;
const KEEP_DAYS = 800;
const COUNTS = ['started', 'completed', 'failed'] as const;

/** Daily counters over the table; each process adds to one shard, the reader sums all. */
export function tableStatistics(table: Table, shard: number): Statistics {
  return {
    async add(workspaceId, day, counts) {
      const change = { set: expires(Date.parse(day) + KEEP_DAYS * DAY) };
      const counters = Object.entries(counts).map(([workflowId, added]) =>
        table.change(statisticsKey(workspaceId, shard, day, workflowId), { ...change, add: { ...added } }),
      );
      await Promise.all(counters);
    },
    async sum(workspaceId, days) {
      const wanted = new Set(days);
      const sorted = [...wanted].sort();
      if (sorted.length === 0) return {};
      const range = { from: sorted[0] as string, to: `${sorted.at(-1)}$` };
      const shards = Array.from({ length: STATISTICS_SHARDS }, (_, some) => statisticsPartition(workspaceId, some));
      const items = (await Promise.all(shards.map((partition) => table.query(partition, range)))).flat();
      return summed(items.filter(({ sk }) => wanted.has(sk.slice(0, 10))));
    },
  };
}

function summed(items: readonly Item[]): Record<string, WorkflowCounts> {
  const sums = new Map<string, WorkflowCounts>();
  for (const item of items) {
    const workflowId = unpackNames(item.sk.slice(11))[0] as string;
    const sum = sums.get(workflowId) ?? { started: 0, completed: 0, failed: 0 };
    for (const name of COUNTS) sum[name] += Number(item[name] ?? 0);
    sums.set(workflowId, sum);
  }
  return Object.fromEntries(sums);
}
