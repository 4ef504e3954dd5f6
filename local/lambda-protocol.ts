/** What the host and the worker thread of a function say to each other. Types only: the worker runs without a bundler. */

export interface WorkerSetup {
  /** URLs of the function's module and of clock.ts. */
  module: string;
  handler: string;
  clockModule: string;
  clock: SharedArrayBuffer;
}

export interface Invocation {
  /** JSON, as Lambda hands it over. */
  event: string;
  requestId: string;
  timeoutMs: number;
  functionName: string;
  functionArn: string;
  memoryMegabytes: number;
  logGroup: string;
  logStream: string;
}

export interface InvocationError {
  errorType: string;
  errorMessage: string;
  trace: string[];
}

export type WorkerMessage =
  | { kind: 'ready' }
  | { kind: 'answered'; payload: string }
  | { kind: 'failed'; error: InvocationError };
