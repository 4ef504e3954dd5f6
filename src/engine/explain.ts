/** Why a condition holds or not: every leaf with its actual value, and the one that decided. */
import { compileCondition } from './condition';
import { type FactSource, factNamed } from './facts';
import { cut } from './text';
import type { Reason } from './timeline';
import type { Condition } from './workflow';

export interface ExplainedLeaf {
  /** Where it stands in the filter, as a JSON pointer. */
  path: string;
  fact: string;
  op: string;
  expected?: unknown;
  actual?: unknown;
  result: boolean;
}
export type Explained = {
  path: string;
  result: boolean;
  leaf?: ExplainedLeaf;
  parts?: Explained[];
  kind: 'all' | 'any' | 'not' | 'leaf';
};

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

/** The whole tree with results. */
export function explainCondition(condition: Condition, source: FactSource, path = ''): Explained {
  if ('all' in condition || 'any' in condition) {
    const kind = 'all' in condition ? 'all' : 'any';
    const inner = 'all' in condition ? condition.all : condition.any;
    const parts = inner.map((part, index) => explainCondition(part, source, `${path}/${kind}/${index}`));
    const result = kind === 'all' ? parts.every((part) => part.result) : parts.some((part) => part.result);
    return { path, kind, result, parts };
  }
  if ('not' in condition) {
    const part = explainCondition(condition.not, source, `${path}/not`);
    return { path, kind: 'not', result: !part.result, parts: [part] };
  }
  const actual = shown(factNamed(condition.fact)?.read(source));
  const result = compileCondition(condition)(source);
  const leaf = { path, fact: condition.fact, op: condition.op, expected: shown(condition.value), actual, result };
  return { path, kind: 'leaf', result, leaf };
}

/** All leaves of an explanation, in order. */
export function leavesOf(explained: Explained): ExplainedLeaf[] {
  return explained.leaf ? [explained.leaf] : (explained.parts ?? []).flatMap(leavesOf);
}

/** The leaf that made the tree what it is: the first failing part of `all`, the first of `any`, the inside of `not`. */
function decidingLeaf(explained: Explained): ExplainedLeaf | undefined {
  if (explained.leaf) return explained.leaf;
  const parts = explained.parts ?? [];
  if (explained.kind === 'not') return parts[0] && decidingLeaf(parts[0]);
  const part = parts.find((candidate) => candidate.result === explained.result) ?? parts[0];
  return part && decidingLeaf(part);
}

/** Why a filter did not hold. */
export function whyNot(condition: Condition, source: FactSource): Reason {
  const leaf = decidingLeaf(explainCondition(condition, source, '/filter'));
  if (!leaf) return { kind: 'condition', path: '/filter', fact: '', op: 'any' };
  const { result: _, ...rest } = leaf;
  return { kind: 'condition', ...rest };
}
