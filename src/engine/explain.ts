/** Why a condition holds or not: every leaf with its actual value, and the one that would turn it round. */
import { type Leaf, testOf } from './condition';
import type { Condition } from './condition-schema';
import { factNamed } from './facts';
import { type Reading, slotOf } from './reading';
import { cut } from './text';
import type { Reason } from './timeline';

export interface ExplainedLeaf {
  /** Where it stands in the filter, as a JSON pointer. */
  path: string;
  fact: string;
  op: string;
  expected?: unknown;
  actual?: unknown;
  result: boolean;
}

/** Characters of a text, and of all texts of a list: twenty such leaves are written down with each event. */
const MAX_SHOWN = 200;
const MAX_LIST_SHOWN = 1_000;

/** Long texts are cut, long lists end in `…`. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, MAX_SHOWN);
  if (!Array.isArray(value)) return value;
  let length = 0;
  const texts = value.map(shown);
  const fits = texts.findIndex((text) => (length += String(text).length + 3) > MAX_LIST_SHOWN);
  return fits < 0 ? texts : [...texts.slice(0, fits), '…'];
}

function explainLeaf(leaf: Leaf, reading: Reading, path: string): ExplainedLeaf {
  const fact = factNamed(leaf.fact);
  // Absent is `null` where an event says so.
  const actual = fact && (reading.see(fact, slotOf(fact)) ?? { value: fact.read(reading.source) }).value;
  const result = testOf(leaf)(reading);
  return { path, fact: leaf.fact, op: leaf.op, expected: shown(leaf.value), actual: shown(actual), result };
}

/** All leaves of a condition, in order, each with what was found. */
export function explainCondition(condition: Condition, reading: Reading, path = ''): ExplainedLeaf[] {
  if ('fact' in condition) return [explainLeaf(condition, reading, path)];
  return partsOf(condition, path).flatMap((part) => explainCondition(part.condition, reading, part.path));
}

function partsOf(condition: Exclude<Condition, Leaf>, path: string): { condition: Condition; path: string }[] {
  if ('not' in condition) return [{ condition: condition.not, path: `${path}/not` }];
  const [kind, parts] = 'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
  return parts.map((part, index) => ({ condition: part, path: `${path}/${kind}/${index}` }));
}

/** What it takes to turn a condition round. */
interface Mending {
  /** Leaves that would have to come out differently, at the least; infinite where none could help. */
  leaves: number;
  /** The first of them. */
  leaf?: { condition: Leaf; path: string };
}

/** How a condition could come to be what it is wanted to be: of several ways the one of fewest leaves, the first of these. */
function mending(condition: Condition, reading: Reading, path: string, wanted: boolean): Mending {
  if ('fact' in condition)
    return testOf(condition)(reading) === wanted ? { leaves: 0 } : { leaves: 1, leaf: { condition, path } };
  const within = 'not' in condition ? !wanted : wanted;
  const parts = partsOf(condition, path).map((part) => mending(part.condition, reading, part.path, within));
  const needsEvery = 'not' in condition || 'all' in condition === wanted;
  if (!needsEvery) return parts.reduce((best, part) => (part.leaves < best.leaves ? part : best), { leaves: Infinity });
  const leaves = parts.reduce((sum, part) => sum + part.leaves, 0);
  const leaf = parts.find((part) => part.leaf)?.leaf;
  return { leaves, ...(leaf && { leaf }) };
}

/** Why a filter did not hold: where one leaf alone would make it hold, that one. */
export function whyNot(condition: Condition, reading: Reading): Reason {
  const { leaf } = mending(condition, reading, '/filter', true);
  if (!leaf) return { kind: 'condition', path: '/filter', fact: '', op: 'any' };
  const { result: _, ...rest } = explainLeaf(leaf.condition, reading, leaf.path);
  return { kind: 'condition', ...rest };
}
