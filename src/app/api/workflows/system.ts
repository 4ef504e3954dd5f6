/** The product's own workflows among a workspace's: seen, counted, and nobody's to edit. */
import { isSystemWorkflow, systemWorkflows } from '../../../engine/system-workflows';
import type { WorkflowRecord, WorkspaceRecord } from '../../../ports/configuration';
import { type ApiDeps, type ApiResponse, problem } from '../http';
import { readWorkspace } from './configuration';

/** As if they were stored; in front of all others. */
export function systemRecords({ workspaceId, settings }: WorkspaceRecord): WorkflowRecord[] {
  return systemWorkflows(settings).map(({ id, revision, activeSince: _, publishedAt: __, ...draft }) => ({
    ...{ workspaceId, id, version: revision, status: 'active', revision, publishedRevision: revision },
    ...{ draft, createdAt: 0, updatedAt: 0 },
  }));
}

/** A workflow of the workspace, the product's own included. */
export async function findWorkflow(
  workspaceId: string,
  id: string,
  { configuration }: Pick<ApiDeps, 'configuration'>,
): Promise<WorkflowRecord | undefined> {
  if (!isSystemWorkflow(id)) return configuration.getWorkflow(workspaceId, id);
  return systemRecords(await readWorkspace(workspaceId, configuration)).find((record) => record.id === id);
}

/** 409 for what is not to be edited. */
export function refuseIfSystem(id: string): ApiResponse | undefined {
  if (!isSystemWorkflow(id)) return undefined;
  const detail = `${id} is a workflow of Threadkeeper's own and cannot be changed; settings.continuity turns it on and off.`;
  return problem(409, 'workflow.readOnly', detail);
}
