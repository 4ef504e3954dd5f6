/** Published revisions: what runs while an edit is pending, and what runs of old, or of deleted workflows, go on with. */
import type * as z from 'zod';
import { formatInstant } from '../../../engine/time';
import { workflowDraftSchema } from '../../../engine/workflow';
import { type ApiDeps, type ApiResponse, answer, notFound } from '../http';
import type { Call } from '../route';
import { count, id, named, time } from '../schemas';

export const revisionShape = named(
  'WorkflowRevision',
  workflowDraftSchema.extend({ id, revision: count, publishedAt: time }),
);

export async function getRevision(
  call: Call<{ id: string; revision: string }>,
  { configuration }: ApiDeps,
): Promise<ApiResponse> {
  const { id: workflowId, revision } = call.params;
  const isNumber = /^[1-9]\d{0,8}$/.test(revision);
  const workflow = isNumber
    ? await configuration.getRevision(call.key.workspaceId, workflowId, Number(revision))
    : undefined;
  if (!workflow) return notFound('published revision of a workflow');
  const { activeSince: _, publishedAt, ...rest } = workflow;
  const body: z.infer<typeof revisionShape> = { ...rest, publishedAt: formatInstant(publishedAt) };
  return answer(200, body);
}
