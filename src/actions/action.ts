/** What a step does outside, as a plan: pure, so that it can be tested and shown without doing it. */
import type { OutboundRequest } from '../channels/channel';
import type { Effect } from '../engine/effects';
import type { ConversationRef } from '../engine/event';
import type { Instant } from '../engine/time';
import type { ChannelRecord } from '../ports/channels';
import type { OutboundNote } from '../ports/outbound-http';

/** `kept`: there is nobody to tell, it stands in our own state. `impossible`: it can never be done as things are. */
export type Plan =
  | { kind: 'request'; request: OutboundRequest; to: OutboundNote['to'] }
  | { kind: 'kept'; detail: string }
  | { kind: 'impossible'; detail: string };

export interface PlanContext {
  /** The conversation's channel; absent when it was removed. */
  channel?: ChannelRecord;
  now: Instant;
}

/** How effects of one kind are done. Called anew for each attempt. */
export type Action = (effect: Effect, ref: ConversationRef, context: PlanContext) => Plan;
