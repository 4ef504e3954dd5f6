import type { Rates } from '../../ports/rates';
import { numberOf } from './item';
import { rateKey } from './keys';
import type { Table } from './table';
import { DAY, expires } from './time-to-live';

/** Counters over the table: one item for each window, gone a day after it. */
export function tableRates(table: Table): Rates {
  return {
    async add(key, { seconds }, now, count) {
      const millis = seconds * 1000;
      const start = Math.floor(now / millis) * millis;
      const set = expires(start + millis + DAY);
      const item = await table.change(rateKey(key, seconds, start), { set, add: { sum: count } });
      return item ? numberOf(item, 'sum') : count;
    },
  };
}
