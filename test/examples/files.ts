import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecording, type RecordedLine } from '../../bin/cli/recording';
import type { Expected } from './played';

const ROOT = 'examples';
export const readJson = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

export interface Example {
  name: string;
  workflows: unknown[];
  lines: RecordedLine[];
  /** What of the workspace's settings is not the default. */
  settings?: Record<string, unknown>;
  expected: { after: string; workflows: Record<string, Expected> };
}

const OTHERS = ['expected.json', 'settings.json'];

/** The numbered examples: every other .json file of their folders is a workflow. */
export function examples(): Example[] {
  const folders = readdirSync(ROOT).filter((name) => /^\d\d-/.test(name));
  return folders.sort().map((name) => ({
    name,
    workflows: readdirSync(join(ROOT, name))
      .filter((file) => file.endsWith('.json') && !OTHERS.includes(file))
      .map((file) => readJson(join(name, file))),
    lines: parseRecording(readFileSync(join(ROOT, name, 'events.jsonl'), 'utf8'), name),
    ...(existsSync(join(ROOT, name, 'settings.json')) && { settings: readJson(join(name, 'settings.json')) }),
    expected: readJson(join(name, 'expected.json')),
  }));
}

export const dayText = () => readFileSync(join(ROOT, 'day.jsonl'), 'utf8');
export const dayLines = () => parseRecording(dayText(), 'day.jsonl');
export const dayWorkflows = (): unknown[] =>
  readdirSync(join(ROOT, 'day/workflows'))
    .sort()
    .map((file) => readJson(join('day/workflows', file)));
