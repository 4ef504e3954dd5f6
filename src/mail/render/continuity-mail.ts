/** The e-mail that carries unread answers of agents to a customer who left: subject, HTML, and the same as plain text. */
import type { MailLook } from '../../engine/continuity-settings';
import type { Language } from '../../engine/language';

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
  unsubscribeUrl?: string;
}

export interface RenderedMail {
  /** One line, no control characters. */
  subject: string;
  /** Less than 102 KB of UTF-8, from where on Gmail cuts. */
  html: string;
  text: string;
}

export function renderContinuityMail(mail: ContinuityMail): RenderedMail {
  const text = mail.messages.map((message) => message.text).join('\n\n');
  return { subject: mail.look.subject ?? mail.sender, html: '<!doctype html>', text };
}
