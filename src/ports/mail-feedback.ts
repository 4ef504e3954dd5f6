import type { Instant } from '../engine/time';

/** What the provider tells of an e-mail that it took, by the effect that it was sent for; in any order, and more than once. */
export interface MailFeedback {
  effectId: string;
  /** With angle brackets; empty when it is not told. */
  messageId: string;
  at: Instant;
  /**
   * `sent`: it is on its way. `bounced`: it came back for good, or `bouncedForNow`. `complained`: its reader calls it spam. `rejected`:
   * taken, and then not sent.
   */
  kind: 'sent' | 'bounced' | 'bouncedForNow' | 'complained' | 'rejected';
  /** In the provider's words. */
  detail?: string;
}
