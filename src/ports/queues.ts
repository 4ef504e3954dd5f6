import type { EffectBatch } from '../engine/effects';
import type { ConversationEvent, Ring } from '../engine/event';
import type { Millis } from '../engine/time';

/** What goes by events.fifo; the group is the conversation. */
export type EventMessage = { kind: 'event'; event: ConversationEvent } | { kind: 'ring'; ring: Ring };

/** Sending; every `send` returns only when the queue took all of it, else throws `StoreError` (retry). */
export interface Queues {
  /** Events are deduplicated by (workspace, channel, event id, attempt), rings never. */
  sendEvents(messages: readonly EventMessage[]): Promise<void>;
  /** By actions.fifo or slow, as the lane says; deduplicated by batch id (and attempt) where the queue can. */
  sendEffects(lane: 'channel' | 'slow', batch: EffectBatch): Promise<void>;
  /** Lets the ring reach the ring function after `delay`, at most 15 minutes. */
  sendRing(ring: Ring, delay: Millis): Promise<void>;
  /** Has an e-mail that came in taken again: `body` as it stood in the queue `mail`, or was parked. */
  sendMailIn(body: string): Promise<void>;
}
