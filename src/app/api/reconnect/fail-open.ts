/** Coming back that failed: whoever asked is offered a new conversation, and the operator is told. */
import type { ApiResponse } from '../http';

/** Times somebody was offered a new conversation since a store or the site's keys did not answer. */
export const reconnectFailuresMetric = 'ReconnectFailures';

export function failedOpen(trouble: unknown): Pick<ApiResponse, 'counts' | 'trouble'> {
  return { counts: { [reconnectFailuresMetric]: 1 }, ...(trouble !== undefined && { trouble }) };
}
