import type { Instant, QueueRef, SqsFront, Unsubscribe, VirtualClock, Watch } from './front';
import { Messages } from './sqs/messages';
import { type Queue, Queues, queueName } from './sqs/queues';
import type { Store } from './store';

export { SqsError } from './sqs/errors';

export interface SqsOptions {
  store: Store;
  clock: VirtualClock;
  account: string;
  region: string;
  /** What queue URLs begin with; a function, because it is known only once the server listens. */
  endpoint?: () => string;
}

/** SQS in process, on the store and the virtual clock. `sqs/wire.ts` puts the JSON protocol and the permissions in front. */
export function createSqs(options: SqsOptions): SqsFront {
  return new Sqs(options);
}

class Sqs implements SqsFront {
  readonly name = 'sqs';
  readonly #clock: VirtualClock;
  readonly #queues: Queues;
  readonly #messages: Messages;
  readonly #urlPrefix: () => string;
  readonly #arrivals = new Arrivals();
  readonly #watch: Watch;
  #wokenAt: Instant;

  constructor({ store, clock, account, region, endpoint = () => 'http://127.0.0.1' }: SqsOptions) {
    this.#clock = clock;
    this.#queues = new Queues(store, clock, `arn:aws:sqs:${region}:${account}:`);
    this.#messages = new Messages(store, clock, this.#queues);
    this.#urlPrefix = () => `${endpoint()}/${account}/`;
    this.#wokenAt = clock.now();
    this.#watch = clock.watch(this);
  }

  nextDue() {
    // Else what becomes visible between the last waking and now would be neither woken nor due.
    this.wake();
    return this.#messages.nextVisible(this.#wokenAt);
  }

  wake() {
    const now = this.#clock.now();
    if (now === this.#wokenAt) return;
    const ready = new Set(this.#messages.becameVisible(this.#wokenAt, now));
    this.#wokenAt = now;
    for (const queue of ready.size > 0 ? this.#queues.all() : [])
      if (ready.has(queue.id)) this.#arrivals.tell(queue.name);
  }

  createQueue(name: string, attributes: Record<string, string> = {}) {
    this.#queues.create(name, attributes);
    return this.urlOf(name);
  }

  deleteQueue(ref: QueueRef) {
    this.#messages.forget(this.#queues.get(ref));
    this.#queues.remove(ref);
  }

  setAttributes(ref: QueueRef, attributes: Record<string, string>) {
    this.#queues.change(ref, attributes);
  }

  attributesOf(ref: QueueRef) {
    const queue = this.#queues.get(ref);
    const { visible, inFlight, delayed } = this.#messages.counts(queue);
    return {
      ...queue.attributes,
      QueueArn: queue.arn,
      CreatedTimestamp: String(queue.created),
      LastModifiedTimestamp: String(queue.modified),
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
      ApproximateNumberOfMessagesDelayed: String(delayed),
    };
  }

  queues() {
    return this.#queues.all().map(({ name }) => name);
  }

  urlOf(ref: QueueRef) {
    return this.#urlPrefix() + this.#queues.get(ref).name;
  }

  arnOf(ref: QueueRef) {
    return this.#queues.get(ref).arn;
  }

  send(ref: QueueRef, message: Parameters<SqsFront['send']>[1]) {
    const queue = this.#queues.get(ref);
    const { output, visible } = this.#messages.send(queue, message);
    if (visible !== undefined) this.#announce(queue, visible);
    return output;
  }

  receive(ref: QueueRef, options: Parameters<SqsFront['receive']>[1] = {}) {
    const queue = this.#queues.get(ref);
    const { messages, movedTo } = this.#messages.receive(queue, options);
    if (movedTo) this.#arrivals.tell(movedTo.name);
    if (messages.length > 0) {
      const seconds = options.visibilityTimeout ?? queue.settings.visibilitySeconds;
      this.#announce(queue, this.#clock.now() + seconds * 1_000);
    }
    return messages;
  }

  delete(ref: QueueRef, receiptHandle: string) {
    const queue = this.#queues.get(ref);
    this.#messages.delete(queue, receiptHandle);
    // What stood behind it in its group may come now.
    if (queue.settings.fifo) this.#arrivals.tell(queue.name);
  }

  changeVisibility(ref: QueueRef, receiptHandle: string, seconds: number) {
    const queue = this.#queues.get(ref);
    const visible = this.#messages.changeVisibility(queue, receiptHandle, seconds);
    if (visible !== undefined) this.#announce(queue, visible);
  }

  purge(ref: QueueRef) {
    this.#messages.purge(this.#queues.get(ref));
  }

  counts(ref: QueueRef) {
    return this.#messages.counts(this.#queues.get(ref));
  }

  releaseInFlight() {
    this.#messages.releaseInFlight();
    for (const { name } of this.#queues.all()) this.#arrivals.tell(name);
  }

  deliverable(ref: QueueRef) {
    return this.#messages.deliverable(this.#queues.get(ref));
  }

  onArrival(ref: QueueRef, listener: () => void): Unsubscribe {
    return this.#arrivals.listen(queueName(ref), listener);
  }

  close() {
    this.#watch.stop();
  }

  #announce(queue: Queue, visible: Instant) {
    if (visible <= this.#clock.now()) this.#arrivals.tell(queue.name);
    else this.#watch.changed(visible);
  }
}

/** Who wants to know of arrivals, by queue. Many at once are told once. */
class Arrivals {
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #told = new Set<string>();

  listen(name: string, listener: () => void): Unsubscribe {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  tell(name: string) {
    if (this.#told.has(name) || !this.#listeners.get(name)?.size) return;
    this.#told.add(name);
    setImmediate(() => {
      this.#told.delete(name);
      for (const listener of this.#listeners.get(name) ?? []) listener();
    });
  }
}
