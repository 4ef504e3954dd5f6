/** Why a condition holds or not: every leaf with its actual value, and the one that would turn it round. */
import { type CompiledCondition, compileTest } from './condition';
import type { Condition } from './condition-schema';
import { type Fact, factNamed } from './facts';
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

/** A condition prepared for being explained: what is known of it beforehand, and its parts. */
type Prepared =
  | { kind: 'all' | 'any' | 'not'; parts: readonly Prepared[] }
  | {
      kind: 'leaf';
      says: Pick<ExplainedLeaf, 'path' | 'fact' | 'op' | 'expected'>;
      fact: Fact;
      slot: number;
      test: CompiledCondition;
    };
type PreparedLeaf = Extract<Prepared, { kind: 'leaf' }>;

function prepare(condition: Condition, path: string): Prepared {
  if ('not' in condition) return { kind: 'not', parts: [prepare(condition.not, `${path}/not`)] };
  if ('fact' in condition) {
    const { fact: name, op, value } = condition;
    const fact = factNamed(name) as Fact;
    const says = { path, fact: name, op, expected: shown(value) };
    return { kind: 'leaf', says, fact, slot: slotOf(fact), test: compileTest(condition) };
  }
  const [kind, parts] = 'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
  return { kind, parts: parts.map((part, index) => prepare(part, `${path}/${kind}/${index}`)) };
}

const prepared = new WeakMap<Condition, Prepared>();

/** Once for each filter: published workflows do not change. */
function preparedFilter(filter: Condition): Prepared {
  const known = prepared.get(filter) ?? prepare(filter, '/filter');
  prepared.set(filter, known);
  return known;
}

function actualOf({ fact, slot }: PreparedLeaf, reading: Reading): unknown {
  const seen = reading.see(fact, slot);
  // Absent is `null` where an event says so.
  return shown(seen ? seen.value : fact.read(reading.source));
}

function leavesOf(part: Prepared, reading: Reading): ExplainedLeaf[] {
  if (part.kind !== 'leaf') return part.parts.flatMap((inner) => leavesOf(inner, reading));
  return [{ ...part.says, actual: actualOf(part, reading), result: part.test(reading) }];
}

/** All leaves of a filter, in order, each with what was found. */
export function explainFilter(filter: Condition, reading: Reading): ExplainedLeaf[] {
  return leavesOf(preparedFilter(filter), reading);
}

/** What it takes to turn a condition round. */
interface Mending {
  /** Leaves that would have to come out differently, at the least; infinite where none could help. */
  leaves: number;
  /** The first of them. */
  leaf?: PreparedLeaf | undefined;
}
const NOTHING: Mending = { leaves: 0 };
const HOPELESS: Mending = { leaves: Infinity };

/** How a condition could come to be what it is wanted to be: of several ways the one of fewest leaves, the first of these. */
function mending(part: Prepared, reading: Reading, wanted: boolean): Mending {
  if (part.kind === 'leaf') return part.test(reading) === wanted ? NOTHING : { leaves: 1, leaf: part };
  if (part.kind === 'not') return mending(part.parts[0] as Prepared, reading, !wanted);
  if ((part.kind === 'all') === wanted) return mendingOfEvery(part.parts, reading, wanted);
  let best = HOPELESS;
  for (const inner of part.parts) {
    const own = mending(inner, reading, wanted);
    if (own.leaves < best.leaves) best = own;
  }
  return best;
}

function mendingOfEvery(parts: readonly Prepared[], reading: Reading, wanted: boolean): Mending {
  let leaves = 0;
  let leaf: PreparedLeaf | undefined;
  for (const part of parts) {
    const own = mending(part, reading, wanted);
    leaves += own.leaves;
    leaf ??= own.leaf;
  }
  return { leaves, leaf };
}

/** Why a filter did not hold: where one leaf alone would make it hold, that one. */
export function whyNot(filter: Condition, reading: Reading): Reason {
  const { leaf } = mending(preparedFilter(filter), reading, true);
  if (!leaf) return { kind: 'condition', path: '/filter', fact: '', op: 'any' };
  return { kind: 'condition', ...leaf.says, actual: actualOf(leaf, reading) };
}
