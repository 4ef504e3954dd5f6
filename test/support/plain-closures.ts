/**
 * Filters as plain closures that read each fact whenever they are asked: written on its own, from the words of the requirement.
 * What the matcher is checked against in tests, and compared with in `bench/matcher.ts`.
 */

import type { Condition } from '../../src/engine/condition-schema';
import { type FactSource, type FactValue, factNamed } from '../../src/engine/facts';
import { fold } from '../../src/engine/text';

export type PlainFilter = (source: FactSource) => boolean;
type Present = Exclude<FactValue, null | undefined>;
type PlainTest = (actual: Present) => boolean;

let lastText = '';
let lastFolded = '';
/** Many closures ask for the same message in a row. */
function folded(value: unknown): string {
  const text = String(value);
  if (text !== lastText) lastFolded = fold(text);
  lastText = text;
  return lastFolded;
}

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function isOneOf(value: unknown): PlainTest {
  const values = listed(value);
  const texts = values.map((one) => fold(String(one)));
  return (actual) => (typeof actual === 'string' ? texts.includes(folded(actual)) : values.includes(actual));
}

function hasOneOf(value: unknown): (actual: readonly string[]) => boolean {
  const texts = listed(value).map((one) => fold(String(one)));
  return (actual) => actual.some((item) => texts.includes(fold(item)));
}

function someText(value: unknown, test: (text: string, word: string) => boolean): PlainTest {
  const words = listed(value).map((one) => fold(String(one)));
  return (actual) => {
    const text = folded(actual);
    return words.some((word) => test(text, word));
  };
}

const either = (ofList: (actual: readonly string[]) => boolean, ofOther: PlainTest): PlainTest => {
  return (actual) => (Array.isArray(actual) ? ofList(actual) : ofOther(actual));
};
const isEmpty = (actual: Present) => Array.isArray(actual) && actual.length === 0;
const numbers = (test: (actual: number) => boolean): PlainTest => {
  return (actual) => typeof actual === 'number' && test(actual);
};

const tests: Record<string, (value: never) => PlainTest> = {
  is: isOneOf,
  oneOf: (value) => either(hasOneOf(value), isOneOf(value)),
  contains: (value) =>
    either(
      hasOneOf(value),
      someText(value, (text, word) => text.includes(word)),
    ),
  startsWith: (value) => someText(value, (text, word) => text.startsWith(word)),
  endsWith: (value) => someText(value, (text, word) => text.endsWith(word)),
  lt: (value: number) => numbers((actual) => actual < value),
  lte: (value: number) => numbers((actual) => actual <= value),
  gt: (value: number) => numbers((actual) => actual > value),
  gte: (value: number) => numbers((actual) => actual >= value),
  between: ([low, high]: [number, number]) => numbers((actual) => low <= actual && actual <= high),
  exists: () => (actual) => !isEmpty(actual),
};
/** What holds of a fact that is there when the other does not. */
const opposites: Record<string, string> = { isNot: 'is', noneOf: 'oneOf', containsNone: 'contains' };

function plainLeaf({ fact: name, op, value }: Extract<Condition, { fact: string }>): PlainFilter {
  const fact = factNamed(name);
  const opposite = opposites[op];
  const make = tests[opposite ?? op];
  if (!fact || (!make && op !== 'missing')) throw new Error(`no plain closure for ${name} ${op}`);
  if (op === 'missing') return (source) => isEmpty(fact.read(source) ?? []);
  const test = (make as (value: unknown) => PlainTest)(value);
  return (source) => {
    const actual = fact.read(source);
    return actual !== undefined && actual !== null && test(actual) === (opposite === undefined);
  };
}

/** A filter as a plain closure; all operators but `matches`. */
export function plainFilter(condition: Condition): PlainFilter {
  if ('fact' in condition) return plainLeaf(condition);
  if ('not' in condition) {
    const part = plainFilter(condition.not);
    return (source) => !part(source);
  }
  const parts = ('all' in condition ? condition.all : condition.any).map(plainFilter);
  return 'all' in condition
    ? (source) => parts.every((part) => part(source))
    : (source) => parts.some((part) => part(source));
}
