import type { TimelineEntry } from '../../engine/timeline';
import type { Timeline } from '../../ports/timeline';
import { claimOf, isClaim } from './claim-item';
import { storedIn, storing } from './codec';
import { entryKey, timelinePartition } from './keys';
import type { Item, Table } from './table';
import { DAY, expires } from './time-to-live';
import { joinEffects } from './timeline-view';

/** How long what happened can be read, and an event is known as applied (72 h are promised). */
export const TIMELINE_DAYS = 400;

/** Timeline over the table; the outcomes of effects are read from the claims in the same partition. */
export function tableTimeline(table: Table): Timeline {
  return {
    async put(ref, entry) {
      await table.put({
        ...entryKey(ref, entry.id),
        ...storing(entry),
        ...expires(entry.at + TIMELINE_DAYS * DAY),
      });
    },
    async get(ref, entryId) {
      const item = await table.get(entryKey(ref, entryId));
      return item && storedIn<TimelineEntry>(item);
    },
    async list(ref) {
      const items = await table.query(timelinePartition(ref), {});
      const isEntry = (item: Item) => !isClaim(item);
      return joinEffects(items.filter(isEntry).map(storedIn<TimelineEntry>), items.filter(isClaim).map(claimOf));
    },
  };
}
