/** What comes back to our e-mails: answers, and what only looks like one. */
import type { Instant } from '../../src/engine/time';
import type { MailReceipt } from '../../src/mail/inbound/receipt';
import { delivered, letter } from '../mail/inbound/given';
import { IDENTITY, type Posted } from './postmaster';

export const LETTERS = {
  reply: 36,
  /** Of a domain without a DMARC policy, signed by it. */
  signed: 8,
  autoReply: 14,
  bounce: 8,
  own: 6,
  stranger: 7,
  spoofed: 8,
  spam: 5,
  virus: 5,
  /** Its token is not ours. */
  forged: 8,
  /** An operator has revoked the token before. */
  revoked: 5,
  /** Many answers at once. */
  flood: 2,
} as const;
export type LetterKind = keyof typeof LETTERS;

/** A letter as it came in, however often. */
export interface Letter {
  kind: LetterKind;
  mail: Posted;
  messageId: string;
  text: string;
  /** The first time that it was delivered. */
  at: Instant;
  /** Where it went to. */
  address: string;
}

export interface Delivery {
  raw: Uint8Array;
  receipt: MailReceipt;
}

/** Whether it says what the customer answers. */
export const isAnswer = ({ kind }: Letter): boolean => ['reply', 'signed', 'flood'].includes(kind);
/** Somewhat more than are taken of one customer in an hour. */
export const FLOOD = 23;

/** Where a letter goes to. */
export const addressOf = (kind: LetterKind, { email }: Posted): string =>
  kind === 'forged' ? broken(email.replyTo as string) : (email.replyTo as string);

/** Of the signature, so that the token is as long and as well spelt as a true one. */
const broken = (address: string) => address.replace(/.(?=@)/, (last) => (last === 'a' ? 'b' : 'a'));

const FAILED = { dmarc: 'FAIL', dkim: 'FAIL', spf: 'FAIL' } as const;

/** As it stands in the mail store, and what the mail service tells of it: `sesId` names this delivery. */
export function deliveryOf({ kind, mail, messageId, text, at, address }: Letter, sesId: string): Delivery {
  const { email } = mail;
  const from = writerOf(kind, email.to);
  const domain = from.split('@')[1] as string;
  const source = kind === 'bounce' ? '' : from;
  const lines = [
    ...[`From: ${from}`, `To: ${address}`, `Subject: Re: ${kind}`, `Message-ID: ${messageId}`],
    ...[`In-Reply-To: ${mail.messageId}`, ...(MARKS[kind] ?? [])],
  ];
  const quoted = `On Mon, 5 Jan 2026 at 18:00, Shop <no-reply@${IDENTITY}> wrote:\r\n> ${email.subject}`;
  const { raw, receipt } = delivered(letter(lines, `${text}\r\n\r\n${quoted}\r\n`), {
    ...{ source, messageId: sesId, recipients: [address] },
    ...(kind === 'spoofed' && {
      verdicts: FAILED,
      results: `dkim=fail header.i=@${domain};\r\n dmarc=fail header.from=${domain};`,
    }),
    ...(kind === 'signed' && {
      verdicts: { dmarc: 'GRAY' },
      results: `dkim=pass header.i=@${domain};\r\n dmarc=none header.from=${domain};`,
    }),
    ...(kind === 'spam' && { verdicts: { spam: 'FAIL' } }),
    ...(kind === 'virus' && { verdicts: { virus: 'FAIL' } }),
  });
  return { raw, receipt: { ...receipt, receivedAt: at } };
}

function writerOf(kind: LetterKind, customer: string): string {
  if (kind === 'bounce') return 'MAILER-DAEMON@mx.example.com';
  if (kind === 'own') return `no-reply@${IDENTITY}`;
  return kind === 'stranger' ? 'lee@elsewhere.example' : customer;
}

const MARKS: Partial<Record<LetterKind, string[]>> = {
  autoReply: ['Auto-Submitted: auto-replied'],
  own: ['X-Threadkeeper-Thread: abcdefghijklmnop'],
  bounce: ['Content-Type: multipart/report; report-type=delivery-status; boundary="none"'],
};

/** As SES tells it to the function. */
export function sesEvent({ messageId, recipients, source, receivedAt, verdicts }: MailReceipt): unknown {
  const told = Object.entries(verdicts).map(([name, status]) => [`${name}Verdict`, { status }]);
  const mail = { messageId, source, timestamp: new Date(receivedAt).toISOString() };
  const receipt = { recipients, ...Object.fromEntries(told) };
  return { Records: [{ eventSource: 'aws:ses', ses: { mail, receipt } }] };
}
