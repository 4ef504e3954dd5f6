/** The effects of one commit, in order. One that has to be tried again holds up its own run and no other. */

import type { Effect, EffectBatch } from '../engine/effects';
import type { Millis } from '../engine/time';
import { mailPausedMetric } from '../metrics';
import type { EffectState } from '../ports/claims';
import { inTurn } from './in-turn';
import { type PerformDeps, performEffect } from './perform-effect';
import type { QueueRecord, RecordResult } from './process-records';
import { readEffectBatch } from './read-message';

export interface PerformOptions {
  /** Request id, message and receive count. */
  owner: string;
  /** Until the process is stopped. */
  timeLeft(): Millis;
}

/**
 * How many effects ended how, and when the batch is to come again: at the first moment at which one of them can go on. By their
 * claims it is known then which have ended and which are not to be tried yet.
 */
export interface PerformedBatch {
  ended: Partial<Record<EffectState, number>>;
  againAfter?: Millis;
  /** E-mails that wait because the account may send none now. */
  mailsPaused?: number;
}

/** No effect is begun with less time than its request (15 s) and its bookkeeping may take. */
const ENOUGH_TIME: Millis = 25_000;
const RUNS_AT_ONCE = 10;

/** One message of the actions or slow queue, as the queue hands it out. @throws MessageError, StoreError */
export async function performRecord(
  { messageId, receiveCount, body }: QueueRecord,
  deps: PerformDeps,
  { requestId, timeLeft }: { requestId: string; timeLeft(): Millis },
): Promise<RecordResult> {
  const owner = `${requestId}:${messageId}:${receiveCount}`;
  const { ended, againAfter, mailsPaused = 0 } = await perform(readEffectBatch(body), deps, { owner, timeLeft });
  const counts = Object.fromEntries(
    Object.entries(ended).map(([state, count]) => [`Effects${state[0]?.toUpperCase()}${state.slice(1)}`, count]),
  );
  return { counts: { ...counts, [mailPausedMetric]: mailsPaused }, ...(againAfter !== undefined && { againAfter }) };
}

/** Performs what is not done yet. @throws StoreError (retry) when a store does not answer */
export async function perform(batch: EffectBatch, deps: PerformDeps, options: PerformOptions): Promise<PerformedBatch> {
  const pass = {
    states: new Map<string, EffectState>(),
    held: new Set<string>(),
    again: [] as Millis[],
    mailsPaused: 0,
  };
  await inTurn(sequences(batch), RUNS_AT_ONCE, async (effects) => {
    for (const effect of effects) await step(effect);
  });
  const ended: PerformedBatch['ended'] = {};
  for (const state of pass.states.values()) ended[state] = (ended[state] ?? 0) + 1;
  const { mailsPaused } = pass;
  return {
    ended,
    ...(mailsPaused > 0 && { mailsPaused }),
    ...(pass.again.length > 0 && { againAfter: Math.min(...pass.again) }),
  };

  async function step(effect: Effect): Promise<void> {
    const run = runOf(effect);
    if (pass.held.has(run)) return;
    const before = effect.after === undefined ? undefined : pass.states.get(effect.after);
    const attempt = { effect, ref: batch.ref, owner: options.owner, ...(before && { before }) };
    const result = options.timeLeft() < ENOUGH_TIME ? { againAfter: 1_000 } : await performEffect(attempt, deps);
    if ('state' in result) pass.states.set(effect.id, result.state);
    else {
      pass.held.add(run);
      pass.again.push(result.againAfter);
      if ('mailPaused' in result) pass.mailsPaused += 1;
    }
  }
}

/** At the channel one after the other, as customers and agents see it; slow ones one after the other in each run. */
function sequences({ effects }: EffectBatch): Effect[][] {
  return effects.some((effect) => effect.lane === 'channel') ? [effects] : [...Map.groupBy(effects, runOf).values()];
}

const runOf = (effect: Effect): string => effect.runId ?? effect.id;
