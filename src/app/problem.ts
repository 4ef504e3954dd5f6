/** Why a request is refused, as every use case says it and every door answers it (RFC 9457). */
import { StoreError } from '../ports/store-error';

export interface Problem {
  /** HTTP status, 400–599. */
  status: number;
  /** Dotted, stable: `signature.invalid`. */
  code: string;
  /** One sentence that says what to do. */
  detail: string;
  /** The field at fault, from the top of the body: `data.author.type`. */
  path?: string;
  /** Of a batch, the item at fault, counted from 0. */
  index?: number;
  /** When trying again may help. */
  retryAfterSeconds?: number;
}

export type Refused = { ok: false; problem: Problem };

/** A use case's "no". */
export function refused(problem: Problem): Refused {
  return { ok: false, problem };
}

/**
 * The problem that an exception is to whoever asked. What we do not know is a fault of ours: its text may hold what
 * customers wrote and is not shown.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof StoreError && error.retry) {
    const detail = 'Nothing was lost; send the same request again in a moment.';
    return { status: 503, code: error.code, detail, retryAfterSeconds: 1 };
  }
  const detail = 'This is a fault of ours; send the same request again later, and tell the operator the request id.';
  return { status: 500, code: 'internal', detail };
}
