import { setImmediate as turn } from 'node:timers/promises';
import { MemoryClock } from '../../src/adapters/memory/memory-clock';
import type { Instant, Millis } from '../../src/engine/time';

interface Entry {
  at: Instant;
  serial: number;
  run: () => void;
}

/**
 * Virtual time: what is to happen, in order of time and then of being asked for. All that runs is resumed from here, so nothing
 * depends on the machine.
 */
export class Agenda {
  readonly clock: MemoryClock;
  /** Things done so far. */
  steps = 0;
  private readonly heap: Entry[] = [];
  private serial = 0;
  /** Work that waits for the machine and not for this time. */
  private held = 0;

  constructor(start: Instant) {
    this.clock = new MemoryClock(start);
  }

  get now(): Instant {
    return this.clock.now();
  }

  get isEmpty(): boolean {
    return this.heap.length === 0;
  }

  after(delay: Millis, run: () => void): void {
    this.at(this.now + delay, run);
  }

  at(at: Instant, run: () => void): void {
    const { heap } = this;
    const entry = { at: Math.max(at, this.now), serial: this.serial++, run };
    let place = heap.push(entry) - 1;
    for (; place > 0; ) {
      const parent = (place - 1) >> 1;
      if (!isBefore(entry, heap[parent] as Entry)) break;
      heap[place] = heap[parent] as Entry;
      place = parent;
    }
    heap[place] = entry;
  }

  /** Time stands still until `release`: what goes on now takes turns of the machine that nobody here sees. */
  hold(): void {
    this.held += 1;
  }

  release(): void {
    this.held -= 1;
  }

  /** Does the next thing, and lets all that this resumed run until it waits again. */
  async step(): Promise<void> {
    const entry = this.take();
    this.clock.moveTo(entry.at);
    this.steps += 1;
    entry.run();
    do await turn();
    while (this.held > 0);
  }

  private take(): Entry {
    const { heap } = this;
    const first = heap[0] as Entry;
    const last = heap.pop() as Entry;
    if (heap.length > 0) this.sink(last);
    return first;
  }

  private sink(entry: Entry): void {
    const { heap } = this;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child += 1;
      if (!isBefore(heap[child] as Entry, entry)) break;
      heap[place] = heap[child] as Entry;
      place = child;
    }
    heap[place] = entry;
  }
}

const isBefore = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.serial < b.serial);
