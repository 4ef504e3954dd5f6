/** What each thing Twilio says means here: the tables of docs/decisions/0003-twilio-call-mapping.md. */
import type { EventType, MissedReason } from '../../engine/event';
import type { CallStatus, DialStatus, QueueResult } from './call-request';

export type CallEventType = Extract<EventType, `call.${string}`>;

/** What one request says. `reason` is why the call is missed, should nobody answer after all. */
export interface Meaning {
  type: CallEventType;
  reason?: MissedReason;
}

/** The customer's own leg. It is *in progress* from Twilio's first word on, so that says nothing of an agent. */
export const INBOUND: Readonly<Record<CallStatus, Meaning>> = {
  queued: { type: 'call.ringing' },
  initiated: { type: 'call.ringing' },
  ringing: { type: 'call.ringing' },
  'in-progress': { type: 'call.ringing' },
  completed: { type: 'call.ended', reason: 'userLeft' },
  busy: { type: 'call.ended', reason: 'allAgentsBusy' },
  failed: { type: 'call.ended', reason: 'noOperator' },
  'no-answer': { type: 'call.ended', reason: 'ringTimeOver' },
  canceled: { type: 'call.ended', reason: 'userLeft' },
};

/** A call that an agent placed: nobody missed it on our side, so it has no reason. */
export const OUTBOUND: Readonly<Record<CallStatus, Meaning>> = {
  queued: { type: 'call.placed' },
  initiated: { type: 'call.placed' },
  ringing: { type: 'call.placed' },
  'in-progress': { type: 'call.answered' },
  completed: { type: 'call.ended' },
  busy: { type: 'call.ended' },
  failed: { type: 'call.ended' },
  'no-answer': { type: 'call.ended' },
  canceled: { type: 'call.ended' },
};

/** A leg dialled from the customer's call. That it ended is no end of the call: the next agent may be tried. */
export const CHILD: Readonly<Record<CallStatus, Meaning>> = {
  queued: { type: 'call.inbound' },
  initiated: { type: 'call.inbound' },
  ringing: { type: 'call.inbound' },
  'in-progress': { type: 'call.answered' },
  // Only a leg that was answered completes, and `completed` is all that Twilio reports unless told otherwise.
  completed: { type: 'call.answered' },
  busy: { type: 'call.inbound', reason: 'allAgentsBusy' },
  failed: { type: 'call.inbound', reason: 'noOperator' },
  'no-answer': { type: 'call.inbound', reason: 'ringTimeOver' },
  // Also the legs that lost when several rang and one answered, so it gives no reason.
  canceled: { type: 'call.inbound' },
};

/** How a <Dial> went. */
export const DIAL: Readonly<Record<DialStatus, Meaning>> = {
  completed: { type: 'call.answered' },
  answered: { type: 'call.answered' },
  busy: { type: 'call.inbound', reason: 'allAgentsBusy' },
  failed: { type: 'call.inbound', reason: 'noOperator' },
  'no-answer': { type: 'call.inbound', reason: 'ringTimeOver' },
  canceled: { type: 'call.inbound', reason: 'userLeft' },
};

/** `over`: the caller is gone. `elsewhere`: the call has somewhere else to go, whatever we answer. Else our answer decides. */
export interface QueueMeaning extends Meaning {
  then?: 'over' | 'elsewhere';
}

/** How an <Enqueue> went. */
export const QUEUE: Readonly<Record<QueueResult, QueueMeaning>> = {
  bridged: { type: 'call.answered' },
  'redirected-from-bridged': { type: 'call.answered', then: 'elsewhere' },
  'bridging-in-process': { type: 'call.inbound', then: 'elsewhere' },
  hangup: { type: 'call.queued', reason: 'abandonedInQueue', then: 'over' },
  leave: { type: 'call.ringing', reason: 'abandonedInQueue' },
  redirected: { type: 'call.ringing', then: 'elsewhere' },
  'queue-full': { type: 'call.ringing', reason: 'exceededQueue' },
  error: { type: 'call.ringing', reason: 'noOperator' },
  'system-error': { type: 'call.ringing', reason: 'noOperator' },
};
