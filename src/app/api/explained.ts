/** Why a workflow fired or not, every condition with what was found. */
import * as z from 'zod';
import type { Evaluation } from '../../engine/timeline';
import { reasonShape } from './conversations/timeline';
import { count, id } from './schemas';

const condition = z.strictObject({
  ...{ path: z.string(), fact: z.string(), op: z.string(), result: z.boolean() },
  ...{ expected: z.unknown().optional(), actual: z.unknown().optional() },
});
/** The trigger was met, and why it fired or not. */
export const evaluationShape = z.strictObject({
  ...{ trigger: z.string(), fired: z.boolean(), reason: reasonShape.optional() },
  conditions: z.array(condition),
});
export const explainedShape = z.strictObject({
  ...{ workflowId: id, name: z.string().optional(), revision: count },
  ...evaluationShape.shape,
});

export function toEvaluation({ trigger, fired, reason, conditions = [] }: Evaluation): z.infer<typeof evaluationShape> {
  return { trigger, fired, ...(reason && { reason }), conditions };
}

/** @param nameOf undefined for a workflow that is no more */
export function toExplained(
  evaluation: Evaluation,
  nameOf: (workflowId: string) => string | undefined,
): z.infer<typeof explainedShape> {
  const { workflowId, revision } = evaluation;
  const name = nameOf(workflowId);
  return { workflowId, ...(name !== undefined && { name }), revision, ...toEvaluation(evaluation) };
}
