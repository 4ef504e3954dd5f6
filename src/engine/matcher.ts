/** Workflows compiled once per configuration: which there are for a trigger, in priority order, and which waits. */
import { type CompiledCondition, compileCondition } from './condition';
import type { FactSource } from './facts';
import { parseDuration } from './time';
import type { Workflow } from './workflow';

export interface CompiledWorkflow {
  workflow: Workflow;
  /** The filter; always true without one. */
  holds: CompiledCondition;
  /** The trigger's wait in milliseconds; 0 for triggers without one. */
  wait: number;
}

/** The waits of one kind that are configured. */
export interface ConfiguredWaits {
  /** Distinct waits in ascending order, each with its workflows in priority order. */
  byWait: { wait: number; workflows: readonly CompiledWorkflow[]; group: WorkflowGroup }[];
  /** When the newest of their revisions was published. */
  newest: number;
}

/** Workflows that are evaluated together, in priority order. */
export interface WorkflowGroup {
  members: readonly CompiledWorkflow[];
  /** Positions of the members whose filter holds, ascending. */
  matching(source: FactSource): readonly number[];
}

export interface Matcher {
  size: number;
  /** Active workflows of the trigger, in priority order. */
  of(trigger: string): readonly CompiledWorkflow[];
  group(trigger: string): WorkflowGroup;
  /** Those of a wait trigger, timing and wait (ms). */
  waiting(trigger: string, timing: string | undefined, wait: number): WorkflowGroup;
  /** Active workflows of a wait trigger and timing, by wait. */
  waits(trigger: string, timing?: string): ConfiguredWaits;
}

const NONE: readonly CompiledWorkflow[] = [];
const NOBODY: WorkflowGroup = { members: NONE, matching: () => [] };
const NO_WAITS: ConfiguredWaits = { byWait: [], newest: 0 };
const always: CompiledCondition = () => true;

function compile(workflow: Workflow): CompiledWorkflow {
  const holds: CompiledCondition = workflow.filter ? compileCondition(workflow.filter) : always;
  return {
    workflow,
    holds,
    wait: workflow.trigger.wait === undefined ? 0 : (parseDuration(workflow.trigger.wait) ?? 0),
  };
}

function groupOf(members: readonly CompiledWorkflow[]): WorkflowGroup {
  const matching = (source: FactSource) => members.flatMap(({ holds }, at) => (holds(source) ? [at] : []));
  return { members, matching };
}

function gatherWaits(workflows: readonly CompiledWorkflow[]): ConfiguredWaits {
  const byWait = Map.groupBy(workflows, (compiled) => compiled.wait);
  return {
    byWait: [...byWait]
      .sort(([a], [b]) => a - b)
      .map(([wait, members]) => ({ wait, workflows: members, group: groupOf(members) })),
    newest: Math.max(0, ...workflows.map(({ workflow }) => workflow.publishedAt)),
  };
}

/** Compiles active workflows, given in priority order. @throws on a filter that validation would have refused */
export function compileWorkflows(workflows: readonly Workflow[]): Matcher {
  const byTrigger = Map.groupBy(workflows.map(compile), ({ workflow }) => workflow.trigger.type);
  const waits = new Map<string, ConfiguredWaits>();
  for (const [type, members] of byTrigger) {
    const byTiming = Map.groupBy(members, ({ workflow }) => `${type} ${workflow.trigger.timing ?? ''}`);
    for (const [key, some] of byTiming) waits.set(key, gatherWaits(some));
  }
  const groups = new Map([...byTrigger].map(([type, members]) => [type, groupOf(members)]));
  const waitsOf = (trigger: string, timing = '') => waits.get(`${trigger} ${timing}`) ?? NO_WAITS;
  return {
    size: workflows.length,
    of: (trigger) => byTrigger.get(trigger) ?? NONE,
    group: (trigger) => groups.get(trigger) ?? NOBODY,
    waits: waitsOf,
    waiting: (trigger, timing, wait) =>
      waitsOf(trigger, timing).byWait.find((some) => some.wait === wait)?.group ?? NOBODY,
  };
}
