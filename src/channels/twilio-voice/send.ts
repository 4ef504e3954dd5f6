/** Messages go by SMS; nothing else that a workflow does has a counterpart at a phone call. */
import type { Effect } from '../../engine/effects';
import type { ConversationRef } from '../../engine/event';
import type { ChannelOf, OutboundRequest } from '../channel';
import type { TwilioVoiceConfig } from './config';
import { phoneOf } from './parties';

const API = 'https://api.twilio.com';
const TIMEOUT_MS = 10_000;
/** Steps that say something in writing. */
const WRITTEN = new Set(['message.send', 'sms.send']);

/**
 * The request that sends the SMS. `fields.to` is the other party of the call, or whom the step names; without it, or without a
 * number of ours, there is nothing to send. Twilio documents no idempotency key for messages, so it must not be repeated when
 * the outcome is unknown.
 * @see https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 */
export function send(
  effect: Effect,
  _ref: ConversationRef,
  channel: ChannelOf<TwilioVoiceConfig>,
): OutboundRequest | undefined {
  const { accountSid, number, apiUrl = API } = channel.config;
  const to = typeof effect.fields.to === 'string' ? phoneOf(effect.fields.to) : undefined;
  const text = textOf(effect.fields);
  if (!WRITTEN.has(effect.type) || !number || !to || !text) return undefined;
  const credentials = Buffer.from(`${accountSid}:${channel.secrets[0] ?? ''}`).toString('base64');
  return {
    method: 'POST',
    url: `${apiUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${accountSid}/Messages.json`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ To: to, From: number, Body: text }).toString(),
    idempotent: false,
    to: 'sms',
    timeoutMs: TIMEOUT_MS,
  };
}

/** A link follows the text on a line of its own, label before address. */
function textOf({ text, link }: Record<string, unknown>): string {
  const { label, url } = (link ?? {}) as { label?: string; url?: string };
  const line = [label, url].filter(Boolean).join(' ');
  return [text, line].filter(Boolean).join('\n');
}
