/** A raw mail, read. Whatever its bytes are it is read, if only its header, in time linear in them; nothing is thrown. */
import PostalMime, { type Email } from 'postal-mime';
import type { MailBodies } from '../../engine/mail/trim-reply';
import { cut } from '../../engine/text';
import type { MailHeader } from './headers';
import { endOfHeader, whyTooMuch } from './measure';

/** Something attached, as the sender tells it. */
export interface MailFile {
  name?: string;
  /** MIME type in lower case. */
  type: string;
  bytes: Uint8Array;
}

export interface InboundMail {
  headers: readonly MailHeader[];
  subject?: string;
  /** As it stands there, decoded. */
  messageId?: string;
  bodies: MailBodies;
  files: readonly MailFile[];
  /** Why only the header was read, as the end of a sentence about the mail. */
  unread?: string;
  /** A body was longer than `MOST_TEXT` characters; the rest was left out. */
  cut?: true;
}

/** A mail that is attached stays a file, and every limit holds for the mail with all its parts. */
const LIMITS = { forceRfc822Attachments: true, maxNestingDepth: 30, maxHeadersSize: 512 * 1024 };
/** Of a header that is too long. */
const READ_HEADER_BYTES = 64 * 1024;
const MOST_TEXT = 1_000_000;

/** @param raw the mail, or its first bytes @param size all its bytes */
export async function readMail(raw: Uint8Array, size = raw.length): Promise<InboundMail> {
  const unread = whyTooMuch(raw, size);
  if (unread !== undefined) return readHeader(raw, unread);
  try {
    return mailOf(await PostalMime.parse(raw, LIMITS));
  } catch {
    return readHeader(raw, 'cannot be read: its parts are nested too deep, or it is damaged');
  }
}

async function readHeader(raw: Uint8Array, unread: string): Promise<InboundMail> {
  const header = raw.subarray(0, Math.min(endOfHeader(raw), READ_HEADER_BYTES));
  // What is cut within a line would stand there as another value.
  const whole = header.subarray(0, header.lastIndexOf(0x0a) + 1);
  const { headers, subject, messageId } = await PostalMime.parse(whole, LIMITS).then(mailOf, nothing);
  return { headers, ...told({ subject, messageId }), bodies: {}, files: [], unread };
}

const nothing = (): InboundMail => ({ headers: [], bodies: {}, files: [] });

function mailOf({ headers, subject, messageId, text, html, attachments }: Email): InboundMail {
  const isCut = [text, html].some((body) => body !== undefined && body.length > MOST_TEXT);
  return {
    headers: headers.map(({ key, value }) => ({ key, value })),
    ...told({ subject, messageId }),
    bodies: {
      ...(text !== undefined && { text: cut(text, MOST_TEXT) }),
      ...(html !== undefined && { html: cut(html, MOST_TEXT) }),
    },
    files: attachments.map(({ filename, mimeType, content }) => ({
      ...(filename && { name: filename }),
      type: mimeType,
      bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
    })),
    ...(isCut && { cut: true }),
  };
}

/** Without what is not there. */
function told({ subject, messageId }: { subject?: string | undefined; messageId?: string | undefined }) {
  return { ...(subject && { subject }), ...(messageId && { messageId }) };
}
