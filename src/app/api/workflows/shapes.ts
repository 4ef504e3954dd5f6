/** A workflow as the API tells it. */
import * as z from 'zod';
import { formatInstant } from '../../../engine/time';
import { conditionSchema } from '../../../engine/condition-schema';
import { stepSchema } from '../../../engine/steps';
import { workflowDraftSchema } from '../../../engine/workflow';
import type { WorkflowRecord } from '../../../ports/configuration';
import type { WorkflowCounts } from '../../../ports/statistics';
import { count, id, listOf, named, time } from '../schemas';

named('Condition', conditionSchema);
named('Step', stepSchema);
export const draftShape = named('WorkflowDraft', workflowDraftSchema);

const statistics = z.strictObject({ days: count, started: count, completed: count, failed: count });

export const workflowShape = named(
  'Workflow',
  workflowDraftSchema.extend({
    id,
    status: z.enum(['draft', 'active', 'paused']),
    /** The newest revision, which is what stands here. */
    revision: count,
    /** The revision that runs, or ran before the pause. */
    publishedRevision: count.optional(),
    publishedAt: time.optional(),
    createdAt: time,
    updatedAt: time,
    /** Approximate sums of the last days. */
    statistics: statistics.optional(),
  }),
);
export const workflowList = listOf('WorkflowList', workflowShape);

/** Days that the statistics of a workflow sum up. */
export const STATISTICS_DAYS = 30;

export function toWorkflow(record: WorkflowRecord, counts?: WorkflowCounts): z.infer<typeof workflowShape> {
  const { status, revision, publishedRevision, publishedAt } = record;
  return {
    id: record.id,
    status,
    revision,
    ...(publishedRevision !== undefined && { publishedRevision }),
    ...(publishedAt !== undefined && { publishedAt: formatInstant(publishedAt) }),
    ...record.draft,
    createdAt: formatInstant(record.createdAt),
    updatedAt: formatInstant(record.updatedAt),
    ...(counts && { statistics: { days: STATISTICS_DAYS, ...counts } }),
  };
}
