/** Conditions over facts: operators, compilation to closures, and which leaf decided. */
import { RE2JS } from 're2js';
import type { Condition } from './condition-schema';
import { type FactSource, type FactType, factNamed } from './facts';
import { Reading, type Seen, slotOf } from './reading';
import { fold } from './text';

export type Leaf = Extract<Condition, { fact: string }>;
type Scalar = string | number | boolean;
type Test = (seen: Seen) => boolean;

/** What an operator takes as its value. */
export type Operand = 'none' | 'one' | 'many' | 'oneOrMany' | 'pair' | 'pattern' | 'number';

export interface Operator {
  name: string;
  /** Types of fact it goes with; facts of type `any` go with all. */
  types: readonly FactType[];
  operand: Operand;
  compile(value: unknown): Test;
}

const many = (value: unknown): Scalar[] => (Array.isArray(value) ? value : [value]) as Scalar[];
/** The texts that a value stands for, as texts compare. */
export const words = (value: unknown): string[] => many(value).map((word) => fold(String(word)));

/** Equal to one of the values: texts as texts compare, all else exactly. */
function equals(value: unknown): Test {
  const texts = new Set(words(value));
  const values = new Set<unknown>(many(value));
  const [only] = texts.size === 1 ? texts : [];
  if (only !== undefined)
    return (seen) => (typeof seen.value === 'string' ? seen.text === only : values.has(seen.value));
  return (seen) => (typeof seen.value === 'string' ? texts.has(seen.text) : values.has(seen.value));
}
function oneOf(value: unknown): Test {
  const isIn = holdsItem(value);
  const isEqual = equals(value);
  return (seen) => (seen.items ? isIn(seen.items) : isEqual(seen));
}
function holdsItem(value: unknown): (items: readonly string[]) => boolean {
  const wanted = new Set(words(value));
  return (items) => items.some((item) => wanted.has(item));
}
function contains(value: unknown): Test {
  const wanted = words(value);
  const isIn = holdsItem(value);
  const [only] = wanted;
  if (wanted.length === 1 && only !== undefined)
    return (seen) => (seen.items ? seen.items.includes(only) : seen.text.includes(only));
  return (seen) => (seen.items ? isIn(seen.items) : wanted.some((word) => seen.text.includes(word)));
}
function none(test: Test): Test {
  return (seen) => !test(seen);
}
const compare =
  (test: (actual: number, wanted: number) => boolean) =>
  (wanted: unknown): Test =>
  ({ value }) =>
    typeof value === 'number' && test(value, wanted as number);

const EVERY: FactType[] = ['string', 'number', 'boolean', 'list'];
const SCALARS: FactType[] = ['string', 'number', 'boolean'];

const operators: Operator[] = [
  { name: 'is', types: SCALARS, operand: 'one', compile: equals },
  { name: 'isNot', types: SCALARS, operand: 'one', compile: (value) => none(equals(value)) },
  { name: 'oneOf', types: ['string', 'number', 'list'], operand: 'many', compile: oneOf },
  { name: 'noneOf', types: ['string', 'number', 'list'], operand: 'many', compile: (value) => none(oneOf(value)) },
  {
    name: 'contains',
    types: ['string', 'list'],
    operand: 'oneOrMany',
    compile: contains,
  },
  {
    name: 'containsNone',
    types: ['string', 'list'],
    operand: 'oneOrMany',
    compile: (value) => none(contains(value)),
  },
  {
    name: 'startsWith',
    types: ['string'],
    operand: 'oneOrMany',
    compile: (value) => {
      const wanted = words(value);
      return ({ text }) => wanted.some((word) => text.startsWith(word));
    },
  },
  {
    name: 'endsWith',
    types: ['string'],
    operand: 'oneOrMany',
    compile: (value) => {
      const wanted = words(value);
      return ({ text }) => wanted.some((word) => text.endsWith(word));
    },
  },
  {
    name: 'matches',
    types: ['string'],
    operand: 'pattern',
    compile: (value) => {
      const pattern = compilePattern(String(value));
      return (seen) => pattern.matcher(String(seen.value).normalize('NFC')).find();
    },
  },
  { name: 'lt', types: ['number'], operand: 'number', compile: compare((actual, wanted) => actual < wanted) },
  { name: 'lte', types: ['number'], operand: 'number', compile: compare((actual, wanted) => actual <= wanted) },
  { name: 'gt', types: ['number'], operand: 'number', compile: compare((actual, wanted) => actual > wanted) },
  { name: 'gte', types: ['number'], operand: 'number', compile: compare((actual, wanted) => actual >= wanted) },
  {
    name: 'between',
    types: ['number'],
    operand: 'pair',
    compile: (value) => {
      const [low, high] = value as [number, number];
      return ({ value: actual }) => typeof actual === 'number' && low <= actual && actual <= high;
    },
  },
  { name: 'exists', types: EVERY, operand: 'none', compile: () => (seen) => !seen.isEmpty },
  {
    name: 'missing',
    types: EVERY,
    operand: 'none',
    compile:
      () =>
      ({ isEmpty }) =>
        isEmpty,
  },
];

export const OPERATORS: ReadonlyMap<string, Operator> = new Map(operators.map((operator) => [operator.name, operator]));

/** Linear-time regular expressions, found anywhere in the text unless anchored. @throws when the pattern is none */
export function compilePattern(pattern: string): RE2JS {
  return RE2JS.compile(pattern.normalize('NFC'), RE2JS.CASE_INSENSITIVE);
}

export type CompiledCondition = (reading: Reading) => boolean;

function compileLeaf(leaf: Leaf): CompiledCondition {
  const fact = factNamed(leaf.fact);
  const operator = OPERATORS.get(leaf.op);
  if (!fact || !operator) throw new Error(`unknown fact or operator: ${leaf.fact} ${leaf.op}`);
  const slot = slotOf(fact);
  if (operator.name === 'missing') return (reading) => reading.see(fact, slot)?.isEmpty ?? true;
  const test = operator.compile(leaf.value);
  return (reading) => {
    const seen = reading.see(fact, slot);
    return seen !== undefined && test(seen);
  };
}

/**
 * Compiles a validated condition. A fact absent at run time makes its leaf false. `leafOf` may share what leaves have in common.
 * @throws on an unknown fact or operator
 */
export function compileTest(condition: Condition, leafOf = compileLeaf): CompiledCondition {
  if ('fact' in condition) return leafOf(condition);
  if ('not' in condition) {
    const part = compileTest(condition.not, leafOf);
    return (reading) => !part(reading);
  }
  if ('all' in condition) {
    const parts = condition.all.map((part) => compileTest(part, leafOf));
    return (reading) => {
      for (const part of parts) if (!part(reading)) return false;
      return true;
    };
  }
  const parts = condition.any.map((part) => compileTest(part, leafOf));
  return (reading) => {
    for (const part of parts) if (part(reading)) return true;
    return false;
  };
}

/** A compiler for very many conditions: those that ask the same share one test, which then is at hand in the processor's cache. */
export function sharedCompiler(): (condition: Condition) => CompiledCondition {
  const known = new Map<string, CompiledCondition>();
  const leafOf = (leaf: Leaf) => {
    const name = JSON.stringify([leaf.fact, leaf.op, leaf.value]);
    const test = known.get(name) ?? compileLeaf(leaf);
    known.set(name, test);
    return test;
  };
  return (condition) => compileTest(condition, leafOf);
}

const compiled = new WeakMap<Condition, CompiledCondition>();

/** As `compileTest`, once for each condition: what is published does not change. */
export function testOf(condition: Condition): CompiledCondition {
  const known = compiled.get(condition) ?? compileTest(condition);
  compiled.set(condition, known);
  return known;
}

/** As `compileTest`, for who asks one condition alone: the facts are read anew each time. */
export function compileCondition(condition: Condition): (source: FactSource) => boolean {
  const test = testOf(condition);
  return (source) => test(new Reading(source));
}
