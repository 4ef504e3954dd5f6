/** Small pages for customers who follow a link of an e-mail. No script, nothing loaded. */
import { createHash } from 'node:crypto';
import type { Language } from '../../engine/language';
import { cleanLine } from './clean';
import { accents, DEFAULT_COLOUR, SHADES, textOn } from './colours';
import { fontsOf } from './fonts';
import { Html } from './html';
import { fill, parseTemplate } from './template';
import { say } from './words';

export type NoticeKind = 'unsubscribe' | 'unsubscribed' | 'linkInvalid' | 'fileGone';

export interface Notice {
  /** `unsubscribe` asks, by a button that posts to the page's own address; the others tell. */
  kind: NoticeKind;
  language: Language;
  /** Name of the company, where it is known. */
  sender?: string;
  /** Whose e-mails the page is about. */
  address?: string;
  /** `#rrggbb`, of the workspace. */
  colour?: string;
}

export interface NoticePage {
  html: string;
  /** To be answered with it: content type, a strict content security policy, no caching, no indexing, no referrer. */
  headers: Record<string, string>;
}

/** What the button posts is what mail programs post for one click. @see https://www.rfc-editor.org/rfc/rfc8058#section-3.1 */
const page = parseTemplate(`<!doctype html>
<html lang="[[language]]" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>[[title]]</title>
<style>[[style]]</style>
</head>
<body>
<main>
<!--#sender--><p class="sender" dir="auto">[[sender]]</p><!--/sender-->
<h1>[[title]]</h1>
<!--#address--><p class="address" dir="ltr">[[address]]</p><!--/address-->
<p>[[words]]</p>
<!--#button--><form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button type="submit">[[button]]</button></form><!--/button-->
</main>
</body>
</html>
`);

const sheet = parseTemplate(`:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;padding:24px 16px;background:[[page]];color:[[text]];font:16px/1.6 [[fonts]];overflow-wrap:anywhere;word-break:[[wordBreak]]}
main{max-width:480px;margin:8vh auto 0;padding:28px 24px 32px;background:[[card]];border-top:4px solid [[line]]}
h1{margin:0 0 12px;font-size:22px;line-height:1.35}
p{margin:0 0 12px}
.sender,.address{color:[[muted]];font-weight:700}
button{margin-top:12px;padding:13px 26px;border:1px solid [[line]];border-radius:8px;background:[[button]];color:[[buttonText]];font:inherit;font-weight:700;cursor:pointer}
button:focus-visible{outline:3px solid [[link]];outline-offset:2px}
@media (prefers-color-scheme:dark){
body{background:[[darkPage]];color:[[darkText]]}
main{background:[[darkCard]];border-top-color:[[darkLine]]}
.sender,.address{color:[[darkMuted]]}
button{border-color:[[darkLine]]}
button:focus-visible{outline-color:[[darkLink]]}
}
`);

/** @param notice its sender and address are shown as they are, escaped */
export function renderNotice(notice: Notice): NoticePage {
  const { kind, language } = notice;
  const style = styleOf(notice);
  const html = fill(page, {
    language,
    style: new Html(style),
    title: say(language, `${kind}Title`),
    words: say(language, `${kind}Text`),
    sender: cleanLine(notice.sender ?? '', 100),
    address: cleanLine(notice.address ?? '', 254),
    button: kind === 'unsubscribe' ? say(language, 'unsubscribeButton') : undefined,
  });
  return { html, headers: headersFor(style) };
}

function styleOf({ language, colour: chosen }: Notice): string {
  const colour = chosen !== undefined && /^#[0-9a-f]{6}$/i.test(chosen) ? chosen : DEFAULT_COLOUR;
  const { light, dark } = SHADES;
  return fill(sheet, {
    ...{ page: light.page, card: light.card, text: light.text, muted: light.muted, ...accents(colour, 'light') },
    ...{ darkPage: dark.page, darkCard: dark.card, darkText: dark.text, darkMuted: dark.muted },
    darkLine: accents(colour, 'dark').line,
    darkLink: accents(colour, 'dark').link,
    ...{ button: colour, buttonText: textOn(colour) },
    fonts: new Html(fontsOf(language)),
    wordBreak: language === 'ko' ? 'keep-all' : 'normal',
  });
}

function headersFor(style: string): Record<string, string> {
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  };
}
