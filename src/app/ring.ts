/** A ring from the delays queue: too early, the rest passes there; else it goes behind the events accepted before it. */
import type { Ring } from '../engine/event';
import type { Deps } from './deps';

/** Longest delay of a queue; a longer rest passes in several. */
const LONGEST_DELAY = 15 * 60_000;

/** Whole seconds, rounded up: never early, at most a second late. @throws StoreError (retry) */
export async function ring(ring: Ring, deps: Pick<Deps, 'clock' | 'queues'>): Promise<'delayed' | 'rung'> {
  const now = deps.clock.now();
  const rest = (ring.due ?? now) - now;
  if (rest > 0) {
    await deps.queues.sendRing(ring, Math.min(LONGEST_DELAY, Math.ceil(rest / 1_000) * 1_000));
    return 'delayed';
  }
  await deps.queues.sendEvents([{ kind: 'ring', ring: { ...ring, receivedAt: now } }]);
  return 'rung';
}
