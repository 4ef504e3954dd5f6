/** Coming back that failed: whoever asked is offered a new conversation, and the operator is told. */
import { reconnectFailuresMetric } from '../../../metrics';
import type { ApiResponse } from '../http';

export function failedOpen(trouble: unknown): Pick<ApiResponse, 'counts' | 'trouble'> {
  return { counts: { [reconnectFailuresMetric]: 1 }, ...(trouble !== undefined && { trouble }) };
}
