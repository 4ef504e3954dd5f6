/** How mail programs in Korean write an answer: what was written on top, and below it what is answered. */
import type { Customer, Mail } from './mailbox';

export type Program = 'gmail' | 'outlook' | 'plain';

interface Writing {
  text: string;
  mail: Mail;
  customer: Customer;
}

export function bodiesOf(program: Program, writing: Writing): { text: string; html?: string } {
  return { gmail, outlook, plain: ({ text }: Writing) => ({ text }) }[program](writing);
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const inSeoul = (at: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('ko-KR', { timeZone: 'Asia/Seoul', ...options }).format(new Date(at));

/** Gmail on the web, with its signature and the quote that it hides behind three dots. */
function gmail({ text, mail, customer }: Writing) {
  const day = `${inSeoul(mail.at, { dateStyle: 'long' })} (${inSeoul(mail.at, { weekday: 'short' })})`;
  const attribution = `${day} ${inSeoul(mail.at, { timeStyle: 'short' })}, ${mail.from}님이 작성:`;
  const quote = mail.text.split('\n').map((line) => (line === '' ? '>' : `> ${line}`));
  const paragraphs = text.split('\n').map((line) => `<div>${escaped(line) || '<br>'}</div>`);
  return {
    text: `${text}\n\n-- \n${customer.name} 드림\n010-1234-5678\n\n\n${attribution}\n\n${quote.join('\n')}\n`,
    html:
      `<div dir="ltr">${paragraphs.join('')}<div><br clear="all"></div><div><br></div>` +
      '<span class="gmail_signature_prefix">-- </span><br>' +
      `<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div dir="ltr">${customer.name} 드림<div>010-1234-5678</div></div></div></div><br>` +
      `<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${escaped(attribution)}<br></div>` +
      '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">' +
      `${mail.html ?? escaped(mail.text)}</blockquote></div>\n`,
  };
}

/** Outlook for Windows, as Word writes HTML, above the mail that is answered, headers and all. */
function outlook({ text, mail, customer }: Writing) {
  const sent = `${inSeoul(mail.at, { dateStyle: 'full' })} ${inSeoul(mail.at, { timeStyle: 'short' })}`;
  const headers = [
    ['보낸 사람', mail.from],
    ['보낸 날짜', sent],
    ['받는 사람', `${customer.name} <${customer.email}>`],
    ['제목', mail.subject],
  ] as const;
  const paragraphs = text.split('\n').map((line) => `<p class="MsoNormal">${escaped(line) || '&nbsp;'}<o:p></o:p></p>`);
  const marked = headers.map(([name, value]) => `<b>${name}:</b> ${escaped(value)}`).join('<br>');
  return {
    text: `${text}\n\n\n\n${headers.map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n\n\n${mail.text}\n`,
    html:
      '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40"><head>' +
      '<meta name="Generator" content="Microsoft Word 15 (filtered medium)"><style><!-- p.MsoNormal { margin: 0cm; } --></style></head>' +
      `<body lang="KO" link="#0563C1"><div class="WordSection1">${paragraphs.join('')}<p class="MsoNormal"><o:p>&nbsp;</o:p></p>` +
      '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">' +
      `<span lang="EN-US">${marked}<o:p></o:p></span></p></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p>` +
      `<div>${mail.html ?? escaped(mail.text)}</div></div></body></html>`,
  };
}
