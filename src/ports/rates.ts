import type { Instant } from '../engine/time';

/** Approximate counters of a fixed window. */
export interface Rates {
  /** Adds `count` to the window that holds `now` and answers its new sum. */
  add(key: string, window: { seconds: number }, now: Instant, count: number): Promise<number>;
}
