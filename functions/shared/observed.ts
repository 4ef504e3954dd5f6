/** Logs and metrics of every function. Ids only: never a message's text, an address, or an error's message, which may quote them. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';

export const logger = new Logger();
const metrics = new Metrics();

/** Adds to the metrics that the invocation writes at its end. */
export function count(counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts)) if (value !== 0) metrics.addMetric(name, MetricUnit.Count, value);
}

/** What of an error may be logged: its kind, and where it was thrown. */
export function traceOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const at = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 5);
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause instanceof Error ? { cause: error.cause.name } : {};
  return { error: error.name, ...code, ...cause, at };
}

/** The outermost middleware: each line names its request, and metrics are written however the invocation ends. */
export function observed(): MiddlewareObj {
  const publish = (): void => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return {
    before: ({ context }) => logger.addContext(context),
    after: publish,
    onError: ({ error }) => {
      logger.error('invocation failed', traceOf(error));
      publish();
    },
  };
}
