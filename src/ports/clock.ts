import type { Instant } from '../engine/time';

/** The time of the machine; the engine gets it handed in and never asks. */
export interface Clock {
  now(): Instant;
}
