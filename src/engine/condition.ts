/** Conditions over facts: operators, compilation to closures, and which leaf decided. */
import { RE2JS } from 're2js';
import { type Fact, type FactSource, type FactType, type FactValue, factNamed } from './facts';
import { fold } from './text';
import type { Condition } from './workflow';

export type Leaf = Extract<Condition, { fact: string }>;
type Scalar = string | number | boolean;
type Test = (actual: Exclude<FactValue, undefined | null>) => boolean;

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
const words = (value: unknown) => many(value).map((word) => fold(String(word)));
/** Equal to one of the values: texts as texts compare, all else exactly. */
function equals(value: unknown): Test {
  const texts = words(value);
  const values = many(value);
  return (actual) => (typeof actual === 'string' ? texts.includes(fold(actual)) : values.includes(actual as Scalar));
}
function oneOf(value: unknown): Test {
  const texts = words(value);
  const isEqual = equals(value);
  return (actual) => (Array.isArray(actual) ? holds(actual, texts) : isEqual(actual));
}
function none(test: Test): Test {
  return (actual) => !test(actual);
}
const holds = (actual: unknown, words: string[]): boolean => {
  if (Array.isArray(actual)) return actual.some((item) => words.includes(fold(item)));
  const text = fold(String(actual));
  return words.some((word) => text.includes(word));
};
const compare = (test: (actual: number, wanted: number) => boolean) => (value: unknown) => (actual: unknown) =>
  typeof actual === 'number' && test(actual, value as number);

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
    compile: (value) => {
      const wanted = words(value);
      return (actual) => holds(actual, wanted);
    },
  },
  {
    name: 'containsNone',
    types: ['string', 'list'],
    operand: 'oneOrMany',
    compile: (value) => {
      const wanted = words(value);
      return (actual) => !holds(actual, wanted);
    },
  },
  {
    name: 'startsWith',
    types: ['string'],
    operand: 'oneOrMany',
    compile: (value) => {
      const wanted = words(value);
      return (actual) => wanted.some((word) => fold(String(actual)).startsWith(word));
    },
  },
  {
    name: 'endsWith',
    types: ['string'],
    operand: 'oneOrMany',
    compile: (value) => {
      const wanted = words(value);
      return (actual) => wanted.some((word) => fold(String(actual)).endsWith(word));
    },
  },
  {
    name: 'matches',
    types: ['string'],
    operand: 'pattern',
    compile: (value) => {
      const pattern = compilePattern(String(value));
      return (actual) => pattern.matcher(String(actual).normalize('NFC')).find();
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
      return (actual) => typeof actual === 'number' && low <= actual && actual <= high;
    },
  },
  { name: 'exists', types: EVERY, operand: 'none', compile: () => () => true },
  { name: 'missing', types: EVERY, operand: 'none', compile: () => () => false },
];

export const OPERATORS: ReadonlyMap<string, Operator> = new Map(operators.map((operator) => [operator.name, operator]));

/** Linear-time regular expressions, found anywhere in the text unless anchored. @throws when the pattern is none */
export function compilePattern(pattern: string): RE2JS {
  return RE2JS.compile(pattern.normalize('NFC'), RE2JS.CASE_INSENSITIVE);
}

/** An empty list has nothing in it: it counts as missing, yet `containsNone` holds of it. */
function isAbsent(value: FactValue): value is undefined | null {
  return value === undefined || value === null;
}

export type CompiledCondition = (source: FactSource) => boolean;

function compileLeaf(leaf: Leaf, fact: Fact, operator: Operator): CompiledCondition {
  const isEmpty = (value: FactValue) => isAbsent(value) || (Array.isArray(value) && value.length === 0);
  if (operator.name === 'exists') return (source) => !isEmpty(fact.read(source));
  if (operator.name === 'missing') return (source) => isEmpty(fact.read(source));
  const test = operator.compile(leaf.value);
  return (source) => {
    const actual = fact.read(source);
    return !isAbsent(actual) && test(actual);
  };
}

/** Compiles a validated condition. A fact absent at run time makes its leaf false. @throws on an unknown fact or operator */
export function compileCondition(condition: Condition): CompiledCondition {
  if ('all' in condition) {
    const parts = condition.all.map(compileCondition);
    return (source) => parts.every((part) => part(source));
  }
  if ('any' in condition) {
    const parts = condition.any.map(compileCondition);
    return (source) => parts.some((part) => part(source));
  }
  if ('not' in condition) {
    const part = compileCondition(condition.not);
    return (source) => !part(source);
  }
  const fact = factNamed(condition.fact);
  const operator = OPERATORS.get(condition.op);
  if (!fact || !operator) throw new Error(`unknown fact or operator: ${condition.fact} ${condition.op}`);
  return compileLeaf(condition, fact, operator);
}
