/** `npm start`, killed five times in the middle of the day: it goes on, and the day ends as if nothing had happened. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Api } from '../../bin/cli/http';
import type { LocalInfo } from '../../bin/cli/target';
import { synthesizedApp } from '../../local/assembly';
import { summarise } from '../../local/demo';
import type { OutboxEntry } from '../../local/outbox';
import { dayLines, readJson } from './files';

const TOTAL = dayLines().length;
let folder: string;
let port: number;
let child: ChildProcess | undefined;
let said = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kill-'));
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  port = (probe.address() as { port: number }).port;
  probe.close();
  const app = synthesizedApp();
  if (app.missing) await app.make();
}, 120_000);
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

function start() {
  said = '';
  const args = ['--no-warnings', '--import', 'tsx', 'local/start.ts', '--port', String(port), '--data', folder];
  child = spawn(process.execPath, args);
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (said += text));
}

async function kill() {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function until(holds: () => boolean) {
  while (!holds()) {
    if (child?.exitCode !== null) throw new Error(`The stack stopped by itself:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** How many events were accepted, by the file that a replay keeps. */
function sent(): number {
  const file = join(folder, 'replay-day.jsonl.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).sent : 0;
}

test('the same final table, no event sent again, no effect done twice', async () => {
  const points = Array.from({ length: 5 }, () => Math.floor(Math.random() * (TOTAL - 20))).sort((a, b) => a - b);
  for (const point of points) {
    const before = sent();
    start();
    await until(() => sent() >= point && sent() > before);
    await kill();
    expect(sent()).toBeGreaterThan(before);
  }
  start();
  await until(() => said.includes('Serving at'));
  expect(said).toMatch(/^VIP waits +7 /m);

  const url = `http://localhost:${port}`;
  const { apiKey } = await new Api({ url }).get<LocalInfo>('/_local/info');
  const api = new Api({ url, apiKey });
  const outbox = await api.get<OutboxEntry[]>('/_local/outbox');
  const { rows, twice } = await summarise({ url, apiKey, outbox });
  const table = Object.fromEntries(rows.map(({ workflow, fired, effects }) => [workflow, { fired, effects }]));
  expect({ points, table, twice }).toEqual({ points, table: readJson('day/expected.json'), twice: [] });
  const ids = outbox.map(({ effectId }) => effectId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(await api.list('/v1/parked')).toEqual([]);
}, 600_000);
