/**
 * An index over filters: looks up what can be looked up, the rarest first, and tests the rest only of workflows found there.
 * Each branch is opened when it is first entered, so that loading a configuration costs nothing.
 */
import { type CompiledCondition, compileTest } from '../condition';
import type { Condition } from '../condition-schema';
import type { Fact } from '../facts';
import { type Reading, slotOf } from '../reading';
import { Automaton } from './automaton';
import { type Chance, type Key, type KeyKind, keysOf, leavesWithin, wayTo } from './keys';

/** A workflow's position, and what is left to be tested of its filter. */
export interface Entry {
  at: number;
  rest?: Condition;
}

/** So few are tested one by one. */
const FEW = 8;
/** How many values of a kind a moment has, as a guess: a list some tags, a text some of the words. */
const AT_ONCE: Record<KeyKind, number> = { value: 1, item: 3, word: 2 };

/** The more values the filters tell apart, the less often each is so. */
export function chancesIn(entries: readonly Entry[]): Chance {
  const values = new Map<string, Set<Key['value']>>();
  const nameOf = ({ fact, kind }: Key) => `${kind} ${fact.name}`;
  for (const { rest } of entries)
    for (const key of rest ? leavesWithin(rest).flatMap((leaf) => keysOf(leaf) ?? []) : [])
      values.set(nameOf(key), (values.get(nameOf(key)) ?? new Set()).add(key.value));
  return (key) => AT_ONCE[key.kind] / (AT_ONCE[key.kind] + (values.get(nameOf(key))?.size ?? 0));
}

export class Branch {
  #entries: readonly Entry[] | undefined;
  readonly #chance: Chance;
  #certain: readonly number[] = [];
  #tested: readonly { at: number; test: CompiledCondition }[] = [];
  #lookUps: readonly LookUp[] = [];

  constructor(entries: readonly Entry[], chance: Chance) {
    this.#entries = entries;
    this.#chance = chance;
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
      else if (!way) tested.push({ at, test: compileTest(rest) });
      else for (const key of way.keys) shelve(shelves, key, way.rest ? { at, rest: way.rest } : { at });
    }
    this.#certain = certain;
    this.#tested = tested;
    this.#lookUps = [...shelves.values()].map((shelf) => lookUpOf(shelf, this.#chance));
    this.#entries = undefined;
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

/** Within its branches the fact has told what it can: it is no use a second time. */
function lookUpOf({ fact, kind, byValue }: Shelf, chance: Chance): LookUp {
  const narrower: Chance = (key) => (key.fact.name === fact.name ? 1 : chance(key));
  const slot = slotOf(fact);
  const branches = new Map([...byValue].map(([value, entries]) => [value, new Branch(entries, narrower)]));
  if (kind === 'word') return wordLookUp(fact, slot, branches as Map<string, Branch>);
  return kind === 'item' ? itemLookUp(fact, slot, branches) : valueLookUp(fact, slot, branches);
}

function valueLookUp(fact: Fact, slot: number, branches: ReadonlyMap<unknown, Branch>): LookUp {
  return {
    collect(reading, into) {
      const seen = reading.see(fact, slot);
      if (seen === undefined) return;
      branches.get(typeof seen.value === 'string' ? seen.text : seen.value)?.collect(reading, into);
    },
  };
}

function itemLookUp(fact: Fact, slot: number, branches: ReadonlyMap<unknown, Branch>): LookUp {
  return {
    collect(reading, into) {
      for (const item of reading.see(fact, slot)?.items ?? []) branches.get(item)?.collect(reading, into);
    },
  };
}

function wordLookUp(fact: Fact, slot: number, branches: ReadonlyMap<string, Branch>): LookUp {
  const automaton = new Automaton([...branches.keys()]);
  const byIndex = [...branches.values()];
  return {
    collect(reading, into) {
      const seen = reading.see(fact, slot);
      if (seen === undefined || seen.items) return;
      for (const index of automaton.find(seen.text)) (byIndex[index] as Branch).collect(reading, into);
    },
  };
}
