/** The text of one line as it comes together from the elements of HTML. In parts: joining at every step would be quadratic. */

const LONGEST_LINK = 1_000;

export class InlineText {
  #parts: string[] = [];
  #hasText = false;
  #endsBlank = true;
  /** Goes before the next text: the mark of a list item, or what stands between cells. */
  #prefix = '';
  #link: { address: string; label: string[] } | undefined;

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  /** Adds text whose blanks count as one, and none at the beginning of a line or behind another. */
  add(text: string): void {
    const single = text.replace(/[ \t\r\n\f]+/g, ' ');
    this.addAsIs(this.#endsBlank ? single.replace(/^ /, '') : single);
  }

  addAsIs(text: string): void {
    if (text === '') return;
    if (text.trim() !== '') {
      if (this.#prefix !== '') this.#parts.push(this.#prefix);
      this.#prefix = '';
      this.#hasText = true;
    }
    this.#parts.push(text);
    this.#endsBlank = text.endsWith(' ');
    this.#link?.label.push(text);
  }

  /** A list item begins, or with no mark ends. */
  item(mark: string): void {
    this.#prefix = mark;
  }

  /** A cell of a table begins, beside the one before it. */
  cell(): void {
    if (this.#hasText) this.#prefix = this.#endsBlank ? '| ' : ' | ';
  }

  startLink(address: string): void {
    this.endLink();
    if (/^https?:\/\//i.test(address) && address.length <= LONGEST_LINK) this.#link = { address, label: [] };
  }

  /** Adds the address, unless it is the label, or there is none to press. */
  endLink(): void {
    const link = this.#link;
    this.#link = undefined;
    const label = link?.label.join('').trim() ?? '';
    if (link === undefined || label === '' || bare(label) === bare(link.address)) return;
    this.addAsIs(this.#endsBlank ? `(${link.address})` : ` (${link.address})`);
  }

  /** The line, and begins the next. */
  take(): string {
    const text = this.#parts.join('');
    this.#parts = [];
    this.#hasText = false;
    this.#endsBlank = true;
    return text;
  }
}

const bare = (address: string): string =>
  address
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '')
    .toLowerCase();
