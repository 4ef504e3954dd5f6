import type { Conversation } from '../engine/conversation';
import type { ConversationRef, Ring } from '../engine/event';
import type { Instant } from '../engine/time';
import type { CustomerRecord } from './customers';

/** What one event needs to be decided. */
export interface Loaded {
  /** Absent before its first event. */
  conversation?: Conversation;
  /** 0 when absent. */
  version: number;
  /** When the sweeper is to look at it; absent when it need not. */
  sweepAt?: Instant;
  customer?: CustomerRecord;
  /** This event stands in the timeline: it was applied. Only asked when `applied` is full, and may have forgotten it. */
  inTimeline: boolean;
}

/** Conversations: one item each, one conditional write a commit. */
export interface Conversations {
  /**
   * One consistent batch read. `customerId` is the one the event names, if any; else the conversation's own is read too, and where
   * it has none that of `writerId`, who wrote the message.
   */
  load(ref: ConversationRef, eventId?: string, customerId?: string, writerId?: string): Promise<Loaded>;
  /**
   * Writes version `expected + 1`, only over version `expected`. `sweepAt` null removes the conversation from the sweep.
   * `conflict` may also mean that this very write was applied before: load again and look for the event.
   */
  commit(
    ref: ConversationRef,
    next: Conversation,
    expected: number,
    sweepAt: Instant | null,
  ): Promise<'committed' | 'conflict'>;
  /** Conversations of one shard (0–15) whose sweep time has come, oldest first, as rings without `due`. */
  sweep(shard: number, until: Instant, limit: number): Promise<Omit<Ring, 'receivedAt'>[]>;
}
