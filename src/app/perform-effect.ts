/** One effect: claimed, done, ended. A crash between any two lines repeats what may be repeated and nothing else. */
import { type Action, isMailAction, type MailAction, type Plan, type PlanContext } from '../actions/action';
import { actionOf } from '../actions/registry';
import type { Effect } from '../engine/effects';
import type { ConversationRef } from '../engine/event';
import type { Millis } from '../engine/time';
import type { ChannelRecord } from '../ports/channels';
import type { Claim, EffectState } from '../ports/claims';
import { channelAddress } from './channel-address';
import { settingsOf } from './configuration';
import type { Deps } from './deps';
import { type Ended, endEffect, type Performed, tell } from './end-effect';
import { type EffectOutcome, endOf, outcomeOf, understood } from './outcome';
import { type MailDeps, noteOf, performMail } from './perform-mail';
import { withReconnectLink } from './reconnect/fill-link';

/** Longer than perform may run (120 s) and shorter than its queues hide a message (720 s): two never act at once. */
export const LEASE_MS: Millis = 180_000;

export type PerformDeps = Pick<Deps, 'channels' | 'configuration' | 'outbound'> & MailDeps;
export interface Attempt {
  effect: Effect;
  ref: ConversationRef;
  /** Request id, message and receive count: a redelivery is another owner. */
  owner: string;
  /** How the effect before it in the run ended, where that is known at hand. */
  before?: EffectState;
}

/** @throws StoreError (retry) when a store does not answer */
export async function performEffect(given: Attempt, deps: PerformDeps): Promise<Performed> {
  const { ref } = given;
  const effect = await withReconnectLink(given.effect, ref, deps);
  const attempt = { ...given, effect };
  const action = actionOf(effect.type);
  const isMail = action !== undefined && isMailAction(action);
  const plan = isMail ? undefined : await planOf(action, effect, ref, deps);
  const claimed = await claim(attempt, plan !== undefined && isRepeatable(plan), deps);
  if (!('claim' in claimed)) return claimed;
  const { attempts } = claimed.claim;
  const end = (ended: Ended) => endEffect(attempt, attempts, ended, deps);
  if (deps.clock.now() > effect.notAfter) {
    return end({ state: 'expired', detail: 'Its time had passed before it could be done.' });
  }
  const before = attempt.before ?? (await stateBefore(effect, ref, deps));
  if (before === 'failed' || before === 'expired' || before === 'skipped') {
    return end({ state: 'skipped', detail: 'The effect before it in the run was not done.' });
  }
  if (plan === undefined) return performMail(action as MailAction, attempt, claimed.claim, deps);
  if (plan.kind === 'kept') return end({ state: 'done', detail: plan.detail });
  if (plan.kind === 'impossible') return end({ state: 'failed', detail: plan.detail });
  const outcome = await act(attempt, plan, deps);
  return end(endOf(outcome, attempts, deps.clock.now()));
}

async function planOf(
  action: Action | undefined,
  effect: Effect,
  ref: ConversationRef,
  deps: PerformDeps,
): Promise<Plan> {
  if (!action) return { kind: 'impossible', detail: `This version cannot do ${effect.type}.` };
  return action.plan(effect, ref, await contextOf(action, ref, deps));
}

async function contextOf(action: Action, ref: ConversationRef, deps: PerformDeps): Promise<PlanContext> {
  const { channels, clock, publicUrl } = deps;
  const named = async (name: 'channel' | 'smsChannel', channelId: string | undefined) => {
    const record: ChannelRecord | undefined = channelId === undefined ? undefined : await channels.get(channelId);
    return record?.workspaceId === ref.workspaceId ? { [name]: record } : {};
  };
  const { channel } = (await named('channel', ref.channelId)) as { channel?: ChannelRecord };
  const address = channel && publicUrl !== undefined ? channelAddress(channel, publicUrl) : undefined;
  const context = { now: clock.now(), ...(channel && { channel }), ...(address !== undefined && { address }) };
  if (!action.needsSettings) return context;
  const settings = await settingsOf(ref.workspaceId, deps);
  const smsChannel = await named('smsChannel', settings.sms?.channelId);
  return { ...context, ...smsChannel, settings };
}

/** Whether it may be done again when nobody knows how an attempt went. */
function isRepeatable(plan: Plan): boolean {
  if (plan.kind === 'request') return plan.request.idempotent;
  return plan.kind === 'kept' || (plan.kind === 'impossible' && !plan.once);
}

async function claim(
  { effect, ref, owner }: Attempt,
  repeatable: boolean,
  deps: PerformDeps,
): Promise<Performed | { claim: Claim }> {
  const now = deps.clock.now();
  const { result, claim } = await deps.claims.claim(ref, {
    effectId: effect.id,
    type: effect.type,
    owner,
    now,
    leaseUntil: now + LEASE_MS,
    repeatable,
    ...(effect.workflowId !== undefined && { workflowId: effect.workflowId }),
    ...(effect.runId !== undefined && { runId: effect.runId }),
  });
  if (result === 'settled') {
    await tell({ effect, ref }, claim, deps);
    return { state: claim.state };
  }
  if (result === 'granted') return { claim };
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
  plan: Plan & { kind: 'request' },
  deps: PerformDeps,
): Promise<EffectOutcome> {
  const { idempotent, to: _, ...request } = plan.request;
  const result = await deps.outbound.send(request, { ...noteOf(effect, ref), to: plan.to });
  const outcome = outcomeOf(result, idempotent, deps.clock.now());
  const isTaken = outcome.kind === 'done' && result.kind === 'answer';
  return isTaken && plan.understand ? understood(result.status, plan.understand(result)) : outcome;
}
