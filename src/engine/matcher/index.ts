/** Workflows compiled once per configuration: which there are for a trigger, which of them hold, and which waits there are. */
import type { Conversation } from '../conversation';
import type { ConversationEvent } from '../event';
import type { FactSource } from '../facts';
import { Reading } from '../reading';
import { DEFAULT_SETTINGS } from '../settings';
import type { Instant } from '../time';
import type { Workflow } from '../workflow';
import { CompiledWorkflow, WorkflowGroup } from './group';
import { type Met, metBy, sourceOf } from './occasions';

export { CompiledWorkflow, WorkflowGroup } from './group';

/** The waits of one kind that are configured. */
export interface ConfiguredWaits {
  /** Distinct waits in ascending order, each with its workflows. */
  byWait: { wait: number; group: WorkflowGroup }[];
  /** When the newest of their revisions was published. */
  newest: number;
}

/** What conditions ask beside the event, the conversation and the time. */
export type Known = Partial<Pick<FactSource, 'customer' | 'settings' | 'channelKind'>>;

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
const INDEX_FROM = 64;

const NOBODY = new WorkflowGroup([], INDEX_FROM);
const NO_WAITS: ConfiguredWaits = { byWait: [], newest: 0 };

function gatherWaits(workflows: readonly CompiledWorkflow[], indexFrom: number): ConfiguredWaits {
  const byWait = Map.groupBy(workflows, (compiled) => compiled.wait);
  return {
    byWait: [...byWait]
      .sort(([a], [b]) => a - b)
      .map(([wait, members]) => ({ wait, group: new WorkflowGroup(members, indexFrom) })),
    newest: workflows.reduce((newest, { workflow }) => Math.max(newest, workflow.publishedAt), 0),
  };
}

/** Bots that are attached to a campaign go before the others (requirements, T1). */
function campaignsFirst(workflows: readonly Workflow[]): readonly Workflow[] {
  const isAttached = ({ trigger: { campaigns = [] } }: Workflow) => campaigns.length > 0;
  if (!workflows.some(isAttached)) return workflows;
  return [...workflows.filter(isAttached), ...workflows.filter((workflow) => !isAttached(workflow))];
}

/** Compiles active workflows, given in priority order; filters, and the index, when they are first asked. */
export function compileWorkflows(workflows: readonly Workflow[], indexFrom = INDEX_FROM): Matcher {
  const compiled = campaignsFirst(workflows).map((workflow) => new CompiledWorkflow(workflow));
  const byTrigger = Map.groupBy(compiled, ({ workflow }) => workflow.trigger.type);
  const groups = new Map([...byTrigger].map(([type, members]) => [type, new WorkflowGroup(members, indexFrom)]));
  const byTiming = Map.groupBy(compiled, ({ workflow: { trigger } }) => `${trigger.type} ${trigger.timing ?? ''}`);
  const waits = new Map([...byTiming].map(([key, members]) => [key, gatherWaits(members, indexFrom)]));
  const group = (trigger: string) => groups.get(trigger) ?? NOBODY;
  const waitsOf = (trigger: string, timing = '') => waits.get(`${trigger} ${timing}`) ?? NO_WAITS;
  return {
    size: workflows.length,
    group,
    waits: waitsOf,
    waiting: (trigger, timing, wait) =>
      waitsOf(trigger, timing).byWait.find((some) => some.wait === wait)?.group ?? NOBODY,
    match(event, conversation, now, known) {
      const source = { customer: undefined, settings: DEFAULT_SETTINGS, ...known, conversation, now };
      const met = metBy(event, conversation);
      const reading = new Reading(sourceOf(event, source, met[0]?.message));
      return met.flatMap((one) => idsOf(group(one.trigger), one, reading));
    },
  };
}

function idsOf(group: WorkflowGroup, met: Met, reading: Reading): string[] {
  const ids: string[] = [];
  for (const at of group.matching(reading)) {
    const compiled = group.members[at] as CompiledWorkflow;
    const { id, trigger } = compiled.workflow;
    if ((met.timing === undefined || met.timing === trigger.timing) && !compiled.against(met, reading)) ids.push(id);
  }
  return ids;
}
