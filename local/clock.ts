import type { Front, Instant, VirtualClock, Watch } from './front';
import type { Store } from './store';

export type { VirtualClock } from './front';

export interface ClockOptions {
  /** True: moves only by `moveTo`. False: real time plus an offset. */
  frozen: boolean;
  /** Where a new store's time starts; ignored when the store already knows a time. Default: the machine's time, a frozen clock's at a whole second. */
  startAt?: Instant;
}

/** Taken at load time, because a Lambda worker replaces its global `Date` by one that reads the clock. */
const realNow = Date.now;

/** The shared words, each read and written as one, so that no read is torn. */
const STANDS_AT = 0;
const OFFSET = 1;
/** In STANDS_AT: the clock does not stand, it is real time + OFFSET. */
const FLOWS = -1n;

/** Times that people write, a snooze's end say, are whole seconds: what is due then is judged then, although queues delay by whole seconds. */
const wholeSecond = (instant: Instant) => instant - (instant % 1_000);

/** `setTimeout` overflows beyond 2^31 ms; looking again once an hour costs nothing. */
const LONGEST_TIMER = 3_600_000;
const PERSIST_EVERY = 1_000;

/** Reads a clock from its `shared` memory, in any thread. Never answers an earlier time than it did before. */
export function clockView(shared: SharedArrayBuffer): { now(): Instant } {
  const words = new BigInt64Array(shared);
  let latest = 0;
  return {
    now() {
      const standsAt = Atomics.load(words, STANDS_AT);
      const at = standsAt === FLOWS ? realNow() + Number(Atomics.load(words, OFFSET)) : Number(standsAt);
      latest = Math.max(latest, at);
      return latest;
    },
  };
}

/**
 * The stack's clock. Its time is kept in the store: after a restart, also one in the middle of an advance, it goes on from
 * where it was, in either mode, and never goes backwards. Close it before the store.
 */
export function createClock(store: Store, options: ClockOptions): VirtualClock {
  return new StackClock(persistence(store), options);
}

class StackClock implements VirtualClock {
  readonly frozen: boolean;
  readonly shared = new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT);
  readonly now = clockView(this.shared).now;
  readonly #words = new BigInt64Array(this.shared);
  readonly #watches = new Watches(this.now);
  readonly #kept: Persistence;
  readonly #heartbeat: NodeJS.Timeout;
  #holds = 0;

  constructor(kept: Persistence, { frozen, startAt }: ClockOptions) {
    this.#kept = kept;
    this.frozen = frozen;
    const { reached, offset } = kept.read() ?? { reached: startAt ?? (frozen ? wholeSecond(realNow()) : realNow()) };
    if (frozen) this.#standAt(reached);
    else this.#flowFrom(Math.max(reached, realNow() + (offset ?? Number.NEGATIVE_INFINITY)));
    this.#keep();
    this.#heartbeat = setInterval(() => this.#flows && this.#keep(), PERSIST_EVERY).unref();
  }

  watch(front: Front): Watch {
    this.#watches.add(front);
    front.wake();
    this.#watches.arm(this.#flows);
    return {
      changed: (due) => this.#watches.arm(this.#flows, due),
      stop: () => this.#watches.remove(front),
    };
  }

  nextDue(): Instant | undefined {
    return this.#watches.nextDue();
  }

  hold(): () => void {
    this.#holds += 1;
    if (this.#flows) this.#standAt(this.now());
    this.#watches.arm(false);
    return once(() => {
      this.#holds -= 1;
      if (this.#holds > 0 || this.frozen) return;
      this.#flowFrom(this.now());
      this.#keep();
      this.#watches.arm(true);
    });
  }

  moveTo(instant: Instant): void {
    if (this.#flows) throw new Error('A flowing clock cannot be moved: hold() it first.');
    if (instant > this.now()) {
      this.#standAt(instant);
      this.#keep();
    }
    this.#watches.wake();
  }

  close(): void {
    this.#keep();
    clearInterval(this.#heartbeat);
    this.#watches.arm(false);
  }

  get #flows(): boolean {
    return Atomics.load(this.#words, STANDS_AT) === FLOWS;
  }

  #standAt(instant: Instant) {
    Atomics.store(this.#words, STANDS_AT, BigInt(instant));
  }

  #flowFrom(instant: Instant) {
    Atomics.store(this.#words, OFFSET, BigInt(instant - realNow()));
    Atomics.store(this.#words, STANDS_AT, FLOWS);
  }

  #keep() {
    const offset = this.frozen ? undefined : Number(Atomics.load(this.#words, OFFSET));
    this.#kept.write({ reached: this.now(), offset });
  }
}

/**
 * Moves the clock to `to`, halting at each instant at which a front has something due, and waits at every halt until
 * `atRest` says that everything caused by it was processed. Holds a flowing clock meanwhile. Returns the time reached.
 */
export async function advance(clock: VirtualClock, to: Instant, atRest: () => Promise<void>): Promise<Instant> {
  const release = clock.hold();
  try {
    await atRest();
    for (let due = clock.nextDue(); due !== undefined && due <= to; due = clock.nextDue()) {
      clock.moveTo(due);
      await atRest();
    }
    clock.moveTo(to);
    await atRest();
    return clock.now();
  } finally {
    release();
  }
}

/** The fronts under the clock and the one timer that wakes them while it flows. */
class Watches {
  readonly #fronts = new Set<Front>();
  readonly #now: () => Instant;
  #timer: NodeJS.Timeout | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  add(front: Front) {
    this.#fronts.add(front);
  }

  remove(front: Front) {
    this.#fronts.delete(front);
  }

  nextDue(): Instant | undefined {
    const dues = [...this.#fronts].map((front) => front.nextDue()).filter((due) => due !== undefined);
    return dues.length > 0 ? Math.min(...dues) : undefined;
  }

  wake() {
    for (const front of this.#fronts) front.wake();
  }

  /** Sets the timer anew; with `due`, only if that is earlier than what it is set for. */
  arm(flowing: boolean, due?: Instant) {
    if (due !== undefined && due >= this.#armedFor) return;
    // The timer may be late; what it was set for must not be lost by setting it anew.
    const late = this.#armedFor <= this.#now();
    this.#armedFor = Number.POSITIVE_INFINITY;
    if (late) this.wake();
    clearTimeout(this.#timer);
    const next = flowing ? this.nextDue() : undefined;
    this.#armedFor = next ?? Number.POSITIVE_INFINITY;
    if (next === undefined) return;
    const delay = Math.min(Math.max(next - this.#now(), 0), LONGEST_TIMER);
    this.#timer = setTimeout(() => this.arm(true), delay).unref();
  }
}

interface Kept {
  reached: Instant;
  /** Absent when the clock stood. */
  offset?: number | undefined;
}

interface Persistence {
  read(): Kept | undefined;
  write(kept: Kept): void;
}

function persistence(store: Store): Persistence {
  store.db.exec(
    'CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), reached INTEGER, offset INTEGER)',
  );
  return {
    read() {
      const row = store.sql('SELECT reached, offset FROM clock').get();
      return row && { reached: Number(row.reached), offset: row.offset === null ? undefined : Number(row.offset) };
    },
    write({ reached, offset }) {
      store
        .sql(
          'INSERT INTO clock VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET reached = excluded.reached, offset = excluded.offset',
        )
        .run(reached, offset ?? null);
    },
  };
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
