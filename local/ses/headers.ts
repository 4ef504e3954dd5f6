import type { Instant } from '../front';
import type { Header } from './mails';
import type { SendEmail } from './requests';

/** What the receiver of an e-mail sees: what was asked for, and what SES writes itself. */
export function headersOf(email: SendEmail, messageId: string, now: Instant): Header[] {
  const { FromEmailAddress, Destination, ReplyToAddresses, Content } = email;
  const { Subject, Body, Headers = [] } = Content.Simple;
  const own = { Date: mailDate(now), From: FromEmailAddress };
  const answered = ReplyToAddresses && { 'Reply-To': ReplyToAddresses.join(', ') };
  const rest = {
    To: Destination.ToAddresses.join(', '),
    'Message-ID': messageId,
    Subject: Subject.Data,
    'MIME-Version': '1.0',
    'Content-Type': Body.Html ? 'multipart/alternative; charset=UTF-8' : 'text/plain; charset=UTF-8',
  };
  const written = Object.entries({ ...own, ...answered, ...rest }).map(([name, value]) => ({ name, value }));
  return [...written, ...Headers.map(({ Name, Value }) => ({ name: Name, value: Value }))];
}

/**
 * The Message-ID that SES writes into an e-mail that it sends.
 * @see https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
 */
export function messageIdOf(id: string, region: string): string {
  return `<${id}@${region === 'us-east-1' ? 'email' : region}.amazonses.com>`;
}

/** As RFC 5322 has it: `Mon, 05 Jan 2026 09:00:00 +0000`. */
export function mailDate(instant: Instant): string {
  return new Date(instant).toUTCString().replace('GMT', '+0000');
}
