import type { Millis } from '../engine/time';

/** `mail`: e-mails that came in and could not be taken at once; only where the stack has a domain for replies. */
export type QueueName = 'events' | 'actions' | 'slow' | 'delays' | 'mail';

/** A message that a queue handed out and does not hand out again before its visibility time-out. */
export interface Received {
  queue: QueueName;
  /** Names this one receive of the message. */
  receipt: string;
}

/** What becomes of messages that were handed out. */
export interface Receipts {
  /** Lets it be handed out again after `delay` (whole seconds, at most 12 hours) instead of the queue's visibility time-out. */
  giveBack(message: Received, delay: Millis): Promise<void>;
  /** Done with it. */
  remove(message: Received): Promise<void>;
}
