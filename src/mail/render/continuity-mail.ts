/** The e-mail that carries unread answers of agents to a customer who left: subject, HTML, and the same as plain text. */
import type { MailLook } from '../../engine/continuity-settings';
import type { Language } from '../../engine/language';
import { htmlPart } from './html-part';
import { textPart } from './text-part';
import { type Limits, type View, viewOf } from './view';

export interface MailFile {
  name: string;
  /** https or http; a file with another address is named and not linked. */
  url: string;
  /** Bytes. */
  size?: number;
}

export interface MailMessage {
  /** Of the agent, as the customer knows them. */
  author?: string;
  text: string;
  files: readonly MailFile[];
}

export interface ContinuityMail {
  language: Language;
  /** What the workspace has of its own; all of it may be absent. */
  look: MailLook;
  /** Name of the company, or the address that the mail comes from. */
  sender: string;
  customerName?: string;
  /** Oldest first. */
  messages: readonly MailMessage[];
  /** Back to the conversation on the site. */
  link?: string;
  /** Nobody can go on with the conversation there: the link leads to a new one. */
  isOver?: boolean;
  unsubscribeUrl?: string;
}

export interface RenderedMail {
  /** One line, no control characters. */
  subject: string;
  /** Less than 102 KB of UTF-8, from where on Gmail cuts. */
  html: string;
  text: string;
}

/** From the whole of it to what always fits. */
const LIMITS: readonly Limits[] = [
  { messages: 100, text: 20_000, files: 30 },
  { messages: 100, text: 8_000, files: 20 },
  { messages: 50, text: 4_000, files: 10 },
  { messages: 50, text: 2_000, files: 5 },
  { messages: 30, text: 1_000, files: 3 },
  { messages: 15, text: 500, files: 2 },
  { messages: 5, text: 500, files: 1 },
  { messages: 1, text: 500, files: 1 },
];
/** Bytes; some way under 102 KB, for what mail servers add. */
const MAX_HTML = 98_000;

/** Renders a mail; where it would be too long, texts are cut as little as is needed, and the mail says so. */
export function renderContinuityMail(mail: ContinuityMail): RenderedMail {
  for (const limits of LIMITS) {
    const view = viewOf(mail, limits);
    const isLast = limits === LIMITS.at(-1);
    if (bytesOfTexts(view) > MAX_HTML && !isLast) continue;
    const html = htmlPart(view, mail.look);
    if (Buffer.byteLength(html) <= MAX_HTML || isLast) return { subject: view.subject, html, text: textPart(view) };
  }
  throw new Error('There are no limits to fit a mail to; the list in continuity-mail.ts must not be empty.');
}

/** HTML is never shorter, and takes much longer to make. */
const bytesOfTexts = ({ messages }: View): number =>
  messages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
