/** HTML as the lines a reader sees, quotes as quote marks: links as `label (address)`, lists with marks, tables by rows. */
import { type Meaning, meaningOf } from './html-elements';
import { InlineText } from './html-inline';
import { type Token, tokensOf } from './html-tokens';
import { type Line, lineOf } from './lines';
import type { Meter } from './meter';

const VOID = new Set([
  'br',
  'hr',
  'img',
  'input',
  'meta',
  'link',
  'base',
  'col',
  'wbr',
  'area',
  'embed',
  'source',
  'track',
]);
const LISTS = new Set(['ul', 'ol', 'dir', 'menu']);
const CELLS = new Set(['td', 'th']);
/** Opening one of these ends an open one of the same name that stands directly around it. */
const NO_NESTING = new Set(['p', 'li', 'td', 'th', 'tr', 'option', 'dt', 'dd']);
const MATTERING = new Set(['a', ...CELLS]);
const DEEPEST_LIST = 4;
const EMOJI = /^\p{Extended_Pictographic}/u;

/** All lines of the mail, its quoted ones too. */
export function linesOfHtml(html: string, meter: Meter): Line[] {
  const page = new Page(meter);
  for (const token of tokensOf(html, meter)) page.take(token);
  return page.end();
}

type OpenToken = Extract<Token, { kind: 'open' }>;

interface Element {
  name: string;
  meaning: Meaning;
  /** Of a list: how many items it has had. */
  items: number;
}

class Page {
  readonly #lines: Line[] = [];
  readonly #inline = new InlineText();
  readonly #open: Element[] = [];
  readonly #openByName = new Map<string, number>();
  readonly #lists: Element[] = [];
  /** How many open elements quote, hide, keep line ends, or mark what is within. */
  readonly #in = { quotes: 0, hidden: 0, preformatted: 0, attribution: 0, history: 0, signature: 0 };
  /** The last line that is not blank. */
  #above: Line | undefined;
  #isApart = false;
  #isRuled = false;

  constructor(readonly meter: Meter) {}

  take(token: Token): void {
    if (token.kind === 'text') this.#text(token.text);
    else if (token.kind === 'close') this.#close(token.name);
    else if (VOID.has(token.name)) this.#void(token);
    else this.#start(token);
  }

  end(): Line[] {
    this.#inline.endLink();
    this.#flush();
    return this.#lines;
  }

  #text(text: string): void {
    if (this.#in.hidden > 0) return;
    if (this.#in.preformatted === 0) return this.#inline.add(text);
    text.split(/\r\n|[\r\n]/).forEach((line, index) => {
      if (index > 0) this.#push();
      this.#inline.addAsIs(line);
    });
  }

  #void({ name, attributes }: OpenToken): void {
    if (this.#in.hidden > 0) return;
    if (name === 'br') this.#push();
    if (name === 'hr') {
      this.#flush();
      this.#isApart = this.#isRuled = true;
    }
    const alternative = attributes.get('alt') ?? '';
    if (name === 'img' && EMOJI.test(alternative)) this.#inline.add(alternative);
  }

  #start({ name, attributes }: OpenToken): void {
    if (NO_NESTING.has(name) && this.#open.at(-1)?.name === name) this.#close(name);
    const meaning = meaningOf(name, attributes);
    if (meaning.block) this.#flush();
    if (meaning.asked && !this.#announcesQuote(name)) meaning.quotes = false;
    if (this.#isBare(name, meaning)) return;
    const element = { name, meaning, items: 0 };
    this.#isApart ||= this.#standsApart(element);
    this.#isRuled ||= meaning.ruled;
    this.#count(element, 1);
    this.#open.push(element);
    if (LISTS.has(name)) this.#lists.push(element);
    if (name === 'li') this.#inline.item(this.#itemMark());
    if (CELLS.has(name)) this.#inline.cell();
    if (name === 'a') this.#inline.startLink(attributes.get('href') ?? '');
  }

  /** Bold type and the like: it matters neither where it ends, nor that it often ends at the wrong place. */
  #isBare(name: string, { block, within, hidden, preformatted }: Meaning): boolean {
    return !(block || within || hidden || preformatted || MATTERING.has(name) || this.#openByName.get(name));
  }

  /** A quote without a mark of its own: below a colon, as attributions end; QQ's box below anything. */
  #announcesQuote(name: string): boolean {
    return this.#above !== undefined && (name !== 'blockquote' || /[:：]$/.test(this.#above.text));
  }

  #standsApart = ({ name, meaning }: Element): boolean =>
    meaning.apart || (LISTS.has(name) && this.#lists.length === 0);

  /** Ends the element and what is still open in it; a tag that ends nothing means nothing. */
  #close(name: string): void {
    if ((this.#openByName.get(name) ?? 0) === 0) return;
    for (let element = this.#open.pop(); element !== undefined; element = this.#open.pop()) {
      if (element.name === 'a') this.#inline.endLink();
      if (element.meaning.block) this.#flush();
      if (element.name === 'li') this.#inline.item('');
      if (LISTS.has(element.name)) this.#lists.pop();
      this.#isApart ||= this.#standsApart(element);
      this.#count(element, -1);
      if (element.name === name) return;
    }
  }

  #count({ name, meaning }: Element, by: 1 | -1): void {
    this.#openByName.set(name, (this.#openByName.get(name) ?? 0) + by);
    if (meaning.quotes) this.#in.quotes += by;
    if (meaning.hidden) this.#in.hidden += by;
    if (meaning.preformatted) this.#in.preformatted += by;
    if (meaning.within !== undefined) this.#in[meaning.within] += by;
  }

  #itemMark(): string {
    const list = this.#lists.at(-1);
    if (list === undefined) return '- ';
    list.items++;
    const indent = '  '.repeat(Math.min(this.#lists.length - 1, DEEPEST_LIST));
    return list.name === 'ol' ? `${indent}${list.items}. ` : `${indent}- `;
  }

  #flush(): void {
    if (!this.#inline.isEmpty) this.#push();
  }

  /** Ends the line, blank or not. */
  #push(): void {
    const line = lineOf(this.#inline.take(), this.#in.quotes, this.meter);
    if (line.text !== '') this.#mark(line);
    this.#lines.push(line);
  }

  #mark(line: Line): void {
    if (this.#isApart && this.#above !== undefined) {
      this.#lines.push({ depth: Math.min(this.#above.depth, line.depth), text: '' });
    }
    const within = (['history', 'attribution', 'signature'] as const).find((one) => this.#in[one] > 0);
    if (within !== undefined) line.within = within;
    if (this.#isRuled) line.ruled = true;
    this.#isApart = this.#isRuled = false;
    this.#above = line;
  }
}
