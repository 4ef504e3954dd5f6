import { describe, expect, test } from '@jest/globals';
import type { Plant } from './plant';
import { PLANTS } from './plants';
import { scenarioOf, simulate } from './simulate';

describe('the simulator', () => {
  // `.ci/run` plays these and 280 more.
  test('finds nothing wrong in the first runs', async () => {
    for (let seed = 1; seed <= 20; seed++)
      expect({ seed, wrongs: (await simulate(scenarioOf(seed))).wrongs }).toEqual({ seed, wrongs: [] });
  });

  test.each(Object.keys(PLANTS))('finds %s', async (name) => {
    const { from = 1 } = PLANTS[name] as Plant;
    let found = false;
    for (let seed = from; seed < from + 200 && !found; seed++)
      found = (await simulate(scenarioOf(seed), { plant: PLANTS[name] })).wrongs.length > 0;
    expect(found).toBe(true);
  });
});
