/** E-mail by Amazon SES. */
import { type SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import type { Email, Mail, MailResult } from '../../ports/mail';
import type { OutboundNote } from '../../ports/outbound-http';
import { displayed } from './display-name';
import { sesMessageId } from './ses-message-id';

export interface SesSender {
  /** Verified domain or address. */
  identity: string;
  configurationSet: string;
  /** Where answers come in. */
  replyDomain?: string;
  /** The embedded stack plays SES: each request carries what a person is told of it, in this header, as JSON in base64url. */
  notesIn?: string;
}

/** Not taken, and nothing is wrong with the e-mail itself: a permission, or a set, that has not arrived everywhere. */
const NOT_NOW = /AccessDenied|NotFoundException|ConcurrentModification/;
/** Too many in a second, or in a day. */
const THROTTLED = /TooManyRequests|Throttl|LimitExceeded/;
/** Nothing is sent for anybody until the owner of the account acts. */
const PAUSED = /SendingPaused|AccountSuspended/;
/** The request never left. */
const UNSENT =
  /CredentialsProviderError|did not establish a connection|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/;

/** @param client one that tries once and keeps no connection (`onceOptions`): what it tried twice could arrive twice. */
export function sesMail(client: SESv2Client, { identity, replyDomain, ...sender }: SesSender): Mail {
  return {
    identity,
    ...(replyDomain !== undefined && { replyDomain }),
    async send(email, note) {
      const command = new SendEmailCommand(requestOf(email, note, sender));
      if (sender.notesIn !== undefined) carryNote(command, sender.notesIn, note);
      const region = await client.config.region();
      return client
        .send(command)
        .then(
          ({ MessageId = '' }): MailResult => ({ kind: 'sent', messageId: sesMessageId(MessageId, region) }),
          resultOf,
        );
    },
  };
}

/** SES writes the MIME itself, so that nothing in a field can become a header. */
function requestOf(
  { from, to, subject, text, html, replyTo, headers = {} }: Email,
  { effectId }: OutboundNote,
  { configurationSet }: Pick<SesSender, 'configurationSet'>,
): SendEmailCommandInput {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  const allHeaders = Object.entries({ 'Auto-Submitted': 'auto-generated', ...headers });
  return {
    FromEmailAddress: displayed(from),
    Destination: { ToAddresses: [to] },
    ...(replyTo !== undefined && { ReplyToAddresses: [replyTo] }),
    Content: {
      Simple: {
        Subject: utf8(subject),
        Body: { Text: utf8(text), ...(html !== undefined && { Html: utf8(html) }) },
        Headers: allHeaders.map(([Name, Value]) => ({ Name, Value })),
      },
    },
    ConfigurationSetName: configurationSet,
    EmailTags: [{ Name: 'effectId', Value: effectId }],
  };
}

interface SdkError extends NodeJS.ErrnoException {
  $metadata?: { httpStatusCode?: number };
}

/** A status says that SES answered; then only its own failures leave open what became of the e-mail. */
function resultOf(error: SdkError): MailResult {
  const { name, message, code = '', $metadata } = error;
  const status = $metadata?.httpStatusCode;
  const reason = `${name}: ${message || code || 'no answer'}`.replace(/\.$/, '');
  if (status === undefined) {
    return UNSENT.test(`${name} ${code} ${message}`)
      ? { kind: 'refused', reason, forGood: false }
      : { kind: 'ambiguous', reason };
  }
  if (PAUSED.test(name)) return { kind: 'refused', reason, forGood: false, paused: true };
  if (THROTTLED.test(name) || status === 429) return { kind: 'refused', reason, forGood: false, throttled: true };
  const isNotNow = NOT_NOW.test(name) || [408, 425, 503].includes(status);
  if (isNotNow) return { kind: 'refused', reason, forGood: false };
  return status >= 400 && status < 500 ? { kind: 'refused', reason, forGood: true } : { kind: 'ambiguous', reason };
}

function carryNote(command: SendEmailCommand, header: string, { data: _, ...note }: OutboundNote): void {
  const value = Buffer.from(JSON.stringify(note)).toString('base64url');
  command.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: Record<string, string> }).headers, { [header]: value });
      return next(args);
    },
    { step: 'build', name: 'note' },
  );
}
