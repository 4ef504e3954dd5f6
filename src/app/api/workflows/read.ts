/** Reading workflows, and their order. */
import * as z from 'zod';
import { isSystemWorkflow } from '../../../engine/system-workflows';
import type { WorkflowRecord } from '../../../ports/configuration';
import { NO_RUNS, type RunCounts } from '../../../ports/statistics';
import { etagHeader } from '../etag';
import { type ApiDeps, type ApiResponse, answer, type Finding, notFound, problem } from '../http';
import { badCursor, type PageQuery, pageOf } from '../query';
import type { Call } from '../route';
import { id, named } from '../schemas';
import { inOrder, publishConfiguration, readWorkspace } from './configuration';
import { STATISTICS_DAYS, toWorkflow } from './shapes';
import { daysUpTo } from './statistics';
import { findWorkflow, systemRecords } from './system';

/** All workflows in priority order, with their statistics. */
export async function listWorkflows(call: Call<object, undefined, PageQuery>, deps: ApiDeps): Promise<ApiResponse> {
  const { workspaceId } = call.key;
  const [workspace, records] = await Promise.all([
    readWorkspace(workspaceId, deps.configuration),
    deps.configuration.listWorkflows(workspaceId),
  ]);
  const all = [...systemRecords(workspace), ...inOrder(records, workspace.order)];
  const page = pageOf(all, call.query, (record) => record.id);
  if (!page) return badCursor();
  const counts = await statisticsOf(workspaceId, deps);
  const items = page.items.map((record) => toWorkflow(record, counts[record.id] ?? NO_RUNS));
  return answer(200, { ...page, items });
}

export async function getWorkflow(call: Call<{ id: string }>, deps: ApiDeps): Promise<ApiResponse> {
  const { workspaceId } = call.key;
  const record = await findWorkflow(workspaceId, call.params.id, deps);
  if (!record) return notFound('workflow');
  const counts = await statisticsOf(workspaceId, deps);
  return answer(200, toWorkflow(record, counts[record.id] ?? NO_RUNS), etagHeader(record.version));
}

function statisticsOf(workspaceId: string, deps: ApiDeps): Promise<Record<string, RunCounts>> {
  return deps.statistics.sum(workspaceId, daysUpTo(deps.clock.now(), STATISTICS_DAYS));
}

export const orderShape = named('WorkflowOrder', z.strictObject({ order: z.array(id).max(10_000) }));

/** Sets the priority order, live at once; every workflow must be named exactly once. */
export async function orderWorkflows(call: Call<object, { order: string[] }>, deps: ApiDeps): Promise<ApiResponse> {
  // Whoever sends back what was listed names the product's own too, which always come first.
  const order = call.body.order.filter((id) => !isSystemWorkflow(id));
  const result = await publishConfiguration<ApiResponse>(call.key.workspaceId, deps, (_, records) => {
    const findings = orderFindings(order, records);
    return findings.length === 0 ? { change: { order } } : { stop: incomplete(findings) };
  });
  return 'stop' in result ? result.stop : answer(200, { order: result.workspace.order });
}

function orderFindings(order: readonly string[], records: readonly WorkflowRecord[]): Finding[] {
  const known = new Set(records.map((record) => record.id));
  const given = new Set(order);
  const wrong = order.flatMap((id, at) => {
    const path = `/order/${at}`;
    if (!known.has(id)) return [{ path, message: `"${id}" is no workflow of this workspace` }];
    return order.indexOf(id) === at ? [] : [{ path, message: `"${id}" stands here a second time` }];
  });
  const missing = [...known].filter((id) => !given.has(id));
  return [...wrong, ...missing.map((id) => ({ path: '/order', message: `"${id}" is missing` }))];
}

function incomplete(findings: readonly Finding[]): ApiResponse {
  const list = findings.map(({ message }) => message).join('; ');
  const detail = `order must name every workflow of the workspace exactly once: ${list}.`;
  return problem(422, 'order.incomplete', detail.slice(0, 1000), { errors: findings.slice(0, 50) });
}
