import { beforeEach, describe, expect, test } from '@jest/globals';
import { LiveConfigurations } from '../../src/app/configuration';
import { evaluate } from '../../src/app/evaluate';
import { SentMemory } from '../../src/app/handle-event';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import type { Workflow } from '../../src/engine/workflow';
import { event, START, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
  const workspace = { workspaceId: 'main', version: 1, settings: DEFAULT_SETTINGS, order: ['wf1'], snapshot: 1 };
  const snapshot = {
    schema: 1 as const,
    workspaceId: 'main',
    version: 1,
    publishedAt: START - 1,
    settings: DEFAULT_SETTINGS,
    workflows: [tagging],
  };
  await world.deps.configuration.putSnapshot(snapshot);
  await world.deps.configuration.putWorkspace(workspace);
});

const tagging = {
  ...{ id: 'wf1', name: 'Tag', revision: 1, hours: 'always', mode: 'background', publishedAt: START - 1 },
  ...{ trigger: { type: 'message.customer', scope: 'all' }, steps: [{ do: 'conversation.tag', tag: 'wrote' }] },
} as unknown as Workflow;
const says = (id: string) =>
  event(id, { type: 'message.created', data: { messageId: id, author: { type: 'customer', id: 'cu-7' }, text: 'hi' } });
const take = (message: unknown) => {
  const context = { live: new LiveConfigurations(world.deps.configuration).forBatch(), sent: new SentMemory() };
  return evaluate(JSON.stringify(message), world.deps, context);
};
const counted = async () => (await world.deps.statistics.sum('main', ['2026-01-05'])).wf1;

describe('a message of the events queue', () => {
  test('is handled and counted, runs by workflow and day', async () => {
    expect(await take({ kind: 'event', event: says('e1') })).toMatchObject({ counts: { Events: 1, Repeated: 0 } });
    expect(world.sent('actions')).toMatchObject([{ effects: [{ type: 'conversation.tag', workflowId: 'wf1' }] }]);
    expect(await counted()).toEqual({ started: 1, completed: 1, failed: 0 });
  });

  test('that comes twice is counted once', async () => {
    await take({ kind: 'event', event: says('e1') });
    expect(await take({ kind: 'event', event: says('e1') })).toMatchObject({ counts: { Repeated: 1 } });
    expect(await counted()).toMatchObject({ started: 1 });
  });

  test('is handled although its runs cannot be counted', async () => {
    world.deps.statistics.add = () => Promise.reject(new Error('down'));
    expect(await take({ kind: 'event', event: says('e1') })).toMatchObject({
      counts: { Events: 1, RunsNotCounted: 1 },
    });
  });

  test('that cannot be read can never succeed', async () => {
    await expect(take({ kind: 'event', event: {} })).rejects.toMatchObject({ retry: false });
  });
});
