/** Turns Twilio's requests about a call into events of the conversation that the customer's own leg names. */
import {
  type ChannelOf,
  CLOCK_TOLERANCE_MS,
  type Refusal,
  type TranslateResult,
  type WebhookRequest,
} from '../channel';
import { type CallRequest, readCallRequest } from './call-request';
import type { TwilioVoiceConfig } from './config';
import { eventOf, timeOf } from './events';
import { parseForm } from './form';
import { meaningsOf } from './meanings';
import { replyTo } from './reply';

/** Reads a verified request. */
export function readRequest(request: WebhookRequest, now: number): { ok: true; call: CallRequest } | Refusal {
  const form = parseForm(request.body);
  if (form === undefined) {
    return { ok: false, status: 400, code: 'twilio.malformedForm', detail: 'The body is not a well-formed form.' };
  }
  const read = readCallRequest(form, request.url);
  if (!read.ok) return read;
  if ((timeOf(read.call.fields.Timestamp) ?? now) > now + CLOCK_TOLERANCE_MS) {
    const detail = 'Timestamp: lies more than 5 minutes in the future; check the clock';
    return { ok: false, status: 400, code: 'event.timeInFuture', detail, path: '/Timestamp' };
  }
  return read;
}

/**
 * Translates a verified request of which nobody waits for what a run says. What to do with a new call is asked anew at the voice
 * address, where it is answered at once.
 */
export function translate(
  request: WebhookRequest,
  channel: ChannelOf<TwilioVoiceConfig>,
  now: number,
): TranslateResult {
  const read = readRequest(request, now);
  if (!read.ok) return read;
  const { call } = read;
  const reply = replyTo(call, channel.config);
  if (call.kind === 'voice' && call.place.isWebhook) return { ok: true, events: [], reply };
  const { said, ended } = meaningsOf(call);
  const isOver = ended && (ended.by === 'caller' || channel.config.continueUrl === undefined);
  const events = [...said, ...(isOver ? [ended] : [])].map((one) => eventOf(call, one, channel.config));
  return { ok: true, events, reply };
}
