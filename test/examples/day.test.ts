/** The recorded day is what its script makes, reads like a day, and leads to its expected table, whoever judges it. */
import { describe, expect, test } from '@jest/globals';
import { makeDay } from '../../examples/make-day';
import { judge } from './day-oracle';
import { callsOf } from './day-oracle-calls';
import { playOnEngine } from './engine-play';
import { dayLines, dayText, dayWorkflows, readJson } from './files';
import { tableOf } from './played';

const raw = dayText()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const verdict = judge(raw);

describe('the recording', () => {
  test('is what make-day.ts makes of the transcripts', () => {
    expect(dayText()).toBe(makeDay());
  });

  test('holds about 400 events of 40 chats and 15 calls, a few of them twice', () => {
    const started = raw.filter(({ body }) => body?.type === 'conversation.started');
    expect(new Set(started.map(({ body }) => body.subject)).size).toBe(40);
    expect(callsOf(raw)).toHaveLength(15);
    expect(raw.length).toBeGreaterThan(400);
    expect(raw.length).toBeLessThan(450);
    const ids = raw.flatMap(({ body }) => (body ? [body.id] : []));
    expect(ids.length - new Set(ids).size).toBe(6);
  });

  test('no event comes so close to a due instant that a slow machine could turn them round', () => {
    expect(verdict.closest).toBeGreaterThanOrEqual(30);
    expect(verdict.open).toEqual([]);
  });
});

describe('what it leads to', () => {
  const expected = readJson('day/expected.json');

  test('as the oracle reads it', () => expect(verdict.table).toEqual(expected));

  test('as the engine decides it', () => {
    const played = playOnEngine(dayWorkflows(), dayLines(), 0);
    expect(tableOf(played)).toEqual(expected);
    expect(played.fired['VIP waits']).toBe(7);
  });
});
