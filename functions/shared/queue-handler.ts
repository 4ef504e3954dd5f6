import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import {
  type PerRecord,
  processRecords,
  type QueueDeps,
  type QueueRecord,
  type RecordReport,
} from '../../src/app/process-records';
import type { Millis } from '../../src/engine/time';
import { parkedEventsMetric } from '../../src/metrics';
import type { QueueName } from '../../src/ports/receipts';
import { count, logger, observed, traceOf } from './observed';

export interface Invocation {
  requestId: string;
  /** Until Lambda stops the process. */
  timeLeft(): Millis;
}

export interface QueueFunction {
  /** URLs of the queues that feed it. */
  queues: Partial<Record<QueueName, string>>;
  deps: QueueDeps;
  /** Called once for each batch. */
  begin(invocation: Invocation): PerRecord;
}

/** A handler of SQS batches with partial failures: what is not reported back to SQS is done, or parked. */
export function queueHandler({ queues, deps, begin }: QueueFunction) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(observed())
    .handler(async ({ Records }, context) => {
      const perRecord = begin({ requestId: context.awsRequestId, timeLeft: () => context.getRemainingTimeInMillis() });
      const reports = await processRecords(
        Records.map((record) => recordOf(record, queues)),
        perRecord,
        deps,
      );
      for (const report of reports) tell(report);
      return { batchItemFailures: failuresOf(reports) };
    });
}

/** The one mapper from failures to what SQS is told: these come again, and FIFO groups with all behind them. */
function failuresOf(reports: readonly RecordReport[]): SQSBatchResponse['batchItemFailures'] {
  const again = reports.filter(({ outcome }) => outcome === 'again');
  return again.map(({ record }) => ({ itemIdentifier: record.messageId }));
}

function tell({ record, outcome, error, counts }: RecordReport): void {
  if (counts) count(counts);
  if (outcome === 'done') return;
  const { messageId, queue, receiveCount } = record;
  count(outcome === 'parked' ? { [parkedEventsMetric]: 1 } : { Retried: 1 });
  const about = { messageId, queue, receiveCount, ...(error !== undefined && traceOf(error)) };
  if (outcome === 'parked') logger.error('message parked', about);
  else if (error !== undefined) logger.warn('message comes again', about);
}

function recordOf(record: SQSRecord, queues: QueueFunction['queues']): QueueRecord {
  const { messageId, receiptHandle, body, attributes, eventSourceARN } = record;
  return {
    queue: queueOf(eventSourceARN, queues),
    receipt: receiptHandle,
    messageId,
    group: attributes.MessageGroupId ?? messageId,
    body,
    receiveCount: Number(attributes.ApproximateReceiveCount),
  };
}

/** A queue's ARN and URL end in its name. */
function queueOf(arn: string, queues: QueueFunction['queues']): QueueName {
  const name = arn.split(':').at(-1);
  const found = Object.entries(queues).find(([, url]) => url.split('/').at(-1) === name);
  if (!found) throw new Error('A batch came from a queue that this function is not told of; deploy the stack again.');
  return found[0] as QueueName;
}
