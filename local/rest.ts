import type { Activity } from './activity';
import type { VirtualClock } from './front';

/** What brings work to functions. */
export interface Feeding {
  /** Takes what there is to take now. */
  pump(): void;
  /** Why it takes nothing any more. */
  readonly broken: Error | undefined;
  /** Whether there is something to take now. */
  deliverable(): boolean;
  /** Whether something is being worked on, or waiting to be tried again. */
  inFlight(): boolean;
}

export interface Rest {
  /** Resolves when nothing runs and nothing can be delivered at this instant. Rejects when a feed cannot go on. */
  atRest(): Promise<void>;
  /**
   * As `atRest`; while the clock flows, waits also for what was received, failed and will be tried again. A frozen clock
   * would wait for ever for that. What a queue was asked to delay is not waited for.
   */
  settled(): Promise<void>;
}

export function createRest(activity: Activity, feeds: readonly Feeding[], clock: VirtualClock): Rest {
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
