/** Why a condition holds or not: every leaf with its actual value, and the one that decided. */
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

/** The leaf that made the tree what it is: the first part that decides `all` or `any`, or else its first; the inside of `not`. */
function decidingLeaf(condition: Condition, reading: Reading, path: string): ExplainedLeaf | undefined {
  if ('fact' in condition) return explainLeaf(condition, reading, path);
  const parts = partsOf(condition, path);
  const decides = parts.find((part) => testOf(part.condition)(reading) === 'any' in condition) ?? parts[0];
  const part = 'not' in condition ? parts[0] : decides;
  return part && decidingLeaf(part.condition, reading, part.path);
}

/** Why a filter did not hold. */
export function whyNot(condition: Condition, reading: Reading): Reason {
  const leaf = decidingLeaf(condition, reading, '/filter');
  if (!leaf) return { kind: 'condition', path: '/filter', fact: '', op: 'any' };
  const { result: _, ...rest } = leaf;
  return { kind: 'condition', ...rest };
}
