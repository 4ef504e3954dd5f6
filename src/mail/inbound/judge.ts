/** What is to become of a mail that came to a reply address of ours. */
import { trimReply } from '../../engine/mail/trim-reply';
import { cut } from '../../engine/text';
import { whyUnverified } from './authenticity';
import { type Automatic, automaticSign, type Ourselves } from './automatic';
import { type TakenFile, takenFiles } from './files';
import type { InboundMail } from './read-mail';
import type { MailReceipt } from './receipt';

/** Whose answers are awaited at the reply address, and whether they still are. */
export interface Awaited {
  address: string;
  isRevoked: boolean;
}

export interface Judgement {
  /** Why it is not the customer's answer: a sentence. Absent: it is. */
  notCounted?: string;
  /** What its writer wrote; empty for none. */
  text: string;
  history?: string;
  signature?: string;
  files: readonly TakenFile[];
  /** What is not taken over: names, with the reason. */
  left: readonly string[];
}

/** In characters; a message and what is kept beside it. */
const MOST_TEXT = 50_000;
const LONG_TEXT = 'the end of its very long text';
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
  if (receipt.verdicts.virus === 'FAIL')
    return { ...NOTHING, notCounted: 'It held a virus; nothing of it was taken over.' };
  const { quoted: _, text, ...beside } = trimReply(mail.bodies);
  const isCut = mail.cut === true || text.length > MOST_TEXT;
  const read = { ...beside, text: cut(text, MOST_TEXT), files: [], left: isCut ? [LONG_TEXT] : [] };
  const automatic = automaticSign(mail, receipt, us);
  if (automatic) return { ...read, notCounted: `${KINDS[automatic.kind]} (${automatic.sign}).` };
  if (receipt.verdicts.spam === 'FAIL') return { ...read, notCounted: 'It was found to be spam.' };
  const files = takenFiles(mail.files);
  const whole = { ...read, files: files.taken, left: [...read.left, ...files.left] };
  const notCounted = whyNotTheAnswer(mail, receipt, awaited) ?? whyNothing(mail, whole);
  return notCounted === undefined ? whole : { ...whole, notCounted };
}

function whyNotTheAnswer(mail: InboundMail, receipt: MailReceipt, { address, isRevoked }: Awaited): string | undefined {
  if (isRevoked) return 'Answers to this reply address are not taken any more: it was revoked.';
  const why = whyUnverified(mail, receipt, address);
  return why === undefined ? undefined : `It is not certain that the customer wrote it: ${why}.`;
}

function whyNothing({ unread }: InboundMail, { text, files }: Judgement): string | undefined {
  if (unread !== undefined) return `Only its header was read: it ${unread}.`;
  return text === '' && files.length === 0 ? 'It holds neither text nor files that are taken.' : undefined;
}
