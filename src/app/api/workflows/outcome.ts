/** What a dry run answers. */
import * as z from 'zod';
import type { Anchor } from '../../../engine/conversation';
import type { Decision } from '../../../engine/decide';
import type { Matcher } from '../../../engine/matcher';
import { asWritten } from '../../../engine/reconnect-link';
import { formatInstant, type Instant } from '../../../engine/time';
import { dueOf } from '../../../engine/waits';
import type { Workflow } from '../../../engine/workflow';
import { stateShape, toWait } from '../conversations/state';
import { runChangeShape } from '../conversations/timeline';
import { evaluationShape, explainedShape, toEvaluation, toExplained } from '../explained';
import { count, id, named, time } from '../schemas';

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
    evaluations: z.array(evaluationShape),
    /** The live workflows whose triggers were met. */
    others: z.array(explainedShape),
    /** What is waited for after the event. */
    waits: stateShape.shape.waits,
    runs: z.array(runChangeShape.omit({ workflowId: true })),
    /** What would be done, in order, as far as the run gets. */
    effects: z.array(z.strictObject({ type: z.string(), fields: z.record(z.string(), z.unknown()) })),
    notes: z.array(z.string()),
  }),
);
type Outcome = z.infer<typeof outcomeShape>;

export interface Played {
  workflow: Workflow;
  /** All that it was decided among. */
  workflows: readonly Workflow[];
  /** The workflow alone, whose waits are its own. */
  alone: Matcher;
  /** At the event's arrival, and when a wait was judged. */
  decisions: readonly Decision[];
  /** When that was. */
  at?: Instant;
}

export function toOutcome({ workflow, workflows, alone, decisions, at }: Played): Outcome {
  const { id: workflowId, revision, trigger } = workflow;
  const all = decisions.flatMap(({ entry }) => entry?.evaluations ?? []);
  const own = all.filter((evaluation) => evaluation.workflowId === workflowId);
  const names = new Map(workflows.map((one) => [one.id, one.name]));
  const notes = decisions.flatMap(({ entry }) => entry?.notes ?? []);
  return {
    ...{ workflowId, revision, fires: own.some(({ fired }) => fired) },
    ...(at !== undefined && { judgedAt: formatInstant(at) }),
    evaluations: own.map(toEvaluation),
    others: all.filter((evaluation) => !own.includes(evaluation)).map((one) => toExplained(one, (of) => names.get(of))),
    waits: ownWaits(workflowId, decisions[0]).flatMap((anchor) => {
      const due = dueOf(anchor, alone);
      return due === undefined ? [] : [toWait(anchor, due)];
    }),
    runs: decisions.flatMap(({ runs }) =>
      runs.flatMap(({ workflowId: of, ...change }) => (of === workflowId ? [change] : [])),
    ),
    effects: decisions.flatMap((decision) => effectsOf(decision, workflowId)),
    notes: own.length > 0 ? notes : [...notes, notMet(trigger.type)],
  };
}

const notMet = (trigger: string) => `Nothing here met the trigger "${trigger}", or not yet: see waits.`;

/** The system's, and of runs only its own. */
function ownWaits(workflowId: string, decision: Decision | undefined): Anchor[] {
  const { anchors = [], runs = [] } = decision?.conversation ?? {};
  const own = new Set(runs.filter((run) => run.workflowId === workflowId).map((run) => run.id));
  return anchors.filter(({ runId }) => runId === undefined || own.has(runId));
}

/** In the order in which they were decided, whichever way they go. */
function effectsOf({ entry, outbox }: Decision, workflowId: string): Outcome['effects'] {
  const { channel = [], slow = [], voice = [] } = outbox ?? {};
  const effects = new Map([...channel, ...slow, ...voice].map((effect) => [effect.id, effect]));
  const own = (entry?.effects ?? []).filter((effect) => effect.workflowId === workflowId);
  return own.flatMap(({ id: effectId, type }) => {
    const effect = effects.get(effectId);
    return effect ? [{ type, fields: asWritten(effect.fields) }] : [];
  });
}
