/** The one place where a problem becomes an HTTP answer. @see https://www.rfc-editor.org/rfc/rfc9457 */
import { STATUS_CODES } from 'node:http';
import { type HttpResponse, json } from '../../src/app/http';
import type { Problem } from '../../src/app/problem';

/** `code`, `path`, `index` and `requestId` are extension members. */
export function problemResponse(problem: Problem, requestId: string): HttpResponse {
  const { retryAfterSeconds, status, ...says } = problem;
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const body = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, ...says, requestId };
  return json(status, body, { 'content-type': 'application/problem+json', ...headers });
}
