import { describe, expect, test } from '@jest/globals';
import { cachedConfiguration } from '../../src/adapters/cached-configuration';
import { MemoryClock } from '../../src/adapters/memory/memory-clock';
import { memoryPorts } from '../../src/adapters/memory/memory-ports';
import { T0 } from '../contracts/subject';
import { workflow } from '../contracts/values';

describe('the cache before the configuration', () => {
  const given = () => {
    const { configuration, meter } = memoryPorts(new MemoryClock(T0));
    return { configuration: cachedConfiguration(configuration), reads: () => meter.counts['dynamodb.readUnits'] ?? 0 };
  };

  test('reads a revision once', async () => {
    const { configuration, reads } = given();
    await configuration.putRevision('w', workflow('wf_1', 2));
    for (let times = 0; times < 3; times++) {
      expect(await configuration.getRevision('w', 'wf_1', 2)).toEqual(workflow('wf_1', 2));
    }
    expect(reads()).toBe(1);
  });

  test('finds at once what was not there before', async () => {
    const { configuration } = given();
    expect(await configuration.getRevision('w', 'wf_1', 2)).toBeUndefined();
    await configuration.putRevision('w', workflow('wf_1', 2));
    expect(await configuration.getRevision('w', 'wf_1', 2)).toBeDefined();
  });

  test('forgets what was not used for longest', async () => {
    const { configuration, reads } = given();
    for (let revision = 1; revision <= 501; revision++)
      await configuration.putRevision('w', workflow('wf_1', revision));
    for (let revision = 1; revision <= 500; revision++) await configuration.getRevision('w', 'wf_1', revision);
    await configuration.getRevision('w', 'wf_1', 1);
    await configuration.getRevision('w', 'wf_1', 501);
    expect(reads()).toBe(501);
    await configuration.getRevision('w', 'wf_1', 1);
    expect(reads()).toBe(501);
    await configuration.getRevision('w', 'wf_1', 2);
    expect(reads()).toBe(502);
  });
});
