/** Clocks on the wall of a time zone, by arithmetic: instants as if the zone's clock were UTC's. */
import { IANAZone } from 'luxon';
import type { Instant, Millis } from './time';

export const MINUTE: Millis = 60_000;
export const DAY: Millis = 86_400_000;

/** Clocks are not set twice within so long: where both ends agree, all between does. */
const SPAN: Millis = 6 * 60 * MINUTE;
const MAX_ZONES = 500;

interface Span {
  number: number;
  /** Undefined in a span within which the clocks are set. */
  ahead: Millis | undefined;
}
const last = new Map<string, Span>();

const lookUp = (at: Instant, zone: string): Millis => IANAZone.create(zone).offset(at) * MINUTE;

/** How far the clocks of a zone are ahead of UTC. @param zone an IANA name */
export function aheadOfUtc(now: Instant, zone: string): Millis {
  const number = Math.floor(now / SPAN);
  const known = last.get(zone);
  if (known?.number === number) return known.ahead ?? lookUp(now, zone);
  const ahead = lookUp(number * SPAN, zone);
  const span = { number, ahead: lookUp((number + 1) * SPAN, zone) === ahead ? ahead : undefined };
  if (last.size >= MAX_ZONES) last.clear();
  last.set(zone, span);
  return span.ahead ?? lookUp(now, zone);
}

/** What a calendar and a clock in the zone show. */
export interface WallTime {
  /** Days since 1970-01-01. */
  day: number;
  /** 0 is Monday. */
  weekday: number;
  /** Minutes since midnight as the clock shows them, 0–1439. */
  minute: number;
}

export function wallTime(now: Instant, zone: string): WallTime {
  const shown = now + aheadOfUtc(now, zone);
  const day = Math.floor(shown / DAY);
  // 1970-01-01 was a Thursday.
  return { day, weekday: (((day + 3) % 7) + 7) % 7, minute: Math.floor((shown - day * DAY) / MINUTE) };
}

/** The first instant in (from, to] at which the zone's clocks are set differently than at `from`; `to` when they never are. */
export function nextClockChange(from: Instant, to: Instant, zone: string): Instant {
  const before = aheadOfUtc(from, zone);
  if (aheadOfUtc(to, zone) === before) return to;
  let [low, high] = [Math.floor(from / MINUTE), Math.ceil(to / MINUTE)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (aheadOfUtc(middle * MINUTE, zone) === before) low = middle;
    else high = middle;
  }
  return Math.min(to, high * MINUTE);
}
