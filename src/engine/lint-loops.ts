/** Workflows that set each other off, round and round. */
import { type LintContext, type LintFinding, warning } from './lint-finding';
import { linksOf } from './lint-modules';
import { everyStep } from './steps';
import type { WorkflowDraft } from './workflow';

type Node = WorkflowDraft & { id: string };

/** What a step sets off: an occasion that all workflows of a trigger meet, or one module. */
interface Cause {
  occasion: string;
  path: string;
}

/** Before it has an id of its own. */
const OWN = '';

export function lintLoops(draft: WorkflowDraft, { id = OWN, others }: LintContext): LintFinding[] {
  const own = { ...draft, id };
  const meeting = byOccasion([own, ...others.filter(({ status }) => status === 'active')]);
  const seen = new Map<string, string | undefined>();
  return causesOf(own).flatMap(({ occasion, path }): LintFinding[] => {
    if (!seen.has(occasion)) seen.set(occasion, wayBack(occasion, own, meeting));
    const way = seen.get(occasion);
    const says = `workflows may set each other off in a circle, which is cut after a few rounds: "${own.name}" → ${way}`;
    return way === undefined ? [] : [warning(path, 'loop', says)];
  });
}

/** Workflows by the occasion that they meet; who fires on first openings only goes round once. */
function byOccasion(nodes: readonly Node[]): ReadonlyMap<string, readonly Node[]> {
  const meeting = nodes.filter(({ trigger }) => trigger.timing !== 'first');
  return Map.groupBy(meeting, ({ id, trigger }) => (trigger.type === 'module' ? moduleOf(id) : trigger.type));
}
const moduleOf = (id: string) => `module ${id}`;

interface Stop {
  occasion: string;
  /** Names on the way there. */
  names: readonly string[];
}

/** Names on the shortest way from an occasion back to a workflow; `undefined` when none leads there. */
function wayBack(first: string, to: Node, meeting: ReadonlyMap<string, readonly Node[]>): string | undefined {
  const stops = new Map<string, Stop>([[first, { occasion: first, names: [] }]]);
  for (const { occasion, names } of stops.values()) {
    const nodes = meeting.get(occasion) ?? [];
    if (nodes.includes(to)) return [...names, to.name].map((name) => `"${name}"`).join(' → ');
    for (const node of nodes)
      for (const { occasion: next } of causesOf(node))
        if (!stops.has(next)) stops.set(next, { occasion: next, names: [...names, node.name] });
  }
  return undefined;
}

const CAUSES: Readonly<Record<string, string>> = {
  'conversation.open': 'chat.opened',
  'conversation.close': 'chat.closed',
  /** When it ends. */
  'conversation.snooze': 'chat.opened',
};
/** What has to come before what would change nothing otherwise: what is open is not opened, what is closed not closed. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'chat.closed': ['conversation.open', 'conversation.snooze'],
  'chat.opened': ['conversation.close', 'conversation.snooze'],
};

function causesOf(node: Node): Cause[] {
  const steps = [...everyStep(node.steps, '/steps')].map(({ step, path }) => ({ name: String(step.do), path }));
  const changes = (occasion: string) =>
    occasion !== node.trigger.type || steps.some(({ name }) => NEEDS[occasion]?.includes(name));
  const own = steps.flatMap(({ name, path }) => {
    const occasion = CAUSES[name];
    return occasion !== undefined && changes(occasion) ? [{ occasion, path }] : [];
  });
  return [...own, ...linksOf(node).map(({ workflowId, path }) => ({ occasion: moduleOf(workflowId), path }))];
}
