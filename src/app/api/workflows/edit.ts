/** Drafts: making, editing and deleting workflows. */
import type { LintFinding } from '../../../engine/lint';
import { validateWorkflow } from '../../../engine/validate';
import type { WorkflowDraft } from '../../../engine/workflow';
import type { WorkflowRecord } from '../../../ports/configuration';
import { type BodyDoor, type Checked, invalid, refused } from '../body';
import { untilWritten } from '../conflicts';
import { etagHeader, refuseIfChanged } from '../etag';
import { type ApiDeps, type ApiResponse, answer, noContent, notFound, problem } from '../http';
import type { Call } from '../route';
import { appendToOrder, publishConfiguration, readWorkspace } from './configuration';
import { lint } from './findings';
import { draftShape, toWorkflow } from './shapes';
import { refuseIfSystem } from './system';

/** More could not be listed and published at once. */
const MAX_WORKFLOWS = 5000;

/** A workflow that can be run: its shape, its trigger's settings, every fact, operator and step. */
export const draftBody: BodyDoor<WorkflowDraft> = {
  schema: draftShape,
  contentTypes: ['application/json'],
  optional: false,
  check(value): Checked<WorkflowDraft> {
    const validated = validateWorkflow(value);
    return validated.ok ? { ok: true, value: validated.draft } : refused(invalid(validated.problems));
  },
};

type WorkflowCall<B = undefined> = Call<{ id: string }, B>;

/** Makes a draft, last in the order. */
export async function createWorkflow(call: Call<object, WorkflowDraft>, deps: ApiDeps): Promise<ApiResponse> {
  const { workspaceId } = call.key;
  const linted = await lint({ workspaceId, draft: call.body }, deps);
  if (!linted.ok) return linted.response;
  const made = await createDraft({ workspaceId, id: call.newId('wf'), draft: call.body }, deps);
  if (!made.ok) return made.response;
  const location = `/v1/workflows/${made.record.id}`;
  return tell({ record: made.record, findings: linted.value }, 201, { location });
}

type Made = { ok: true; record: WorkflowRecord } | { ok: false; response: ApiResponse };

/** Makes a draft under this id, last in the order; one that is there already is left as it is. */
export async function createDraft(
  { workspaceId, id, draft }: Pick<WorkflowRecord, 'workspaceId' | 'id' | 'draft'>,
  deps: ApiDeps,
): Promise<Made> {
  const now = deps.clock.now();
  const { order } = await readWorkspace(workspaceId, deps.configuration);
  if (order.length >= MAX_WORKFLOWS) {
    return refused(
      problem(409, 'workflow.tooMany', `A workspace holds at most ${MAX_WORKFLOWS} workflows; delete some first.`),
    );
  }
  const made: WorkflowRecord = {
    ...{ workspaceId, id, version: 1, status: 'draft', revision: 1 },
    ...{ draft, createdAt: now, updatedAt: now },
  };
  const isNew = await deps.configuration.putWorkflow(made);
  const record = isNew ? made : ((await deps.configuration.getWorkflow(workspaceId, id)) ?? made);
  await appendToOrder(workspaceId, id, deps);
  return { ok: true, record };
}

/** Replaces the draft; what is published goes on unchanged. */
export function editWorkflow(call: WorkflowCall<WorkflowDraft>, deps: ApiDeps): Promise<ApiResponse> {
  return changeWorkflow(call, deps, async (record) => {
    if (record.draft.trigger.type !== call.body.trigger.type) return triggerIsFixed(record.draft.trigger.type);
    const next = { ...record, draft: call.body, revision: record.revision + 1 };
    const linted = await lint(next, deps);
    return linted.ok ? { record: next, findings: linted.value } : linted.response;
  });
}

function triggerIsFixed(type: string): ApiResponse {
  const path = '/trigger/type';
  const message = `is fixed to "${type}" since the workflow was made`;
  const errors = [{ path, message }];
  return problem(422, 'workflow.triggerFixed', `${path}: ${message}; make a new workflow instead.`, { errors });
}

/** Takes a workflow out of what runs, and deletes it; runs under way go on with their revision. */
export async function deleteWorkflow(call: WorkflowCall, deps: ApiDeps): Promise<ApiResponse> {
  const { workspaceId } = call.key;
  const { id } = call.params;
  const own = refuseIfSystem(id);
  if (own) return own;
  const record = await deps.configuration.getWorkflow(workspaceId, id);
  // In the order without a record: an earlier delete broke off before it was published.
  const { order } = await readWorkspace(workspaceId, deps.configuration);
  if (!record && !order.includes(id)) return notFound('workflow');
  const changed = record && refuseIfChanged(call.request, record.version);
  if (changed) return changed;
  await deps.configuration.removeWorkflow(workspaceId, id);
  await publishConfiguration(workspaceId, deps);
  return noContent();
}

export interface Changed {
  record: WorkflowRecord;
  findings?: readonly LintFinding[];
}

/**
 * Reads a workflow, changes it and writes it, honouring If-Match; 404 when it is not there.
 * @param change the next record without its version, the same record for no change, or a refusal
 */
export function changeWorkflow(
  call: Pick<WorkflowCall, 'key' | 'params' | 'request'>,
  deps: ApiDeps,
  change: (record: WorkflowRecord) => Promise<Changed | ApiResponse>,
): Promise<ApiResponse> {
  return untilWritten(async () => {
    const own = refuseIfSystem(call.params.id);
    if (own) return own;
    const record = await deps.configuration.getWorkflow(call.key.workspaceId, call.params.id);
    if (!record) return notFound('workflow');
    const changedMeanwhile = refuseIfChanged(call.request, record.version);
    if (changedMeanwhile) return changedMeanwhile;
    const changed = await change(record);
    if ('headers' in changed) return changed;
    if (changed.record === record) return tell(changed);
    const written = { ...changed.record, version: record.version + 1, updatedAt: deps.clock.now() };
    return (await deps.configuration.putWorkflow(written)) ? tell({ ...changed, record: written }) : undefined;
  });
}

function tell({ record, findings }: Changed, status = 200, headers: Record<string, string> = {}): ApiResponse {
  const body = { ...toWorkflow(record), ...(findings && { findings }) };
  return answer(status, body, { ...etagHeader(record.version), ...headers });
}
