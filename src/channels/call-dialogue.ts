/**
 * Telephony that asks what a caller is to hear: the answer of the request is what the run says. A channel kind with `ask` has an
 * address of its own for that, `/voice/{channelId}`.
 */
import type { InboundEvent, Reply } from './channel';

/** A step that is said to a caller: an effect of lane `voice`. */
export interface Spoken {
  id: string;
  /** `call.say`, `call.menu`… */
  type: string;
  fields: Record<string, unknown>;
  runId?: string;
  workflowId?: string;
}

/** What a caller did about a step that asked for it. */
export interface StepAnswer {
  /** Of the event that tells it; the same for each delivery of the same request. */
  id: string;
  runId: string;
  workflowId: string;
  effectId: string;
  /** The type of the effect. */
  step: string;
  /** `digits`; or `outcome`; or `recordingUrl` and `seconds`. */
  body: Record<string, unknown>;
}

/** Holds a caller while a run waits for something else than the caller. */
export interface Hold {
  runId: string;
  /** Of the last entry of the timeline whose words the caller has heard. */
  after: number;
  seconds: number;
}

export interface Speech {
  steps: readonly Spoken[];
  /** BCP 47, where a step names none. */
  language: string;
  /** Behind the last step. */
  hold?: Hold | undefined;
}

export interface CallAnswer {
  reply: Reply;
  /** Nothing follows: the call ends with it. */
  ends: boolean;
  /** Nobody spoke, or not to the end: the channel's own fallback did. */
  isFallback: boolean;
  /** The call is offered to agents, or queued, by this answer. */
  offers?: InboundEvent;
}

/** A verified request of a provider that waits for words. */
export interface Asked {
  ok: true;
  subject: string;
  /** What it tells, to be handled before an answer is looked for. */
  events: InboundEvent[];
  /** What it brings to the run that asked for it. */
  brings?: StepAnswer;
  /** The caller was held: what has this run said behind that entry of the timeline? */
  holds?: Omit<Hold, 'seconds'>;
  /** The call is taken out of its queue for this agent, who was assigned. */
  rings?: { agentId: string };
  /** To be told, should the answer end the call. */
  ended?: InboundEvent;
  /** Why a step cannot be said by this channel, so that its run goes on without it; undefined where it can. */
  obstacle(step: Spoken): string | undefined;
  /** The answer in the provider's words; the same for the same speech. */
  answer(speech: Speech): CallAnswer;
}
