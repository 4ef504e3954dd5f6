/** What can be said of two leaves about the same fact without knowing it. `false`: it cannot be told. */
import { type Leaf, OPERATORS, words } from './condition';
import { type Fact, factNamed } from './facts';
import { Seen } from './reading';

/** Those that hold of a fact that is there exactly where another does not. */
const NEGATION: Readonly<Record<string, string>> = { isNot: 'is', noneOf: 'oneOf', containsNone: 'contains' };
const positive = ({ fact, op, value }: Leaf): Leaf => ({ fact, op: NEGATION[op] ?? op, value });
const isNegative = ({ op }: Leaf): boolean => Object.hasOwn(NEGATION, op);

const isSame = (one: Leaf, other: Leaf): boolean =>
  one.op === other.op && JSON.stringify(one.value) === JSON.stringify(other.value);

/** The fact that both are about; undefined for two facts, and for profile fields, whose type is not known. */
function factOf(one: Leaf, other: Leaf): Fact | undefined {
  const fact = one.fact === other.fact ? factNamed(one.fact) : undefined;
  return fact?.type === 'any' ? undefined : fact;
}

/** The only values with which it holds. */
function valuesOf({ op, value }: Leaf, { type }: Fact): (string | number | boolean)[] | undefined {
  if (type === 'list') return undefined;
  if (op === 'is') return [value as string];
  return op === 'oneOf' ? (value as string[]) : undefined;
}

/** Whether it holds of a value; undefined where the text as it was written matters, which is not known. */
function holdsOf({ op, value }: Leaf, actual: string | number | boolean): boolean | undefined {
  return op === 'matches' ? undefined : OPERATORS.get(op)?.compile(value)(new Seen(actual));
}

interface Interval {
  low: number;
  high: number;
  /** Its ends do not belong to it. */
  open: boolean;
}

function intervalOf({ op, value }: Leaf): Interval | undefined {
  const number = value as number;
  switch (op) {
    case 'lt':
      return { low: -Infinity, high: number, open: true };
    case 'lte':
      return { low: -Infinity, high: number, open: false };
    case 'gt':
      return { low: number, high: Infinity, open: true };
    case 'gte':
      return { low: number, high: Infinity, open: false };
    case 'between': {
      const [low, high] = value as [number, number];
      return { low, high, open: false };
    }
    default:
      return undefined;
  }
}

const isWithin = (inner: Interval, outer: Interval): boolean => {
  const isClear = (bound: number, beyond: number) =>
    bound < beyond || (bound === beyond && (inner.open || !outer.open));
  const low = outer.low === -Infinity || isClear(outer.low, inner.low);
  return low && (outer.high === Infinity || isClear(inner.high, outer.high));
};
const areApart = (one: Interval, other: Interval): boolean => {
  const isOpen = one.open || other.open;
  const before = (a: Interval, b: Interval) => (isOpen ? a.high <= b.low : a.high < b.low);
  return before(one, other) || before(other, one);
};

/** Every word of one has a word of the other that goes with it. */
const everyWord = (one: Leaf, other: Leaf, goesWith: (word: string, with_: string) => boolean): boolean =>
  words(one.value).every((word) => words(other.value).some((with_) => goesWith(word, with_)));

const CONTAINING = ['contains', 'startsWith', 'endsWith'];

/** Both about words in a text, or items of a list. */
function wordsImply(one: Leaf, other: Leaf, { type }: Fact): boolean {
  const isItems = (op: string) => op === 'contains' || op === 'oneOf';
  if (type === 'list')
    return isItems(one.op) && isItems(other.op) && everyWord(one, other, (word, with_) => word === with_);
  if (!CONTAINING.includes(one.op)) return false;
  if (other.op === 'contains') return everyWord(one, other, (word, with_) => word.includes(with_));
  if (one.op !== other.op) return false;
  if (one.op === 'startsWith') return everyWord(one, other, (word, with_) => word.startsWith(with_));
  return one.op === 'endsWith' && everyWord(one, other, (word, with_) => word.endsWith(with_));
}

/** It holds only where the fact is there, and of lists only where something is in them. */
const needsFact = ({ op }: Leaf, { type }: Fact): boolean =>
  op !== 'missing' && (type !== 'list' || !Object.hasOwn(NEGATION, op));

/** Wherever `one` holds, `other` does. */
export function implies(one: Leaf, other: Leaf): boolean {
  if (one.fact === other.fact && isSame(one, other)) return true;
  const fact = factOf(one, other);
  if (!fact || one.op === 'missing' || other.op === 'missing') return false;
  if (other.op === 'exists') return needsFact(one, fact);
  if (one.op === 'exists') return false;
  if (isNegative(other)) return contradicts(one, positive(other));
  if (isNegative(one)) return false;
  const values = valuesOf(one, fact);
  if (values) return values.every((value) => holdsOf(other, value) === true);
  const [inner, outer] = [intervalOf(one), intervalOf(other)];
  if (inner && outer) return isWithin(inner, outer);
  return wordsImply(one, other, fact);
}

/** They never hold both. */
export function contradicts(one: Leaf, other: Leaf): boolean {
  const fact = factOf(one, other);
  if (!fact) return false;
  if (one.op === 'missing' || other.op === 'missing')
    return one.op !== other.op && needsFact(one.op === 'missing' ? other : one, fact);
  if (one.op === 'exists' || other.op === 'exists') return false;
  if (isNegative(other)) return !isNegative(one) && implies(one, positive(other));
  if (isNegative(one)) return implies(other, positive(one));
  const [values, others] = [valuesOf(one, fact), valuesOf(other, fact)];
  if (values) return values.every((value) => holdsOf(other, value) === false);
  if (others) return others.every((value) => holdsOf(one, value) === false);
  const [interval, second] = [intervalOf(one), intervalOf(other)];
  if (interval && second) return areApart(interval, second);
  if (one.op !== other.op || (one.op !== 'startsWith' && one.op !== 'endsWith')) return false;
  const at = one.op;
  return words(one.value).every((word) => words(other.value).every((second) => !word[at](second) && !second[at](word)));
}

/** One of the two holds whether the fact is there or not. */
export function isComplement(one: Leaf, other: Leaf): boolean {
  const ops = [one.op, other.op].sort();
  return one.fact === other.fact && ops[0] === 'exists' && ops[1] === 'missing';
}
