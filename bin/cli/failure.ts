/** What the CLI tells people when something cannot be done; everything else that is thrown is a fault of ours. */
export class Failure extends Error {
  override readonly name = 'Failure';
  /** 1: it failed. 2: it was asked wrongly. */
  readonly exitCode: 1 | 2;

  /** @param message what is wrong and what to do, in sentences */
  constructor(message: string, options: { exitCode?: 1 | 2; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? 1;
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch says "fetch failed" and keeps what happened in the cause; several tries of one name are an AggregateError without words.
  const { cause } = error;
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause;
  return inner instanceof Error && error.message === 'fetch failed' ? inner.message : error.message;
}
