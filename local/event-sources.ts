import type { Access, ReceivedMessage, SqsFront, Unsubscribe } from './front';
import type { InvocationFailure, InvokeResult, LambdaFunction, Slot } from './lambda';
import type { Feeding } from './rest';
import { SqsError } from './sqs';
import { failedMessages, skipped, sqsEvent } from './sqs-event';
import type { FeedSpec } from './template';

export interface FeedOptions {
  spec: FeedSpec;
  fn: LambdaFunction;
  sqs: SqsFront;
  access: Access;
  region: string;
  /** Invocations at the same time that the function's threads allow. */
  concurrency: number;
  onFailure(failure: InvocationFailure): void;
}

/** What Lambda's poller does for a function with each batch, and the function's role must allow. */
const POLLS_WITH = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/**
 * Lambda's poller: invokes a function with batches of a queue and deletes what it took care of. What failed comes back when
 * its visibility time-out ends, unless the function changed that. Never two batches of one FIFO group at once: the queue
 * sees to that.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export class Feed implements Feeding {
  readonly queueArn: string;
  readonly #options: FeedOptions;
  readonly #limit: number;
  readonly #unsubscribe: Unsubscribe;
  #batches = 0;
  #stopped = false;
  #broken: Error | undefined;

  constructor(options: FeedOptions) {
    const { spec, sqs, concurrency } = options;
    this.queueArn = spec.queueArn;
    this.#options = options;
    this.#limit = Math.min(concurrency, spec.maximumConcurrency ?? concurrency);
    this.#unsubscribe = sqs.onArrival(spec.queueArn, () => this.pump());
  }

  /** Why it takes nothing any more: a permission that the function's role lacks. */
  get broken(): Error | undefined {
    return this.#broken;
  }

  /** Whether there is something to take now. */
  deliverable(): boolean {
    return this.#options.sqs.deliverable(this.queueArn);
  }

  /** Whether something is in flight: being worked on, or waiting to be tried again. */
  inFlight(): boolean {
    return this.#options.sqs.counts(this.queueArn).inFlight > 0;
  }

  /** Takes what there is, as far as the function has threads for it. */
  pump(): void {
    if (this.#stopped || this.#broken || this.#batches >= this.#limit || !this.deliverable()) return;
    void this.#takeBatch();
  }

  /** Tries again after a permission was given back. */
  mend(): void {
    this.#broken = undefined;
    this.pump();
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
  }

  async #takeBatch() {
    this.#batches += 1;
    const slot = await this.#options.fn.acquire();
    try {
      const messages = this.#stopped ? [] : this.#receive();
      this.pump();
      if (messages.length > 0) await this.#handOver(slot, messages);
    } catch (error) {
      this.#broken = error as Error;
      this.#report('Local.QueueNotRead', `${this.queueArn} is not read any more: ${this.#broken.message}`);
    } finally {
      this.#batches -= 1;
      this.pump();
      slot.release();
    }
  }

  #receive(): ReceivedMessage[] {
    const { spec, fn, sqs, access } = this.#options;
    for (const action of POLLS_WITH) access.check(fn.spec.logicalId, action, spec.queueArn);
    return sqs.receive(spec.queueArn, { max: Math.min(spec.batchSize, 10) });
  }

  async #handOver(slot: Slot, messages: ReceivedMessage[]) {
    const { spec, region } = this.#options;
    const result = await slot.invoke(sqsEvent(messages, spec.queueArn, region));
    const failed = this.#failed(result, messages);
    this.#warn(skipped(messages, failed));
    for (const message of messages) if (!failed.has(message.MessageId)) this.#delete(message);
  }

  #failed(result: InvokeResult, messages: ReceivedMessage[]): Set<string> {
    if (!result.ok) return new Set(messages.map(({ MessageId }) => MessageId));
    return this.#options.spec.reportsFailures ? failedMessages(result.payload, messages) : new Set();
  }

  #warn(lost: ReceivedMessage[]) {
    if (lost.length === 0) return;
    const ids = lost.map(({ MessageId }) => MessageId).join(', ');
    const what = 'The function reported a message as failed, but not those behind it in its group';
    this.#report('Local.FifoOrderLost', `${what}: ${ids}. Lambda deletes them, out of order. Report them too.`);
  }

  #report(errorType: string, errorMessage: string) {
    const { fn, onFailure } = this.#options;
    onFailure({ functionName: fn.spec.name, requestId: '', error: { errorType, errorMessage, trace: [] } });
  }

  /** A message whose time-out ended meanwhile is no longer ours: it comes again. */
  #delete({ ReceiptHandle }: ReceivedMessage) {
    try {
      this.#options.sqs.delete(this.queueArn, ReceiptHandle);
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
    }
  }
}
