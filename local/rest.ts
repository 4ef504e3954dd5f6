import type { Activity } from './activity';
import type { Feed } from './event-sources';
import type { VirtualClock } from './front';

export interface Rest {
  /** Resolves when nothing runs and nothing can be delivered at this instant. Rejects when a feed cannot go on. */
  atRest(): Promise<void>;
  /**
   * As `atRest`; while the clock flows, waits also for what was received, failed and will be tried again. A frozen clock
   * would wait for ever for that. What a queue was asked to delay is not waited for.
   */
  settled(): Promise<void>;
}

export function createRest(activity: Activity, feeds: Feed[], clock: VirtualClock): Rest {
  const atRest = async () => {
    do {
      await activity.idle();
      for (const feed of feeds) feed.pump();
    } while (activity.running > 0);
    const stuck = feeds.find((feed) => feed.broken && feed.deliverable());
    if (stuck?.broken) throw stuck.broken;
  };
  const settled = async () => {
    await atRest();
    while (!clock.frozen && feeds.some((feed) => feed.inFlight())) {
      await activity.ended();
      await atRest();
    }
  };
  return { atRest, settled };
}
