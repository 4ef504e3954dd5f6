import type { ConversationRef } from '../engine/event';
import type { Instant } from '../engine/time';

/** What an e-mail was, by the effect that it was sent for: what its provider tells of it names only that. */
export interface SentMail {
  schema: 1;
  effectId: string;
  ref: ConversationRef;
  to: string;
  /** Its thread, of continuity e-mails. */
  threadId?: string;
  at: Instant;
}

/** E-mails that were, or were about to be, handed to the provider; kept for 60 days. */
export interface SentMails {
  /** Idempotent by effect id. */
  put(mail: SentMail): Promise<void>;
  get(effectId: string): Promise<SentMail | undefined>;
}
