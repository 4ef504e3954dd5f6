/** What a dry run answers. */
import * as z from 'zod';
import type { Decision } from '../../../engine/decide';
import type { Matcher } from '../../../engine/matcher';
import { formatInstant, type Instant } from '../../../engine/time';
import { dueOf } from '../../../engine/waits';
import type { WorkflowRecord } from '../../../ports/configuration';
import { stateShape, toWait } from '../conversations/state';
import { reasonShape } from '../conversations/timeline';
import { count, id, named, time } from '../schemas';

const condition = z.strictObject({
  ...{ path: z.string(), fact: z.string(), op: z.string(), result: z.boolean() },
  ...{ expected: z.unknown().optional(), actual: z.unknown().optional() },
});
export const outcomeShape = named(
  'DryRunOutcome',
  z.strictObject({
    workflowId: id,
    /** The draft's. */
    revision: count,
    fires: z.boolean(),
    /** When waits were judged; absent when nothing is waited for. */
    judgedAt: time.optional(),
    /** The trigger was met, each time it was, and why it fired or not. */
    evaluations: z.array(
      z.strictObject({
        ...{ trigger: z.string(), fired: z.boolean(), reason: reasonShape.optional() },
        conditions: z.array(condition),
      }),
    ),
    /** What is waited for after the event. */
    waits: stateShape.shape.waits,
    runs: z.array(z.strictObject({ runId: id, change: z.string(), detail: z.string().optional() })),
    /** What would be done, in order, as far as the run gets. */
    effects: z.array(z.strictObject({ type: z.string(), fields: z.record(z.string(), z.unknown()) })),
    notes: z.array(z.string()),
  }),
);
type Outcome = z.infer<typeof outcomeShape>;

export function toOutcome(
  record: WorkflowRecord,
  matcher: Matcher,
  atArrival: Decision,
  later: Decision | undefined,
  at: Instant | undefined,
): Outcome {
  const decisions = later ? [atArrival, later] : [atArrival];
  const evaluations = decisions.flatMap(({ entry }) => entry?.evaluations ?? []);
  const anchors = atArrival.conversation?.anchors ?? [];
  const notes = decisions.flatMap(({ entry }) => entry?.notes ?? []);
  return {
    ...{ workflowId: record.id, revision: record.revision, fires: evaluations.some(({ fired }) => fired) },
    ...(at !== undefined && { judgedAt: formatInstant(at) }),
    evaluations: evaluations.map(({ trigger, fired, reason, conditions = [] }) => ({
      ...{ trigger, fired, conditions, ...(reason && { reason }) },
    })),
    waits: anchors.map((anchor) => toWait(anchor, dueOf(anchor, matcher))).filter(({ due }) => due !== undefined),
    runs: decisions.flatMap(({ runs }) => runs.map(({ workflowId: _, ...change }) => change)),
    effects: decisions.flatMap((decision) => effectsOf(decision, record.id)),
    notes: evaluations.length > 0 ? notes : [...notes, notMet(record.draft.trigger.type)],
  };
}

const notMet = (trigger: string) => `Nothing here met the trigger "${trigger}", or not yet: see waits.`;

/** In the order in which they were decided, whichever way they go. */
function effectsOf({ entry, outbox }: Decision, workflowId: string): Outcome['effects'] {
  const effects = new Map([...(outbox?.channel ?? []), ...(outbox?.slow ?? [])].map((effect) => [effect.id, effect]));
  const own = (entry?.effects ?? []).filter((effect) => effect.workflowId === workflowId);
  return own.flatMap(({ id: effectId, type }) => {
    const effect = effects.get(effectId);
    return effect ? [{ type, fields: effect.fields }] : [];
  });
}
