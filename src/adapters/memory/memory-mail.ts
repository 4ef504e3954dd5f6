import { isSentAs } from '../../engine/email-address';
import type { Email, Mail, MailResult } from '../../ports/mail';
import type { OutboundNote } from '../../ports/outbound-http';
import { Meter } from './meter';

export interface SentEmail {
  email: Email;
  note: OutboundNote;
  messageId: string;
}

/** A mail service that takes everything from its identity, unless `next` says otherwise. */
export class MemoryMail implements Mail {
  readonly identity: string;
  readonly replyDomain: string;
  readonly sent: SentEmail[] = [];
  /** Results of the next e-mails, in order. */
  readonly next: Exclude<MailResult, { kind: 'sent' }>[] = [];
  private readonly meter: Meter;

  constructor(identity = 'threadkeeper.example', meter = new Meter()) {
    this.identity = identity;
    this.replyDomain = `reply.${identity}`;
    this.meter = meter;
  }

  async send(email: Email, note: OutboundNote): Promise<MailResult> {
    this.meter.add('ses.emails');
    const told = this.next.shift();
    if (told) return told;
    if (!isSentAs(email.from.address, this.identity))
      return { kind: 'refused', reason: `${email.from.address} is not verified`, forGood: true };
    const messageId = `<mail-${this.sent.length + 1}@${this.identity}>`;
    this.sent.push(structuredClone({ email, note, messageId }));
    return { kind: 'sent', messageId };
  }
}
