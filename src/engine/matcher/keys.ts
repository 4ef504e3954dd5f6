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
}

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** How a leaf can be looked up; `undefined` when it cannot. */
export function kindOf({ op, fact: name, value }: Leaf): KeyKind | undefined {
  if (op === 'is') return 'value';
  const type = factNamed(name)?.type;
  if (op === 'oneOf') return type === 'list' ? 'item' : 'value';
  const isOfWords = op === 'contains' || (type === 'string' && (op === 'startsWith' || op === 'endsWith'));
  if (!isOfWords || listed(value).includes('')) return undefined;
  return type === 'list' ? 'item' : 'word';
}

/** Keys of a leaf that can be looked up. A profile field may turn out to be a list, whose items are keys too. */
function keysOf(leaf: Leaf, kind: KeyKind): Key[] {
  const fact = factNamed(leaf.fact) as Fact;
  const texts = words(leaf.value);
  const keys = texts.map((value): Key => ({ fact, kind, value }));
  if (fact.type === 'any' && leaf.op !== 'is') keys.push(...texts.map((value): Key => ({ fact, kind: 'item', value })));
  // A text equals a number's digits, and a number the number alone.
  const exact = kind === 'value' ? listed(leaf.value).filter((value) => typeof value !== 'string') : [];
  return [...keys, ...exact.map((value): Key => ({ fact, kind, value: value as Key['value'] }))];
}

/** How often one value of a leaf is found, as a guess; 1 where it is no use to ask. */
export type Chance = (leaf: Leaf, kind: KeyKind) => number;

/** How often what a condition needs is found, as a guess; not less than 1 when it cannot be looked up. */
function chanceOf(condition: Condition, chance: Chance): number {
  if ('fact' in condition) {
    const kind = kindOf(condition);
    return kind ? listed(condition.value).length * chance(condition, kind) : 1;
  }
  if ('all' in condition) return condition.all.reduce((least, part) => Math.min(least, chanceOf(part, chance)), 1);
  if ('any' in condition) return condition.any.reduce((sum, part) => sum + chanceOf(part, chance), 0);
  return 1;
}

/** Of `all` the rarest part leads, and the others are left; of `any` each part does. */
function leadTo(condition: Condition, chance: Chance): Way {
  if ('fact' in condition) {
    const keys = keysOf(condition, kindOf(condition) as KeyKind);
    return condition.op === 'startsWith' || condition.op === 'endsWith' ? { keys, rest: condition } : { keys };
  }
  if ('any' in condition) {
    const ways = condition.any.map((part) => leadTo(part, chance));
    const keys = ways.flatMap((way) => way.keys);
    return ways.some(({ rest }) => rest) ? { keys, rest: condition } : { keys };
  }
  const { all: parts } = condition as Extract<Condition, { all: Condition[] }>;
  const chances = parts.map((part) => chanceOf(part, chance));
  const lead = chances.indexOf(Math.min(...chances));
  const { keys, rest } = leadTo(parts[lead] as Condition, chance);
  const left = parts.toSpliced(lead, 1, ...(rest ? [rest] : []));
  if (left.length === 0) return { keys };
  return { keys, rest: left.length === 1 ? (left[0] as Condition) : { all: left } };
}

/** The way to a condition that is found least often; `undefined` when there is none. */
export function wayTo(condition: Condition, chance: Chance): Way | undefined {
  return chanceOf(condition, chance) < 1 ? leadTo(condition, chance) : undefined;
}

/** Every leaf of a condition that may lead to it. */
export function leavesOf(condition: Condition): Leaf[] {
  if ('fact' in condition) return [condition];
  if ('not' in condition) return [];
  return ('all' in condition ? condition.all : condition.any).flatMap(leavesOf);
}
