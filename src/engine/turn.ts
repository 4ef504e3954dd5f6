/** One turn of the engine: the conversation as it is being changed, and all that comes of it. */
import type { Anchor, Conversation, Run, WaitKind } from './conversation';
import type { CustomerUpdate, Effect, Lane } from './effects';
import { effectId, MAX_EFFECTS } from './effects';
import type { Cause, CustomerFields } from './event';
import type { MessageFacts } from './facts';
import { shortHash } from './ids';
import type { Matcher, OpenWorkflows } from './matcher';
import type { Reconnect } from './reconnect-settings';
import type { Settings } from './settings';
import type { Instant } from './time';
import type { Evaluation, Returned, RunChange, WaitEnd } from './timeline';
import type { Workflow } from './workflow';

/** Workflows' chains end here (requirements, safety of automation). */
export const MAX_DEPTH = 8;
/** Runs that may stand still in one conversation at a time. */
export const MAX_RUNS = 50;
/** Bytes of effects in one commit: with an event as large as the door lets in, the item stays under 330 KB of the 400 that DynamoDB takes. */
export const MAX_EFFECT_BYTES = 96_000;
const NOT_AFTER = 3_600_000;
/** Many e-mails at once wait for the account's rate. */
const MAIL_NOT_AFTER = 86_400_000;
const MAILS = new Set(['email.send', 'continuity.send']);

/** Something that meets a trigger, in order of evaluation. */
export interface Occurrence {
  trigger: string;
  /** Names this occasion: no workflow fires twice on one. */
  episode: string;
  cause: Cause;
  message?: MessageFacts & { isAnswer?: boolean };
  agentId?: string;
  /** The opening was the conversation's first of its kind. */
  first?: boolean;
  /** Only this workflow: an agent started the module. */
  only?: string;
  /** Of a wait: only workflows with this wait, on behalf of this anchor. */
  wait?: { millis: number; timing?: string; anchor: Anchor; workflows: OpenWorkflows };
}

export interface Turn {
  conversation: Conversation;
  customer: CustomerFields | undefined;
  matcher: Matcher;
  settings: Settings;
  channelKind: string | undefined;
  /** Revision of a run's workflow; undefined when it is not to be found. */
  revision: (workflowId: string, revision: number) => Workflow | undefined;
  /** The evaluator's clock, never before `arrived`. */
  now: Instant;
  /** Arrival of the event or ring at the front door: what is due is judged by it. */
  arrived: Instant;
  cause: Cause;
  /** Hash of the event or ring. */
  entryId: string;
  occurrences: Occurrence[];
  /** The conversation was closed in this turn, and not opened again. */
  hasClosed?: boolean;
  /** How the channel brings back together; absent where it does not. */
  reconnect?: Reconnect | undefined;
  /** What an attempt to come back came to. */
  returned?: Returned;
  /** Steps taken so far. */
  steps: number;
  /** What is said by voice is heard: the caller's provider waits for the answer to this very request. */
  isHeard: boolean;
  /** An exclusive workflow fired on the event itself, which may meet several triggers. */
  hasExclusive?: boolean;
  effects: Effect[];
  effectBytes: number;
  customerUpdates: CustomerUpdate[];
  evaluations: Evaluation[];
  /** Workflows looked at that did not fire. */
  nearMisses: number;
  waitEnds: WaitEnd[];
  waitsStarted: Anchor[];
  runChanges: RunChange[];
  notes: string[];
  /** Connections that were not told of in time. */
  gone?: string[];
  /** Nothing that people want to read: no entry, unless something comes of it. */
  isRoutine?: true;
  /** Counts what this turn named by itself, so that each name is its own. */
  serial: number;
  /** Waits judged so far. */
  rounds: number;
  /** Evaluations tell every condition. */
  explain: boolean;
}

/** The next name of an occasion within this turn. */
export function nextEpisode(turn: Turn): string {
  turn.serial += 1;
  return turn.serial === 1 ? turn.entryId : `${turn.entryId}.${turn.serial}`;
}

/** Starts a wait, in place of one of the same kind (and run) that goes on. */
export function startWait(turn: Turn, kind: WaitKind, more: Partial<Anchor> = {}): void {
  endWait(turn, kind, 'cancelled', 'restarted', more.runId);
  const anchor: Anchor = { kind, since: turn.arrived, episode: nextEpisode(turn), passedUpTo: -1, ...more };
  turn.conversation.anchors.push(anchor);
  turn.waitsStarted.push(anchor);
}

/** Ends a wait; an absent one is no matter. */
export function endWait(turn: Turn, kind: WaitKind, outcome: WaitEnd['outcome'], why?: string, runId?: string): void {
  const { anchors } = turn.conversation;
  for (const anchor of anchors.filter((some) => some.kind === kind && some.runId === runId))
    endAnchor(turn, anchor, outcome, why);
}

/** Ends one wait, exactly once. One that had fired before ends as fired. */
export function endAnchor(turn: Turn, anchor: Anchor, outcome: WaitEnd['outcome'], why?: string): void {
  turn.conversation.anchors = turn.conversation.anchors.filter((some) => some !== anchor);
  const ended = outcome === 'cancelled' && anchor.fired ? 'fired' : outcome;
  const { kind, episode, since, dueAt } = anchor;
  turn.waitEnds.push({
    kind,
    episode,
    since,
    outcome: ended,
    ...(dueAt !== undefined ? { due: dueAt } : {}),
    ...(why ? { why } : {}),
  });
}

/** What `prepareEffect` makes an effect of. */
export interface EffectDraft {
  type: string;
  lane: Lane;
  fields: Record<string, unknown>;
  awaited?: boolean;
}

/** An effect that is not added yet. */
interface Prepared {
  effect: Effect;
  bytes: number;
}

/** The next effect of a run; `undefined` when the commit is full. */
export function prepareEffect(
  turn: Turn,
  run: Run,
  { type, lane, fields, awaited }: EffectDraft,
): Prepared | undefined {
  const effect: Effect = {
    schema: 1,
    id: effectId(turn.conversation.ref, run.id, run.effects),
    type,
    lane,
    fields,
    workflowId: run.workflowId,
    runId: run.id,
    ...(run.lastEffect ? { after: run.lastEffect } : {}),
    ...(awaited ? { awaited: true as const } : {}),
    cause: run.cause,
    createdAt: turn.now,
    notAfter: turn.now + (MAILS.has(type) ? MAIL_NOT_AFTER : NOT_AFTER),
  };
  const bytes = bytesOf(effect);
  const isFull = turn.effects.length >= MAX_EFFECTS || turn.effectBytes + bytes > MAX_EFFECT_BYTES;
  return isFull ? undefined : { effect, bytes };
}

const bytesOf = (effect: Effect) => Buffer.byteLength(JSON.stringify(effect));

const MAX_ASKED = 10;
/** A channel that tells later than this tells of something else. */
export const ECHO_WITHIN = 600_000;

function push(turn: Turn, { effect, bytes }: Prepared): void {
  const { conversation, arrived } = turn;
  const { type } = effect;
  turn.effects.push(effect);
  turn.effectBytes += bytes;
  if (type !== 'conversation.open' && type !== 'conversation.close') return;
  if (conversation.kind !== 'chat') return;
  const recent = (conversation.asked ?? []).filter(({ at }) => at > arrived - ECHO_WITHIN);
  conversation.asked = [...recent, { type, at: arrived } as const].slice(-MAX_ASKED);
}

/** Adds a prepared effect of a run. */
export function addEffect(turn: Turn, run: Run, prepared: Prepared): void {
  push(turn, prepared);
  run.effects += 1;
  run.lastEffect = prepared.effect.id;
}

/** Adds an effect that no workflow asked for (a snooze ran out, a command of the API…). */
export function addSystemEffect(turn: Turn, type: string, fields: Record<string, unknown>, cause = turn.cause): void {
  const { ref } = turn.conversation;
  const effect: Effect = {
    schema: 1,
    id: effectId(ref, `system.${turn.entryId}`, turn.effects.length),
    type,
    lane: 'channel',
    fields,
    cause,
    createdAt: turn.now,
    notAfter: turn.now + NOT_AFTER,
  };
  push(turn, { effect, bytes: bytesOf(effect) });
}

/** Adds a change of a customer's record; its name is no other's, though events at other channels may have the same id. */
export function addCustomerUpdate(turn: Turn, update: Omit<CustomerUpdate, 'id' | 'at'>): void {
  const { channelId, conversationId } = turn.conversation.ref;
  const id = shortHash(channelId, conversationId, turn.entryId, turn.customerUpdates.length);
  turn.customerUpdates.push({ id, at: turn.arrived, ...update });
}
