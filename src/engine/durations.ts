/** Durations as settings and steps have them. */
import * as z from 'zod';
import { type Millis, parseDuration } from './time';

export const HOUR: Millis = 3_600_000;

/** An ISO 8601 duration within bounds, both in milliseconds. */
export function duration(min: Millis, max: Millis, says: string) {
  return z
    .string()
    .refine(
      (text) => {
        const millis = parseDuration(text);
        return millis !== undefined && millis >= min && millis <= max;
      },
      { message: `must be an ISO 8601 duration of whole seconds ${says}` },
    )
    .meta({ description: `ISO 8601 duration ${says}` });
}

/** A wait: 0 s to 72 h. */
export const waitDuration = duration(0, 72 * HOUR, 'from PT0S to PT72H');
