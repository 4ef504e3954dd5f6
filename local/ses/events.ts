import type { BusEvent } from '../front';
import { headerOf, type SentEmail } from './mails';

/** Something that became of an e-mail: as SES names it, and what it says of it. */
export type MailEvent =
  | { type: 'Send' }
  | { type: 'Delivery' }
  | { type: 'Bounce'; kind: BounceKind }
  | { type: 'Complaint' };

/** For good, because there is no such mailbox; or for now, because it is full. */
export type BounceKind = 'permanent' | 'transient';

interface Place {
  account: string;
  region: string;
  /** RFC 3339, of the event. */
  at: string;
}

const DETAIL_TYPES: Record<MailEvent['type'], string> = {
  Send: 'Email Sent',
  Delivery: 'Email Delivered',
  Bounce: 'Email Bounced',
  Complaint: 'Email Complaint Received',
};

/** Whether a configuration set that tells events of these types tells this one; CloudFormation and the API spell them differently. */
export function isPublished(publishes: readonly string[], { type }: MailEvent): boolean {
  return publishes.some((name) => name.replace(/_/g, '').toLowerCase() === type.toLowerCase());
}

/** @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
export function busEvent(mail: SentEmail, event: MailEvent, place: Place): BusEvent {
  const arn = (resource: string) => `arn:aws:ses:${place.region}:${place.account}:${resource}`;
  return {
    source: 'aws.ses',
    'detail-type': DETAIL_TYPES[event.type],
    resources: mail.configurationSet === undefined ? [] : [arn(`configuration-set/${mail.configurationSet}`)],
    detail: {
      eventType: event.type,
      mail: mailIn(mail, place),
      [event.type.toLowerCase()]: detailOf(mail, event, place.at),
    },
  };
}

function mailIn(mail: SentEmail, { account }: Place): object {
  const { id, at, from, to, subject, headers, replyTo, tags } = mail;
  return {
    timestamp: at,
    source: from,
    sendingAccountId: account,
    messageId: id,
    destination: to,
    headersTruncated: false,
    headers,
    commonHeaders: {
      from: [from],
      ...(replyTo !== undefined && { replyTo: [replyTo] }),
      date: headerOf(mail, 'Date'),
      to,
      messageId: id,
      subject,
    },
    tags,
  };
}

function detailOf({ id, to }: SentEmail, event: MailEvent, timestamp: string): object {
  switch (event.type) {
    case 'Send':
      return {};
    case 'Delivery':
      return {
        timestamp,
        processingTimeMillis: 350,
        recipients: to,
        smtpResponse: '250 2.0.0 OK',
        reportingMTA: 'a8-70.smtp-out.amazonses.com',
      };
    case 'Bounce':
      return {
        feedbackId: `${id}-bounce`,
        ...bounceOf(event.kind),
        bouncedRecipients: to.map((emailAddress) => ({ emailAddress, action: 'failed', ...diagnosticOf(event.kind) })),
        timestamp,
        reportingMTA: 'dns; a8-70.smtp-out.amazonses.com',
      };
    case 'Complaint':
      return {
        feedbackId: `${id}-complaint`,
        complaintSubType: null,
        complainedRecipients: to.map((emailAddress) => ({ emailAddress })),
        timestamp,
        userAgent: 'Threadkeeper local stack',
        complaintFeedbackType: 'abuse',
        arrivalDate: timestamp,
      };
  }
}

const bounceOf = (kind: BounceKind) =>
  kind === 'permanent'
    ? { bounceType: 'Permanent', bounceSubType: 'General' }
    : { bounceType: 'Transient', bounceSubType: 'MailboxFull' };

const diagnosticOf = (kind: BounceKind) =>
  kind === 'permanent'
    ? { status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }
    : { status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' };
