import { beforeEach, describe, expect, test } from '@jest/globals';
import { cachedConfiguration } from '../../src/adapters/cached-configuration';
import { LiveConfigurations } from '../../src/app/configuration';
import { evaluate } from '../../src/app/evaluate';
import { SentMemory } from '../../src/app/handle-event';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import type { Workflow } from '../../src/engine/workflow';
import { event, ref, START, World } from './world';

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
/** A warm process: what it remembers outlives its batches. */
function warm() {
  const configuration = cachedConfiguration(world.deps.configuration);
  const configurations = new LiveConfigurations(configuration);
  const sent = new SentMemory();
  return async (message: unknown) => {
    const context = { live: configurations.forBatch(), sent };
    await evaluate(JSON.stringify(message), { ...world.deps, configuration }, context);
  };
}
const counted = async () => (await world.deps.statistics.sum('main', ['2026-01-05'])).wf1;

describe('a message of the events queue', () => {
  test('is handled and counted, runs by workflow and day', async () => {
    expect(await take({ kind: 'event', event: says('e1') })).toMatchObject({ counts: { Events: 1, Repeated: 0 } });
    expect(world.sent('actions')).toMatchObject([{ effects: [{ type: 'conversation.tag', workflowId: 'wf1' }] }]);
    expect(await counted()).toMatchObject({ started: 1, completed: 1, failed: 0 });
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

describe('what is told of a customer', () => {
  const named = (id: string, name: string, channelId = 'web') =>
    event(id, { type: 'customer.updated', subject: 'cu-7', channelId, data: { customer: { id: 'cu-7', name } } });
  const name = async () => (await world.deps.customers.get('main', 'cu-7'))?.name;

  test('changes nothing when it comes again, however much came in between', async () => {
    for (let at = 0; at < 60; at++) await take({ kind: 'event', event: named(`e${at}`, `Kim ${at}`) });
    expect(await take({ kind: 'event', event: named('e0', 'Kim 0') })).toMatchObject({ counts: { Repeated: 1 } });
    expect(await name()).toBe('Kim 59');
  });

  test('by events of the same id at two channels is both told', async () => {
    await take({ kind: 'event', event: named('e1', 'Kim', 'web') });
    await take({ kind: 'event', event: named('e1', 'Lee', 'phone') });
    expect(await name()).toBe('Lee');
    const inCall = event('e1', {
      type: 'call.ringing',
      channelId: 'phone',
      data: { customer: { id: 'cu-7', name: 'Park' } },
    });
    const inChat = event('e1', {
      ...inCall,
      type: 'customer.connected',
      channelId: 'web',
      data: { connectionId: 'c', customer: { id: 'cu-7', name: 'Choi' } },
    });
    await take({ kind: 'event', event: inCall });
    expect(await name()).toBe('Park');
    await take({ kind: 'event', event: inChat });
    expect(await name()).toBe('Choi');
  });
});

describe('a run that stands still', () => {
  const waiting = (revision: number) =>
    ({
      ...tagging,
      revision,
      steps: [{ do: 'wait', duration: 'PT1H' }, ...tagging.steps],
      trigger: { type: 'message.customer', scope: 'all' },
    }) as Workflow;

  async function publish(revision: number): Promise<void> {
    const { configuration } = world.deps;
    const of = { workspaceId: 'main', settings: DEFAULT_SETTINGS };
    await configuration.putRevision('main', waiting(revision));
    await configuration.putSnapshot({
      ...{ schema: 1, ...of, version: 10 + revision, publishedAt: START - 1, workflows: [waiting(revision)] },
    });
    await configuration.putWorkspace({ ...of, version: 1 + revision, order: ['wf1'], snapshot: 10 + revision });
  }

  /** Read units that handling it took. */
  async function readsOf(take: (message: unknown) => Promise<void>, id: string): Promise<number> {
    const { counts } = world.ports.meter;
    const before = counts['dynamodb.readUnits'] ?? 0;
    await take({ kind: 'event', event: event(id) });
    return (counts['dynamodb.readUnits'] ?? 0) - before;
  }

  const asked: string[] = [];
  beforeEach(() => {
    asked.length = 0;
    const { getRevision } = world.deps.configuration;
    world.deps.configuration.getRevision = (...names) => {
      asked.push(names.join(' '));
      return getRevision(...names);
    };
  });

  test('costs no read of its revision while that is the live one, in a process that never saw it too', async () => {
    await publish(1);
    const take = warm();
    await take({ kind: 'event', event: says('e1') });
    expect((await world.deps.conversations.load(ref)).conversation?.runs).toHaveLength(1);
    const quiet = await readsOf(take, 'e2');
    expect(await readsOf(take, 'e3')).toBe(quiet);
    await warm()({ kind: 'event', event: event('e4') });
    expect(asked).toEqual([]);
  });

  test('costs one read in all after an edit was published, and goes on with what it began', async () => {
    await publish(1);
    const take = warm();
    await take({ kind: 'event', event: says('e1') });
    await publish(2);
    await take({ kind: 'event', event: event('e2') });
    const again = await readsOf(take, 'e3');
    expect(await readsOf(take, 'e4')).toBe(again);
    expect(asked).toEqual(['main wf1 1']);
    expect((await world.deps.conversations.load(ref)).conversation?.runs).toMatchObject([{ revision: 1 }]);
  });
});
