/** What Twilio is answered where no workflow speaks, or none to the end. */
import type { InboundEvent, Reply } from '../channel';
import { type CallRequest, isOver } from './call-request';
import type { TwilioVoiceConfig } from './config';
import { linkTo } from './place';
import { say } from './speech';
import { element, redirect, response } from './twiml';
import { connect, type Line, offered } from './verbs';

/** Twilio asks again as soon as the answer of a waiting room runs out: this keeps it from asking all the time. */
const WAIT = element('Pause', { length: 60 });

/** The answer to what is only told: a new call is sent on to the voice address, anything else to the owner's own TwiML. */
export function replyTo(call: CallRequest, config: TwilioVoiceConfig): Reply {
  const asks = ['voice', 'dial', 'queue', 'waiting'].includes(call.kind) && !isOver(call.fields.CallStatus);
  if (!asks) return response();
  const { address, isWebhook } = call.place;
  if (call.kind === 'voice' && isWebhook && address) return response(redirect(address));
  if (config.continueUrl !== undefined) return response(handOver(config.continueUrl, call));
  return response(call.kind === 'waiting' ? WAIT : '');
}

/** The owner's TwiML is told where the call stands, since Twilio does not repeat it after a redirect. */
function handOver(continueUrl: string, { kind, fields }: CallRequest): string {
  const url = new URL(continueUrl);
  url.searchParams.set('event', kind === 'answer' || kind === 'held' || kind === 'rings' ? 'voice' : kind);
  if (fields.DialCallStatus) url.searchParams.set('DialCallStatus', fields.DialCallStatus);
  if (fields.QueueResult) url.searchParams.set('QueueResult', fields.QueueResult);
  return redirect(url.href);
}

export interface Fallback {
  verbs: string;
  offers?: InboundEvent;
}

/** What a caller gets for whom no workflow has a last word; undefined where nothing is set up for that. */
export function fallbackOf(line: Line): Fallback | undefined {
  const { call, config, language } = line;
  if (config.continueUrl !== undefined) return { verbs: handOver(config.continueUrl, call) };
  const isOurs = ['voice', 'held', 'rings'].includes(call.kind) || call.place.by !== undefined;
  if (!config.fallback || !isOurs || call.direction === 'outbound' || call.place.isFallback) return undefined;
  const { say: text, language: theirs, number, queue } = config.fallback;
  const words = say(text, theirs ?? language);
  const destination = number !== undefined ? { lines: [number] } : queue !== undefined ? { queue } : undefined;
  if (!destination) return { verbs: words };
  const action = linkTo(line.address, { fallback: 1 });
  return { verbs: words + connect(destination, action, line), offers: offered(call, 'fallback', destination) };
}
