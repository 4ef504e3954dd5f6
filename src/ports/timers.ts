import type { Ring } from '../engine/event';

/** One-shot alarms, precise to a minute. Arming is idempotent by (conversation, due); cancelling an absent alarm is no error. */
export interface Timers {
  /** Rings at some time in the minute before the minute of `ring.due`. `past` when that minute has begun: let the delays queue do it. */
  arm(ring: Ring & { due: number }): Promise<'armed' | 'past'>;
  cancel(ring: Ring & { due: number }): Promise<void>;
}
