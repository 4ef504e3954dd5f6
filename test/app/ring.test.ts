import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ring } from '../../src/app/ring';
import type { Ring } from '../../src/engine/event';
import { START, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
});
const due = (instant?: number): Ring => ({
  ...{ schema: 1, workspaceId: 'main', channelId: 'web', subject: 'chat-1', receivedAt: START - 1 },
  ...(instant !== undefined && { due: instant }),
});

describe('a ring', () => {
  test('that is due goes behind the events accepted until now', async () => {
    await ring(due(START), world.deps);
    expect(world.sent('events')).toEqual([{ kind: 'ring', ring: { ...due(START), receivedAt: START } }]);
  });

  test('without a due time goes at once', async () => {
    expect(await ring(due(), world.deps)).toBe('rung');
  });

  test('that is early waits for the rest, in whole seconds', async () => {
    await ring(due(START + 40_001), world.deps);
    expect(world.ports.queues.sent).toMatchObject([{ queue: 'delays', delaySeconds: 41 }]);
    expect(world.sent('delays')).toEqual([due(START + 40_001)]);
  });

  test('that is far too early waits for the longest delay, and again', async () => {
    await ring(due(START + 3_600_000), world.deps);
    expect(world.ports.queues.sent).toMatchObject([{ queue: 'delays', delaySeconds: 900 }]);
  });

  test('however often it is delayed rings never early and less than a second late', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -1_000, max: 4 * 3_600_000 }), async (rest) => {
        const fresh = await World.open();
        while ((await ring(due(START + rest), fresh.deps)) === 'delayed') {
          fresh.clock.pass((fresh.ports.queues.sent.at(-1)?.delaySeconds ?? 0) * 1_000);
        }
        const late = fresh.clock.now() - (START + rest);
        expect(late).toBeGreaterThanOrEqual(0);
        if (rest > 0) expect(late).toBeLessThan(1_000);
      }),
    );
  });
});
