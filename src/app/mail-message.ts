/** The events that a mail becomes in its conversation. */
import { createHash } from 'node:crypto';
import { type EventOf, type FileRef, MAX_TEXT, type ReceivedEmail } from '../engine/event';
import { MAILED } from '../engine/fold-messages';
import { shortHash } from '../engine/ids';
import type { Language } from '../engine/language';
import { cut } from '../engine/text';
import type { Instant } from '../engine/time';
import { shownSender, soleSender } from '../mail/inbound/from-address';
import { firstOf } from '../mail/inbound/headers';
import type { Judgement } from '../mail/inbound/judge';
import { endOfHeader } from '../mail/inbound/measure';
import { NOTE_WORDS } from '../mail/inbound/note-words';
import type { InboundMail } from '../mail/inbound/read-mail';
import type { MailReceipt } from '../mail/inbound/receipt';
import type { MailThread } from '../ports/mail-threads';

type MessageEvent = EventOf<'message.created'>;

/** A mail, and the conversation that it came to. */
export interface ThreadMail {
  thread: MailThread;
  receipt: MailReceipt;
  mail: InboundMail;
  /** What it is recognised by when it comes again. */
  name: string;
  now: Instant;
}

const MOST_KEPT = 20_000;
const LONGEST_LINE = 500;
const MESSAGE_ID = /^<[^<>\s@]{1,400}@[^<>\s@]{1,400}>$/;
const NOTES = { type: 'system', name: 'Threadkeeper' } as const;

/** Its Message-ID; of a mail without one a hash of what its sender wrote, since what servers add differs each time. */
export function nameOf(mail: InboundMail, raw: Uint8Array): string {
  if (mail.messageId) return mail.messageId.trim();
  const about = ['from', 'date', 'subject'].map((key) => firstOf(mail.headers, key) ?? '');
  const hash = createHash('sha256')
    .update(JSON.stringify(about))
    .update(raw.subarray(endOfHeader(raw)));
  return hash.digest('base64url');
}

/** Whether a Message-ID is one that later mails may name. */
export const isMessageId = (name: string): boolean => MESSAGE_ID.test(name) && /^[\x21-\x7e]+$/.test(name);

/** The customer's answer. */
export function replyEvent(of: ThreadMail, judged: Judgement, files: readonly FileRef[]): MessageEvent {
  const { customerId } = of.thread;
  return eventOf(of, 'reply', judged.text, {
    author: { type: 'customer', ...(customerId !== undefined && { id: customerId }) },
    files,
    email: emailOf(of, judged),
  });
}

/** A private note that tells a mail that does not count, in the workspace's language. @param link where the whole mail is, if it may be looked at */
export function noteEvent(
  of: ThreadMail,
  judged: Judgement & Required<Pick<Judgement, 'notCounted'>>,
  files: readonly FileRef[],
  { language, link }: { language: Language; link?: string | undefined },
): MessageEvent {
  const { headers, subject } = of.mail;
  const words = NOTE_WORDS[language];
  const { kind, reason } = judged.notCounted;
  const lines = [
    `${words[kind]} (${reason})`,
    `${words.from}: ${line(shownSender(headers))}`,
    ...(subject ? [`${words.subject}: ${line(subject)}`] : []),
    ...(link ? [`${words.whole}: ${link}`] : []),
    ...(judged.left.length > 0 ? [leftLine(judged, language)] : []),
    ...(judged.text === '' ? [] : ['', judged.text]),
  ];
  return eventOf(of, 'note', lines.join('\n'), { author: NOTES, files, email: emailOf(of, judged) });
}

/** A private note beside an answer that tells what of it was not taken over. */
export function leftEvent(of: ThreadMail, judged: Judgement, language: Language, link: string): MessageEvent {
  const text = `${leftLine(judged, language)}\n${NOTE_WORDS[language].whole}: ${link}`;
  return eventOf(of, 'left', text, { author: NOTES, files: [] });
}

/** A private note that the customer's mails are held back, once for each hour. */
export function suspendedEvent(of: ThreadMail, most: number, hour: Instant, language: Language): MessageEvent {
  const text = NOTE_WORDS[language].suspended.replace('{count}', String(most));
  return eventOf({ ...of, name: String(hour) }, 'suspended', text, { author: NOTES, files: [] });
}

function leftLine({ left }: Judgement, language: Language): string {
  const words = NOTE_WORDS[language];
  const told = left.map(({ why, name }) => (name === undefined ? words[why] : `${name} (${words[why]})`));
  return cut(`${words.left}: ${told.join(', ')}`, 2_000);
}

interface Written {
  author: MessageEvent['data']['author'];
  files: readonly FileRef[];
  email?: ReceivedEmail;
}

type As = 'reply' | 'note' | 'left' | 'suspended';

/** The same mail gives the same event. An answer and a note are apart, so that nobody keeps an answer out by its Message-ID. */
export const eventId = ({ thread, name }: ThreadMail, as: As): string =>
  `${MAILED}${shortHash('mail', as, thread.ref.workspaceId, thread.id, name)}`;

function eventOf(of: ThreadMail, as: As, whole: string, { author, files, email }: Written): MessageEvent {
  const { thread, receipt, now } = of;
  const { workspaceId, channelId, conversationId: subject } = thread.ref;
  const id = eventId(of, as);
  const text = cut(whole, MAX_TEXT);
  const rest = whole.slice(text.length);
  return {
    ...{ schema: 1, id, workspaceId, channelId, subject, type: 'message.created' },
    ...{ time: Math.min(receipt.receivedAt, now), receivedAt: now, origin: 'command' },
    ...(rest !== '' && { textCut: true, textRest: rest }),
    ...(email && { email }),
    data: {
      ...{ messageId: id, author, via: 'email' },
      ...(author.type === 'system' && { private: true }),
      ...(text !== '' && { text }),
      ...(files.length > 0 && { files: [...files] }),
    },
  };
}

function emailOf({ thread, receipt, mail, name }: ThreadMail, judged: Judgement): ReceivedEmail {
  const { history, signature, notCounted } = judged;
  return {
    messageId: isMessageId(name) ? name : `<${shortHash('mail', name)}@unknown.invalid>`,
    from: soleSender(mail.headers) ?? line(shownSender(mail.headers)),
    ...(mail.subject && { subject: line(mail.subject) }),
    threadId: thread.id,
    ...(history && { quoted: cut(history, MOST_KEPT) }),
    ...(signature && { signature: cut(signature, MOST_KEPT) }),
    // Nobody is led to a virus.
    ...(receipt.verdicts.virus !== 'FAIL' && { original: receipt.key }),
    ...(notCounted && { notCounted: notCounted.reason }),
  };
}

const line = (text: string): string => cut(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim(), LONGEST_LINE);
