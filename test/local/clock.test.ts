import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from '@jest/globals';
import { advance, type ClockOptions, clockView, createClock } from '../../local/clock';
import type { Front } from '../../local/front';
import { MEMORY, openStore } from '../../local/store';

const T0 = Date.parse('2026-01-05T09:00:00Z');
const MINUTE = 60_000;

/** A front that has something to do at each of the given instants and writes down when it did it. */
function bell(now: () => number, ...dues: number[]): Front & { rung: number[]; dues: number[] } {
  return {
    name: 'bell',
    rung: [],
    dues,
    nextDue() {
      return this.dues.length > 0 ? Math.min(...this.dues) : undefined;
    },
    wake() {
      const later = this.dues.filter((due) => due > now());
      if (later.length < this.dues.length) this.rung.push(now());
      this.dues = later;
    },
  };
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function dataFolder() {
  folders.push(mkdtempSync(join(tmpdir(), 'clock-')));
  return folders.at(-1)!;
}

/** Opens store and clock in the folder, as a start of the stack does. */
function start(folder: string, options: ClockOptions) {
  const store = openStore(folder);
  const clock = createClock(store, options);
  const stop = () => {
    clock.close();
    store.close();
  };
  return { clock, stop };
}

describe('a frozen clock', () => {
  test('moves only when told, and never backwards', () => {
    const { clock, stop } = start(MEMORY, { frozen: true, startAt: T0 });
    expect(clock.now()).toBe(T0);
    clock.moveTo(T0 + MINUTE);
    clock.moveTo(T0);
    expect(clock.now()).toBe(T0 + MINUTE);
    stop();
  });

  test('halts at every due instant on the way and is at rest before it goes on', async () => {
    const { clock, stop } = start(MEMORY, { frozen: true, startAt: T0 });
    const front = bell(clock.now, T0 + 1, T0 + 5, T0 + 90);
    clock.watch(front);
    const rests: number[] = [];
    const reached = await advance(clock, T0 + 60, async () => {
      rests.push(clock.now());
      // What happened at the first halt makes something more due before the end.
      if (clock.now() === T0 + 1) front.dues.push(T0 + 30);
    });
    expect(reached).toBe(T0 + 60);
    expect(front.rung).toEqual([T0 + 1, T0 + 5, T0 + 30]);
    expect(rests).toEqual([T0, T0 + 1, T0 + 5, T0 + 30, T0 + 60]);
    expect(clock.nextDue()).toBe(T0 + 90);
    stop();
  });

  test('goes on after a restart from where it was, in either mode', () => {
    const folder = dataFolder();
    const first = start(folder, { frozen: true, startAt: T0 });
    first.clock.moveTo(T0 + 7 * MINUTE);
    first.stop();
    const second = start(folder, { frozen: true, startAt: T0 });
    expect(second.clock.now()).toBe(T0 + 7 * MINUTE);
    second.stop();
    const third = start(folder, { frozen: false });
    expect(third.clock.now()).toBeGreaterThanOrEqual(T0 + 7 * MINUTE);
    expect(third.clock.now()).toBeLessThan(T0 + 17 * MINUTE);
    third.stop();
  });
});

describe('a flowing clock', () => {
  test('is real time plus an offset, kept over a restart', () => {
    const folder = dataFolder();
    const first = start(folder, { frozen: false, startAt: Date.now() + 60 * MINUTE });
    const before = first.clock.now();
    first.stop();
    const second = start(folder, { frozen: false });
    expect(second.clock.now()).toBeGreaterThanOrEqual(before);
    expect(second.clock.now() - Date.now()).toBeGreaterThan(59 * MINUTE);
    second.stop();
  });

  test('is held while it is advanced, and flows on from there', async () => {
    const { clock, stop } = start(MEMORY, { frozen: false, startAt: T0 });
    expect(() => clock.moveTo(T0 + MINUTE)).toThrow('hold()');
    const target = clock.now() + 5 * MINUTE;
    const seen: number[] = [];
    const reached = await advance(clock, target, async () => {
      const at = clock.now();
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(clock.now() - at);
    });
    expect(reached).toBe(target);
    expect(new Set(seen)).toEqual(new Set([0]));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now()).toBeGreaterThan(target);
    stop();
  });

  test('does not go back when it was stopped in the middle of an advance', () => {
    const folder = dataFolder();
    const first = start(folder, { frozen: false, startAt: T0 });
    first.clock.hold();
    first.clock.moveTo(T0 + 60 * MINUTE);
    first.stop();
    const second = start(folder, { frozen: false });
    expect(second.clock.now()).toBeGreaterThanOrEqual(T0 + 60 * MINUTE);
    second.stop();
  });

  test('wakes a front when its time comes, also one that became due earlier than before', async () => {
    const { clock, stop } = start(MEMORY, { frozen: false });
    const front = bell(clock.now, clock.now() + 60 * MINUTE);
    const watch = clock.watch(front);
    const due = clock.now() + 20;
    front.dues.push(due);
    watch.changed(due);
    while (front.rung.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(front.rung[0]).toBeGreaterThanOrEqual(due);
    stop();
  });
});

test('another thread reads the same time', async () => {
  const { clock, stop } = start(MEMORY, { frozen: true, startAt: T0 });
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const words = new BigInt64Array(workerData);
     parentPort.on('message', () => parentPort.postMessage(Number(Atomics.load(words, 0))));`,
    { eval: true, workerData: clock.shared },
  );
  const ask = () =>
    new Promise((resolve) => {
      worker.once('message', resolve);
      worker.postMessage('now');
    });
  expect(await ask()).toBe(T0);
  clock.moveTo(T0 + MINUTE);
  expect(await ask()).toBe(T0 + MINUTE);
  expect(clockView(clock.shared).now()).toBe(T0 + MINUTE);
  await worker.terminate();
  stop();
});

describe('the store', () => {
  test('refuses a data folder that another stack has open, saying what to do', () => {
    const folder = dataFolder();
    const first = openStore(folder);
    expect(() => openStore(folder)).toThrow(/in use by another local stack.*--data/);
    first.close();
    openStore(folder).close();
  });

  test('a failing transaction leaves nothing behind, also inside another', () => {
    const store = openStore(MEMORY);
    store.db.exec('CREATE TABLE t (n INTEGER)');
    const insert = () => store.sql('INSERT INTO t VALUES (1)').run();
    expect(() =>
      store.transaction(() => {
        insert();
        store.transaction(insert);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(store.sql('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
    store.close();
  });
});
