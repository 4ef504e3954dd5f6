/** Messages go by SMS, and who is assigned to a queued call is rung; nothing else that a workflow does has a counterpart at a phone call. */
import type { Effect } from '../../engine/effects';
import type { ConversationRef } from '../../engine/event';
import type { Instant } from '../../engine/time';
import type { ChannelOf, OutboundRequest } from '../channel';
import type { TwilioVoiceConfig } from './config';
import { destinationOf } from './lines';
import { phoneOf } from './parties';
import { linkTo } from './place';

const API = 'https://api.twilio.com';
const TIMEOUT_MS = 10_000;
/** Steps that say something in writing. */
const WRITTEN = new Set(['message.send', 'sms.send']);

/** The request that does it; undefined where there is nothing to do. */
export function send(
  effect: Effect,
  { conversationId }: ConversationRef,
  channel: ChannelOf<TwilioVoiceConfig>,
  _now: Instant,
  address?: string,
): OutboundRequest | undefined {
  if (WRITTEN.has(effect.type)) return sms(effect, channel);
  return effect.type === 'agent.assign' && address ? ring(effect, conversationId, channel, address) : undefined;
}

/**
 * An SMS to `fields.to`: the other party of the call, or whom the step names. Without it, or without a number of ours, there is
 * nothing to send.
 * @see https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 */
function sms({ fields }: Effect, channel: ChannelOf<TwilioVoiceConfig>): OutboundRequest | undefined {
  const { number } = channel.config;
  const to = typeof fields.to === 'string' ? phoneOf(fields.to) : undefined;
  const text = textOf(fields);
  if (!number || !to || !text) return undefined;
  return { ...request('Messages.json', { To: to, From: number, Body: text }, channel), to: 'sms' };
}

/**
 * Takes a queued call (`fields.ring`) out of its queue: Twilio asks anew what to do with it, and is told to ring the agent. Without
 * a line for the agent nobody can be rung.
 * @see https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
 */
function ring(
  { fields: { ring: isQueued, agentId } }: Effect,
  callSid: string,
  channel: ChannelOf<TwilioVoiceConfig>,
  address: string,
): OutboundRequest | undefined {
  const hasLine = !('obstacle' in destinationOf({ agentId }, channel.config));
  if (isQueued !== true || typeof agentId !== 'string' || !hasLine) return undefined;
  const path = `Calls/${encodeURIComponent(callSid)}.json`;
  return request(path, { Url: linkTo(address, { ring: agentId }), Method: 'POST' }, channel);
}

/** Twilio documents no idempotency key, so a request must not be repeated when its outcome is unknown. */
function request(
  path: string,
  form: Record<string, string>,
  { config: { accountSid, apiUrl = API }, secrets }: ChannelOf<TwilioVoiceConfig>,
): OutboundRequest {
  const credentials = Buffer.from(`${accountSid}:${secrets[0] ?? ''}`).toString('base64');
  return {
    method: 'POST',
    url: `${apiUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${accountSid}/${path}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${credentials}` },
    body: new URLSearchParams(form).toString(),
    idempotent: false,
    timeoutMs: TIMEOUT_MS,
  };
}

/** A link follows the text on a line of its own, label before address. */
function textOf({ text, link }: Record<string, unknown>): string {
  const { label, url } = (link ?? {}) as { label?: string; url?: string };
  const line = [label, url].filter(Boolean).join(' ');
  return [text, line].filter(Boolean).join('\n');
}
