/** When items may go. DynamoDB deletes what has expired within days, not at once: whoever needs the minute compares it. */
import type { Instant, Millis } from '../../engine/time';

export const DAY: Millis = 86_400_000;

/** The time-to-live attribute: epoch seconds. */
export function expires(at: Instant): { expiresAt: number } {
  return { expiresAt: Math.ceil(at / 1000) };
}
