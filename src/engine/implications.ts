/**
 * What can be said of conditions without facts: that one never holds, always holds, or holds only where another does. `false`
 * means no more than that it cannot be told: nothing here is ever claimed that is not so.
 */
import type { Leaf } from './condition';
import type { Condition } from './condition-schema';
import { isComplement, contradicts as leafContradicts, implies as leafImplies } from './leaf-implications';

/** Larger conditions are not looked into: pairs of their leaves are compared. */
const MOST_LEAVES = 200;

function leavesIn(condition: Condition): number {
  if ('fact' in condition) return 1;
  if ('not' in condition) return leavesIn(condition.not);
  const parts = 'all' in condition ? condition.all : condition.any;
  return parts.reduce((sum, part) => sum + leavesIn(part), 0);
}
const isTooLarge = (...conditions: Condition[]) =>
  conditions.reduce((sum, condition) => sum + leavesIn(condition), 0) > MOST_LEAVES;

const isLeaf = (condition: Condition): condition is Leaf => 'fact' in condition;

/** Parts of nested `all`s on one level; the condition itself where it is none. */
const conjuncts = (condition: Condition): Condition[] =>
  'all' in condition ? condition.all.flatMap(conjuncts) : [condition];
const disjuncts = (condition: Condition): Condition[] =>
  'any' in condition ? condition.any.flatMap(disjuncts) : [condition];

/** No event makes it hold. */
export function neverHolds(condition: Condition): boolean {
  return !isTooLarge(condition) && isNever(condition);
}

function isNever(condition: Condition): boolean {
  if (isLeaf(condition)) return false;
  if ('not' in condition) return isAlways(condition.not);
  if ('any' in condition) return condition.any.every(isNever);
  const parts = conjuncts(condition);
  return parts.some((part, at) => isNever(part) || parts.slice(at + 1).some((other) => excludes(part, other)));
}

/** Every event makes it hold. */
export function alwaysHolds(condition: Condition): boolean {
  return !isTooLarge(condition) && isAlways(condition);
}

function isAlways(condition: Condition): boolean {
  if (isLeaf(condition)) return false;
  if ('not' in condition) return isNever(condition.not);
  if ('all' in condition) return condition.all.every(isAlways);
  const parts = disjuncts(condition);
  return parts.some((part, at) => isAlways(part) || parts.some((other, place) => place !== at && covers(part, other)));
}

/** One of the two holds in any case. */
function covers(part: Condition, other: Condition): boolean {
  if ('not' in part) return isImplied(part.not, other);
  return isLeaf(part) && isLeaf(other) && isComplement(part, other);
}

/** Wherever `one` holds, `other` does. */
export function implies(one: Condition, other: Condition): boolean {
  return !isTooLarge(one, other) && (isNever(one) || isAlways(other) || isImplied(one, other));
}

function isImplied(one: Condition, other: Condition): boolean {
  if ('all' in other) return other.all.every((part) => isImplied(one, part));
  if ('any' in one) return one.any.every((part) => isImplied(part, other));
  if ('any' in other && other.any.some((part) => isImplied(one, part))) return true;
  if ('all' in one) return one.all.some((part) => isImplied(part, other));
  if ('not' in other) return excludes(one, other.not);
  return isLeaf(one) && isLeaf(other) && leafImplies(one, other);
}

/** They never hold both. */
function excludes(one: Condition, other: Condition): boolean {
  if ('any' in one) return one.any.every((part) => excludes(part, other));
  if ('any' in other) return other.any.every((part) => excludes(one, part));
  if ('all' in one) return one.all.some((part) => excludes(part, other));
  if ('all' in other) return other.all.some((part) => excludes(one, part));
  if ('not' in one) return isImplied(other, one.not);
  if ('not' in other) return isImplied(one, other.not);
  return leafContradicts(one, other);
}
