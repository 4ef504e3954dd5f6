import { html } from '../mailbox/html';
import { words as mailWords, type PageLanguage } from '../mailbox/words';
import { AT } from './channel';
import { words } from './words';

/** What a page may do: nothing of what comes from elsewhere runs in it; pictures of messages may be from anywhere. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' http: https: data:; " +
  "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/** The script makes what is on it. */
export function demoPage(language: PageLanguage): string {
  const { title } = words[language];
  const scripts = html`<script type="module" src="${AT}/page.js"></script>`;
  return document(language, title, 'demo', scripts);
}

/** The shop of the customer, with the widget as its author would put it there. */
export function shopPage(language: PageLanguage): string {
  const scripts = html`<script src="${AT}/threadkeeper.js"></script><script type="module" src="${AT}/widget.js"></script>`;
  return document(language, words[language].shop, 'shop', scripts);
}

function document(language: PageLanguage, title: string, id: string, scripts: ReturnType<typeof html>): string {
  const other = language === 'ko' ? 'en' : 'ko';
  return html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title} · Threadkeeper</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="${AT}/style.css">${scripts}</head>
<body><main id="${id}" data-other="${other}" data-other-name="${mailWords[language].otherLanguage}"><noscript><p>${words[language].noScript}</p></noscript></main>
</body></html>`.markup;
}
