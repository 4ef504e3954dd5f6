/** Why a condition holds or not: every leaf with its actual value, and the one that decided. */
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

interface Decided {
  holds: boolean;
  leaf: PreparedLeaf | undefined;
}

/** The leaf that made the tree what it is: the first part that decides `all` or `any`, or else its first; the inside of `not`. */
function decidingLeaf(part: Prepared, reading: Reading): Decided {
  if (part.kind === 'leaf') return { holds: part.test(reading), leaf: part };
  let first: Decided | undefined;
  for (const inner of part.parts) {
    const decided = decidingLeaf(inner, reading);
    if (part.kind === 'not') return { ...decided, holds: !decided.holds };
    if (decided.holds === (part.kind === 'any')) return decided;
    first ??= decided;
  }
  return { holds: part.kind === 'all', leaf: first?.leaf };
}

/** Why a filter did not hold. */
export function whyNot(filter: Condition, reading: Reading): Reason {
  const { leaf } = decidingLeaf(preparedFilter(filter), reading);
  if (!leaf) return { kind: 'condition', path: '/filter', fact: '', op: 'any' };
  return { kind: 'condition', ...leaf.says, actual: actualOf(leaf, reading) };
}
