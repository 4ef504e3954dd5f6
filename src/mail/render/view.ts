/** What a mail says, cleaned and in its language; HTML and plain text are two ways to write it down. */
import type { Language } from '../../engine/language';
import { cleanLine, cleanText, isolated, shortened } from './clean';
import type { ContinuityMail, MailFile, MailMessage } from './continuity-mail';
import { safeUrl } from './html';
import { type OwnWords, ownWords } from './look';
import { say, sizeIn } from './words';

/** How much of the messages a mail takes with it. */
export interface Limits {
  messages: number;
  /** Characters of each text. */
  text: number;
  /** Of each message. */
  files: number;
}

export interface ViewedFile {
  name: string;
  url?: string;
  size?: string;
}

export interface ViewedMessage {
  /** Where another than the one before speaks. */
  author?: string;
  text: string;
  /** Says that the text is not whole. */
  cut?: string;
  /** Above the files. */
  attached: string;
  files: ViewedFile[];
  moreFiles?: string;
}

export interface View extends OwnWords {
  language: Language;
  sender: string;
  intro: string;
  messages: ViewedMessage[];
  /** Says how many messages are not in the mail. */
  more?: string;
  hint: string;
  link?: { url: string; label: string };
  unsubscribe?: { url: string; label: string };
}

const MAX_NAME = 100;
const MAX_FILE_NAME = 150;
/** Whom one can answer is not called so: the domain tells who writes. */
const NO_REPLY = /^(?:no|do-?not)[-_.]?reply@/i;

/** @param mail as it came: nothing of it is trusted */
export function viewOf(mail: ContinuityMail, limits: Limits): View {
  const { language, look, messages } = mail;
  const sender = cleanLine(mail.sender, MAX_NAME).replace(NO_REPLY, '');
  const name = cleanLine(mail.customerName ?? '', MAX_NAME) || undefined;
  const shown = messages.slice(0, limits.messages);
  const more = messages.length - shown.length;
  return {
    ...ownWords(language, look, sender, name),
    language,
    sender,
    intro: say(language, 'intro', { sender: isolated(sender), count: messages.length }),
    messages: withoutRepeats(shown.map((message) => viewedMessage(message, sender, language, limits))),
    ...(more > 0 && { more: say(language, 'more', { count: more }) }),
    hint: say(language, 'hint'),
    ...labelled('link', mail.link, say(language, mail.isOver ? 'newConversation' : 'link')),
    ...labelled('unsubscribe', mail.unsubscribeUrl, say(language, 'unsubscribe')),
  };
}

function labelled<K extends 'link' | 'unsubscribe'>(key: K, address: string | undefined, label: string) {
  const url = safeUrl(address);
  return (url === undefined ? {} : { [key]: { url, label } }) as Partial<Pick<View, K>>;
}

function viewedMessage(message: MailMessage, sender: string, language: Language, limits: Limits): ViewedMessage {
  const { author = '', files } = message;
  const whole = cleanText(message.text, Number.POSITIVE_INFINITY);
  const text = shortened(whole, limits.text);
  const moreFiles = files.length - limits.files;
  return {
    author: cleanLine(author, MAX_NAME) || sender,
    text,
    ...(text !== whole && { cut: say(language, 'cut') }),
    attached: say(language, 'attachments', { count: files.length }),
    files: files.slice(0, limits.files).map((file) => viewedFile(file, language)),
    ...(moreFiles > 0 && { moreFiles: say(language, 'moreFiles', { count: moreFiles }) }),
  };
}

function viewedFile({ name, url, size }: MailFile, language: Language): ViewedFile {
  const safe = safeUrl(url);
  return {
    name: cleanLine(name, MAX_FILE_NAME) || say(language, 'attachments', { count: 1 }),
    ...(safe !== undefined && { url: safe }),
    ...(size !== undefined && Number.isFinite(size) && size >= 0 && { size: sizeIn(language, size) }),
  };
}

/** One after another by the same person: the name stands above the first, as in a chat. */
function withoutRepeats(messages: ViewedMessage[]): ViewedMessage[] {
  return messages.map((message, at) => {
    const { author, ...rest } = message;
    return author === messages[at - 1]?.author ? rest : message;
  });
}
