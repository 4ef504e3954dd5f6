/** One effect: claimed, done, ended. A crash between any two lines repeats what may be repeated and nothing else. */
import type { Action, Plan, PlanContext } from '../actions/action';
import { actionOf } from '../actions/registry';
import type { Effect } from '../engine/effects';
import type { ConversationRef } from '../engine/event';
import { DEFAULT_SETTINGS } from '../engine/settings';
import type { Instant, Millis } from '../engine/time';
import type { ChannelRecord } from '../ports/channels';
import type { Claim, EffectState } from '../ports/claims';
import { channelAddress } from './channel-address';
import type { Deps } from './deps';
import { type Ended, endEffect, type Performed, tell } from './end-effect';
import { type EffectOutcome, mailOutcome, outcomeOf, understood } from './outcome';

/** Longer than perform may run (120 s) and shorter than its queues hide a message (720 s): two never act at once. */
export const LEASE_MS: Millis = 180_000;
/** Before the second, third, fourth and fifth attempt: about five minutes in all. */
const BACK_OFF: readonly Millis[] = [5_000, 20_000, 60_000, 180_000];

export type PerformDeps = Pick<
  Deps,
  'channels' | 'claims' | 'clock' | 'configuration' | 'mail' | 'outbound' | 'queues'
> & {
  /** https URL without trailing slash, under which providers reach us. */
  publicUrl?: string;
};
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
  const end = (ended: Ended) => endEffect(attempt, claimed.attempts, ended, deps);
  if (deps.clock.now() > effect.notAfter) {
    return end({ state: 'expired', detail: 'Its time had passed before it could be done.' });
  }
  const before = attempt.before ?? (await stateBefore(effect, ref, deps));
  if (before === 'failed' || before === 'expired' || before === 'skipped') {
    return end({ state: 'skipped', detail: 'The effect before it in the run was not done.' });
  }
  if (plan.kind === 'kept') return end({ state: 'done', detail: plan.detail });
  if (plan.kind === 'impossible') return end({ state: 'failed', detail: plan.detail });
  const outcome = await act(attempt, plan, deps);
  return end(endOf(outcome, claimed.attempts, deps.clock.now()));
}

async function planOf(effect: Effect, ref: ConversationRef, deps: PerformDeps): Promise<Plan> {
  const action = actionOf(effect.type);
  if (!action) return { kind: 'impossible', detail: `This version cannot do ${effect.type}.` };
  return action.plan(effect, ref, await contextOf(action, ref, deps));
}

async function contextOf(action: Action, ref: ConversationRef, deps: PerformDeps): Promise<PlanContext> {
  const { channels, clock, configuration, mail, publicUrl } = deps;
  const named = async (name: 'channel' | 'smsChannel', channelId: string | undefined) => {
    const record: ChannelRecord | undefined = channelId === undefined ? undefined : await channels.get(channelId);
    return record?.workspaceId === ref.workspaceId ? { [name]: record } : {};
  };
  const { channel } = (await named('channel', ref.channelId)) as { channel?: ChannelRecord };
  const address = channel && publicUrl !== undefined ? channelAddress(channel, publicUrl) : undefined;
  const context = { now: clock.now(), ...(channel && { channel }), ...(address !== undefined && { address }) };
  if (!action.needsSettings) return context;
  const { settings = DEFAULT_SETTINGS } = (await configuration.getWorkspace(ref.workspaceId)) ?? {};
  const { identity: mailIdentity } = mail;
  const smsChannel = await named('smsChannel', settings.sms?.channelId);
  return { ...context, ...smsChannel, settings, ...(mailIdentity !== undefined && { mailIdentity }) };
}

/** Whether it may be done again when nobody knows how an attempt went. */
function isRepeatable(plan: Plan): boolean {
  if (plan.kind === 'request') return plan.request.idempotent;
  return plan.kind === 'kept' || (plan.kind === 'impossible' && !plan.once);
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
    repeatable: isRepeatable(plan),
    ...(effect.workflowId !== undefined && { workflowId: effect.workflowId }),
    ...(effect.runId !== undefined && { runId: effect.runId }),
  });
  if (result === 'settled') {
    await tell({ effect, ref }, claim, deps);
    return { state: claim.state };
  }
  if (result === 'granted') return { attempts: claim.attempts };
  const rest =
    claim.notBefore === undefined ? Math.min(claim.leaseUntil - now + 1_000, LEASE_MS) : claim.notBefore - now;
  return { againAfter: Math.max(rest, 1_000) };
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
  plan: Plan & { kind: 'request' | 'email' },
  deps: PerformDeps,
): Promise<EffectOutcome> {
  const note = {
    effectId: effect.id,
    type: effect.type,
    channelId: ref.channelId,
    conversationId: ref.conversationId,
    data: effect.fields,
    ...(effect.workflowId !== undefined && { workflowId: effect.workflowId }),
  };
  if (plan.kind === 'email') return mailOutcome(await deps.mail.send(plan.email, { ...note, to: 'email' }));
  const { idempotent, to: _, ...request } = plan.request;
  const result = await deps.outbound.send(request, { ...note, to: plan.to });
  const outcome = outcomeOf(result, idempotent, deps.clock.now());
  const isTaken = outcome.kind === 'done' && result.kind === 'answer';
  return isTaken && plan.understand ? understood(result.status, plan.understand(result)) : outcome;
}

/** What an outcome means for the claim; what may be tried again is given back until its pause is over. */
function endOf(outcome: EffectOutcome, attempts: number, now: Instant): Ended {
  if (outcome.kind === 'done') {
    const { answer, detail } = outcome;
    return { state: 'done', ...(answer && { answer }), ...(detail !== undefined && { detail }) };
  }
  if (outcome.kind === 'unknown') {
    const detail = `${outcome.detail} Whether it was done is not known, so it is not tried again.`;
    return { state: 'unknown', detail };
  }
  const backOff = BACK_OFF[attempts - 1];
  if (outcome.kind === 'failed' || backOff === undefined) {
    return { state: 'failed', detail: `${outcome.detail} Attempts: ${attempts}.` };
  }
  return { state: 'released', detail: outcome.detail, notBefore: now + Math.max(backOff, outcome.notBefore ?? 0) };
}
