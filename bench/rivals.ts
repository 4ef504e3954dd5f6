/** What the matcher is compared with: plain closures as an engine without a matcher has them, and json-rules-engine. */
import { Engine, type NestedCondition, type RuleProperties } from 'json-rules-engine';
import type { Condition } from '../src/engine/condition-schema';
import { type FactSource, factNamed } from '../src/engine/facts';
import { insideHours } from '../src/engine/hours';
import { metBy, sourceOf } from '../src/engine/matcher/occasions';
import { fold } from '../src/engine/text';
import type { Workflow } from '../src/engine/workflow';
import { type PlainFilter, plainFilter } from '../test/support/plain-closures';
import { NOW, type Sample, SETTINGS } from './workload';

/** Ids of the workflows that match, in any order. */
export type Match = (sample: Sample) => string[] | Promise<string[]>;

function occasionOf({ event, conversation, customer }: Sample) {
  const met = metBy(event, conversation);
  const source = sourceOf(event, conversation, met[0]?.message, NOW, { customer, settings: SETTINGS });
  return { triggers: met.filter(({ timing }) => timing !== 'whenOpened').map(({ trigger }) => trigger), source };
}

const isInHours = ({ hours }: Workflow, source: FactSource) =>
  hours === 'always' || insideHours(source.now, source.settings) === (hours === 'inside');

/** Each workflow's filter is asked in turn; each condition reads its fact. */
export function plainClosures(workflows: readonly Workflow[]): Match {
  const compiled = workflows.map((workflow) => ({ workflow, holds: plainFilter(workflow.filter as Condition) }));
  const byTrigger = Map.groupBy(compiled, ({ workflow }) => workflow.trigger.type);
  const holds = (one: { workflow: Workflow; holds: PlainFilter }, source: FactSource) =>
    isInHours(one.workflow, source) && one.holds(source);
  return (sample) => {
    const { triggers, source } = occasionOf(sample);
    const ids: string[] = [];
    for (const trigger of triggers)
      for (const one of byTrigger.get(trigger) ?? []) if (holds(one, source)) ids.push(one.workflow.id);
    return ids;
  };
}

const folded = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(folded);
  return typeof value === 'string' ? fold(value) : value;
};

function toJsonRule(condition: Condition): NestedCondition {
  if ('all' in condition) return { all: condition.all.map(toJsonRule) };
  if ('any' in condition) return { any: condition.any.map(toJsonRule) };
  if ('not' in condition) return { not: toJsonRule(condition.not) };
  return { fact: condition.fact, operator: condition.op, value: folded(condition.value) };
}

type Actual = string | number | boolean | string[] | undefined;
const has = (actual: Actual, words: string[]) => words.some((word) => (actual as string | string[]).includes(word));
const operators: Record<string, (actual: Actual, value: never) => boolean> = {
  is: (actual, value) => actual === value,
  oneOf: (actual, value: Actual[]) => value.includes(actual),
  contains: (actual, value: string[]) => actual !== undefined && has(actual, value),
  containsNone: (actual, value: string[]) => actual !== undefined && !has(actual, value),
  between: (actual, [low, high]: [number, number]) => typeof actual === 'number' && low <= actual && actual <= high,
};

const hoursRule = ({ hours }: Workflow): NestedCondition[] =>
  hours === 'always' ? [] : [{ fact: 'hours.inside', operator: 'is', value: hours === 'inside' }];

function engineOf(workflows: readonly Workflow[]): Engine {
  const rules = workflows.map((workflow): RuleProperties => {
    const { id, filter } = workflow;
    return { event: { type: id }, conditions: { all: [...hoursRule(workflow), toJsonRule(filter as Condition)] } };
  });
  const engine = new Engine(rules, { allowUndefinedFacts: true });
  for (const [name, test] of Object.entries(operators)) engine.addOperator(name, test as never);
  return engine;
}

function factNames(condition: Condition): string[] {
  if ('fact' in condition) return [condition.fact];
  if ('not' in condition) return factNames(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(factNames);
}

/** One engine for each trigger, told the facts that any rule asks for. */
export function jsonRulesEngine(workflows: readonly Workflow[]): Match {
  const byTrigger = Map.groupBy(workflows, ({ trigger }) => trigger.type);
  const engines = new Map([...byTrigger].map(([trigger, members]) => [trigger, engineOf(members)]));
  const names = [...new Set(['hours.inside', ...workflows.flatMap(({ filter }) => factNames(filter as Condition))])];
  return async (sample) => {
    const { triggers, source } = occasionOf(sample);
    const facts = Object.fromEntries(names.map((name) => [name, folded(factNamed(name)?.read(source))]));
    const results = await Promise.all(triggers.map((trigger) => engines.get(trigger)?.run(facts)));
    return results.flatMap((result) => result?.events ?? []).map(({ type }) => type);
  };
}
