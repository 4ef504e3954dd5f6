/** Why each workflow fired or not on an event of the past: decided again over the recorded events. */
import * as z from 'zod';
import { type DecideInput, type Decision, decide } from '../../../engine/decide';
import { compileWorkflows } from '../../../engine/matcher';
import { formatInstant } from '../../../engine/time';
import type { Evaluation, TimelineEntry } from '../../../engine/timeline';
import type { Workflow } from '../../../engine/workflow';
import type { WorkflowRecord } from '../../../ports/configuration';
import { problemResponse } from '../../problem';
import { isAsRecorded, type Refolded, refold } from '../../refold';
import { explainedShape, toExplained } from '../explained';
import { type ApiDeps, type ApiResponse, answer } from '../http';
import type { Call } from '../route';
import { named, time } from '../schemas';
import { inOrder, readWorkspace } from '../workflows/configuration';
import { type ConversationParams, refOfCall } from './read';

export const explanationShape = named(
  'Explanation',
  z.strictObject({
    entryId: z.string(),
    at: time,
    /** Absent when time passed, and a wait was judged. */
    event: z.strictObject({ id: z.string(), type: z.string() }).optional(),
    /** Version of the configuration that decided. */
    configuration: z.number(),
    /** Each workflow whose trigger was met; those that were not active then come last. */
    evaluations: z.array(explainedShape),
    /** Deciding again over the recorded events comes to what was recorded. */
    asRecorded: z.boolean(),
    notes: z.array(z.string()),
  }),
);

type ExplanationCall = Call<ConversationParams & { entryId: string }>;

/** Names an entry by its own id or by its event's. */
export async function explainEntry(call: ExplanationCall, deps: ApiDeps): Promise<ApiResponse> {
  const ref = refOfCall(call);
  const [refolded, workspace, records] = await Promise.all([
    refold(ref, call.params.entryId, deps),
    readWorkspace(ref.workspaceId, deps.configuration),
    deps.configuration.listWorkflows(ref.workspaceId),
  ]);
  if (!refolded.ok) return problemResponse(refolded.problem);
  const { entry, input, configuration } = refolded;
  const decision = decide({ ...input, explain: true });
  const idle = inOrder(records, workspace.order).filter(({ id }) => !configuration.workflows.has(id));
  const evaluations = [...evaluationsOf(decision, entry), ...notActive(idle, input)];
  const names = new Map([...idle, ...configuration.workflows.values()].map((one) => [one.id, nameOf(one)]));
  return answer(200, {
    ...{ entryId: entry.id, at: formatInstant(entry.at), configuration: entry.configuration ?? 0 },
    ...(entry.event && { event: { id: entry.event.id, type: entry.event.type } }),
    evaluations: evaluations.map((evaluation) => toExplained(evaluation, (id) => names.get(id))),
    asRecorded: isAsRecorded(decision, entry),
    notes: notesOn(refolded, decision, evaluations),
  });
}

const nameOf = (one: WorkflowRecord | Workflow): string => ('draft' in one ? one.draft.name : one.name);

/** What was recorded is what was; deciding again adds the others, and every condition. */
function evaluationsOf({ entry }: Decision, { evaluations: recorded = [] }: TimelineEntry): Evaluation[] {
  const same = (a: Evaluation) => (b: Evaluation) =>
    a.workflowId === b.workflowId && a.trigger === b.trigger && a.episode === b.episode;
  const again = entry?.evaluations ?? [];
  const found = again.map((evaluation) => {
    const { fired, reason } = recorded.find(same(evaluation)) ?? evaluation;
    const { reason: _, ...rest } = evaluation;
    return { ...rest, fired, ...(reason && { reason }) };
  });
  return [...found, ...recorded.filter((evaluation) => !again.some(same(evaluation)))];
}

/** Workflows that exist now and were not active then, asked as if they had been. */
function notActive(records: readonly WorkflowRecord[], input: DecideInput): Evaluation[] {
  const workflows = records.map(({ id, revision, draft }): Workflow => {
    return { ...draft, mode: 'background', steps: [], id, revision, activeSince: 0, publishedAt: 0 };
  });
  const asIf = decide({ ...input, matcher: compileWorkflows(workflows), explain: true });
  return (asIf.entry?.evaluations ?? []).map(({ runId: _, ...evaluation }) => ({
    ...evaluation,
    fired: false,
    reason: { kind: 'status', detail: notActiveBecause(evaluation) },
  }));
}

function notActiveBecause({ fired, reason }: Evaluation): string {
  if (fired) return 'it was not active then; it would have fired';
  const why = reason?.kind === 'condition' ? `its filter did not hold, see ${reason.path}` : (reason?.detail ?? '');
  return `it was not active then, and would not have fired: ${why}`;
}

function notesOn({ entry, differsFrom }: Refolded, decision: Decision, evaluations: readonly Evaluation[]): string[] {
  const asksCustomer = evaluations.some(({ conditions = [] }) =>
    conditions.some(({ fact }) => fact.startsWith('customer.')),
  );
  return [
    ...(evaluations.length === 0 ? ['Nothing here met the trigger of any workflow.'] : []),
    ...(asksCustomer ? ['What no event of this conversation told of the customer is as it is known now.'] : []),
    ...(differsFrom
      ? [
          `Entry ${differsFrom.id} (${formatInstant(differsFrom.at)}) is decided otherwise now than it was recorded; conditions may be found otherwise than they were.`,
        ]
      : []),
    ...(isAsRecorded(decision, entry)
      ? []
      : [
          'Decided again, other workflows fire than were recorded. What fired is told as recorded; conditions are as found now.',
        ]),
    ...(entry.notes ?? []),
  ];
}
