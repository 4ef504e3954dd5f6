/**
 * What Amazon SES tells of an e-mail that it took, as far as it matters here.
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
 */
import type { Instant } from '../../engine/time';

/**
 * `GRAY`: SES could not say (of SPF: the domain has no policy; of DKIM: there is no signature; of DMARC: failed, and the domain
 * has no policy or one that asks for nothing). `PROCESSING_FAILED`: it could not look. `DISABLED`: it was told not to look.
 */
export type Verdict = 'PASS' | 'FAIL' | 'GRAY' | 'PROCESSING_FAILED' | 'DISABLED';

export interface MailReceipt {
  /** SES's own id of this delivery. */
  messageId: string;
  /** Of the envelope, those that the receipt rule is for. */
  recipients: readonly string[];
  /** Of the envelope (MAIL FROM); empty for bounces. */
  source: string;
  receivedAt: Instant;
  verdicts: Readonly<Record<'spam' | 'virus' | 'spf' | 'dkim' | 'dmarc', Verdict>>;
  /** What the sender's domain asks for; only told of mails that failed DMARC. */
  dmarcPolicy?: string;
  /** Where the mail stands in the mail store. */
  key: string;
}
