import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type ConfigName, type FunctionName, timeoutSeconds, visibilityFactor } from '../src/config';
import type { ServiceFunction } from './service-function';

/**
 * While a store or a provider is away, messages come back every few seconds: a queue with little patience would put them all
 * aside for a person. At this many, those of an outage wait for more than an hour, and what crashes each time, coming back
 * after the visibility time-out, is still put aside (after 8 days at most) before the queue forgets it.
 */
const maxReceiveCount = 1_000;
const retentionPeriod = Duration.days(14);

export interface WorkQueueProps {
  /** In order within a group (a conversation), and each deduplication id once in five minutes. */
  fifo: boolean;
  consumer: FunctionName;
  /** Where functions find the queue, and its dead-letter queue. */
  url: ConfigName;
  deadLetterUrl: ConfigName;
}

export interface Feeding {
  /** Messages an invocation takes at most. */
  batchSize: number;
  /** Invocations at the same time at most; no limit without it. */
  maxConcurrency?: number;
}

/** A queue and its dead-letter queue. What can never succeed is parked by its consumer; dead letters only catch our own crashes. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WorkQueueProps,
  ) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', { ...kind(props.fifo), retentionPeriod });
    this.queue = new Queue(this, 'Queue', {
      ...kind(props.fifo),
      retentionPeriod,
      visibilityTimeout: Duration.seconds(visibilityFactor * timeoutSeconds[props.consumer]),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });
  }

  grantSend(fn: ServiceFunction): void {
    fn.permit(['sqs:SendMessage'], this.queue.queueArn);
    fn.tell(this.props.url, this.queue.queueUrl);
  }

  /** Makes the function the queue's consumer; it answers per message and may send one back to be visible sooner. */
  feed(fn: ServiceFunction, feeding: Feeding): void {
    if (fn.name !== this.props.consumer)
      throw new Error(`${this.node.path} is consumed by ${this.props.consumer}, not ${fn.name}`);
    fn.permit(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
      this.queue.queueArn,
    );
    fn.tell(this.props.url, this.queue.queueUrl);
    new EventSourceMapping(this, 'Feed', {
      target: fn.handler,
      eventSourceArn: this.queue.queueArn,
      reportBatchItemFailures: true,
      ...feeding,
    });
  }

  /** Lets a function take dead letters off, to store them where they are seen and can be retried. */
  grantDrain(fn: ServiceFunction): void {
    fn.permit(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], this.deadLetters.queueArn);
    fn.tell(this.props.deadLetterUrl, this.deadLetters.queueUrl);
  }
}

function kind(fifo: boolean): QueueProps {
  const secured = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
  if (!fifo) return secured;
  return {
    ...secured,
    fifo,
    contentBasedDeduplication: false,
    deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
    fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  };
}
