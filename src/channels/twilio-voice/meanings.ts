/** What one request says, out of the tables: what became of the call and, where that ends it, that it ended. */
import { type CallRequest, isOver } from './call-request';
import type { TwilioVoiceConfig } from './config';
import { CHILD, DIAL, INBOUND, type Meaning, OUTBOUND, QUEUE, type QueueMeaning } from './mapping';

export type Said = Meaning;

/** One or two things, in order. */
export function meaningsOf(call: CallRequest, config: TwilioVoiceConfig): Said[] {
  const { kind, direction, fields } = call;
  if (kind === 'child') return [CHILD[fields.CallStatus]];
  if (kind === 'waiting' && direction === 'inbound') return [{ type: 'call.queued' }];
  if (kind === 'dequeued' && direction === 'inbound') return [{ type: 'call.answered' }];
  if (kind === 'dial') return concluded(call, dialMeaning(call), config);
  if (kind === 'queue' && fields.QueueResult) return concluded(call, QUEUE[fields.QueueResult], config);
  return [direction === 'inbound' ? INBOUND[fields.CallStatus] : outbound(call)];
}

/** An agent's own device is *in progress* at once: that the customer answered is told by the leg dialled from it. */
function outbound({ fields }: CallRequest): Said {
  const byDevice = !fields.Direction?.startsWith('outbound');
  return byDevice && fields.CallStatus === 'in-progress' ? { type: 'call.placed' } : OUTBOUND[fields.CallStatus];
}

/** A caller who is gone when the ringing stops has left; one still there was not answered in time. */
function dialMeaning({ fields }: CallRequest): Meaning {
  const { type, reason } = DIAL[fields.DialCallStatus ?? 'failed'];
  const gone = isOver(fields.CallStatus);
  // Somebody picked up but never spoke to the caller: a voicemail box was screened off, or the agent declined.
  if (fields.DialCallStatus === 'completed' && fields.DialBridged === 'false') {
    return { type: 'call.inbound', reason: gone ? 'userLeft' : 'noOperator' };
  }
  return reason === 'ringTimeOver' && gone ? { type, reason: 'userLeft' } : { type, ...(reason && { reason }) };
}

/** Unless the owner's own TwiML goes on with the call, our empty answer ends it. */
function concluded({ direction, fields }: CallRequest, meaning: QueueMeaning, config: TwilioVoiceConfig): Said[] {
  const { then, ...said } = meaning;
  const answered = said.type === 'call.answered';
  const first: Said = direction === 'inbound' || answered ? said : { type: 'call.placed' };
  const ends = isOver(fields.CallStatus) || then === 'over' || (then === undefined && config.continueUrl === undefined);
  if (!ends) return [first];
  const reason = direction === 'inbound' ? said.reason : undefined;
  return [first, { type: 'call.ended', ...(reason && { reason }) }];
}
