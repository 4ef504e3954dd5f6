/** What lint tells of a draft among the other workflows of its workspace. */
import * as z from 'zod';
import { type LintFinding, lintWorkflow, type OtherWorkflow } from '../../../engine/lint';
import { linksOf } from '../../../engine/lint-modules';
import { isSystemWorkflow } from '../../../engine/system-workflows';
import type { WorkflowDraft } from '../../../engine/workflow';
import { type Checked, refused } from '../body';
import { type ApiDeps, problem } from '../http';
import { readWorkspace } from './configuration';

export const findingShape = z.strictObject({
  path: z.string(),
  severity: z.enum(['error', 'warning']),
  /** Stable. */
  code: z.string(),
  message: z.string(),
});

interface Linted {
  workspaceId: string;
  draft: WorkflowDraft;
  /** Absent before it is made. */
  id?: string;
}

/** The warnings; 422 when there are errors. */
export async function lint({ workspaceId, id, draft }: Linted, deps: ApiDeps): Promise<Checked<LintFinding[]>> {
  const { order, settings } = await readWorkspace(workspaceId, deps.configuration);
  const { workflows } = await deps.live.forBatch()(workspaceId);
  const active = [...workflows.values()].filter((other) => other.id !== id && !isSystemWorkflow(other.id));
  const before = new Set(id === undefined || !order.includes(id) ? order : order.slice(0, order.indexOf(id)));
  const place = active.filter((other) => before.has(other.id)).length;
  const linked = linksOf(draft).map(({ workflowId }) => workflowId);
  const idle = linked.filter((workflowId) => workflowId !== id && !workflows.has(workflowId));
  const others = [...active.map(asActive), ...(await stored(workspaceId, [...new Set(idle)], deps))];
  const findings = lintWorkflow(draft, { others, place, settings, ...(id !== undefined && { id }) });
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return { ok: true, value: findings };
  return refused(problem(422, `workflow.${first.code}`, `${first.path}: ${first.message}.`, { errors }));
}

const asActive = (workflow: WorkflowDraft & { id: string }): OtherWorkflow => ({ ...workflow, status: 'active' });

async function stored(workspaceId: string, ids: readonly string[], deps: ApiDeps): Promise<OtherWorkflow[]> {
  const records = await Promise.all(ids.map((id) => deps.configuration.getWorkflow(workspaceId, id)));
  return records.flatMap((record) => (record ? [{ ...record.draft, id: record.id, status: record.status }] : []));
}
