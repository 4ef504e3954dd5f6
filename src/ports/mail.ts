import type { OutboundNote } from './outbound-http';

export interface Email {
  from: { address: string; name?: string };
  to: string;
  /** One line. */
  subject: string;
  /** Plain text. */
  text: string;
  /** The same as HTML; absent: plain text alone. */
  html?: string;
  /** Where answers go; absent: to `from`. */
  replyTo?: string;
  /** Further headers: printable ASCII, at most 870 characters each, at most 14. */
  headers?: Readonly<Record<string, string>>;
}

/**
 * `sent`: as which Message-ID, with angle brackets. `refused`: certainly not taken; `throttled`: nothing is wrong with it, there were too
 * many at once; `paused`: the account may send nothing until somebody acts. `ambiguous`: it may have been taken.
 */
export type MailResult =
  | { kind: 'sent'; messageId: string }
  | { kind: 'refused'; reason: string; forGood: boolean; throttled?: true; paused?: true }
  | { kind: 'ambiguous'; reason: string };

/**
 * E-mail to the outside, marked as sent by a program (RFC 3834) and tagged with the note's effect id. There is no idempotency key:
 * what is sent twice arrives twice. Never throws.
 */
export interface Mail {
  /** The domain or address that may be sent from, its own subdomains included; absent when none is set up: nothing can be sent. */
  readonly identity?: string;
  /** The domain under which customers' answers reach us; absent where the stack was deployed without. */
  readonly replyDomain?: string;
  send(email: Email, note: OutboundNote): Promise<MailResult>;
}
