import type { SesFront, VirtualClock } from './front';
import type { IncomingMail, MailReceipt, Received } from './mail-receipt';
import { composeReply, composeSent, type Reply } from './mailbox/compose';
import type { BounceKind } from './ses/events';
import { headerOf, type SentEmail } from './ses/mails';

export interface MailboxOptions {
  ses: SesFront;
  receipt: MailReceipt;
  clock: VirtualClock;
  /** The stack's own address, the only one that is asked to unsubscribe. */
  publicUrl: string;
}

/** The mailboxes of all customers in one: what was sent to them, and what they do with it. */
export interface Mailbox {
  /** Newest first. */
  sent(): SentEmail[];
  email(id: string): SentEmail | undefined;
  /** The e-mail as a mail program keeps it. */
  raw(mail: SentEmail): Promise<Buffer>;
  /** A mail that comes in. */
  deliver(mail: IncomingMail): Received;
  reply(to: SentEmail, reply: Reply): Promise<Received>;
  bounce(mail: SentEmail, kind: BounceKind): void;
  /** The customer marks it as spam. */
  complain(mail: SentEmail): void;
  /** The mail program's own button (RFC 8058): the status that came back; undefined where the e-mail offers none. */
  unsubscribe(mail: SentEmail): Promise<number | undefined>;
}

export function createMailbox({ ses, receipt, clock, publicUrl }: MailboxOptions): Mailbox {
  return {
    sent: () => ses.sent(),
    email: (id) => ses.email(id),
    raw: composeSent,
    deliver: (mail) => receipt.receive(mail),
    reply: async (to, reply) => receipt.receive(await composeReply(to, reply, clock.now())),
    bounce: (mail, kind) => ses.tell(mail, { type: 'Bounce', kind }),
    complain: (mail) => ses.tell(mail, { type: 'Complaint' }),
    async unsubscribe(mail) {
      const url = unsubscribeUrl(mail);
      const offered = /one-click/i.test(headerOf(mail, 'List-Unsubscribe-Post') ?? '');
      if (!offered || !url?.startsWith(`${publicUrl}/`)) return undefined;
      const { status } = await fetch(url, {
        method: 'POST',
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      });
      return status;
    },
  };
}

/** The link in `List-Unsubscribe`. */
export function unsubscribeUrl(mail: SentEmail): string | undefined {
  return /<(https?:[^<>]+)>/.exec(headerOf(mail, 'List-Unsubscribe') ?? '')?.[1];
}
