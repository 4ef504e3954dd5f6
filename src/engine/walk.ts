/** A run as it is being taken: which workflow's steps it is in, and where. */
import type { Run } from './conversation';
import { pointer } from './pointer';
import { forward, type Step, stepAt } from './steps';
import type { RunChange } from './timeline';
import type { Occurrence, Turn } from './turn';
import type { Workflow } from './workflow';

export interface Walk {
  turn: Turn;
  run: Run;
  /** The run's own, then the modules that it is in: the last is the one whose steps are taken. */
  workflows: Workflow[];
  carried: Pick<Occurrence, 'message' | 'agentId'>;
}

/** What a step leads to: the next one, standing still, an end, a list within it, a module. */
export type Outcome =
  | 'next'
  | 'suspended'
  | { change: RunChange['change']; detail?: string }
  | { into: (string | number)[] }
  | { module: Workflow };

export const currentStep = ({ workflows, run }: Walk): Step | undefined =>
  stepAt((workflows.at(-1) as Workflow).steps, run.at);

/** Where a run stands in its own workflow: at the step that leads into a module, while it is in one. */
const placeOf = ({ modules, at }: Run) => pointer(['steps', ...(modules?.[0]?.from ?? at)]);

/** Writes down where the run went. */
export function tell({ run, turn }: Pick<Walk, 'run' | 'turn'>, change: RunChange['change'], detail?: string): void {
  const { id: runId, workflowId } = run;
  const isDone = change === 'started' || change === 'completed';
  turn.runChanges.push({
    ...{ runId, workflowId, change },
    ...(isDone ? {} : { step: placeOf(run) }),
    ...(detail ? { detail } : {}),
  });
  if (change === 'ended' || change === 'failed') tellModules(turn, run, change);
}

/** Whoever looks at a module sees where runs were lost in it, whatever led there. */
function tellModules(turn: Turn, { id: runId, modules = [], at }: Run, change: 'ended' | 'failed'): void {
  for (const [level, { workflowId }] of modules.entries())
    turn.runChanges.push({ runId, workflowId, change, step: pointer(['steps', ...(modules[level + 1]?.from ?? at)]) });
}

const MAX_MODULES = 8;

/** Goes into a module; why that is impossible. */
export function enterModule({ turn, run, workflows }: Walk, module: Workflow): string | undefined {
  if (workflows.some(({ id }) => id === module.id)) return `module ${module.id} leads into itself`;
  if (workflows.length > MAX_MODULES) return `more than ${MAX_MODULES} modules within each other`;
  run.modules = [...(run.modules ?? []), { workflowId: module.id, revision: module.revision, from: run.at }];
  workflows.push(module);
  run.at = [0];
  turn.runChanges.push({ runId: run.id, workflowId: module.id, change: 'started', startedBy: 'link' });
  return undefined;
}

/** Behind a module's last step: on with the step behind the one that led there. False when there is none to leave. */
export function leaveModule({ turn, run, workflows }: Walk): boolean {
  const left = run.modules?.at(-1);
  if (!left) return false;
  run.modules = run.modules?.slice(0, -1) ?? [];
  if (run.modules.length === 0) delete run.modules;
  workflows.pop();
  run.at = forward(left.from);
  turn.runChanges.push({ runId: run.id, workflowId: left.workflowId, change: 'completed' });
  return true;
}
