/** Operating hours of a workspace, in its own zone, daylight saving included. */
import { DateTime } from 'luxon';
import type { OperatingHours, Settings } from './settings';
import type { Instant } from './time';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof DAYS)[number];
export const WEEKDAYS: readonly Weekday[] = DAYS;

function local(now: Instant, hours: OperatingHours | undefined): DateTime {
  return DateTime.fromMillis(now, { zone: hours?.timeZone ?? 'UTC' });
}

/** Hour (0–23) and weekday in the workspace's zone (UTC when none is set). */
export function localTime(now: Instant, settings: Settings): { hour: number; weekday: Weekday } {
  const at = local(now, settings.operatingHours);
  return { hour: at.hour, weekday: DAYS[at.weekday - 1] as Weekday };
}

/** Whether `now` is inside the operating hours; without any it always is. */
export function insideHours(now: Instant, settings: Settings): boolean {
  const hours = settings.operatingHours;
  if (!hours) return true;
  const at = local(now, hours);
  if (hours.holidays.includes(at.toFormat('yyyy-MM-dd'))) return false;
  const clock = at.toFormat('HH:mm');
  const ranges = hours.weekly[DAYS[at.weekday - 1] as Weekday] ?? [];
  return ranges.some((range) => range.from <= clock && clock < range.to);
}
