import type { ConversationRef } from '../engine/event';
import type { TimelineEntry } from '../engine/timeline';

/** What happened in a conversation, kept for people; an event's entry also marks it as applied. */
export interface Timeline {
  /** Idempotent by `entry.id`. */
  put(ref: ConversationRef, entry: TimelineEntry): Promise<void>;
  /** One entry as it was put, without outcomes. */
  get(ref: ConversationRef, entryId: string): Promise<TimelineEntry | undefined>;
  /** All entries, oldest first, with the outcomes of effects. */
  list(ref: ConversationRef): Promise<TimelineEntry[]>;
}
