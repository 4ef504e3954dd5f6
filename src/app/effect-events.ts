/** How an effect's end comes back to the run that asked for it. The ids are hashes of the effect, so a repeat is recognised. */
import type { Effect } from '../engine/effects';
import type { ConversationRef, EffectAnsweredEvent, EffectFailedEvent } from '../engine/event';
import { shortHash } from '../engine/ids';
import type { Instant } from '../engine/time';
import type { EffectAnswer } from '../ports/claims';

/** The answer that a run waits for; undefined when none does. */
export function answeredEvent(
  effect: Effect,
  ref: ConversationRef,
  answer: EffectAnswer,
  now: Instant,
): EffectAnsweredEvent | undefined {
  const { id: effectId, runId, workflowId, type } = effect;
  if (!effect.awaited || runId === undefined || workflowId === undefined) return undefined;
  return { ...envelope('effect.answered', effect, ref, now), data: { effectId, runId, workflowId, type, ...answer } };
}

export function failedEvent(
  effect: Effect,
  ref: ConversationRef,
  end: { reason: string; attempts: number },
  now: Instant,
): EffectFailedEvent {
  const { id: effectId, runId, workflowId, type } = effect;
  const ids = { ...(runId !== undefined && { runId }), ...(workflowId !== undefined && { workflowId }) };
  return { ...envelope('effect.failed', effect, ref, now), data: { effectId, ...ids, type, ...end } };
}

function envelope<T extends string>(type: T, { id }: Effect, ref: ConversationRef, now: Instant) {
  const { workspaceId, channelId, conversationId: subject } = ref;
  return {
    schema: 1 as const,
    id: `ev_${shortHash(type, id)}`,
    workspaceId,
    channelId,
    subject,
    type,
    receivedAt: now,
  };
}
