import { formatDuration } from '../../src/engine/time';

/** A line of an events file, before its time is written out. */
export interface DayLine {
  /** Seconds since the day began. */
  at: number;
  channel: 'web' | 'phone';
  body?: Record<string, unknown>;
  form?: Record<string, string>;
}

/** How the line stands in the file. */
export function written({ at, ...line }: DayLine): string {
  return JSON.stringify({ at: formatDuration(at * 1000), ...line });
}
