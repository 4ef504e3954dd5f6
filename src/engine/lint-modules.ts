/** Links to modules that are not there. */
import type { LintContext, LintFinding } from './lint-finding';
import { everyStep } from './steps';
import type { WorkflowDraft } from './workflow';

/** Ids of the modules that a workflow links to, each with the place of the link. */
export function linksOf({ steps }: Pick<WorkflowDraft, 'steps'>): { workflowId: string; path: string }[] {
  return [...everyStep(steps, '/steps')].flatMap(({ step, path }) =>
    step.do === 'module.run' ? [{ workflowId: String(step.workflowId), path: `${path}/workflowId` }] : [],
  );
}

export function lintModules(draft: WorkflowDraft, { id, others }: LintContext): LintFinding[] {
  return linksOf(draft).flatMap(({ workflowId, path }): LintFinding[] => {
    const module = workflowId === id ? draft : others.find((other) => other.id === workflowId);
    if (!module)
      return [{ path, severity: 'error', code: 'unknownModule', message: `there is no workflow "${workflowId}"` }];
    if (module.trigger.type !== 'module') {
      const message = `"${module.name}" is no module: its trigger is "${module.trigger.type}"`;
      return [{ path, severity: 'error', code: 'notAModule', message }];
    }
    const isIdle = 'status' in module && module.status !== 'active';
    const message = `"${module.name}" is not active: runs that come here fail until it is published`;
    return isIdle ? [{ path, severity: 'warning', code: 'moduleNotActive', message }] : [];
  });
}
