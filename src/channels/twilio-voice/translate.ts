/** Turns Twilio's requests about a call into events of the conversation that the customer's own leg names. */
import type { EventData } from '../../engine/event';
import {
  type ChannelOf,
  CLOCK_TOLERANCE_MS,
  type InboundEvent,
  type TranslateResult,
  type WebhookRequest,
} from '../channel';
import { type CallFields, type CallRequest, readCallRequest } from './call-request';
import type { TwilioVoiceConfig } from './config';
import { parseForm } from './form';
import type { CallEventType } from './mapping';
import { meaningsOf, type Said } from './meanings';
import { agentIdOf, customerOf, isAgentDevice, partyOf } from './parties';
import { replyTo } from './twiml';

/** Translates a verified request; ids are the same for each delivery of the same callback. */
export function translate(
  request: WebhookRequest,
  channel: ChannelOf<TwilioVoiceConfig>,
  now: number,
): TranslateResult {
  const form = parseForm(request.body);
  if (form === undefined) {
    return { ok: false, status: 400, code: 'twilio.malformedForm', detail: 'The body is not a well-formed form.' };
  }
  const read = readCallRequest(form);
  if (!read.ok) return read;
  const { call } = read;
  const time = timeOf(call.fields.Timestamp);
  if (time !== undefined && time > now + CLOCK_TOLERANCE_MS) {
    const detail = 'Timestamp: lies more than 5 minutes in the future; check the clock';
    return { ok: false, status: 400, code: 'event.timeInFuture', detail, path: '/Timestamp' };
  }
  const about = { subject: call.fields.ParentCallSid ?? call.fields.CallSid, ...(time !== undefined && { time }) };
  const events = meaningsOf(call, channel.config).map(
    (said) =>
      ({
        id: idOf(call, said.type),
        ...about,
        type: said.type,
        data: dataOf(call, said, channel.config),
        extensions: extensionsOf(call, said),
      }) as InboundEvent,
  );
  return { ok: true, events, reply: replyTo(call, channel.config) };
}

const RFC1123 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:[+-]\d{4}|GMT|UTC)$/;

/** When the status changed. A time in another form is left out: order goes by arrival, and the event matters more. */
function timeOf(timestamp: string | undefined): number | undefined {
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
    case 'voice':
      return `${CallSid}:voice:${CallStatus}`;
    case 'waiting':
    case 'dequeued':
      return `${CallSid}:${fields.QueueSid ?? 'queue'}:${kind}`;
    case 'dial':
      return `${CallSid}:${fields.DialCallSid ?? fields.DialCallStatus}:dial:${type}`;
    case 'queue':
      return `${CallSid}:${fields.QueueSid ?? 'queue'}:${fields.QueueResult}:${type}`;
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
  // Our own number calling a phone may as well be an agent calling a customer.
  const unclear = config.number !== undefined && From === config.number && !isAgentDevice(To);
  const agentId = unclear ? undefined : agentIdOf(To);
  return agentId === undefined ? {} : { agentId };
}

function partiesOf({
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
