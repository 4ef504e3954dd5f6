/** What an adapter throws: never an SDK error. */
export class StoreError extends Error {
  readonly code: string;
  /** Trying again may help (throttle, conflict, time-out). */
  readonly retry: boolean;
  constructor(code: string, message: string, options: { retry: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'StoreError';
    this.code = code;
    this.retry = options.retry;
  }
}
