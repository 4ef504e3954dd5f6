/** What a step does outside, as a plan: pure, so that it can be tested and shown without doing it. */
import type { OutboundRequest } from '../channels/channel';
import type { Effect } from '../engine/effects';
import type { ConversationRef } from '../engine/event';
import type { Settings } from '../engine/settings';
import type { Instant } from '../engine/time';
import type { ChannelRecord } from '../ports/channels';
import type { Email } from '../ports/mail';
import type { OutboundNote, OutboundResult } from '../ports/outbound-http';

/** An answer of the receiver that means that it took the request (2xx). */
export type Answered = OutboundResult & { kind: 'answer' };

/**
 * `kept`: there is nobody to tell, it stands in our own state. `impossible`: it cannot be done as things are; `once`: an attempt
 * when they were otherwise may have done it, and it must not be done twice.
 */
export type Plan =
  | {
      kind: 'request';
      request: OutboundRequest;
      to: OutboundNote['to'];
      /** What the answer tells the run, where it is not just any; or what is wrong with it, and then the step failed. */
      understand?(answer: Answered): { body: unknown } | { problem: string };
    }
  | { kind: 'email'; email: Email }
  | { kind: 'kept'; detail: string }
  | { kind: 'impossible'; detail: string; once?: true };

export interface PlanContext {
  now: Instant;
  /** The conversation's channel; absent when it was removed. */
  channel?: ChannelRecord;
  /** Where that channel's provider reaches us; absent where nobody was told. */
  address?: string;
  /** As they are now. */
  settings?: Settings;
  /** The channel that the settings name for SMS; absent when they name none, or it was removed. */
  smsChannel?: ChannelRecord;
  /** The domain or address that e-mail may be sent from; absent when none is set up. */
  mailIdentity?: string;
}

/** How effects of one kind are done. */
export interface Action {
  /** It asks for the workspace's settings, and for what they name. */
  needsSettings?: true;
  /** Called anew for each attempt. */
  plan(effect: Effect, ref: ConversationRef, context: PlanContext): Plan;
}

export const impossible = (detail: string): Plan => ({ kind: 'impossible', detail });
/** Of what must not be done twice. */
export const impossibleNow = (detail: string): Plan => ({ kind: 'impossible', detail, once: true });
