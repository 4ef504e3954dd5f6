/** Calls in HTTP: a caller always hears something. What went wrong is logged and counted, not answered. */
import type { AcceptedWebhook } from '../../src/app/accept-webhook';
import type { AnsweredCall } from '../../src/app/answer-call';
import type { ApiResponse } from '../../src/app/api/http';
import { unheardCallsMetric } from '../../src/metrics';
import { logger, traceOf } from './observed';
import { answerWebhook, replied } from './webhook-http';

export function answerVoice(answered: AnsweredCall | AcceptedWebhook): ApiResponse {
  if (!('isFallback' in answered)) return answerWebhook(answered);
  const { reply, isFallback, trouble } = answered;
  if (trouble !== undefined) logger.error('a caller was not answered by a run, or not in full', traceOf(trouble));
  const isUnheard = trouble === undefined ? 0 : 1;
  return replied(reply, { CallAnswers: 1, CallFallbacks: isFallback ? 1 : 0, [unheardCallsMetric]: isUnheard });
}
