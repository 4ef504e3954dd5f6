import { advance } from './clock';
import type { Instant, VirtualClock } from './front';
import type { Rest } from './rest';

/** When the next wait of any conversation is due; undefined when none is armed. */
export type NextWait = () => Promise<Instant | undefined>;

export interface TimeTravel {
  /** Forward by so many milliseconds, halting wherever something is due. Resolves with the time reached. */
  advance(millis: number): Promise<Instant>;
  /** To the next instant at which a wait is due, and on until it was judged; nowhere when none is armed. */
  toNextWait(): Promise<Instant>;
}

/** A ring waits for whole seconds, an alarm that got lost for the sweep: later than this no wait is judged. */
const JUDGED_WITHIN_MS = 10 * 60_000;

/** Moves the stack's clock, one request after the other. */
export function createTimeTravel(clock: VirtualClock, { atRest }: Rest, nextWait: NextWait): TimeTravel {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
  const travel = async () => {
    await atRest();
    const due = await nextWait();
    if (due === undefined) return clock.now();
    let now = await advance(clock, due, atRest);
    for (let wait = await nextWait(); wait !== undefined && wait <= due; wait = await nextWait()) {
      const next = clock.nextDue();
      if (next === undefined || next > due + JUDGED_WITHIN_MS) break;
      now = await advance(clock, next, atRest);
    }
    return now;
  };
  return {
    advance: (millis) => inTurn(() => advance(clock, clock.now() + millis, atRest)),
    toNextWait: () =>
      inTurn(async () => {
        const release = clock.hold();
        return travel().finally(release);
      }),
  };
}
