/** The examples and the recorded day on the whole local stack: bundled functions, queues, alarms, permissions. */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { WorkflowItem } from '../../bin/cli/workflows';
import { prepareDay, replayDay, summarise } from '../../local/demo';
import type { OutboxEntry } from '../../local/outbox';
import { MEMORY } from '../../local/store';
import { parseDuration } from '../../src/engine/time';
import { examples, readJson } from './files';
import { tableOf } from './played';
import { type Playground, pauseAll, playground, playOnStack } from './stack-play';

let ground: Playground;

function onOneStack() {
  beforeAll(async () => {
    ground = await playground();
  }, 120_000);
  afterAll(() => ground.stop());
}

/** Nothing was refused, broke or was put aside on the way. */
async function expectNoTrouble() {
  expect(ground.stack.denied).toEqual([]);
  expect(ground.stack.failures).toEqual([]);
  expect(await ground.api.list('/v1/parked')).toEqual([]);
}

/** Never early, at most five seconds late. */
function expectInTime(actual: string[], wanted: string[]) {
  const [came, due] = [actual, wanted].map((times) =>
    times.map((time) => parseDuration(time) ?? 0).sort((a, b) => a - b),
  );
  const late = due?.map((time, at) => (came?.[at] ?? 0) - time) ?? [];
  expect(actual).toHaveLength(wanted.length);
  expect(late.filter((millis) => millis < 0 || millis > 5000)).toEqual([]);
}

describe('examples', () => {
  onOneStack();
  afterEach(() => pauseAll(ground));

  test.each(examples())('$name', async ({ name, workflows, settings, expected }) => {
    const text = readFileSync(`examples/${name}/events.jsonl`, 'utf8');
    const played = await playOnStack(workflows, text, expected.after, ground, settings);
    const tables = Object.entries(expected.workflows).map(([workflow, { fired, effects }]) => [
      workflow,
      { fired, effects },
    ]);
    expect(tableOf(played)).toEqual(Object.fromEntries(tables));
    for (const [workflow, { at, texts = [] }] of Object.entries(expected.workflows)) {
      const own = played.effects.filter((effect) => effect.workflow === workflow);
      if (at !== undefined)
        expectInTime(
          own.map((effect) => effect.at),
          at,
        );
      expect(own.map(({ fields }) => fields.text)).toEqual(expect.arrayContaining(texts));
    }
    await expectNoTrouble();
  });
});

describe('the recorded day', () => {
  onOneStack();

  test('leads to its expected table', async () => {
    const target = { url: ground.stack.url, apiKey: ground.info.apiKey };
    await prepareDay(target);
    await replayDay({ ...target, info: ground.info, dataDir: MEMORY });
    const summary = await summarise({ ...target, outbox: await ground.api.get<OutboxEntry[]>('/_local/outbox') });
    const table = Object.fromEntries(
      summary.rows.map(({ workflow, fired, effects }) => [workflow, { fired, effects }]),
    );
    expect(table).toEqual(readJson('day/expected.json'));
    expect(summary.text).toMatch(/^VIP waits +7 +14 +note\.add 7, priority\.set 7$/m);
    expect(summary.twice).toEqual([]);
    await expectNoTrouble();

    const [first] = await ground.api.list<WorkflowItem>('/v1/workflows');
    await ground.api.post(`/v1/workflows/${first?.id}/pause`);
    await prepareDay(target);
    const after = await ground.api.list<WorkflowItem>('/v1/workflows');
    expect(after.map(({ status }) => status)).toEqual(['paused', ...Array(9).fill('active')]);
  }, 300_000);
});
