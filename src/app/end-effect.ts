/**
 * How an effect ends: first its claim is settled, then its run is told. What a run is told is so always what stands in the
 * claim, and a message that comes again after a crash between the two tells it from there.
 */
import type { Effect } from '../engine/effects';
import type { ConversationRef } from '../engine/event';
import type { Millis } from '../engine/time';
import type { Claim, EffectState, Ending } from '../ports/claims';
import type { Deps } from './deps';
import { answeredEvent, failedEvent } from './effect-events';

export type Ended = Omit<Ending, 'at'>;
/** How it ended, or when it is to be tried again; `mailPaused`: the account may send no e-mail now. */
export type Performed = { state: EffectState } | { againAfter: Millis; mailPaused?: true };

/** Somebody else has the claim by now: how that ends is seen soon. */
const LOOK_AGAIN: Millis = 1_000;

/**
 * Settles the claim and tells the run.
 * @param attempts begun, this one included
 * @throws StoreError (retry) when a store or a queue does not answer
 */
export async function endEffect(
  { effect, ref, owner }: { effect: Effect; ref: ConversationRef; owner: string },
  attempts: number,
  ended: Ended,
  deps: Pick<Deps, 'claims' | 'clock' | 'queues'>,
): Promise<Performed> {
  const at = deps.clock.now();
  const { answer, ...rest } = ended;
  const ending = { ...rest, at, ...(answer && isAwaited(effect) && { answer }) };
  if (!(await deps.claims.settle(ref, effect.id, owner, ending))) return { againAfter: LOOK_AGAIN };
  if (ended.state === 'released') return { againAfter: Math.max((ended.notBefore ?? at) - at, LOOK_AGAIN) };
  await tell({ effect, ref }, { ...ending, attempts }, deps);
  return { state: ended.state };
}

/** Tells the run what a claim that is settled says, where the run is to know. Told twice, it is recognised. */
export async function tell(
  { effect, ref }: { effect: Effect; ref: ConversationRef },
  { state, attempts, detail = '', answer }: Pick<Claim, 'state' | 'attempts' | 'detail' | 'answer'>,
  { clock, queues }: Pick<Deps, 'clock' | 'queues'>,
): Promise<void> {
  const event =
    state === 'failed' || state === 'expired'
      ? failedEvent(effect, ref, { reason: detail, attempts }, clock.now())
      : answer && answeredEvent(effect, ref, answer, clock.now());
  if (event) await queues.sendEvents([{ kind: 'event', event }]);
}

const isAwaited = ({ awaited, runId, workflowId }: Effect) =>
  awaited && runId !== undefined && workflowId !== undefined;
