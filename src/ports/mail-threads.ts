import type { ConversationRef } from '../engine/event';
import type { Instant } from '../engine/time';

/**
 * The e-mails of one conversation with one address: what a reply address names, and what mails of the thread refer to.
 * Its id is a hash of conversation and address (`threadId` of src/mail/reply-address.ts), so that all mails of a conversation
 * share a reply address.
 */
export interface MailThread {
  schema: 1;
  /** 16 characters of lower-case base32. */
  id: string;
  ref: ConversationRef;
  customerId?: string;
  /** Whom the mails went to; only that address may answer. */
  address: string;
  /** BCP 47, as the last mail was written. */
  language: string;
  /** Message-IDs with angle brackets, oldest first, at most 20: ours and the customer's. */
  messageIds: string[];
  createdAt: Instant;
  updatedAt: Instant;
  /** Answers are not taken any more since. */
  revokedAt?: Instant;
}

/** Threads of e-mails; kept for 400 days after the last change. */
export interface MailThreads {
  get(id: string): Promise<MailThread | undefined>;
  /** Makes it, or brings language and customer of the one there up to date; answers what is stored. */
  open(
    thread: Pick<MailThread, 'id' | 'ref' | 'customerId' | 'address' | 'language'>,
    now: Instant,
  ): Promise<MailThread>;
  /** Adds a Message-ID, once however often told. Nothing for a thread that is not there. */
  add(id: string, messageId: string, now: Instant): Promise<void>;
  /** False when there is none. */
  revoke(id: string, now: Instant): Promise<boolean>;
}
