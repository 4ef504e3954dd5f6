import { randomUUID } from 'node:crypto';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Instant } from '../front';
import type { IncomingMail } from '../mail-receipt';
import type { Verdicts } from '../receipt/verdicts';
import { headerOf, type SentEmail } from '../ses/mails';
import { addressIn } from '../ses/requests';
import { type ClientLanguage, gmail, outlook, type Quoted } from './clients';

export interface Reply {
  text: string;
  /** The mail program; `autoReply` is no person but an absence note. */
  client: 'gmail' | 'outlook' | 'autoReply';
  /** In which the program writes its own words; default that of the mail. */
  language?: ClientLanguage | undefined;
  /** Who answers; default whom the mail went to. */
  from?: string | undefined;
  files?: readonly { name: string; type: string; base64: string }[] | undefined;
  verdicts?: Verdicts | undefined;
}

const mime = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
const build = async (options: SendMailOptions): Promise<Buffer> =>
  (await mime.sendMail({ disableFileAccess: true, disableUrlAccess: true, ...options })).message as Buffer;

/** The answer of a customer to an e-mail, as their mail program sends it to where answers go. */
export async function composeReply(mail: SentEmail, reply: Reply, now: Instant): Promise<IncomingMail> {
  const from = reply.from ?? mail.to[0]!;
  const to = mail.replyTo ?? mail.from;
  const language = reply.language ?? languageOf(mail);
  const isAutomatic = reply.client === 'autoReply';
  const answered = headerOf(mail, 'Message-ID') ?? '';
  const prefix = isAutomatic ? AUTOMATIC[language] : 'Re:';
  const raw = await build({
    ...{ from, to, date: new Date(now), messageId: `<${randomUUID()}@${HOSTS[reply.client]}>` },
    subject: /^re:/i.test(mail.subject) && !isAutomatic ? mail.subject : `${prefix} ${mail.subject}`,
    inReplyTo: answered,
    references: `${headerOf(mail, 'References') ?? ''} ${answered}`.trim(),
    ...(isAutomatic && { headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } }),
    ...bodiesOf(mail, { ...reply, from, language }),
    attachments: (reply.files ?? []).map(({ name, type, base64 }) => ({
      ...{ filename: name, contentType: type, content: Buffer.from(base64, 'base64') },
    })),
  });
  // RFC 3834: what no person wrote has no sender to be told of failures.
  const mailFrom = isAutomatic ? '' : addressIn(from);
  return { raw, mailFrom, recipients: [addressIn(to)], verdicts: reply.verdicts };
}

const AUTOMATIC = { en: 'Automatic reply:', ko: '자동 회신:' };
const HOSTS = { gmail: 'mail.gmail.com', outlook: 'outlook.office365.com', autoReply: 'outlook.office365.com' };

function languageOf({ subject, text }: SentEmail): ClientLanguage {
  return /\p{Script=Hangul}/u.test(subject + text) ? 'ko' : 'en';
}

function bodiesOf(mail: SentEmail, reply: Reply & { from: string; language: ClientLanguage }) {
  const { text, client, from, language } = reply;
  if (client === 'autoReply') return { text };
  const name = /^"?(.*?)"? <[^<>]*>$/.exec(mail.from)?.[1];
  const quoted: Quoted = {
    ...{ text, language, to: { name, address: addressIn(mail.from) }, customer: from },
    ...{ subject: mail.subject, at: Date.parse(mail.at), originalText: mail.text, originalHtml: mail.html },
  };
  return client === 'gmail' ? gmail(quoted) : outlook(quoted);
}

/** The e-mail as a file, so that a real mail program can open it, and answer it. */
export function composeSent({ subject, text, html, headers }: SentEmail): Promise<Buffer> {
  const of = (name: string) => headerOf({ headers }, name);
  const written = ['date', 'from', 'to', 'reply-to', 'subject', 'message-id', 'mime-version', 'content-type'];
  const others = headers.filter(({ name }) => !written.includes(name.toLowerCase()));
  return build({
    ...{ from: of('From'), to: of('To'), replyTo: of('Reply-To'), date: of('Date'), messageId: of('Message-ID') ?? '' },
    ...{ subject, text, ...(html !== undefined && { html }) },
    headers: others.map(({ name, value }) => ({ key: name, value })),
  });
}
