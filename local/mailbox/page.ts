import { unsubscribeUrl } from '../mailbox';
import type { SentEmail } from '../ses/mails';
import { type Html, html, Html as Markup } from './html';
import { verdictChoices } from './requests';
import { style } from './style';
import { type Done, type PageLanguage, type Words, words } from './words';

export interface PageContext {
  language: PageLanguage;
  /** Whether the page was asked for in that language: then its links ask again. */
  isAsked: boolean;
  smtpPort: number | undefined;
}

export const views = ['html', 'text', 'headers'] as const;
export type View = (typeof views)[number];

/** What came of a form. */
export type Outcome = { done: Done } | { refused: string };

const AT = '/_local/mailbox';

/** All e-mails, newest first. */
export function listPage(mails: readonly SentEmail[], context: PageContext): string {
  const say = words[context.language];
  const rows = mails.map(
    (mail) => html`<li><a href="${AT}/${mail.id}${query(context)}">
      <span class="who">${mail.to.join(', ')}</span>
      <span class="what">${mail.subject} <span>${preview(mail.text)}</span></span>
      ${timeOf(mail.at)}</a></li>`,
  );
  const none = html`<div class="card none"><h2>${say.none}</h2><p>${say.noneHint}</p></div>`;
  const smtp = context.smtpPort === undefined ? say.noSmtp : say.smtp(context.smtpPort);
  return document(
    say.title,
    html`<div class="top"><h1>${say.title}</h1>${elsewhere(AT, context)}</div>
    <p class="hint">${say.about} ${smtp}</p>
    ${rows.length > 0 ? html`<ul class="card mails">${rows}</ul>` : none}`,
    context,
  );
}

/** One e-mail and what its receiver may do with it. */
export function mailPage(mail: SentEmail, view: View, context: PageContext, outcome?: Outcome): string {
  const say = words[context.language];
  const at = `${AT}/${mail.id}`;
  return document(
    mail.subject,
    html`<div class="top"><a href="${AT}${query(context)}">← ${say.back}</a>${elsewhere(at, context)}</div>
    ${outcome && banner(outcome, say)}
    <div class="columns">
      <article class="card mail">
        <h1>${mail.subject}</h1>
        ${facts(mail, say)}
        <nav class="tabs">
          ${tabsOf(mail).map((tab) => tabLink(at, tab, tab === view, say.views[tab], context))}
          <a class="aside" href="/_local/mail/${mail.id}/raw">${say.download}</a>
        </nav>
        ${content(mail, view, say)}
      </article>
      <aside>${replyForm(at, say, context)}${others(mail, at, say, context)}</aside>
    </div>`,
    context,
  );
}

const tabsOf = ({ html: markup }: SentEmail): View[] => views.filter((view) => view !== 'html' || markup !== undefined);

function tabLink(at: string, view: View, isCurrent: boolean, name: string, context: PageContext): Html {
  const current = isCurrent ? new Markup(' aria-current="page"') : undefined;
  return html`<a href="${at}${query(context, { view })}"${current}>${name}</a>`;
}

function facts({ from, to, replyTo, at }: SentEmail, say: Words): Html {
  return html`<dl>
    <dt>${say.from}</dt><dd>${from}</dd>
    <dt>${say.to}</dt><dd>${to.join(', ')}</dd>
    ${replyTo !== undefined && html`<dt>${say.replyTo}</dt><dd>${replyTo}</dd>`}
    <dt>${say.sent}</dt><dd>${timeOf(at)}</dd>
  </dl>`;
}

function content(mail: SentEmail, view: View, say: Words): Html {
  if (view === 'text') return html`<pre>${mail.text}</pre>`;
  if (view === 'headers') {
    const rows = mail.headers.map(({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`);
    return html`<table><tbody>${rows}</tbody></table>`;
  }
  return html`<iframe title="${say.views.html}" sandbox="allow-popups allow-popups-to-escape-sandbox" src="${AT}/${mail.id}/html"></iframe>`;
}

function replyForm(at: string, say: Words, context: PageContext): Html {
  const programs = Object.entries(say.programs).map(
    ([name, title], index) =>
      html`<label class="choice"><input type="radio" name="client" value="${name}"${
        index === 0 ? new Markup(' checked') : undefined
      }>${title}</label>`,
  );
  const choices = verdictChoices.map((name) => html`<option value="${name}">${say.verdicts[name]}</option>`);
  return html`<section class="card"><h2>${say.reply}</h2>
    <form method="post" action="${at}/reply${query(context)}">
      <textarea name="text" required aria-label="${say.reply}" placeholder="${say.replyPlaceholder}"></textarea>
      <fieldset><legend>${say.program}</legend>${programs}</fieldset>
      <label for="verdict">${say.verdict}</label><select id="verdict" name="verdict">${choices}</select>
      <button class="main">${say.send}</button>
    </form></section>`;
}

function others(mail: SentEmail, at: string, say: Words, context: PageContext): Html {
  const link = unsubscribeUrl(mail);
  const button = (name: string, title: string) =>
    html`<form method="post" action="${at}/${name}${query(context)}"><button>${title}</button></form>`;
  return html`<section class="card"><h2>${say.provider}</h2>
    ${button('bounce', say.bounce)}${button('soft-bounce', say.softBounce)}${button('complaint', say.complaint)}
    ${link !== undefined && button('unsubscribe', say.unsubscribe)}
    ${link !== undefined && html`<a class="button" href="${link}" target="_blank" rel="noopener">${say.unsubscribePage}</a>`}
  </section>`;
}

function banner(outcome: Outcome, say: Words): Html {
  return 'done' in outcome
    ? html`<p class="told" role="status">${say.done[outcome.done]}</p>`
    : html`<p class="told refused" role="alert">${say.refused} ${outcome.refused}</p>`;
}

function elsewhere(at: string, { language }: PageContext): Html {
  const other = language === 'ko' ? 'en' : 'ko';
  const { demo, otherLanguage: name } = words[language];
  return html`<nav><a href="/_local/demo?lang=${language}">${demo}</a> <a href="${at}?lang=${other}" lang="${other}">${name}</a></nav>`;
}

/** UTC, as all times of the stack. */
function timeOf(at: string): Html {
  return html`<time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

const PREVIEW_CHARACTERS = 140;
const preview = (text: string) => text.slice(0, 400).replace(/\s+/g, ' ').trim().slice(0, PREVIEW_CHARACTERS);

export function query({ language, isAsked }: PageContext, more: Record<string, string> = {}): string {
  const asked = new URLSearchParams({ ...(isAsked && { lang: language }), ...more }).toString();
  return asked && `?${asked}`;
}

function document(title: string, body: Html, { language }: PageContext): string {
  return html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title} · Threadkeeper</title><style>${new Markup(style)}</style></head>
<body><main>${body}</main></body></html>`.markup;
}

/** An e-mail's own page for a frame: links lead out of it. */
export function framed(markup: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(markup) ? markup.replace(/<head[^>]*>/i, (head) => head + base) : base + markup;
}
