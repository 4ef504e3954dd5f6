import type { Clock } from '../../ports/clock';

/** The machine's time. */
export const systemClock: Clock = { now: () => Date.now() };
