/** Each numbered example leads to what its expected.json says. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseDuration } from '../../src/engine/time';
import { playOnEngine } from './engine-play';
import { examples } from './files';
import { tableOf } from './played';

test('there are nine, each with a README', () => {
  const names = examples().map(({ name }) => name);
  expect(names).toHaveLength(9);
  expect(names.filter((name) => !existsSync(`examples/${name}/README.md`))).toEqual([]);
});

describe.each(examples())('$name', ({ workflows, lines, settings, expected }) => {
  const end = (parseDuration(expected.after) ?? 0) - (lines.at(-1)?.at ?? 0);
  const played = playOnEngine(workflows, lines, end, settings);

  test('fires as often as it should and does what it should', () => {
    const table = Object.fromEntries(
      Object.entries(expected.workflows).map(([name, { fired, effects }]) => [name, { fired, effects }]),
    );
    expect(tableOf(played)).toEqual(table);
  });

  test('at the right time, in the right words', () => {
    for (const [name, { at, texts = [] }] of Object.entries(expected.workflows)) {
      const own = played.effects.filter(({ workflow }) => workflow === name);
      if (at !== undefined) expect(own.map((effect) => effect.at)).toEqual(at);
      expect(own.map(({ fields }) => fields.text)).toEqual(expect.arrayContaining(texts));
    }
  });
});
