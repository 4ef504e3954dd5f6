/** A small page for customers: a heading, a few words, a button, a link. No script, nothing loaded. */
import { createHash } from 'node:crypto';
import type { Language } from '../../engine/language';
import { cleanLine } from './clean';
import { accents, DEFAULT_COLOUR, SHADES, textOn } from './colours';
import { fontsOf } from './fonts';
import { Html, safeUrl } from './html';
import { fill, parseTemplate } from './template';

export interface PageWords {
  language: Language;
  title: string;
  words: string;
  /** In a paragraph of its own. */
  more?: string | undefined;
  /** Name of the company, where it is known. */
  sender?: string | undefined;
  /** Whose e-mails the page is about. */
  address?: string | undefined;
  /** `#rrggbb`, of the workspace. */
  colour?: string | undefined;
  /** Posts to the page's own address, with this field where it has one; `isQuestion`: asks for the page again. */
  button?: { label: string; name?: string; value?: string; isQuestion?: boolean } | undefined;
  link?: { label: string; url: string } | undefined;
}

export interface Page {
  html: string;
  /** To be answered with it: content type, a strict content security policy, no caching, no indexing, no referrer. */
  headers: Record<string, string>;
}

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
<!--#more--><p>[[more]]</p><!--/more-->
<!--#form--><form method="[[method]]"><!--#field--><input type="hidden" name="[[name]]" value="[[value]]"><!--/field--><button type="submit">[[button]]</button></form><!--/form-->
<!--#link--><p><a class="button" href="[[url]]">[[label]]</a></p><!--/link-->
</main>
</body>
</html>
`);

const sheet = parseTemplate(`:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;padding:24px 16px;background:[[page]];color:[[text]];font:16px/1.6 [[fonts]];overflow-wrap:anywhere;word-break:[[wordBreak]]}
main{max-width:480px;margin:8vh auto 0;padding:28px 24px 32px;background:[[card]];border-top:4px solid [[line]]}
h1{margin:0 0 12px;font-size:22px;line-height:1.35;text-wrap:balance}
p{margin:0 0 12px;text-wrap:pretty}
p:last-child{margin:0}
.sender,.address{color:[[muted]];font-weight:700}
button,.button{display:inline-block;margin-top:12px;padding:13px 26px;border:1px solid [[line]];border-radius:8px;background:[[button]];color:[[buttonText]];font:inherit;font-weight:700;text-align:center;text-decoration:none;cursor:pointer}
form+p .button{background:none;color:inherit}
button:focus-visible,.button:focus-visible{outline:3px solid [[link]];outline-offset:2px}
@media (max-width:420px){button,.button{width:100%;padding:13px 16px}}
@media (prefers-color-scheme:dark){
body{background:[[darkPage]];color:[[darkText]]}
main{background:[[darkCard]];border-top-color:[[darkLine]]}
.sender,.address{color:[[darkMuted]]}
button,.button{border-color:[[darkLine]]}
button:focus-visible,.button:focus-visible{outline-color:[[darkLink]]}
}
`);

/**
 * @param given its texts are shown as they are, escaped; a link to no web address is left out
 * @param leadsTo where the form may lead, as a source of `form-action` beside the page's own
 */
export function renderPage({ sender, address, button, link, ...given }: PageWords, leadsTo?: string): Page {
  const style = styleOf(given);
  const url = safeUrl(link?.url);
  const html = fill(page, {
    ...{ language: given.language, title: unbroken(given.title), words: unbroken(given.words) },
    style: new Html(style),
    sender: cleanLine(sender ?? '', 100),
    address: cleanLine(address ?? '', 254),
    more: unbroken(given.more ?? ''),
    form: button && [
      {
        method: button.isQuestion ? 'get' : 'post',
        button: button.label,
        field: button.name !== undefined && [fieldOf(button)],
      },
    ],
    link: url !== undefined && [{ url, label: link?.label ?? '' }],
  });
  return { html, headers: headersFor(style, leadsTo) };
}

/** No line ends within *e-mail*. */
const unbroken = (text: string): string => text.replace(/\b(e-)(?=mail)/gi, '$1\u2060');

/** Where lines end: not within Korean words where there is a blank, nor within Japanese phrases where browsers know them. */
const WORD_BREAKS: Partial<Record<Language, string>> = { ko: 'keep-all', ja: 'auto-phrase' };

const fieldOf = ({ name = '', value = '' }: NonNullable<PageWords['button']>) => ({ name, value });

function styleOf({ language, colour: chosen }: Pick<PageWords, 'language' | 'colour'>): string {
  const colour = chosen !== undefined && /^#[0-9a-f]{6}$/i.test(chosen) ? chosen : DEFAULT_COLOUR;
  const { light, dark } = SHADES;
  return fill(sheet, {
    ...{ page: light.page, card: light.card, text: light.text, muted: light.muted, ...accents(colour, 'light') },
    ...{ darkPage: dark.page, darkCard: dark.card, darkText: dark.text, darkMuted: dark.muted },
    darkLine: accents(colour, 'dark').line,
    darkLink: accents(colour, 'dark').link,
    ...{ button: colour, buttonText: textOn(colour) },
    fonts: new Html(fontsOf(language)),
    wordBreak: WORD_BREAKS[language] ?? 'normal',
  });
}

function headersFor(style: string, leadsTo?: string): Record<string, string> {
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'${leadsTo === undefined ? '' : ` ${leadsTo}`}; base-uri 'none'; frame-ancestors 'none'`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  };
}
