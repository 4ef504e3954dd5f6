/** The name of a run: a seed, and where crashes were made to happen in it, as `4711` or `4711@1234.0@2001.3`. */
import type { Forced } from './faults';
import { scenarioOf } from './simulate';
import type { Scenario } from './world';

export interface Token {
  seed: number;
  forced: Forced[];
}

export function formatToken({ seed, forced }: Token): string {
  return [seed, ...forced.map(({ point, salt }) => `${point}.${salt}`)].join('@');
}

/** @throws Error for text that names no run */
export function parseToken(text: string): Token {
  if (!/^\d{1,15}(@\d+\.\d+)*$/.test(text))
    throw new Error(`${text} names no run: give a seed, such as 4711, as it was printed.`);
  const [seed, ...crashes] = text.split('@');
  const forced = crashes.map((crash) => {
    const [point, salt] = crash.split('.').map(Number) as [number, number];
    return { point, salt };
  });
  return { seed: Number(seed), forced };
}

/** A run in which something is forced has something going wrong, though all else in it be healthy. */
export function scenarioNamed({ seed, forced }: Token): Scenario {
  const scenario = scenarioOf(seed);
  if (forced.length === 0) return scenario;
  return { ...scenario, profile: { ...scenario.profile, kind: 'hostile' }, forced };
}
