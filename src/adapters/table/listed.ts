import type { Item, Key, Table } from './table';

const MOST_AT_ONCE = 100;

/**
 * Records with a key of their own that a workspace can list. A listing names the record and is written before it and removed
 * after it, so whatever is there is listed; a listing left over by a crash names nothing and is not seen.
 */
export async function listed(
  table: Table,
  partition: string,
  prefix: string,
  keyOf: (name: string) => Key,
): Promise<Item[]> {
  const listings = await table.query(partition, { prefix });
  const keys = listings.map(({ sk }) => keyOf(sk.slice(prefix.length)));
  const found: (Item | undefined)[] = [];
  for (let at = 0; at < keys.length; at += MOST_AT_ONCE) {
    found.push(...(await table.getMany(keys.slice(at, at + MOST_AT_ONCE))));
  }
  return found.filter((item) => item !== undefined);
}
