/** Revisions and snapshots, remembered: they never change, and every step of a run asks for its revision. */
import type { Configuration } from '../ports/configuration';

const MOST_REVISIONS = 500;
const MOST_SNAPSHOTS = 4;

/** Puts a cache before what is immutable. What is not there is asked for again; what was read belongs to all: not to be changed. */
export function cachedConfiguration(configuration: Configuration): Configuration {
  return {
    ...configuration,
    getRevision: remembered(MOST_REVISIONS, configuration.getRevision),
    getSnapshot: remembered(MOST_SNAPSHOTS, configuration.getSnapshot),
  };
}

function remembered<Names extends readonly (string | number)[], T extends object>(
  most: number,
  read: (...names: Names) => Promise<T | undefined>,
): (...names: Names) => Promise<T | undefined> {
  const kept = new Map<string, T>();
  return async (...names) => {
    const name = JSON.stringify(names);
    const known = kept.get(name) ?? (await read(...names));
    // Taken out and put in again, the Map's order is that of use, and its first is the one to go.
    kept.delete(name);
    if (known) kept.set(name, known);
    if (kept.size > most) kept.delete(kept.keys().next().value as string);
    return known;
  };
}
