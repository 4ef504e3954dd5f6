/** What one request says, out of the tables: what became of the call and, where that ends it, that it ended. */
import { type CallRequest, isOver } from './call-request';
import { CHILD, DIAL, INBOUND, type Meaning, OUTBOUND, QUEUE, type QueueMeaning } from './mapping';

export type Said = Meaning;

export interface Meanings {
  said: Said[];
  /** That the call ended; by its `answer` only where our answer lets it end. */
  ended?: Said & { by: 'caller' | 'answer' };
}

export function meaningsOf(call: CallRequest): Meanings {
  const { kind, direction, fields } = call;
  if (kind === 'answer' || kind === 'held' || kind === 'rings') return { said: [] };
  if (kind === 'child') return { said: [CHILD[fields.CallStatus]] };
  if (kind === 'waiting' && direction === 'inbound') return { said: [{ type: 'call.queued' }] };
  if (kind === 'dequeued' && direction === 'inbound') return { said: [{ type: 'call.answered' }] };
  if (kind === 'dial') return concluded(call, dialMeaning(call));
  if (kind === 'queue' && fields.QueueResult) return concluded(call, QUEUE[fields.QueueResult]);
  return { said: [direction === 'inbound' ? INBOUND[fields.CallStatus] : outbound(call)] };
}

/** An agent's own device is *in progress* at once: that the customer answered is told by the leg dialled from it. */
function outbound({ fields }: CallRequest): Said {
  const byDevice = !fields.Direction?.startsWith('outbound');
  return byDevice && fields.CallStatus === 'in-progress' ? { type: 'call.placed' } : OUTBOUND[fields.CallStatus];
}

/** Somebody picked up but never spoke to the caller: a voicemail box was screened off, or the agent declined. */
export const wasDeclined = ({ fields }: CallRequest): boolean =>
  fields.DialCallStatus === 'completed' && fields.DialBridged === 'false';

/** A caller who is gone when the ringing stops has left; one still there was not answered in time. */
function dialMeaning(call: CallRequest): Meaning {
  const { fields } = call;
  const { type, reason } = DIAL[fields.DialCallStatus ?? 'failed'];
  const gone = isOver(fields.CallStatus);
  if (wasDeclined(call)) return { type: 'call.inbound', reason: gone ? 'userLeft' : 'noOperator' };
  return reason === 'ringTimeOver' && gone ? { type, reason: 'userLeft' } : { type, ...(reason && { reason }) };
}

function concluded({ direction, fields }: CallRequest, meaning: QueueMeaning): Meanings {
  const { then, ...said } = meaning;
  const answered = said.type === 'call.answered';
  const first: Said = direction === 'inbound' || answered ? said : { type: 'call.placed' };
  if (then === 'elsewhere' && !isOver(fields.CallStatus)) return { said: [first] };
  const by = isOver(fields.CallStatus) || then === 'over' ? 'caller' : 'answer';
  const reason = direction === 'inbound' ? said.reason : undefined;
  return { said: [first], ended: { type: 'call.ended', by, ...(reason && { reason }) } };
}
