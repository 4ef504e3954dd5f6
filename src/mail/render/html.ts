/** HTML made from texts of others: everything is escaped unless it was made here. */

/** Markup that is safe to stand in a page as it is. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For text and for quoted attributes alike. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** The longest address that is linked: longer ones break in mail programs, and would take the room of the texts. */
const MAX_URL = 4096;

/** The address as it may be linked; undefined for what is none of http and https, or carries a user name. */
export function safeUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, username, password, href } = new URL(url);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && username === '' && password === '' && href.length <= MAX_URL ? href : undefined;
}

/** ASCII alone: in Korean, Japanese and Chinese the next word follows an address without a blank. */
const ADDRESS = /\bhttps?:\/\/[!-~]+/gi;
const QUOTES = /[<>"`\\^{|}]/;
const MAY_END = /[A-Za-z0-9/#=&_~$*+-]$/;

/** Where the address ends: punctuation behind it belongs to the sentence, brackets to it only in pairs. */
function endOfAddress(found: string): number {
  const quote = found.search(QUOTES);
  let end = quote < 0 ? found.length : quote;
  let open = countOf(found.slice(0, end), '(') - countOf(found.slice(0, end), ')');
  while (end > 0 && !MAY_END.test(found[end - 1] ?? '')) {
    const isClosing = found[end - 1] === ')';
    if (isClosing && open >= 0) break;
    if (isClosing) open += 1;
    end -= 1;
  }
  return end;
}

const countOf = (text: string, character: string): number => text.split(character).length - 1;

/** A text in pieces; those that are web addresses have a `url`. */
export function piecesOf(text: string): { text: string; url?: string }[] {
  const pieces: { text: string; url?: string }[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const shown = found.slice(0, endOfAddress(found));
    const url = safeUrl(shown);
    if (url === undefined) continue;
    pieces.push({ text: text.slice(from, index) }, { text: shown, url });
    from = index + shown.length;
  }
  return [...pieces, { text: text.slice(from) }].filter((piece) => piece.text !== '');
}

/** A link whose text is the address itself or a name; never a script, never without a colour that can be read. */
export function linkTo(url: string, text: string, colour: string): Html {
  const style = `color:${escapeHtml(colour)};text-decoration:underline`;
  return new Html(
    `<a class="link" href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer" style="${style}">${escapeHtml(text)}</a>`,
  );
}

/** Text of several lines: line breaks and runs of blanks stay, web addresses are links. */
export function paragraphs(text: string, linkColour: string): Html {
  const pieces = piecesOf(text).map((piece) =>
    piece.url === undefined ? spaced(escapeHtml(piece.text)) : linkTo(piece.url, piece.text, linkColour).markup,
  );
  return new Html(pieces.join(''));
}

const spaced = (escaped: string): string => escaped.replaceAll('  ', '&nbsp; ').replaceAll('\n', '<br>\n');
