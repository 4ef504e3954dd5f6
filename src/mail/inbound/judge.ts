/** What is to become of a mail that came to a reply address of ours. */
import { trimReply } from '../../engine/mail/trim-reply';
import { cut } from '../../engine/text';
import { whyUnverified } from './authenticity';
import { type Automatic, automaticSign, type Ourselves } from './automatic';
import { type Left, type TakenFile, takenFiles } from './files';
import type { NotCountedKind } from './note-words';
import type { InboundMail } from './read-mail';
import type { MailReceipt } from './receipt';

/** Whose answers are awaited at the reply address, and whether they still are. */
export interface Awaited {
  address: string;
  isRevoked: boolean;
}

/** Why a mail is not the customer's answer. */
export interface NotCounted {
  kind: NotCountedKind;
  /** A sentence, as exact as can be. */
  reason: string;
}

export interface Judgement {
  /** Absent: it is the customer's answer. */
  notCounted?: NotCounted;
  /** What its writer wrote; empty for none. */
  text: string;
  history?: string;
  signature?: string;
  files: readonly TakenFile[];
  /** What is not taken over. */
  left: readonly Left[];
}

/** In characters; a message and what is kept beside it. */
const MOST_TEXT = 50_000;
const NOTHING: Judgement = { text: '', files: [], left: [] };

const KINDS: Readonly<Record<Automatic['kind'], string>> = {
  own: 'It is an e-mail that we sent ourselves',
  bounce: 'It is a report of a mail server',
  report: 'It is a report that a mail program made',
  list: 'It was sent to many',
  autoReply: 'It is an automatic reply',
};

/** Judges a mail by all that is known of it: what holds a virus is not read, what nobody wrote is shown without its files. */
export function judgeMail(mail: InboundMail, receipt: MailReceipt, awaited: Awaited, us: Ourselves): Judgement {
  if (receipt.verdicts.virus === 'FAIL') return { ...NOTHING, notCounted: VIRUS };
  const { quoted: _, text, ...beside } = trimReply(mail.bodies);
  const isCut = mail.cut === true || text.length > MOST_TEXT;
  const left: Left[] = isCut ? [{ why: 'longText' }] : [];
  const read = { ...beside, text: cut(text, MOST_TEXT), files: [], left };
  const automatic = automaticSign(mail, receipt, us);
  if (automatic) return { ...read, notCounted: writtenByNobody(automatic) };
  if (receipt.verdicts.spam === 'FAIL') return { ...read, notCounted: SPAM };
  const files = takenFiles(mail.files);
  const whole = { ...read, files: files.taken, left: [...left, ...files.left] };
  const notCounted = whyNotTheAnswer(mail, receipt, awaited) ?? whyNothing(mail, whole);
  return notCounted === undefined ? whole : { ...whole, notCounted };
}

const VIRUS: NotCounted = { kind: 'virus', reason: 'It held a virus; nothing of it was taken over.' };
const SPAM: NotCounted = { kind: 'spam', reason: 'It was found to be spam.' };
const REVOKED: NotCounted = {
  kind: 'revoked',
  reason: 'Answers to this reply address are not taken any more: it was revoked.',
};
const EMPTY: NotCounted = { kind: 'empty', reason: 'It holds neither text nor files that are taken.' };

const writtenByNobody = ({ kind, sign }: Automatic): NotCounted => ({ kind, reason: `${KINDS[kind]} (${sign}).` });

function whyNotTheAnswer(
  mail: InboundMail,
  receipt: MailReceipt,
  { address, isRevoked }: Awaited,
): NotCounted | undefined {
  if (isRevoked) return REVOKED;
  const why = whyUnverified(mail, receipt, address);
  if (why === undefined) return undefined;
  return { kind: 'unverified', reason: `It is not certain that the customer wrote it: ${why}.` };
}

function whyNothing({ unread }: InboundMail, { text, files }: Judgement): NotCounted | undefined {
  if (unread !== undefined) return { kind: 'unread', reason: `Only its header was read: it ${unread}.` };
  return text === '' && files.length === 0 ? EMPTY : undefined;
}
