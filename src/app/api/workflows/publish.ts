/** Publishing and pausing: what runs from the next evaluated batch on. */
import type { Instant } from '../../../engine/time';
import type { Workflow } from '../../../engine/workflow';
import type { WorkflowRecord } from '../../../ports/configuration';
import { type ApiDeps, type ApiResponse, problem } from '../http';
import type { Call } from '../route';
import { publishConfiguration } from './configuration';
import { type Changed, changeWorkflow } from './edit';
import { lint } from './findings';

type WorkflowCall = Call<{ id: string }>;
type Published = WorkflowRecord & Pick<Workflow, 'publishedAt' | 'activeSince'>;

/** Makes the newest revision the one that runs. Once more changes nothing, but mends what a broken try left. */
export function publishWorkflow(call: WorkflowCall, deps: ApiDeps): Promise<ApiResponse> {
  return changeAndPublish(call, deps, async (record) => {
    const linted = await lint(record, deps);
    if (!linted.ok) return linted.response;
    const findings = linted.value;
    if (record.status === 'active' && record.publishedRevision === record.revision) return { record, findings };
    const next = published(record, deps.clock.now());
    const { id, revision, publishedAt, activeSince } = next;
    await deps.configuration.putRevision(next.workspaceId, { ...next.draft, id, revision, publishedAt, activeSince });
    return { record: next, findings };
  });
}

function published(record: WorkflowRecord, now: Instant): Published {
  const activeSince = record.status === 'active' ? (record.activeSince ?? now) : now;
  return { ...record, status: 'active', publishedRevision: record.revision, publishedAt: now, activeSince };
}

/** Stops a workflow from starting; its waits end, its runs go on. */
export function pauseWorkflow(call: WorkflowCall, deps: ApiDeps): Promise<ApiResponse> {
  return changeAndPublish(call, deps, async (record) => {
    if (record.status === 'paused') return { record };
    if (record.status === 'active') return { record: { ...record, status: 'paused' } };
    return problem(
      409,
      'workflow.notPublished',
      'This workflow is a draft and does not run; there is nothing to pause.',
    );
  });
}

async function changeAndPublish(
  call: WorkflowCall,
  deps: ApiDeps,
  change: (record: WorkflowRecord) => Promise<Changed | ApiResponse>,
): Promise<ApiResponse> {
  const response = await changeWorkflow(call, deps, change);
  if (response.status === 200) await publishConfiguration(call.key.workspaceId, deps);
  return response;
}
