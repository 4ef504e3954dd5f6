/** How fast a replay goes: along the virtual clock of a local stack, or by the clock on the wall. */
import { formatDuration, type Instant, type Millis } from '../../src/engine/time';
import { Failure } from './failure';
import { request } from './http';
import type { Moment } from './provider';

export const sleep = (millis: Millis) => new Promise<void>((resolve) => setTimeout(resolve, millis));

/** How many times as fast as recorded; `max`: without waiting. */
export type Speed = number | 'max';

export interface Pace {
  /** Returns when it is time for what was recorded `at` milliseconds after the beginning. */
  reach(at: Millis): Promise<Moment>;
  /** Lets time pass before another try. */
  pause(millis: Millis): Promise<void>;
}

/** Moves the clock of a local stack; with a number for speed one can watch. `begins` and `now` are in the stack's time. */
export function virtualPace(url: string, begins: Instant, speed: Speed, now: Instant): Pace {
  let known = now;
  let last: Millis | undefined;
  const advance = async (millis: Millis) => {
    known = await moveClock(url, millis);
  };
  return {
    async reach(at) {
      if (speed !== 'max') await sleep((at - (last ?? at)) / speed);
      last = at;
      const planned = begins + at;
      if (planned > known) await advance(planned - known);
      return { planned, now: Math.max(planned, known) };
    },
    /** A little real time too: what is to recover may need either. */
    async pause(millis) {
      await sleep(Math.min(millis, 1000));
      await advance(millis);
    },
  };
}

/** Moves a local stack's clock by whole seconds, rounded up; returns its time. */
async function moveClock(url: string, millis: Millis): Promise<Instant> {
  const body = JSON.stringify({ advance: formatDuration(millis) });
  const answer = await request(`${url}/_local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (answer.status !== 200)
    throw new Failure(`POST /_local/clock answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  return Date.parse((JSON.parse(answer.text) as { now: string }).now);
}

/** Waits on the wall. A resumed replay goes on from `from` as if no time had passed since. */
export function realPace(speed: Speed, from: Millis): Pace {
  const scale = speed === 'max' ? Number.POSITIVE_INFINITY : speed;
  const begins = Date.now() - from / scale;
  return {
    async reach(at) {
      const planned = Math.round(begins + at / scale);
      await sleep(Math.max(0, planned - Date.now()));
      return { planned, now: Date.now() };
    },
    pause: sleep,
  };
}
