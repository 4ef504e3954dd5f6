import type { Access, Front, Instant, SqsFront, VirtualClock, Watch } from './front';
import type { InvokeResult, LambdaFunction } from './lambda';
import type { Feeding } from './rest';
import type { Store } from './store';
import type { AsyncSpec } from './template';
import { uuid } from './uuid';

export interface AsyncOptions {
  specs: readonly AsyncSpec[];
  functions: readonly LambdaFunction[];
  store: Store;
  clock: VirtualClock;
  sqs: Pick<SqsFront, 'send'>;
  access: Access;
  /** Told of what was lost: a destination that its function may not send to. */
  onLost(functionName: string, message: string): void;
}

/** Lambda waits one minute before the second try, two before the third. */
const RETRY_AFTER_MS = [60_000, 120_000];
const DEFAULTS = { retries: 2, maximumAgeMs: 6 * 3_600_000 };

interface Invocation {
  id: number;
  requestId: string;
  functionArn: string;
  payload: unknown;
  since: Instant;
  tries: number;
}

/**
 * Lambda's own queue of invocations that nobody waits for. They are in the store until they succeeded or were given up; what was
 * running when the stack ended is run again.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class AsyncInvocations implements Front, Feeding {
  readonly name = 'async-invocations';
  readonly broken = undefined;
  readonly #options: AsyncOptions;
  readonly #store: Store;
  readonly #watch: Watch;
  readonly #running = new Set<number>();
  #stopped = false;

  constructor(options: AsyncOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#store.db.exec(`
      CREATE TABLE IF NOT EXISTS async_invocations (
        id INTEGER PRIMARY KEY AUTOINCREMENT, function TEXT NOT NULL, payload TEXT NOT NULL, since INTEGER NOT NULL,
        due INTEGER NOT NULL, tries INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS async_by_due ON async_invocations (due);`);
    this.#watch = options.clock.watch(this);
  }

  /** Once this has returned, the function will be invoked, whatever happens to the process. */
  add(functionArn: string, payload: unknown): void {
    const now = this.#options.clock.now();
    this.#store
      .sql('INSERT INTO async_invocations (function, payload, since, due, tries) VALUES (?, ?, ?, ?, 0)')
      .run(functionArn, JSON.stringify(payload), now, now);
    this.pump();
  }

  pump(): void {
    if (this.#stopped) return;
    const due = this.#store
      .sql('SELECT * FROM async_invocations WHERE due <= ? ORDER BY id')
      .all(this.#options.clock.now());
    for (const row of due) if (!this.#running.has(Number(row.id))) void this.#run(toInvocation(row));
  }

  wake(): void {
    this.pump();
  }

  nextDue(): Instant | undefined {
    const now = this.#options.clock.now();
    const row = this.#store.sql('SELECT min(due) AS due FROM async_invocations WHERE due > ?').get(now);
    return row?.due == null ? undefined : Number(row.due);
  }

  /** What is due runs. */
  deliverable(): boolean {
    return false;
  }

  inFlight(): boolean {
    return this.#store.sql('SELECT 1 FROM async_invocations LIMIT 1').get() !== undefined;
  }

  /** What runs may be cut off, which is no failure of its own: it is run again after the next start. */
  stop(): void {
    this.#stopped = true;
    this.#watch.stop();
  }

  async #run(invocation: Invocation) {
    const fn = this.#options.functions.find(({ spec }) => spec.arn === invocation.functionArn);
    if (!fn) return this.#lose(invocation, `there is no function ${invocation.functionArn} any more`);
    this.#running.add(invocation.id);
    const slot = await fn.acquire();
    try {
      if (this.#stopped) return;
      const result = await slot.invoke(invocation.payload, invocation.requestId);
      if (result.ok || !this.#stopped) this.#store.transaction(() => this.#settle(fn, invocation, result));
    } finally {
      this.#running.delete(invocation.id);
      slot.release();
    }
  }

  #settle(fn: LambdaFunction, invocation: Invocation, result: InvokeResult) {
    if (result.ok) return this.#remove(invocation);
    const { retries, maximumAgeMs, onFailureArn } = this.#specOf(invocation);
    const tries = invocation.tries + 1;
    const due = this.#options.clock.now() + (RETRY_AFTER_MS[tries - 1] ?? 0);
    const isTooOld = due > invocation.since + maximumAgeMs;
    if (tries <= retries && !isTooOld) {
      this.#store.sql('UPDATE async_invocations SET tries = ?, due = ? WHERE id = ?').run(tries, due, invocation.id);
      return this.#watch.changed(due);
    }
    if (onFailureArn) {
      const condition = tries > retries ? 'RetriesExhausted' : 'EventAgeExceeded';
      this.#tell(
        fn,
        onFailureArn,
        recordOf(fn, { ...invocation, tries }, condition, result, this.#options.clock.now()),
      );
    }
    this.#remove(invocation);
  }

  /** Lambda sends it as the function. */
  #tell(fn: LambdaFunction, queueArn: string, record: object) {
    const { access, sqs, onLost } = this.#options;
    try {
      access.check(fn.spec.logicalId, 'sqs:SendMessage', queueArn);
      sqs.send(queueArn, { MessageBody: JSON.stringify(record) });
    } catch (error) {
      onLost(fn.spec.name, `What failed for good did not reach ${queueArn}: ${(error as Error).message}`);
    }
  }

  #lose(invocation: Invocation, why: string) {
    this.#options.onLost(invocation.functionArn, `An invocation is lost: ${why}.`);
    this.#remove(invocation);
  }

  #remove({ id }: Invocation) {
    this.#store.sql('DELETE FROM async_invocations WHERE id = ?').run(id);
  }

  #specOf({ functionArn }: Invocation) {
    return { ...DEFAULTS, ...this.#options.specs.find((spec) => spec.functionArn === functionArn) };
  }
}

/** All tries of one invocation have one request id. */
function toInvocation(row: Record<string, unknown>): Invocation {
  const id = Number(row.id);
  return {
    id,
    requestId: uuid(`async/${row.function}/${row.since}/${id}`),
    functionArn: String(row.function),
    payload: JSON.parse(String(row.payload)),
    since: Number(row.since),
    tries: Number(row.tries),
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-async-destinations */
function recordOf(
  { spec }: LambdaFunction,
  { requestId, payload, tries }: Invocation,
  condition: string,
  result: Extract<InvokeResult, { ok: false }>,
  now: Instant,
): object {
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: { requestId, functionArn: `${spec.arn}:$LATEST`, condition, approximateInvokeCount: tries },
    requestPayload: payload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: result.error,
  };
}
