import { beforeEach, describe, expect, test } from '@jest/globals';
import { aggregatedRates } from '../../src/app/aggregated-rates';
import { cachedChannels, channelsOfBatch } from '../../src/app/cached-channels';
import { START, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
});
const requests = () => world.ports.meter.counts['dynamodb.requests'] ?? 0;

describe('counters of several processes', () => {
  const window = { seconds: 60 };

  test('cost a write for each fifty, and under-count by less than fifty for each process', async () => {
    const processes = [aggregatedRates(world.deps.rates), aggregatedRates(world.deps.rates)];
    const before = requests();
    let seen = 0;
    for (let at = 0; at < 1_000; at++) seen = (await processes[at % 2]?.add('k', window, START, 1)) ?? 0;
    expect(requests() - before).toBe(20);
    expect(seen).toBeGreaterThan(1_000 - 2 * 50);
    expect(seen).toBeLessThanOrEqual(1_000);
  });

  test('begin anew with each window, and apart for each key', async () => {
    const rates = aggregatedRates(world.deps.rates);
    await rates.add('k', window, START, 70);
    expect(await rates.add('k', window, START + 59_999, 1)).toBe(71);
    expect(await rates.add('k', window, START + 60_000, 1)).toBe(1);
    expect(await rates.add('other', window, START, 1)).toBe(1);
  });

  test('go on by themselves while the store does not answer, and lose nothing', async () => {
    const add = world.deps.rates.add;
    world.deps.rates.add = () => Promise.reject(new Error('down'));
    const rates = aggregatedRates(world.deps.rates);
    expect(await rates.add('k', window, START, 60)).toBe(60);
    world.deps.rates.add = add;
    expect(await rates.add('k', window, START, 1)).toBe(61);
    expect(await aggregatedRates(world.deps.rates).add('k', window, START, 50)).toBe(111);
  });
});

describe('remembered channels', () => {
  const named = async (name: string, version: number) => {
    const record = await world.deps.channels.get('web');
    if (record) await world.deps.channels.put({ ...record, name, version });
  };

  test('are read once in half a minute, unless the caller wants them fresh', async () => {
    const channels = cachedChannels(world.deps.channels, world.clock);
    await channels.get('web');
    await named('new', 2);
    world.clock.pass(29_999);
    expect((await channels.get('web'))?.name).toBeUndefined();
    expect((await channels.get('web', { fresh: true }))?.name).toBe('new');
    await named('newer', 3);
    world.clock.pass(30_000);
    expect((await channels.get('web'))?.name).toBe('newer');
  });

  test('written by this process are read anew at once', async () => {
    const channels = cachedChannels(world.deps.channels, world.clock);
    const record = await channels.get('web');
    if (record) await channels.put({ ...record, name: 'mine', version: 2 });
    expect((await channels.get('web'))?.name).toBe('mine');
    await channels.remove('web');
    expect(await channels.get('web')).toBeUndefined();
  });

  test('are read once in a batch, and anew in the next, however little time has passed', async () => {
    let reads = 0;
    const counted = { ...world.deps.channels };
    counted.get = (...asked) => {
      reads += 1;
      return world.deps.channels.get(...asked);
    };
    const [first, next] = [channelsOfBatch(counted), channelsOfBatch(counted)];
    await Promise.all([first.get('web'), first.get('web')]);
    await named('new', 2);
    expect((await first.get('web'))?.name).toBeUndefined();
    expect([(await next.get('web'))?.name, reads]).toEqual(['new', 2]);
  });

  test('that could not be read are asked for again within the batch', async () => {
    const store = { ...world.deps.channels };
    store.get = () => Promise.reject(new Error('down'));
    const channels = channelsOfBatch(store);
    await expect(channels.get('web')).rejects.toThrow('down');
    store.get = world.deps.channels.get;
    expect(await channels.get('web')).toMatchObject({ id: 'web' });
  });

  test('that are not there are looked for each time, so that a new one works at once', async () => {
    const channels = cachedChannels(world.deps.channels, world.clock);
    expect(await channels.get('late')).toBeUndefined();
    const late = {
      workspaceId: 'main',
      id: 'late',
      kind: 'webhook',
      secrets: [],
      config: {},
      createdAt: START,
      version: 1,
    };
    await world.deps.channels.put(late);
    expect(await channels.get('late')).toEqual(late);
  });
});
