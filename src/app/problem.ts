/** Why a request is refused, and the one mapper from refusals and exceptions to answers. */
import { StoreError } from '../ports/store-error';
import { type ApiResponse, problem as answerProblem } from './api/http';

export interface Problem {
  /** HTTP status, 400–599. */
  status: number;
  /** Dotted, stable: `signature.invalid`. */
  code: string;
  /** One sentence that says what to do. */
  detail: string;
  /** The field at fault, as a JSON pointer: `/data/author/type`. */
  path?: string;
  /** Of a batch, the item at fault, counted from 0. */
  index?: number;
  /** When trying again may help. */
  retryAfterSeconds?: number;
}

/** A use case's "no". */
export type Refused = { ok: false; problem: Problem };

export function refused(problem: Problem): Refused {
  return { ok: false, problem };
}

/** The answer that tells it; the place at fault as a JSON pointer. */
export function problemResponse(problem: Problem): ApiResponse {
  const { status, code, detail, retryAfterSeconds } = problem;
  const place = `${problem.index === undefined ? '' : `/${problem.index}`}${problem.path ?? ''}`;
  return answerProblem(status, code, detail, {
    ...(place !== '' && { errors: [{ path: place, message: detail }] }),
    ...(retryAfterSeconds !== undefined && { headers: { 'retry-after': String(retryAfterSeconds) } }),
  });
}

/**
 * The problem that an exception is to whoever asked. What we do not know is a fault of ours: its text may quote what
 * customers wrote and is not shown.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof StoreError && error.retry) {
    const detail = 'Nothing was lost; send the same request again in a moment.';
    return { status: 503, code: error.code, detail, retryAfterSeconds: 1 };
  }
  const detail = 'This is a fault of ours; send the same request again later, and report the header apigw-requestid.';
  return { status: 500, code: 'internal', detail };
}
