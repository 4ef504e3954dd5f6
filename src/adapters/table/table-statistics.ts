import type { Statistics, WorkflowCounts } from '../../ports/statistics';
import { addCounter, attributesOf, type Counter, countersOf, noCounts } from './counter-names';
import { statisticsKey, statisticsPartition, unpackNames } from './keys';
import type { Table } from './table';
import { DAY, expires } from './time-to-live';

/** Partitions over which the counters of a workspace are spread: each takes about 1,000 writes a second. */
export const STATISTICS_SHARDS = 4;
const KEEP_DAYS = 800;
/** An update expression may have 4 KB. */
const MOST_AT_ONCE = 100;

/** Daily counters over the table; each process adds to one shard, the reader sums all. */
export function tableStatistics(table: Table, shard: number): Statistics {
  /** Counters of the days asked for, with their day. */
  async function read(workspaceId: string, days: readonly string[]): Promise<(Counter & { day: string })[]> {
    const wanted = new Set(days);
    const sorted = [...wanted].sort();
    if (sorted.length === 0) return [];
    const range = { from: sorted[0] as string, to: `${sorted.at(-1)}$` };
    const shards = Array.from({ length: STATISTICS_SHARDS }, (_, some) => statisticsPartition(workspaceId, some));
    const items = (await Promise.all(shards.map((partition) => table.query(partition, range)))).flat();
    return items.flatMap((item) => {
      const day = item.sk.slice(0, 10);
      const own = unpackNames(item.sk.slice(11))[0] as string;
      return wanted.has(day) ? countersOf(item, own).map((counter) => ({ ...counter, day })) : [];
    });
  }
  return {
    async add(workspaceId, day, counts) {
      const [own] = Object.keys(counts).sort();
      if (own === undefined) return;
      const set = expires(Date.parse(day) + KEEP_DAYS * DAY);
      const added = attributesOf(counts, own);
      const key = statisticsKey(workspaceId, shard, day, own);
      for (let at = 0; at < added.length; at += MOST_AT_ONCE)
        await table.change(key, { set, add: Object.fromEntries(added.slice(at, at + MOST_AT_ONCE)) });
    },
    sum: async (workspaceId, days) => summed(await read(workspaceId, days), ({ workflowId }) => workflowId),
    async daily(workspaceId, workflowId, days) {
      const counters = await read(workspaceId, days);
      return summed(
        counters.filter((counter) => counter.workflowId === workflowId),
        ({ day }) => day,
      );
    },
  };
}

function summed<C extends Counter>(counters: readonly C[], by: (counter: C) => string): Record<string, WorkflowCounts> {
  const sums = new Map<string, WorkflowCounts>();
  for (const counter of counters) {
    const sum = sums.get(by(counter)) ?? noCounts();
    addCounter(sum, counter);
    sums.set(by(counter), sum);
  }
  return Object.fromEntries(sums);
}
