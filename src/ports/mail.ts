import type { OutboundNote } from './outbound-http';

export interface Email {
  from: { address: string; name?: string };
  to: string;
  /** One line. */
  subject: string;
  /** Plain text. */
  text: string;
}

/** `refused`: certainly not taken. `ambiguous`: it may have been. */
export type MailResult =
  | { kind: 'sent'; messageId: string }
  | { kind: 'refused'; reason: string; forGood: boolean }
  | { kind: 'ambiguous'; reason: string };

/**
 * E-mail to the outside, marked as sent by a program (RFC 3834) and tagged with the note's effect id. There is no idempotency key:
 * what is sent twice arrives twice. Never throws.
 */
export interface Mail {
  /** The domain or address that may be sent from, its own subdomains included; absent when none is set up: nothing can be sent. */
  readonly identity?: string;
  send(email: Email, note: OutboundNote): Promise<MailResult>;
}
