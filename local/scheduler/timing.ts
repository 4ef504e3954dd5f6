import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Instant } from '../front';
import { invalid } from './errors';
import type { Definition } from './requests';

/**
 * Where in its window a schedule rings: at its beginning, its end, or in any second of it, the same for the same seed and name. Anywhere
 * else than at its ends it rings at the millisecond of a second at which it was made: what is due whole seconds after an event is then judged
 * at its very instant, although queues delay by whole seconds.
 */
export type Ring = 'earliest' | 'latest' | 'hashed';

export interface RingOptions {
  ring: Ring;
  seed: string;
  made: Instant;
}

/** EventBridge Scheduler rings within 60 s after the time that was asked for. */
const PRECISION = 60_000;

/** The instant of an `at(yyyy-mm-ddThh:mm:ss)` expression. Throws ValidationException for all else, and for the past. */
export function parseExpression(definition: Definition, now: Instant): Instant {
  const { ScheduleExpression: expression, ScheduleExpressionTimezone: zone = 'UTC' } = definition;
  const [, text] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression) ?? [];
  if (text === undefined)
    throw invalid(`Invalid Schedule Expression ${expression}. The local stack rings at(yyyy-mm-ddThh:mm:ss) only.`);
  const at = DateTime.fromISO(text, { zone });
  if (!at.isValid) throw invalid(`Invalid Schedule Expression ${expression} in ${zone}: ${at.invalidExplanation}.`);
  if (at.toMillis() <= now) throw invalid(`Schedule expression ${expression} is in the past.`);
  return at.toMillis();
}

/** When it rings: never before `at`, and within the minute after it or within its flexible window. */
export function ringsAt(at: Instant, definition: Definition, { ring, seed, made }: RingOptions): Instant {
  const window = Math.max(PRECISION, (definition.FlexibleTimeWindow.MaximumWindowInMinutes ?? 0) * 60_000);
  if (ring === 'earliest') return at;
  if (ring === 'latest') return at + window - 1;
  const hash = createHash('sha256')
    .update(JSON.stringify([seed, definition.GroupName, definition.Name]))
    .digest();
  return at + (hash.readUInt32BE() % (window / 1_000)) * 1_000 + (made % 1_000);
}
