/**
 * Operating hours of a workspace: weekly ranges by the clocks of its zone, holidays, and a manual override until the next
 * scheduled boundary. What a clock on the wall shows decides, so that where it is put forward or back a range begins or ends
 * with what it shows then. Nothing here needs a timer.
 */
import type { OperatingHours, Settings } from './settings';
import { type Instant, type Millis, parseInstant } from './time';
import { DAY, MINUTE, nextClockChange, type WallTime, wallTime } from './zone';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Minutes of the day. One that ends no later than it begins goes on into the next day. */
interface Range {
  from: number;
  to: number;
}
interface Schedule {
  zone: string;
  week: readonly (readonly Range[])[];
  /** Days since 1970-01-01. */
  holidays: ReadonlySet<number>;
  /** Minutes of the day at which anything may change, ascending, midnight last. */
  edges: readonly number[];
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const MIDNIGHT = 1440;
const schedules = new WeakMap<OperatingHours, Schedule>();

/** Compiled once for the settings of a configuration. */
function scheduleOf(hours: OperatingHours): Schedule {
  const known = schedules.get(hours);
  if (known) return known;
  const range = ({ from, to }: { from: string; to: string }) => ({ from: minutesOf(from), to: minutesOf(to) });
  const week = WEEKDAYS.map((day) => (hours.weekly[day] ?? []).map(range));
  const edges = new Set([...week.flat().flatMap(({ from, to }) => [from, to]), MIDNIGHT]);
  const schedule = {
    ...{ zone: hours.timeZone, week, holidays: new Set(hours.holidays.map((date) => Date.parse(date) / DAY)) },
    edges: [...edges].sort((a, b) => a - b),
  };
  schedules.set(hours, schedule);
  return schedule;
}

const goesOver = ({ from, to }: Range): boolean => to <= from;

/** A range that goes over midnight belongs to the day on which it begins; a holiday is closed from midnight to midnight. */
function isScheduled({ week, holidays }: Schedule, { day, weekday, minute }: WallTime): boolean {
  if (holidays.has(day)) return false;
  const today = week[weekday] ?? [];
  if (today.some((range) => range.from <= minute && (goesOver(range) || minute < range.to))) return true;
  const yesterday = holidays.has(day - 1) ? [] : (week[(weekday + 6) % 7] ?? []);
  return yesterday.some((range) => goesOver(range) && minute < range.to);
}

const isScheduledAt = (schedule: Schedule, at: Instant) => isScheduled(schedule, wallTime(at, schedule.zone));

/** A year of holidays and a week: what has not changed by then never does. */
const horizon = ({ holidays }: Schedule): Millis => (holidays.size + 9) * DAY;

/** When the schedule opens or closes next after an instant; `undefined` when it never does. */
export function nextBoundary(after: Instant, hours: OperatingHours): Instant | undefined {
  const schedule = scheduleOf(hours);
  const isOpen = isScheduledAt(schedule, after);
  const end = after + horizon(schedule);
  for (let at = after; at < end; ) {
    const { minute } = wallTime(at, schedule.zone);
    const edge = schedule.edges.find((some) => some > minute) ?? MIDNIGHT;
    const startOfMinute = at - (((at % MINUTE) + MINUTE) % MINUTE);
    at = nextClockChange(at, startOfMinute + (edge - minute) * MINUTE, schedule.zone);
    if (isScheduledAt(schedule, at) !== isOpen) return at;
  }
  return undefined;
}

/** How it is with the operating hours at an instant. */
export interface HoursState {
  inside: boolean;
  /** When the schedule opens or closes next, which also ends an override; absent when it never does. */
  until?: Instant;
  /** In force now. */
  override?: { state: 'open' | 'closed'; since: Instant };
}

const overrideEnds = new WeakMap<Settings, Instant>();

/** Found once for the settings of a configuration. */
function overrideEnd(settings: Settings, since: Instant): Instant {
  const known = overrideEnds.get(settings);
  if (known !== undefined) return known;
  const end = (settings.operatingHours && nextBoundary(since, settings.operatingHours)) ?? Infinity;
  overrideEnds.set(settings, end);
  return end;
}

/** The override in force: from when it was set until the next boundary of the schedule behind that. */
function overrideAt(now: Instant, settings: Settings): HoursState['override'] {
  if (!settings.hoursOverride) return undefined;
  const { state } = settings.hoursOverride;
  const since = parseInstant(settings.hoursOverride.since) ?? 0;
  return since <= now && now < overrideEnd(settings, since) ? { state, since } : undefined;
}

/** Whether `now` is inside the operating hours; without any it always is, unless it was overridden. */
export function insideHours(now: Instant, settings: Settings): boolean {
  const override = overrideAt(now, settings);
  if (override) return override.state === 'open';
  const hours = settings.operatingHours;
  return hours === undefined || isScheduledAt(scheduleOf(hours), now);
}

/** All of it, for people. */
export function hoursState(now: Instant, settings: Settings): HoursState {
  const override = overrideAt(now, settings);
  const until = settings.operatingHours && nextBoundary(now, settings.operatingHours);
  return { inside: insideHours(now, settings), ...(until !== undefined && { until }), ...(override && { override }) };
}

/** Hour (0–23) and weekday in the workspace's zone (UTC when none is set). */
export function localTime(now: Instant, settings: Settings): { hour: number; weekday: Weekday } {
  const { weekday, minute } = wallTime(now, settings.operatingHours?.timeZone ?? 'UTC');
  return { hour: Math.floor(minute / 60), weekday: WEEKDAYS[weekday] as Weekday };
}
