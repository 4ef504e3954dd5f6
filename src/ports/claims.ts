import type { ConversationRef, EffectAnsweredData } from '../engine/event';
import type { Instant } from '../engine/time';

/** How an effect stands: `unknown` = it may or may not have been done, and must not be done twice. */
export type EffectState = 'claimed' | 'released' | 'done' | 'failed' | 'skipped' | 'unknown' | 'expired';

/** What the receiver answered to an effect whose run waits for it. */
export type EffectAnswer = Pick<EffectAnsweredData, 'status' | 'body'>;

/** How an effect ended, or why it was given back. */
export interface Ending {
  state: Exclude<EffectState, 'claimed'>;
  at: Instant;
  /** One sentence for people. */
  detail?: string;
  /** Of what is released: nobody is to try before. */
  notBefore?: Instant;
  /** Of what is released: how many attempts count, where this one does not. */
  attempts?: number;
  /** Kept with the claim, so that whoever finds it done can tell the run. */
  answer?: EffectAnswer;
}

/** The record of one effect: who acts on it, and how it ended. */
export interface Claim {
  effectId: string;
  type: string;
  state: EffectState;
  owner: string;
  leaseUntil: Instant;
  /** Attempts begun, but for those that were given back uncounted. */
  attempts: number;
  /** First claimed. */
  since: Instant;
  updatedAt: Instant;
  detail?: string;
  notBefore?: Instant;
  answer?: EffectAnswer;
  workflowId?: string;
  runId?: string;
}

export interface ClaimRequest {
  effectId: string;
  type: string;
  /** Request id + receive count: a redelivery is another owner. */
  owner: string;
  now: Instant;
  leaseUntil: Instant;
  /** May be acted on again when a lease ran out: the receiver recognises repeats. */
  repeatable: boolean;
  workflowId?: string;
  runId?: string;
}

/** Claims: conditional on absent, released and not before its time, mine, or (lease over and repeatable). */
export interface Claims {
  /**
   * `granted`: act. `busy`: somebody holds the lease, or it was released for later; come again. `settled`: ended before, see
   * the claim. A lease that ran out on an action that is not repeatable becomes `unknown` here, and `settled` is answered.
   */
  claim(ref: ConversationRef, request: ClaimRequest): Promise<{ result: 'granted' | 'busy' | 'settled'; claim: Claim }>;
  /** Ends or releases the claim; only its owner may. False when it is no longer the owner's. */
  settle(ref: ConversationRef, effectId: string, owner: string, ending: Ending): Promise<boolean>;
  /**
   * The receiver itself says, beside the answer to whoever asked, that it was done: so it is, and nobody tries it again, whoever has
   * the claim now. What ended otherwise stays so. False when it was never claimed, or stays as it ended.
   */
  confirm(ref: ConversationRef, effectId: string, at: Instant, detail: string): Promise<boolean>;
  /** Looks without claiming; `undefined` when never claimed. */
  get(ref: ConversationRef, effectId: string): Promise<Claim | undefined>;
}
