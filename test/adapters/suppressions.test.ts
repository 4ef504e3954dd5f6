/** How the suppression list stands in the table, and what a crash in the middle of a change leaves of it. */
import { beforeEach, expect, test } from '@jest/globals';
import { MemoryTable } from '../../src/adapters/memory/memory-table';
import { suppressionsPartition } from '../../src/adapters/table/keys';
import { tableSuppressions } from '../../src/adapters/table/table-suppressions';

const AT = Date.parse('2026-01-05T09:00:00Z');
const suppression = (at: number) => ({ workspaceId: 'w', address: 'kim@example.com', reason: 'bounce' as const, at });
let table: MemoryTable;
beforeEach(() => {
  table = new MemoryTable();
});

test('a listing that another has replaced goes by its time to live', async () => {
  const suppressions = tableSuppressions(table);
  for (const at of [AT, AT, AT + 1_000]) await suppressions.put(suppression(at));
  const listings = await table.query(suppressionsPartition('w'), {});
  expect(listings.map(({ expiresAt }) => expiresAt)).toEqual([AT / 1_000 + 1, undefined]);
});

test('whoever is not written to any more is listed, wherever a crash comes', async () => {
  for (let writes = 0; writes < 3; writes++) {
    table = new MemoryTable();
    let left = writes;
    const put: MemoryTable['put'] = async (...given) => {
      if (left-- === 0) throw new Error('crashed');
      return table.put(...given);
    };
    const mortal = tableSuppressions(Object.assign(Object.create(table), { put }));
    await mortal.put(suppression(AT)).catch(() => undefined);
    const suppressions = tableSuppressions(table);
    const { items } = await suppressions.list('w', { limit: 10 });
    expect(items).toHaveLength((await suppressions.get('w', 'kim@example.com')) ? 1 : 0);
  }
});
