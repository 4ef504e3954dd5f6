/**
 * Finds which of many words a text holds, in time linear in the text however many words there are: Aho–Corasick over UTF-16
 * units. Transitions stand in one hash table, since Korean and Chinese words would make a dense one mostly empty.
 * @see https://doi.org/10.1145/360825.360855
 */
const ROOT = 0;
const UNITS = 4096;

export class Automaton {
  /** Open addressing; a target of 0 is a free place, since nothing leads to the root. */
  readonly #mask: number;
  readonly #from: Int32Array;
  readonly #unit: Uint16Array;
  readonly #to: Int32Array;
  /** The longest proper suffix of a state that is a state. */
  readonly #fallback: Int32Array;
  /** The longest suffix of a state, itself included, that is a word; and which word. */
  readonly #ends: Int32Array;
  readonly #word: Int32Array;
  /** When a state was last reported: what was found once in a text need not be found again. */
  readonly #reported: Float64Array;
  #round = 0;
  /** Units that begin a word, by their low bits. */
  readonly #begins = new Uint8Array(UNITS);
  #states = 1;

  /** `words` are distinct and not empty; they are found by their index. */
  constructor(words: readonly string[]) {
    const states = words.reduce((sum, word) => sum + word.length, 1);
    const places = 2 ** Math.ceil(Math.log2(states * 2));
    this.#mask = places - 1;
    this.#from = new Int32Array(places);
    this.#unit = new Uint16Array(places);
    this.#to = new Int32Array(places);
    this.#fallback = new Int32Array(states);
    this.#ends = new Int32Array(states);
    this.#word = new Int32Array(states);
    this.#reported = new Float64Array(states);
    for (const word of words) this.#begins[word.charCodeAt(0) % UNITS] = 1;
    this.#grow(words);
  }

  /** Level by level, so that fallbacks, which are shorter, are there when they are needed. */
  #grow(words: readonly string[]): void {
    let growing = words.map((word, index) => ({ word, index, state: ROOT }));
    for (let depth = 0; growing.length > 0; depth++) {
      for (const one of growing) {
        one.state = this.#child(one.state, one.word.charCodeAt(depth));
        if (one.word.length !== depth + 1) continue;
        this.#word[one.state] = one.index;
        this.#ends[one.state] = one.state;
      }
      growing = growing.filter(({ word }) => word.length > depth + 1);
    }
  }

  #child(state: number, unit: number): number {
    const known = this.#next(state, unit);
    if (known !== ROOT) return known;
    const made = this.#states++;
    let place = this.#hash(state, unit);
    while (this.#to[place] !== ROOT) place = (place + 1) & this.#mask;
    this.#from[place] = state;
    this.#unit[place] = unit;
    this.#to[place] = made;
    if (state === ROOT) return made;
    const fallback = this.#step(this.#fallback[state] as number, unit);
    this.#fallback[made] = fallback;
    this.#ends[made] = this.#ends[fallback] as number;
    return made;
  }

  #hash(state: number, unit: number): number {
    const mixed = Math.imul(Math.imul(state, 0x9e3779b1) ^ unit, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }

  #next(state: number, unit: number): number {
    let place = this.#hash(state, unit);
    for (;;) {
      const to = this.#to[place] as number;
      if (to === ROOT || (this.#from[place] === state && this.#unit[place] === unit)) return to;
      place = (place + 1) & this.#mask;
    }
  }

  #step(from: number, unit: number): number {
    for (let state = from; state !== ROOT; state = this.#fallback[state] as number) {
      const to = this.#next(state, unit);
      if (to !== ROOT) return to;
    }
    return this.#next(ROOT, unit);
  }

  /** Indices of the words that stand in the text, each once. */
  find(text: string): number[] {
    const found: number[] = [];
    this.#round += 1;
    let state = ROOT;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (state === ROOT && this.#begins[unit % UNITS] === 0) continue;
      state = this.#step(state, unit);
      if (this.#ends[state] !== ROOT) this.#report(state, found);
    }
    return found;
  }

  #report(state: number, found: number[]): void {
    let at = this.#ends[state] as number;
    while (at !== ROOT && this.#reported[at] !== this.#round) {
      this.#reported[at] = this.#round;
      found.push(this.#word[at] as number);
      at = this.#ends[this.#fallback[at] as number] as number;
    }
  }
}
