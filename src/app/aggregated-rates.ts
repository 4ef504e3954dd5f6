/** Counters that are written seldom: each process counts for itself and adds to the shared counter fifty at a time. */
import type { Rates } from '../ports/rates';

/** Under-counts by less than this for each process at work; in return a quiet workspace costs no write at all. */
const TOGETHER = 50;
const MOST = 10_000;

interface Counter {
  /** The shared sum when it was last added to. */
  shared: number;
  own: number;
}

/** Puts local sums before the counters. A store that does not answer counts nothing: it must not keep events out. */
export function aggregatedRates(rates: Rates): Rates {
  const counters = new Map<string, Counter>();
  return {
    add: async (key, window, now, count) => {
      const name = `${Math.floor(now / (window.seconds * 1_000))} ${window.seconds} ${key}`;
      if (counters.size >= MOST && !counters.has(name)) counters.clear();
      const counter = counters.get(name) ?? { shared: 0, own: 0 };
      counters.set(name, counter);
      counter.own += count;
      if (counter.own >= TOGETHER) await share(counter, (own) => rates.add(key, window, now, own));
      return counter.shared + counter.own;
    },
  };
}

async function share(counter: Counter, add: (own: number) => Promise<number>): Promise<void> {
  const { own } = counter;
  const shared = await add(own).catch(() => undefined);
  if (shared === undefined) return;
  counter.shared = shared;
  counter.own -= own;
}
