/**
 * An index over filters: looks up what can be looked up, the rarest first, and tests the rest only of workflows found there.
 * Each branch is opened when it is first entered, so that loading a configuration costs nothing.
 */
import type { CompiledCondition } from '../condition';
import type { Condition } from '../condition-schema';
import type { Fact } from '../facts';
import { type Reading, slotOf } from '../reading';
import { Automaton } from './automaton';
import { type Chance, type Key, type KeyKind, kindOf, leavesOf, wayTo } from './keys';

/** A workflow's position, and what is left to be tested of its filter. */
export interface Entry {
  at: number;
  rest?: Condition;
}
type Compile = (condition: Condition) => CompiledCondition;

/** So few are tested one by one. */
const FEW = 8;
/** How many values of a kind a moment has, as a guess: a list some items, a text some of the words. */
const AT_ONCE: Record<KeyKind, number> = { value: 1, item: 3, word: 2 };

/** The more values the filters tell apart, the less often each is found. */
function chancesIn(entries: readonly Entry[]): Chance {
  const values = new Map<string, Set<unknown>>();
  for (const { rest } of entries)
    for (const leaf of rest ? leavesOf(rest) : []) {
      if (!kindOf(leaf)) continue;
      const known = values.get(leaf.fact) ?? new Set();
      values.set(leaf.fact, known);
      if (Array.isArray(leaf.value)) for (const value of leaf.value) known.add(value);
      else known.add(leaf.value);
    }
  return ({ fact }, kind) => AT_ONCE[kind] / (AT_ONCE[kind] + (values.get(fact)?.size ?? 0));
}

/** An index over all of these. */
export function indexOf(entries: readonly Entry[], compile: Compile): Branch {
  return new Branch(entries, chancesIn(entries), compile);
}

export class Branch {
  #entries: readonly Entry[] | undefined;
  readonly #chance: Chance;
  readonly #compile: Compile;
  #certain: readonly number[] = [];
  #tested: readonly { at: number; test: CompiledCondition }[] = [];
  #lookUps: readonly LookUp[] = [];

  constructor(entries: readonly Entry[], chance: Chance, compile: Compile) {
    this.#entries = entries;
    this.#chance = chance;
    this.#compile = compile;
  }

  /** Adds the positions of those that hold, in no order, some perhaps twice. */
  collect(reading: Reading, into: number[]): void {
    if (this.#entries) this.#open(this.#entries);
    for (const at of this.#certain) into.push(at);
    for (const { at, test } of this.#tested) if (test(reading)) into.push(at);
    for (const lookUp of this.#lookUps) lookUp.collect(reading, into);
  }

  #open(entries: readonly Entry[]): void {
    const certain: number[] = [];
    const tested: { at: number; test: CompiledCondition }[] = [];
    const shelves = new Map<string, Shelf>();
    for (const { at, rest } of entries) {
      const way = rest && entries.length > FEW ? wayTo(rest, this.#chance) : undefined;
      if (!rest) certain.push(at);
      else if (!way) tested.push({ at, test: this.#compile(rest) });
      else for (const key of way.keys) shelve(shelves, key, way.rest ? { at, rest: way.rest } : { at });
    }
    this.#certain = certain;
    this.#tested = tested;
    this.#lookUps = [...shelves.values()].map((shelf) => this.#lookUpOf(shelf));
    this.#entries = undefined;
  }

  /** Within its branches the fact has told what it can: to ask it again is no use. */
  #lookUpOf({ fact, kind, byValue }: Shelf): LookUp {
    const chance: Chance = (leaf, ofKind) => (leaf.fact === fact.name ? 1 : this.#chance(leaf, ofKind));
    const branchOf = (entries: readonly Entry[]) => new Branch(entries, chance, this.#compile);
    const branches = new Map([...byValue].map(([value, entries]) => [value, branchOf(entries)]));
    return lookUps[kind](fact, branches as Map<string, Branch>);
  }
}

/** What is found by one fact, by key. */
interface Shelf {
  fact: Fact;
  kind: KeyKind;
  byValue: Map<Key['value'], Entry[]>;
}

function shelve(shelves: Map<string, Shelf>, { fact, kind, value }: Key, entry: Entry): void {
  const name = `${kind} ${fact.name}`;
  const shelf = shelves.get(name) ?? { fact, kind, byValue: new Map() };
  shelves.set(name, shelf);
  const entries = shelf.byValue.get(value);
  if (entries) entries.push(entry);
  else shelf.byValue.set(value, [entry]);
}

interface LookUp {
  collect(reading: Reading, into: number[]): void;
}
type Branches = ReadonlyMap<string, Branch>;

const lookUps: Record<KeyKind, (fact: Fact, branches: Branches) => LookUp> = {
  value(fact, branches) {
    const slot = slotOf(fact);
    return {
      collect(reading, into) {
        const seen = reading.see(fact, slot);
        if (seen === undefined) return;
        const value = typeof seen.value === 'string' ? seen.text : seen.value;
        branches.get(value as string)?.collect(reading, into);
      },
    };
  },
  item(fact, branches) {
    const slot = slotOf(fact);
    return {
      collect(reading, into) {
        const items = reading.see(fact, slot)?.items;
        if (items) for (const item of items) branches.get(item)?.collect(reading, into);
      },
    };
  },
  word(fact, branches) {
    const slot = slotOf(fact);
    const automaton = new Automaton([...branches.keys()]);
    const byWord = [...branches.values()];
    return {
      collect(reading, into) {
        const seen = reading.see(fact, slot);
        if (seen === undefined || seen.items) return;
        for (const word of automaton.find(seen.text)) (byWord[word] as Branch).collect(reading, into);
      },
    };
  },
};
