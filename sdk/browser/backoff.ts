/** Milliseconds to wait after so many failures in a row: 1 s, doubled up to a minute, spread so that not all come at once. */
export function backOff(failures: number, random = Math.random()): number {
  return Math.min(60_000, 1_000 * 2 ** (failures - 1)) * (0.5 + random / 2);
}

/** Milliseconds to the next sign of life: spread so that not all come at once, and never more than the heartbeat. */
export function untilNextBeat(heartbeat: number, random = Math.random()): number {
  return heartbeat * (0.8 + random / 5);
}
