/** The events that a request says, with ids that are the same for each delivery of the same callback. */
import type { EventData } from '../../engine/event';
import type { InboundEvent } from '../channel';
import type { CallFields, CallRequest } from './call-request';
import type { TwilioVoiceConfig } from './config';
import { agentAt } from './lines';
import type { CallEventType } from './mapping';
import type { Said } from './meanings';
import { agentIdOf, customerOf, isAgentDevice, partyOf } from './parties';

/** The conversation is the customer's own leg. */
export const subjectOf = ({ fields }: CallRequest): string => fields.ParentCallSid ?? fields.CallSid;

export function eventOf(call: CallRequest, said: Said, config: TwilioVoiceConfig): InboundEvent {
  const time = timeOf(call.fields.Timestamp);
  return {
    id: idOf(call, said.type),
    subject: subjectOf(call),
    ...(time !== undefined && { time }),
    type: said.type,
    data: dataOf(call, said, config),
    extensions: extensionsOf(call, said),
  } as InboundEvent;
}

const RFC1123 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:[+-]\d{4}|GMT|UTC)$/;

/** When the status changed. A time in another form is left out: order goes by arrival, and the event matters more. */
export function timeOf(timestamp: string | undefined): number | undefined {
  const instant = timestamp !== undefined && RFC1123.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
}

/** One request can say two things, so the type is part of the ids of those kinds that do. */
function idOf({ kind, fields }: CallRequest, type: CallEventType): string {
  const { CallSid, CallStatus } = fields;
  switch (kind) {
    case 'status':
    case 'child':
      return `${CallSid}:${fields.SequenceNumber ?? CallStatus}`;
    case 'waiting':
    case 'dequeued':
      return `${CallSid}:${fields.QueueSid ?? 'queue'}:${kind}`;
    case 'dial':
      return `${CallSid}:${fields.DialCallSid ?? fields.DialCallStatus}:dial:${type}`;
    case 'queue':
      return `${CallSid}:${fields.QueueSid ?? 'queue'}:${fields.QueueResult}:${type}`;
    default:
      return `${CallSid}:${kind}:${CallStatus}`;
  }
}

function dataOf(call: CallRequest, said: Said, config: TwilioVoiceConfig): EventData<'call.ended'> {
  const ended = said.type === 'call.ended';
  return {
    ...(call.kind === 'child' ? agentOf(call.fields, config) : partiesOf(call)),
    ...(ended && said.reason !== undefined && { missedReason: said.reason }),
    ...(ended && durationOf(call.fields)),
  };
}

/** A dialled leg tells who was rung. Its numbers are not the call's: they are what the agent's phone shows. */
function agentOf({ From, To }: CallFields, config: TwilioVoiceConfig): { agentId?: string } {
  const known = agentAt(To, config);
  if (known !== undefined) return { agentId: known };
  // Our own number calling a phone may as well be an agent calling a customer.
  const unclear = config.number !== undefined && From === config.number && !isAgentDevice(To);
  const agentId = unclear ? undefined : agentIdOf(To);
  return agentId === undefined ? {} : { agentId };
}

/** The ends of the call, and the customer at one of them. */
export function partiesOf({
  direction,
  fields,
}: CallRequest): Pick<EventData<'call.ended'>, 'from' | 'to' | 'customer' | 'agentId'> {
  const [from, to] = [partyOf(fields.From), partyOf(fields.To)];
  const inbound = direction === 'inbound';
  const customer = inbound ? customerOf(fields.From, fields.FromCountry) : customerOf(fields.To, fields.ToCountry);
  const agentId = !inbound && isAgentDevice(fields.From) ? agentIdOf(fields.From) : undefined;
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(agentId !== undefined && { agentId }),
    ...(customer !== undefined && { customer }),
  };
}

function durationOf({ CallDuration, DialCallDuration }: CallFields): { durationSeconds?: number } {
  const durationSeconds = CallDuration ?? DialCallDuration;
  return durationSeconds === undefined ? {} : { durationSeconds };
}

function extensionsOf({ kind, fields }: CallRequest, said: Said): Record<string, string | number> {
  return {
    leg: kind === 'child' ? 'child' : 'parent',
    twiliostatus: fields.DialCallStatus ?? fields.QueueResult ?? fields.CallStatus,
    ...(fields.SequenceNumber !== undefined && { sequence: fields.SequenceNumber }),
    ...(said.type !== 'call.ended' && said.reason !== undefined && { missedreason: said.reason }),
  };
}
