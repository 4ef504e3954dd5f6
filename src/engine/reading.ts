/** The facts of one moment, each read at most once however many conditions ask for it, texts folded at most once. */
import { FACTS, type Fact, type FactSource, type FactValue } from './facts';
import { fold } from './text';

/** A fact that is there, as tests see it. */
export class Seen {
  readonly value: string | number | boolean | readonly string[];
  #text: string | undefined;
  #items: readonly string[] | undefined;

  constructor(value: string | number | boolean | readonly string[]) {
    this.value = value;
  }

  /** The value as a folded text. */
  get text(): string {
    return (this.#text ??= fold(String(this.value)));
  }

  /** What a list holds, folded; of all else `undefined`. */
  get items(): readonly string[] | undefined {
    return Array.isArray(this.value) ? (this.#items ??= this.value.map(fold)) : undefined;
  }

  /** An empty list counts as missing, yet `containsNone` holds of it. */
  get isEmpty(): boolean {
    return Array.isArray(this.value) && this.value.length === 0;
  }
}

const SLOTS: ReadonlyMap<string, number> = new Map(FACTS.map(({ name }, slot) => [name, slot]));

/** Where a reading keeps a fact; -1 for profile fields, which have no end. */
export function slotOf(fact: Fact): number {
  return SLOTS.get(fact.name) ?? -1;
}

/** Holds while nothing changes in what it reads from. */
export class Reading {
  readonly source: FactSource;
  readonly #seen: (Seen | null | undefined)[] = [];
  #profile: Map<string, Seen | null> | undefined;

  constructor(source: FactSource) {
    this.source = source;
  }

  /** The fact in its slot; `undefined` when it is absent. */
  see(fact: Fact, slot: number): Seen | undefined {
    if (slot < 0) return this.#seeProfile(fact);
    let seen = this.#seen[slot];
    if (seen === undefined) {
      seen = read(fact, this.source);
      this.#seen[slot] = seen;
    }
    return seen ?? undefined;
  }

  #seeProfile(fact: Fact): Seen | undefined {
    this.#profile ??= new Map();
    let seen = this.#profile.get(fact.name);
    if (seen === undefined) {
      seen = read(fact, this.source);
      this.#profile.set(fact.name, seen);
    }
    return seen ?? undefined;
  }
}

function read(fact: Fact, source: FactSource): Seen | null {
  const value: FactValue = fact.read(source);
  return value === undefined || value === null ? null : new Seen(value);
}
