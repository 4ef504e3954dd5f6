import type { Instant } from '../engine/time';
import type { QueueName } from './receipts';

/** A message that can never succeed, or did not in five tries: stored, shown, retried by hand. */
export interface ParkedMessage {
  id: string;
  workspaceId: string;
  /** The queue it came from. */
  queue: QueueName;
  /** The message as it stood in the queue. */
  body: string;
  reason: string;
  parkedAt: Instant;
  /** How often it was retried by hand. */
  retries: number;
  conversation?: { channelId: string; conversationId: string };
}

export interface Parked {
  /** Idempotent by id. */
  put(message: ParkedMessage): Promise<void>;
  get(workspaceId: string, id: string): Promise<ParkedMessage | undefined>;
  /** Newest first, one page. @throws StoreError `store.badCursor` when `after` is no `next` of a page */
  list(
    workspaceId: string,
    page: { limit: number; after?: string },
  ): Promise<{ items: ParkedMessage[]; next?: string }>;
  remove(workspaceId: string, id: string): Promise<void>;
}
