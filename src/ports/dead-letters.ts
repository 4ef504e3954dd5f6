import type { QueueName } from './receipts';

/** A message that came so often that its queue put it aside. */
export interface DeadLetter {
  queue: QueueName;
  messageId: string;
  body: string;
  /** Names this one receive of the message. */
  receipt: string;
}

/** What the queues put aside, because a function crashed on it or could not do it for very long. */
export interface DeadLetters {
  /** The queues that have a place for them. */
  readonly queues: readonly QueueName[];
  /** Up to 10 of a queue's; empty when there are none. What is not removed comes again. */
  receive(queue: QueueName): Promise<DeadLetter[]>;
  remove(letter: DeadLetter): Promise<void>;
}
