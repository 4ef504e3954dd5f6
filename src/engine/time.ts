/** Instants and durations. The engine never reads a clock: every instant comes in with the event. */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A length of time in milliseconds, whole seconds. */
export type Millis = number;

const DURATION = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/;

/** Parses an ISO 8601 duration of whole days, hours, minutes and seconds; `undefined` when it is none. */
export function parseDuration(text: string): Millis | undefined {
  const match = DURATION.exec(text);
  if (!match || text === 'P' || text.endsWith('T')) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** Formats milliseconds as ISO 8601, rounded up to whole seconds: `PT3M`. */
export function formatDuration(millis: Millis): string {
  const total = Math.ceil(millis / 1000);
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  return `PT${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds || total === 0 ? `${seconds}S` : ''}`;
}

/** Formats an instant as RFC 3339 in UTC. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** Parses an RFC 3339 time; `undefined` when it is none, as 30 February is. */
export function parseInstant(text: string): Instant | undefined {
  if (!RFC3339.test(text) || !isDay(text.slice(0, 10))) return undefined;
  const instant = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(instant) ? undefined : instant;
}

/** `Date.parse` takes 30 February for 2 March. */
function isDay(date: string): boolean {
  if (Number(date.slice(8)) <= 28) return true;
  const day = new Date(date);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}
