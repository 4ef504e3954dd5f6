import { beforeEach, describe, expect, test } from '@jest/globals';
import { countRuns, countsOf } from '../../src/app/count-runs';
import type { RunChange } from '../../src/engine/timeline';
import { World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
});

const change = (workflowId: string, of: RunChange['change'], more: Partial<RunChange> = {}): RunChange => ({
  ...{ runId: `run ${workflowId}`, workflowId, change: of },
  ...more,
});

describe('what a commit says of runs', () => {
  test('is counted by workflow, and by step where runs stood still or were lost', () => {
    const changes = [
      change('a', 'started'),
      change('a', 'suspended', { step: '/steps/1' }),
      change('b', 'resumed', { step: '/steps/0' }),
      change('b', 'completed'),
      change('c', 'ended', { step: '/steps/2' }),
      change('c', 'ended', { step: '/steps/2' }),
      change('m', 'started', { startedBy: 'link' }),
      change('m', 'started', { startedBy: 'agent' }),
      change('m', 'failed', { step: '/steps/0' }),
    ];
    expect(countsOf(changes)).toEqual({
      a: { started: 1, steps: { '/steps/1': { waited: 1 } } },
      b: { completed: 1 },
      c: { droppedOff: 2, steps: { '/steps/2': { droppedOff: 2 } } },
      m: { started: 2, startedByAgent: 1, failed: 1, steps: { '/steps/0': { failed: 1 } } },
    });
  });

  test('costs one write unit, whatever workflows it is about, and none when no run went anywhere', async () => {
    const { counts } = world.ports.meter;
    const units = () => counts['dynamodb.writeUnits'] ?? 0;
    const before = units();
    await countRuns('main', [change('a', 'resumed')], world.deps);
    expect(units() - before).toBe(0);
    const several = ['a', 'b', 'c', 'd'].flatMap((id) => [change(id, 'started'), change(id, 'completed')]);
    expect(await countRuns('main', several, world.deps)).toBe(true);
    expect(units() - before).toBe(1);
    const sums = await world.deps.statistics.sum('main', ['2026-01-05']);
    expect(sums.d).toMatchObject({ started: 1, completed: 1 });
  });

  test('that cannot be counted makes nothing fail', async () => {
    world.deps.statistics.add = () => Promise.reject(new Error('down'));
    expect(await countRuns('main', [change('a', 'started')], world.deps)).toBe(false);
  });
});
