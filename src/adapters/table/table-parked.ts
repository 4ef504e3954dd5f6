import type { Parked, ParkedMessage } from '../../ports/parked';
import { storedIn, storing } from './codec';
import { numberOf } from './item';
import { checkedCursor, parkedKey, parkedPartition, parkedPointer } from './keys';
import type { Table } from './table';

/** Parked messages over the table, kept by time; a pointer by id tells the time. Nothing parked ever expires. */
export function tableParked(table: Table): Parked {
  const keyOf = async (workspaceId: string, id: string) => {
    const pointer = await table.get(parkedPointer(workspaceId, id));
    return pointer && parkedKey(workspaceId, id, numberOf(pointer, 'parkedAt'));
  };
  return {
    async put(message) {
      const { workspaceId, id } = message;
      const pointer = await table.change(parkedPointer(workspaceId, id), { init: { parkedAt: message.parkedAt } });
      const parkedAt = pointer ? numberOf(pointer, 'parkedAt') : message.parkedAt;
      await table.put({ ...parkedKey(workspaceId, id, parkedAt), ...storing({ ...message, parkedAt }) });
    },
    async get(workspaceId, id) {
      const key = await keyOf(workspaceId, id);
      const item = key && (await table.get(key));
      return item && storedIn<ParkedMessage>(item);
    },
    async list(workspaceId, { limit, after }) {
      const range = after === undefined ? {} : { before: checkedCursor(after) };
      const items = await table.query(parkedPartition(workspaceId), range, { newestFirst: true, limit: limit + 1 });
      const page = items.slice(0, limit);
      const next = items.length > limit ? page.at(-1)?.sk : undefined;
      return { items: page.map(storedIn<ParkedMessage>), ...(next !== undefined && { next }) };
    },
    async remove(workspaceId, id) {
      const key = await keyOf(workspaceId, id);
      if (!key) return;
      await table.remove(key);
      await table.remove(parkedPointer(workspaceId, id));
    },
  };
}
