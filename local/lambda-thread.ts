import { Worker } from 'node:worker_threads';
import type { Invocation, WorkerMessage, WorkerSetup } from './lambda-protocol';
import { stripped } from './stripped';

export type Answer = Exclude<WorkerMessage, { kind: 'ready' }>;

interface ThreadOptions {
  setup: WorkerSetup;
  environment: Record<string, string>;
  /** What the function writes to stdout and stderr. */
  print(text: string): void;
  /** Asked before each start of the worker; throws when it must not start. */
  mayStart(): void;
}

const WORKER = stripped(new URL('./lambda-worker.ts', import.meta.url));

/** Generous: a slow start on a busy machine is no fault of the function. */
const START_TIMEOUT_MS = 60_000;

/** One execution environment: a worker thread, started when needed, and again after a crash or a time-out. */
export class FunctionThread {
  readonly #options: ThreadOptions;
  #worker: Worker | undefined;
  #answered: ((message: WorkerMessage) => void) | undefined;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Runs one invocation; the caller sees to it that there is one at a time. Never rejects. */
  async run(invocation: Invocation): Promise<Answer> {
    if (!this.#worker) {
      const started = await this.#start();
      if (started.kind === 'failed') return started;
    }
    const seconds = (invocation.timeoutMs / 1_000).toFixed(2);
    const timedOut = `RequestId: ${invocation.requestId} Error: Task timed out after ${seconds} seconds`;
    const answer = this.#answer(invocation.timeoutMs, timedOut);
    this.#worker?.postMessage(invocation);
    return (await answer) as Answer;
  }

  /** An invocation that is running ends as crashed. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#gone(worker, 'The function was stopped.');
    await worker?.terminate();
  }

  async #start(): Promise<WorkerMessage> {
    const { setup, environment, print, mayStart } = this.#options;
    try {
      mayStart();
    } catch (error) {
      return failure((error as Error).name, (error as Error).message);
    }
    const worker = new Worker(WORKER, {
      workerData: setup,
      env: environment,
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    for (const stream of [worker.stdout, worker.stderr]) stream.setEncoding('utf8').on('data', print);
    worker.on('message', (message: WorkerMessage) => this.#answered?.(message));
    worker.on('error', (error) => this.#gone(worker, String(error)));
    worker.on('exit', (code) => this.#gone(worker, `Runtime exited with exit status ${code}`));
    this.#worker = worker;
    const started = await this.#answer(START_TIMEOUT_MS, 'The function did not start in time.');
    if (started.kind === 'failed') await this.stop();
    return started;
  }

  /** What the worker says next; silence for too long ends it. */
  async #answer(timeoutMs: number, timedOut: string): Promise<WorkerMessage> {
    const next = new Promise<WorkerMessage>((resolve) => {
      this.#answered = resolve;
    });
    const timer = setTimeout(() => {
      this.#answered?.(failure('Sandbox.Timedout', timedOut));
      void this.stop();
    }, timeoutMs);
    const message = await next;
    clearTimeout(timer);
    this.#answered = undefined;
    return message;
  }

  /** Whoever waits for it learns that it crashed; the next invocation starts another. */
  #gone(worker: Worker | undefined, reason: string) {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#answered?.(failure('Runtime.ExitError', reason));
  }
}

function failure(errorType: string, errorMessage: string): Extract<WorkerMessage, { kind: 'failed' }> {
  return { kind: 'failed', error: { errorType, errorMessage, trace: [] } };
}
