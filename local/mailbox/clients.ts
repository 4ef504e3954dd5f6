/**
 * How mail programs write answers: what somebody wrote on top, what they answer below, quoted as the program does it.
 * Shapes as the corpus of reply mails has them (test/mail/corpus).
 */
import { escapeHtml } from '../../src/mail/render/html';
import type { Instant } from '../front';

export type ClientLanguage = 'ko' | 'en';

export interface Quoted {
  /** What the customer wrote. */
  text: string;
  language: ClientLanguage;
  /** The mail that is answered. */
  to: { name?: string | undefined; address: string };
  customer: string;
  subject: string;
  at: Instant;
  originalText: string;
  originalHtml?: string | undefined;
}

export interface Bodies {
  text: string;
  html: string;
}

const lines = (text: string) => escapeHtml(text).replace(/\r?\n/g, '<br>');
const original = ({ originalHtml, originalText }: Quoted) => originalHtml ?? lines(originalText);
const mailbox = ({ name, address }: Quoted['to']) => (name ? `${name} <${address}>` : address);

/** Gmail in a browser: an attribution line, then the quote. */
export function gmail(quoted: Quoted): Bodies {
  const { text, to, originalText, language } = quoted;
  const when = gmailDate(quoted);
  const who = (address: string) => (to.name ? `${to.name} <${address}>` : `<${address}>`);
  const says = (from: string) => (language === 'ko' ? `${when}, ${from}님이 작성:` : `On ${when} ${from} wrote:`);
  const quote = originalText.split(/\r?\n/).map((line) => (line ? `> ${line}` : '>'));
  const link = `&lt;<a href="mailto:${escapeHtml(to.address)}">${escapeHtml(to.address)}</a>&gt;`;
  const attribution = says(to.name ? `${escapeHtml(to.name)} ${link}` : link);
  return {
    text: `${text}\n\n${says(who(to.address))}\n\n${quote.join('\n')}\n`,
    html:
      `<div dir="ltr">${lines(text)}</div><br><div class="gmail_quote gmail_quote_container">` +
      `<div dir="ltr" class="gmail_attr">${attribution}<br></div>` +
      '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">' +
      `${original(quoted)}</blockquote></div>`,
  };
}

const OUTLOOK = {
  en: ['From:', 'Sent:', 'To:', 'Subject:'],
  ko: ['보낸 사람:', '보낸 날짜:', '받는 사람:', '제목:'],
} as const;

/** Outlook in a browser: a line across, then the headers of what is answered, then all of it, unmarked. */
export function outlook(quoted: Quoted): Bodies {
  const { text, to, customer, subject, originalText, language } = quoted;
  const values = [mailbox(to), outlookDate(quoted), customer, subject];
  const headers = OUTLOOK[language].map((name, index) => [name, values[index]!] as const);
  const plain = headers.map(([name, value]) => `${name} ${value}`).join('\n');
  const marked = headers.map(([name, value]) => `<b>${name}</b> ${escapeHtml(value)}`).join('<br>');
  return {
    text: `${text}\n\n________________________________\n${plain}\n\n${originalText}\n`,
    html:
      `<html><body dir="ltr"><div class="elementToProof">${lines(text)}</div><div id="appendonsend"></div>` +
      '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">' +
      `<font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">${marked}</font><div>&nbsp;</div></div>` +
      `<div>${original(quoted)}</div></body></html>`,
  };
}

/** As Gmail and Outlook do, in the time zone of the customers whom one plays. */
const formats = (language: ClientLanguage) => {
  const [locale, timeZone] = language === 'ko' ? ['ko-KR', 'Asia/Seoul'] : ['en-US', 'UTC'];
  return (at: Instant, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(at);
};

function gmailDate({ at, language }: Quoted): string {
  const format = formats(language);
  const time = format(at, { hour: 'numeric', minute: '2-digit' });
  if (language === 'ko') return `${format(at, { dateStyle: 'long' })} (${format(at, { weekday: 'short' })}) ${time}`;
  return `${format(at, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' })} at ${time}`;
}

function outlookDate({ at, language }: Quoted): string {
  const format = formats(language);
  const time = format(at, { hour: 'numeric', minute: '2-digit' }).replace('\u202F', ' ');
  return `${format(at, { dateStyle: 'full' })} ${time}`;
}
