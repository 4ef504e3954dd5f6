/** Workflows that set each other off, round and round. */
import { type LintContext, type LintFinding, type OtherWorkflow, warning } from './lint-finding';
import { linksOf } from './lint-modules';
import { everyStep } from './steps';
import type { WorkflowDraft } from './workflow';

type Node = WorkflowDraft & { id: string };
interface Edge {
  to: Node;
  /** The step that sets it off. */
  path: string;
}

const OWN = '';

export function lintLoops(draft: WorkflowDraft, { id = OWN, others }: LintContext): LintFinding[] {
  const own = { ...draft, id };
  const nodes = [own, ...others.filter(({ status }: OtherWorkflow) => status === 'active')];
  const found = edgesOf(own, nodes).flatMap((edge): LintFinding[] => {
    const way = wayBack(edge.to, own, nodes);
    if (!way) return [];
    const names = [own, ...way].map(({ name }) => `"${name}"`).join(' → ');
    return [
      warning(
        edge.path,
        'loop',
        `workflows may set each other off in a circle, which is cut after a few rounds: ${names}`,
      ),
    ];
  });
  return found.filter(({ path }, at) => found.findIndex((other) => other.path === path) === at);
}

/** The shortest way from a workflow back to where it began, both included. */
function wayBack(from: Node, to: Node, nodes: readonly Node[]): Node[] | undefined {
  const ways = new Map<Node, Node[]>([[from, [from]]]);
  for (const [node, way] of ways) {
    if (node === to) return way;
    for (const edge of edgesOf(node, nodes)) if (!ways.has(edge.to)) ways.set(edge.to, [...way, edge.to]);
  }
  return undefined;
}

const CAUSES: Readonly<Record<string, string>> = {
  'conversation.open': 'chat.opened',
  'conversation.close': 'chat.closed',
  /** When it ends. */
  'conversation.snooze': 'chat.opened',
};

/** What the steps of a workflow set off. */
function edgesOf(node: Node, nodes: readonly Node[]): Edge[] {
  const steps = [...everyStep(node.steps, '/steps')].map(({ step, path }) => ({ name: String(step.do), path }));
  const has = (...names: string[]) => steps.some(({ name }) => names.includes(name));
  const byTrigger = steps.flatMap(({ name, path }) => {
    const trigger = CAUSES[name];
    // What is open is not opened, and what is closed not closed.
    if (trigger === undefined) return [];
    if (trigger === node.trigger.type && !has(...(trigger === 'chat.closed' ? REOPENS : SHUTS))) return [];
    return nodes
      .filter((to) => to.trigger.type === trigger && to.trigger.timing !== 'first')
      .map((to) => ({ to, path }));
  });
  const byLink = linksOf(node).flatMap(({ workflowId, path }) =>
    nodes.filter(({ id }) => id === workflowId).map((to) => ({ to, path })),
  );
  return [...byTrigger, ...byLink];
}

const REOPENS = ['conversation.open', 'conversation.snooze'];
const SHUTS = ['conversation.close', 'conversation.snooze'];
