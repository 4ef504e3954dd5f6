/** Effects: what is to be done outside, decided but not yet done. */
import type { Cause, ConversationRef, CustomerFields } from './event';
import { shortHash } from './ids';
import type { Instant } from './time';

/**
 * `channel`: in order, one after the other. `slow`: webhooks, SMS and e-mail, which hold up nobody. `voice`: spoken to a caller, as
 * the answer to the request that is being handled; no queue carries it.
 */
export type Lane = 'channel' | 'slow' | 'voice';

/** One thing to do. Its id is a hash of its cause, so however often it is decided or sent, it is the same effect. */
export interface Effect {
  schema: 1;
  id: string;
  /** The step's name: `message.send`, `note.add`, `webhook.call`… */
  type: string;
  lane: Lane;
  /** The step's fields, placeholders filled. */
  fields: Record<string, unknown>;
  workflowId?: string;
  runId?: string;
  /** Its predecessor in the run: when that one failed for good, this one is skipped. */
  after?: string;
  /** The run waits for the answer. */
  awaited?: true;
  cause: Cause;
  createdAt: Instant;
  /** Not to be done later than this. */
  notAfter: Instant;
}

/** Effects of one commit for one lane, in order. */
export interface EffectBatch {
  schema: 1;
  ref: ConversationRef;
  /** Identifies the commit; the queue drops a second send of it. */
  batchId: string;
  /** Raised by an operator's retry. */
  attempt?: number;
  effects: Effect[];
}

/** A change of a customer's record, applied once by its id. */
export interface CustomerUpdate {
  id: string;
  customerId: string;
  at: Instant;
  set?: Partial<Omit<CustomerFields, 'id'>>;
  addTags?: string[];
  removeTags?: string[];
  /** Puts this conversation into the customer's index or changes what stands there. */
  conversation?: CustomerConversation;
}

/** What a customer's index keeps of each conversation; feeds the `previous.*` facts. */
export interface CustomerConversation {
  channelId: string;
  conversationId: string;
  kind: 'chat' | 'call';
  startedAt: Instant;
  tags: string[];
  missedReason?: string;
}

/** How many effects one commit may hold (design, door limits). */
export const MAX_EFFECTS = 50;

/** Id of the n-th effect of a run. */
export function effectId(ref: ConversationRef, runId: string, ordinal: number): string {
  return `ef_${shortHash(ref.workspaceId, ref.channelId, ref.conversationId, runId, ordinal)}`;
}
