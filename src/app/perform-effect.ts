/** One effect: claimed, done, settled. A crash between any two lines repeats what may be repeated and nothing else. */
import type { Plan } from '../actions/action';
import { actionOf } from '../actions/registry';
import type { Effect } from '../engine/effects';
import type { ConversationRef } from '../engine/event';
import type { Millis } from '../engine/time';
import type { Claim, EffectState } from '../ports/claims';
import type { Deps } from './deps';
import { answeredEvent, failedEvent } from './effect-events';
import { type EffectOutcome, outcomeOf } from './outcome';

/** Longer than perform may run (120 s) and shorter than its queues hide a message (720 s): two never act at once. */
export const LEASE_MS: Millis = 180_000;
/** Before the second, third, fourth and fifth attempt: about five minutes in all. */
const BACK_OFF: readonly Millis[] = [5_000, 20_000, 60_000, 180_000];

export type PerformDeps = Pick<Deps, 'channels' | 'claims' | 'clock' | 'outbound' | 'queues'>;
/** How it ended, or when it is to be tried again. */
export type Performed = { state: EffectState } | { againAfter: Millis };

export interface Attempt {
  effect: Effect;
  ref: ConversationRef;
  /** Request id, message and receive count: a redelivery is another owner. */
  owner: string;
  /** How the effect before it in the run ended, where that is known at hand. */
  before?: EffectState;
}

/** @throws StoreError (retry) when a store does not answer */
export async function performEffect(attempt: Attempt, deps: PerformDeps): Promise<Performed> {
  const { effect, ref } = attempt;
  const plan = await planOf(effect, ref, deps);
  const claimed = await claim(attempt, plan, deps);
  if ('state' in claimed || 'againAfter' in claimed) return claimed;
  if (deps.clock.now() > effect.notAfter) {
    return fail(attempt, claimed.attempts, 'expired', 'Its time had passed before it could be done.', deps);
  }
  const before = attempt.before ?? (await stateBefore(effect, ref, deps));
  if (before === 'failed' || before === 'expired' || before === 'skipped') {
    return settle(attempt, 'skipped', 'The effect before it in the run was not done.', deps);
  }
  if (plan.kind === 'kept') return settle(attempt, 'done', plan.detail, deps);
  if (plan.kind === 'impossible') return fail(attempt, claimed.attempts, 'failed', plan.detail, deps);
  return conclude(attempt, claimed.attempts, await act(attempt, plan, deps), deps);
}

async function planOf(effect: Effect, ref: ConversationRef, { channels, clock }: PerformDeps): Promise<Plan> {
  const action = actionOf(effect.type);
  if (!action) return { kind: 'impossible', detail: `This version cannot do ${effect.type}.` };
  const channel = await channels.get(ref.channelId);
  return action(effect, ref, { now: clock.now(), ...(channel?.workspaceId === ref.workspaceId && { channel }) });
}

async function claim(
  { effect, ref, owner }: Attempt,
  plan: Plan,
  deps: PerformDeps,
): Promise<Performed | { attempts: number }> {
  const now = deps.clock.now();
  const { result, claim } = await deps.claims.claim(ref, {
    effectId: effect.id,
    type: effect.type,
    owner,
    now,
    leaseUntil: now + LEASE_MS,
    repeatable: plan.kind !== 'request' || plan.request.idempotent,
    ...(effect.workflowId !== undefined && { workflowId: effect.workflowId }),
    ...(effect.runId !== undefined && { runId: effect.runId }),
  });
  if (result === 'settled') return { state: claim.state };
  if (result === 'busy') return { againAfter: Math.min(Math.max(claim.leaseUntil - now + 1_000, 1_000), LEASE_MS) };
  return { attempts: claim.attempts };
}

/** One that is not done yet, in another batch, holds up nobody. */
async function stateBefore(
  { after }: Effect,
  ref: ConversationRef,
  { claims }: PerformDeps,
): Promise<Claim['state'] | undefined> {
  return after === undefined ? undefined : (await claims.get(ref, after))?.state;
}

async function act(
  { effect, ref }: Attempt,
  plan: Plan & { kind: 'request' },
  deps: PerformDeps,
): Promise<EffectOutcome> {
  const { idempotent, to: _, ...request } = plan.request;
  const result = await deps.outbound.send(request, {
    effectId: effect.id,
    type: effect.type,
    to: plan.to,
    channelId: ref.channelId,
    conversationId: ref.conversationId,
    data: effect.fields,
    ...(effect.workflowId !== undefined && { workflowId: effect.workflowId }),
  });
  return outcomeOf(result, idempotent, deps.clock.now());
}

/** The event goes before the settling: a crash between them sends it twice, which is recognised, and not never. */
async function conclude(
  attempt: Attempt,
  attempts: number,
  outcome: EffectOutcome,
  deps: PerformDeps,
): Promise<Performed> {
  if (outcome.kind === 'done') {
    const answered = answeredEvent(attempt.effect, attempt.ref, outcome.answer, deps.clock.now());
    if (answered) await deps.queues.sendEvents([{ kind: 'event', event: answered }]);
    return settle(attempt, 'done', undefined, deps);
  }
  if (outcome.kind === 'unknown') {
    return settle(
      attempt,
      'unknown',
      `${outcome.detail} Whether it was done is not known, so it is not tried again.`,
      deps,
    );
  }
  const backOff = BACK_OFF[attempts - 1];
  if (outcome.kind === 'again' && backOff !== undefined) {
    await settle(attempt, 'released', outcome.detail, deps);
    return { againAfter: Math.max(backOff, outcome.notBefore ?? 0) };
  }
  return fail(attempt, attempts, 'failed', `${outcome.detail} Attempts: ${attempts}.`, deps);
}

async function fail(
  attempt: Attempt,
  attempts: number,
  state: 'failed' | 'expired',
  detail: string,
  deps: PerformDeps,
): Promise<Performed> {
  const event = failedEvent(attempt.effect, attempt.ref, { reason: detail, attempts }, deps.clock.now());
  await deps.queues.sendEvents([{ kind: 'event', event }]);
  return settle(attempt, state, detail, deps);
}

async function settle(
  { effect, ref, owner }: Attempt,
  state: EffectState,
  detail: string | undefined,
  { claims, clock }: PerformDeps,
): Promise<{ state: EffectState }> {
  await claims.settle(ref, effect.id, owner, state, clock.now(), detail);
  return { state };
}
