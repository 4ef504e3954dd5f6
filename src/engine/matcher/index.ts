/** Workflows compiled once per configuration: which there are for a trigger, which of them hold, and which waits there are. */
import type { Conversation } from '../conversation';
import type { ConversationEvent } from '../event';
import { Reading } from '../reading';
import type { Instant } from '../time';
import type { Workflow } from '../workflow';
import { CompiledWorkflow, WorkflowGroup } from './group';
import { type Known, type Met, metBy, sourceOf } from './occasions';
import { WaitGroup } from './wait-group';

export { CompiledWorkflow, WorkflowGroup } from './group';
export type { OpenWorkflows } from './wait-group';

/** The waits of one kind that are configured. */
export interface ConfiguredWaits {
  /** Those of each distinct wait, the shortest first. */
  byWait: readonly WaitGroup[];
  /** When the newest of their revisions was published. */
  newest: number;
}

export interface Matcher {
  size: number;
  /** Active workflows of the trigger. */
  group(trigger: string): WorkflowGroup;
  /** Those of a wait trigger, timing and wait (ms). */
  waiting(trigger: string, timing: string | undefined, wait: number): WorkflowGroup;
  /** Active workflows of a wait trigger and timing, by wait. */
  waits(trigger: string, timing?: string): ConfiguredWaits;
  /**
   * Ids of the workflows whose trigger the event meets, or whose wait it starts, and whose settings and filter hold now; by trigger,
   * in priority order. `conversation` is as the event leaves it. What runs and fuses keep from firing is not asked.
   */
  match(event: ConversationEvent, conversation: Conversation, now: Instant, known?: Known): string[];
}

/** From so many of a trigger on, an index finds them faster than asking each (`npm run bench -- --only matcher`). */
const INDEX_FROM = 32;

const NOBODY = new WorkflowGroup([], INDEX_FROM);
const NO_WAITS: ConfiguredWaits = { byWait: [], newest: 0 };

function gatherWaits(workflows: readonly CompiledWorkflow[], indexFrom: number): ConfiguredWaits {
  const byWait = Map.groupBy(workflows, (compiled) => compiled.wait);
  return {
    byWait: [...byWait].sort(([a], [b]) => a - b).map(([wait, members]) => new WaitGroup(wait, members, indexFrom)),
    newest: workflows.reduce((newest, { workflow }) => Math.max(newest, workflow.publishedAt), 0),
  };
}

/** Bots that are attached to a campaign go before the others (requirements, T1). */
function campaignsFirst(workflows: readonly Workflow[]): readonly Workflow[] {
  const isAttached = ({ trigger: { campaigns = [] } }: Workflow) => campaigns.length > 0;
  if (!workflows.some(isAttached)) return workflows;
  return [...workflows.filter(isAttached), ...workflows.filter((workflow) => !isAttached(workflow))];
}

/** The answer of the first time, ever after. */
function once<T>(answer: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const answered = known.get(name) ?? answer(name);
    known.set(name, answered);
    return answered;
  };
}

/** Compiles active workflows, given in priority order; each trigger's when it is first met. */
export function compileWorkflows(workflows: readonly Workflow[], indexFrom = INDEX_FROM): Matcher {
  const byTrigger = Map.groupBy(campaignsFirst(workflows), ({ trigger }) => trigger.type);
  const groupNamed = once((trigger) => {
    const members = (byTrigger.get(trigger) ?? []).map((workflow) => new CompiledWorkflow(workflow));
    return new WorkflowGroup(members, indexFrom);
  });
  const group = (trigger: string) => (byTrigger.has(trigger) ? groupNamed(trigger) : NOBODY);
  const waitsNamed = once((name) => {
    const [trigger = '', timing = ''] = name.split(' ');
    const members = group(trigger).members.filter(({ workflow }) => (workflow.trigger.timing ?? '') === timing);
    return gatherWaits(members, indexFrom);
  });
  const waits = (trigger: string, timing = '') =>
    byTrigger.has(trigger) ? waitsNamed(`${trigger} ${timing}`) : NO_WAITS;
  return {
    size: workflows.length,
    group,
    waits,
    waiting: (trigger, timing, wait) => waits(trigger, timing).byWait.find((some) => some.wait === wait) ?? NOBODY,
    match(event, conversation, now, known = {}) {
      const met = metBy(event, conversation);
      const reading = new Reading(sourceOf(event, conversation, met[0]?.message, now, known));
      const ids: string[] = [];
      for (const one of met) collectIds(group(one.trigger), one, reading, ids);
      return ids;
    },
  };
}

function collectIds(group: WorkflowGroup, met: Met, reading: Reading, into: string[]): void {
  for (const at of group.matching(reading)) {
    const compiled = group.members[at] as CompiledWorkflow;
    const { id, trigger } = compiled.workflow;
    if ((met.timing === undefined || met.timing === trigger.timing) && !compiled.against(met, reading)) into.push(id);
  }
}
