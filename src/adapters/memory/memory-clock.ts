import type { Instant, Millis } from '../../engine/time';
import type { Clock } from '../../ports/clock';

/** A clock that stands until it is moved. */
export class MemoryClock implements Clock {
  private instant: Instant;

  constructor(instant: Instant) {
    this.instant = instant;
  }

  now(): Instant {
    return this.instant;
  }

  /** Never backwards. */
  moveTo(instant: Instant): void {
    this.instant = Math.max(this.instant, instant);
  }

  pass(millis: Millis): void {
    this.moveTo(this.instant + millis);
  }
}
