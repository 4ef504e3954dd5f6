/** What must be so for a condition to hold, as far as it can be looked up: the ways by which an index finds workflows. */
import { type Leaf, words } from '../condition';
import type { Condition } from '../condition-schema';
import { type Fact, factNamed } from '../facts';

/** A fact has a value, a list has an item, a text has a word in it. */
export type KeyKind = 'value' | 'item' | 'word';
export interface Key {
  fact: Fact;
  kind: KeyKind;
  /** Texts folded. */
  value: string | number | boolean;
}

export interface Way {
  /** The condition holds only where one of these is so. */
  keys: readonly Key[];
  /** What is left to be tested there; nothing when a key is enough. */
  rest?: Condition;
  /** How often one of the keys is so, as a guess. */
  chance: number;
}

/** How often a key is so, as a guess, and 1 where it is no use. */
export type Chance = (key: Key) => number;

const keysFor = (fact: Fact, kind: KeyKind, values: readonly Key['value'][]): Key[] =>
  values.map((value) => ({ fact, kind, value }));

/** A text equals a value as texts do, all else exactly. */
function valueKeys(fact: Fact, value: unknown): Key[] {
  const exact = (Array.isArray(value) ? value : [value]).filter((one) => typeof one !== 'string');
  return keysFor(fact, 'value', [...new Set([...words(value), ...exact])]);
}

/** Keys of a leaf; `undefined` when it cannot be looked up. */
export function keysOf(leaf: Leaf): Key[] | undefined {
  const fact = factNamed(leaf.fact);
  if (!fact) return undefined;
  const texts = [...new Set(words(leaf.value))];
  const items = () => (fact.type === 'list' || fact.type === 'any' ? keysFor(fact, 'item', texts) : []);
  if (leaf.op === 'is') return valueKeys(fact, leaf.value);
  if (leaf.op === 'oneOf') return [...valueKeys(fact, leaf.value), ...items()];
  const isWords = leaf.op === 'contains' || (fact.type === 'string' && ['startsWith', 'endsWith'].includes(leaf.op));
  if (!isWords || texts.includes('')) return undefined;
  return fact.type === 'list' ? items() : [...keysFor(fact, 'word', texts), ...items()];
}

const isEnough = ({ op }: Leaf) => op !== 'startsWith' && op !== 'endsWith';

function wayOfAny(parts: readonly Condition[], whole: Condition, chance: Chance): Way | undefined {
  const ways = parts.map((part) => wayTo(part, chance));
  if (!ways.every((way) => way !== undefined)) return undefined;
  const sum = ways.reduce((all, way) => all + way.chance, 0);
  const isWhole = ways.some((way) => way.rest);
  return { keys: ways.flatMap(({ keys }) => keys), chance: sum, ...(isWhole ? { rest: whole } : {}) };
}

/** The part that holds least often leads, the others are left. */
function wayOfAll(parts: readonly Condition[], chance: Chance): Way | undefined {
  let best: { way: Way; at: number } | undefined;
  for (const [at, part] of parts.entries()) {
    const way = wayTo(part, chance);
    if (way && (!best || way.chance < best.way.chance)) best = { way, at };
  }
  if (!best) return undefined;
  const { way, at } = best;
  const left = [...parts.slice(0, at), ...(way.rest ? [way.rest] : []), ...parts.slice(at + 1)];
  const [only] = left;
  if (!only) return way;
  return { ...way, rest: left.length === 1 ? only : { all: left } };
}

/** The way to a condition that is met least often; `undefined` when there is none. */
export function wayTo(condition: Condition, chance: Chance): Way | undefined {
  if ('all' in condition) return wayOfAll(condition.all, chance);
  if ('any' in condition) return wayOfAny(condition.any, condition, chance);
  if ('not' in condition) return undefined;
  const keys = keysOf(condition);
  const sum = keys?.reduce((all, key) => all + chance(key), 0) ?? 1;
  if (!keys || sum >= 1) return undefined;
  return { keys, chance: sum, ...(isEnough(condition) ? {} : { rest: condition }) };
}

/** Every leaf of a condition outside `not`. */
export function leavesWithin(condition: Condition): Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesWithin);
  if ('any' in condition) return condition.any.flatMap(leavesWithin);
  return 'not' in condition ? [] : [condition];
}
