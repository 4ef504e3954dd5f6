/** A workflow as the API tells it. */
import * as z from 'zod';
import { conditionSchema } from '../../../engine/condition-schema';
import { stepSchema } from '../../../engine/steps';
import { isSystemWorkflow } from '../../../engine/system-workflows';
import { formatInstant } from '../../../engine/time';
import { workflowDraftSchema } from '../../../engine/workflow';
import type { WorkflowRecord } from '../../../ports/configuration';
import type { RunCounts } from '../../../ports/statistics';
import { count, id, listOf, named, time } from '../schemas';
import { findingShape } from './findings';

named('Condition', conditionSchema);
named('Step', stepSchema);
export const draftShape = named('WorkflowDraft', workflowDraftSchema);

/** `droppedOff`: ended before the last step. Of modules, `startedByAgent` is part of `started`. */
export const runCountsShape = {
  ...{ started: count, startedByAgent: count, completed: count },
  ...{ droppedOff: count, failed: count },
};
const statistics = z.strictObject({ days: count, ...runCountsShape });

export const workflowShape = named(
  'Workflow',
  workflowDraftSchema.extend({
    id,
    status: z.enum(['draft', 'active', 'paused']),
    /** The newest revision, which is what stands here. */
    revision: count,
    /** The revision that runs, or ran before the pause. */
    publishedRevision: count.optional(),
    /** What stands here was edited since it was published; what was published goes on. */
    hasPendingEdit: z.boolean(),
    publishedAt: time.optional(),
    /** Of Threadkeeper's own, which the settings turn on and off; nobody may edit it. */
    readOnly: z.literal(true).optional(),
    /** Absent of what is read-only. */
    createdAt: time.optional(),
    updatedAt: time.optional(),
    /** Approximate sums of the last days. */
    statistics: statistics.optional(),
    /** What is odd about it, told to whoever saves or publishes it. */
    findings: z.array(findingShape).optional(),
  }),
);
export const workflowList = listOf('WorkflowList', workflowShape);

/** Days that the statistics of a workflow sum up. */
export const STATISTICS_DAYS = 30;

export function toWorkflow(record: WorkflowRecord, counts?: RunCounts): z.infer<typeof workflowShape> {
  const { status, revision, publishedRevision, publishedAt } = record;
  return {
    id: record.id,
    status,
    revision,
    ...(publishedRevision !== undefined && { publishedRevision }),
    hasPendingEdit: publishedRevision !== undefined && publishedRevision !== revision,
    ...(publishedAt !== undefined && { publishedAt: formatInstant(publishedAt) }),
    ...record.draft,
    ...(isSystemWorkflow(record.id)
      ? { readOnly: true }
      : { createdAt: formatInstant(record.createdAt), updatedAt: formatInstant(record.updatedAt) }),
    ...(counts && { statistics: { days: STATISTICS_DAYS, ...ofRuns(counts) } }),
  };
}

export function ofRuns({ started, startedByAgent, completed, droppedOff, failed }: RunCounts): RunCounts {
  return { started, startedByAgent, completed, droppedOff, failed };
}
