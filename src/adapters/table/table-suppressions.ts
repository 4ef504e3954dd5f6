import type { Suppression, Suppressions } from '../../ports/suppressions';
import { storedIn, storing } from './codec';
import { textOf } from './item';
import { checkedCursor, suppressionKey, suppressionListing, suppressionsPartition } from './keys';
import type { Item, Table } from './table';
import { expires } from './time-to-live';

/**
 * Suppressions over the table: a record by address, and listings by time. A listing is written before its record and goes after it;
 * one of another time than the record, left behind by a newer one or by a crash, is not seen.
 */
export function tableSuppressions(table: Table): Suppressions {
  const get = async (workspaceId: string, address: string) => {
    const item = await table.get(suppressionKey(workspaceId, address.toLowerCase()));
    return item && storedIn<Suppression>(item);
  };
  const recordsOf = async (workspaceId: string, listings: readonly Item[]) => {
    const addresses = [...new Set(listings.map((listing) => textOf(listing, 'address')))];
    const items = await table.getMany(addresses.map((address) => suppressionKey(workspaceId, address)));
    const records = items.flatMap((item) => (item ? [storedIn<Suppression>(item)] : []));
    const byListing = new Map(
      records.map((record) => [suppressionListing(workspaceId, record.address, record.at).sk, record]),
    );
    return listings.flatMap(({ sk }) => byListing.get(sk) ?? []);
  };
  return {
    get,
    async put(given) {
      const record = { ...given, address: given.address.toLowerCase() };
      const { workspaceId, address, at } = record;
      const before = await get(workspaceId, address);
      await table.put({ ...suppressionListing(workspaceId, address, at), address });
      await table.put({ ...suppressionKey(workspaceId, address), ...storing(record) });
      // Unseen from now on. It goes by its time to live, so that whoever only adds needs no right to delete.
      if (before && before.at !== at)
        await table.put({ ...suppressionListing(workspaceId, address, before.at), address, ...expires(at) });
    },
    async remove(workspaceId, address) {
      const record = await get(workspaceId, address);
      if (!record) return false;
      await table.remove(suppressionKey(workspaceId, record.address));
      await table.remove(suppressionListing(workspaceId, record.address, record.at));
      return true;
    },
    async list(workspaceId, { limit, after }) {
      const range = after === undefined ? {} : { before: checkedCursor(after) };
      const found = await table.query(suppressionsPartition(workspaceId), range, {
        newestFirst: true,
        limit: limit + 1,
      });
      const page = found.slice(0, limit);
      const next = found.length > limit ? page.at(-1)?.sk : undefined;
      return { items: await recordsOf(workspaceId, page), ...(next !== undefined && { next }) };
    },
  };
}
