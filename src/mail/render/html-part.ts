/** A mail as HTML. */
import type { MailLook } from '../../engine/continuity-settings';
import { shortened } from './clean';
import { accents, DEFAULT_COLOUR, SHADES, textOn } from './colours';
import { CONTINUITY_TEMPLATE } from './continuity.generated';
import { fontsOf } from './fonts';
import { Html, linkTo, paragraphs, safeUrl } from './html';
import { fill, parseTemplate, type Values } from './template';
import type { View, ViewedFile, ViewedMessage } from './view';

const template = parseTemplate(CONTINUITY_TEMPLATE);
/** What inboxes show beside the subject. */
const PREHEADER = 140;
const COLOUR = /^#[0-9a-f]{6}$/i;

export function htmlPart(view: View, look: MailLook): string {
  const { language, subject, sender, greeting, intro, hint, more, link, unsubscribe } = view;
  const colours = coloursOf(look.colour);
  const logo = safeUrl(look.logoUrl);
  const first = view.messages.find(({ text }) => text !== '')?.text ?? intro;
  return fill(template, {
    ...colours,
    ...{ language, subject, sender, greeting, intro, hint, more },
    preheader: shortened(first.replace(/\s+/g, ' '), PREHEADER),
    fonts: new Html(fontsOf(language)),
    // Korean words are not broken in the middle, where there is a blank to break at.
    wordBreak: language === 'ko' ? 'keep-all' : 'normal',
    named: logo === undefined,
    logo,
    messages: view.messages.map((message, at) => ({ gap: at > 0, ...partsOf(message, colours.accent) })),
    footer: paragraphs(view.footer, colours.muted),
    link: link?.url,
    linkLabel: link?.label,
    unsubscribe: unsubscribe?.url,
    unsubscribeLabel: unsubscribe?.label,
  });
}

function partsOf(message: ViewedMessage, linkColour: string): Values {
  const { author, text, cut, attached, files, moreFiles } = message;
  return {
    ...{ author, cut, moreFiles },
    words: text === '' ? undefined : paragraphs(text, linkColour),
    attached: files.length > 0 ? attached : undefined,
    above: text === '' ? '0' : '8px',
    files: files.map((file) => ({ file: nameOf(file, linkColour), size: file.size })),
  };
}

const nameOf = ({ name, url }: ViewedFile, linkColour: string): string | Html =>
  url === undefined ? name : linkTo(url, name, linkColour);

function coloursOf(chosen: string | undefined) {
  const colour = chosen !== undefined && COLOUR.test(chosen) ? chosen.toLowerCase() : DEFAULT_COLOUR;
  const [light, dark] = [accents(colour, 'light'), accents(colour, 'dark')];
  const { light: day, dark: night } = SHADES;
  return {
    ...{ page: day.page, card: day.card, message: day.message, text: day.text, muted: day.muted },
    ...{ darkPage: night.page, darkCard: night.card, darkMessage: night.message },
    ...{ darkText: night.text, darkMuted: night.muted },
    ...{ line: light.line, accent: light.link, darkLine: dark.line, darkLink: dark.link },
    ...{ button: colour, buttonText: textOn(colour), buttonLine: light.line, darkButtonLine: dark.line },
  };
}
