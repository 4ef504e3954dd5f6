/**
 * An e-mail, whose effect is claimed: whether it may go now, what it is by what stands now, one attempt, and what became of it. Up
 * to the attempt a failure gives the claim back; from then on nobody but the provider knows, and nobody tries again.
 */
import type { MailAction, MailContext, MailPlan } from '../actions/action';
import type { Effect } from '../engine/effects';
import type { ConversationRef } from '../engine/event';
import { againstReturn } from '../engine/reconnect';
import type { Millis } from '../engine/time';
import { threadId } from '../mail/reply-address';
import type { Claim } from '../ports/claims';
import type { OutboundNote } from '../ports/outbound-http';
import type { SigningKey } from '../ports/signing-keys';
import { settingsOf } from './configuration';
import type { Deps } from './deps';
import { type Ended, endEffect, type Performed } from './end-effect';
import { gate, type Wait, whilePaused, whileThrottled } from './mail-gate';
import { endOf, mailOutcome } from './outcome';
import { linkBack } from './reconnect/fill-link';

export type MailDeps = Pick<
  Deps,
  | (
      | 'channels'
      | 'claims'
      | 'clock'
      | 'configuration'
      | 'conversations'
      | 'mail'
      | 'mailAccount'
      | 'mailThreads'
      | 'queues'
    )
  | ('rates' | 'sentMails' | 'signingKeys' | 'suppressions' | 'timeline')
> & {
  /** https URL without trailing slash, under which the world reaches us. */
  publicUrl?: string;
};
interface Attempt {
  effect: Effect;
  ref: ConversationRef;
  owner: string;
}

/** Before it is tried again after a failure of ours. */
const SOON: Millis = 2_000;

type Planned = MailPlan & { kind: 'email' };

/**
 * @param claim granted to the attempt's owner
 * @throws StoreError (retry) when a store does not answer
 */
export async function performMail(
  action: MailAction,
  attempt: Attempt,
  claim: Claim,
  deps: MailDeps,
): Promise<Performed> {
  const prepared = await prepare(action, attempt, claim, deps).catch(async (error) => {
    const says = 'It could not be prepared; it is tried again.';
    await giveBack(attempt, claim, { detail: says, pause: SOON }, deps).catch(() => undefined);
    throw error;
  });
  return 'planned' in prepared ? send(prepared.planned, attempt, claim, deps) : prepared;
}

/** All that comes before the attempt. */
async function prepare(
  action: MailAction,
  attempt: Attempt,
  claim: Claim,
  deps: MailDeps,
): Promise<Performed | { planned: Planned }> {
  const { effect, ref } = attempt;
  const closed = await gate(effect.id, deps);
  if (closed) return giveBack(attempt, claim, closed, deps);
  const planned = action.plan(effect, ref, await contextOf(action, effect, ref, deps));
  if (planned.kind !== 'email') {
    const state = planned.kind === 'skip' ? 'skipped' : 'failed';
    return endEffect(attempt, claim.attempts, { state, detail: planned.detail }, deps);
  }
  await announce(planned, attempt, deps);
  return { planned };
}

/** The one attempt. */
async function send(planned: Planned, attempt: Attempt, claim: Claim, deps: MailDeps): Promise<Performed> {
  const { effect, ref } = attempt;
  const result = await deps.mail.send(planned.email, { ...noteOf(effect, ref), to: 'email' });
  const now = deps.clock.now();
  if (result.kind === 'refused' && result.paused)
    return giveBack(attempt, claim, whilePaused(effect.id, now, result.reason), deps);
  if (result.kind === 'refused' && result.throttled)
    return giveBack(attempt, claim, whileThrottled(effect.id, claim.since, now, result.reason), deps);
  const performed = await endEffect(attempt, claim.attempts, endOf(mailOutcome(result), claim.attempts, now), deps);
  if (result.kind === 'sent') await addToThread(planned, result.messageId, deps);
  return performed;
}

/** What people are told of an effect that leaves. */
export function noteOf({ id, type, fields, workflowId }: Effect, ref: ConversationRef): Omit<OutboundNote, 'to'> {
  const { channelId, conversationId } = ref;
  const of = workflowId === undefined ? {} : { workflowId };
  return { effectId: id, type, channelId, conversationId, data: fields, ...of };
}

/** It was no attempt: nothing left, and nothing was refused. */
async function giveBack(attempt: Attempt, { attempts }: Claim, { detail, pause, paused }: Wait, deps: MailDeps) {
  const notBefore = deps.clock.now() + pause;
  const ended: Ended = { state: 'released', detail, notBefore, attempts: attempts - 1 };
  const performed = await endEffect(attempt, attempts, ended, deps);
  return paused && 'againAfter' in performed ? { ...performed, mailPaused: paused } : performed;
}

async function contextOf(
  action: MailAction,
  effect: Effect,
  ref: ConversationRef,
  deps: MailDeps,
): Promise<MailContext> {
  const { mail, suppressions, publicUrl } = deps;
  const about = action.entries && (await aboutOf(action.entries(effect), action, effect, ref, deps));
  const address = action.addressOf(effect, about?.customer);
  const suppression = address === '' ? undefined : await suppressions.get(ref.workspaceId, address);
  return {
    settings: await settingsOf(ref.workspaceId, deps),
    ...(mail.identity !== undefined && { identity: mail.identity }),
    ...(mail.replyDomain !== undefined && { replyDomain: mail.replyDomain }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(suppression && { suppression }),
    ...(about && { about }),
  };
}

async function aboutOf(
  entryIds: readonly string[],
  action: MailAction,
  effect: Effect,
  ref: ConversationRef,
  deps: MailDeps,
): Promise<NonNullable<MailContext['about']>> {
  const { clock, conversations, mailThreads, signingKeys, timeline } = deps;
  const { conversation, customer } = await conversations.load(ref);
  // Effects leave before their entry goes into the timeline, and until then it stands in the conversation.
  const unsent = new Map((conversation?.outbox?.timeline ?? []).map((entry) => [entry.id, entry]));
  const entries = await Promise.all(entryIds.map(async (id) => unsent.get(id) ?? (await timeline.get(ref, id))));
  const address = action.addressOf(effect, customer);
  const thread = address === '' ? undefined : await mailThreads.get(threadId(ref, address));
  const [key] = await signingKeys.list();
  const link = conversation && (await linkBack(conversation, deps));
  const isOver = conversation !== undefined && againstReturn(conversation, true, clock.now()) !== undefined;
  return {
    ...(conversation && { conversation }),
    ...(customer && { customer }),
    entries: entries.filter((entry) => entry !== undefined),
    ...(thread && { thread }),
    key: key as SigningKey,
    ...(link !== undefined && { wayBack: { link, isOver } }),
  };
}

/** Written down before it leaves: what the provider tells of it later names the effect alone, and an answer its thread. */
async function announce({ email, thread }: Planned, { effect, ref }: Attempt, deps: MailDeps) {
  const now = deps.clock.now();
  const of = thread ? { threadId: thread.id } : {};
  if (thread) await deps.mailThreads.open({ ...thread, ref, address: email.to }, now);
  await deps.sentMails.put({ schema: 1, effectId: effect.id, ref, to: email.to, ...of, at: now });
}

/** Should it fail, the provider's event adds it. */
async function addToThread({ thread }: Planned, messageId: string, deps: MailDeps): Promise<void> {
  if (thread && messageId !== '')
    await deps.mailThreads.add(thread.id, messageId, deps.clock.now()).catch(() => undefined);
}
