/** Twilio waits for words: which run asked for what this request brings, and the answer out of what the run says. */
import { shortHash } from '../../engine/ids';
import type { Asked, CallAnswer, Speech, Spoken, StepAnswer } from '../call-dialogue';
import type { ChannelOf, Refusal, WebhookRequest } from '../channel';
import { type CallRequest, type DialStatus, isOver, type QueueResult } from './call-request';
import type { TwilioVoiceConfig } from './config';
import { eventOf, subjectOf } from './events';
import { destinationOf } from './lines';
import { QUEUE } from './mapping';
import { meaningsOf, wasDeclined } from './meanings';
import type { AskedBy } from './place';
import { linkTo } from './place';
import { fallbackOf } from './reply';
import { readRequest } from './translate';
import { element, redirect, response } from './twiml';
import { type Line, offered, verbOf } from './verbs';

/** How putting a call through came out, in the words of `call.route`. */
type Outcome = 'answered' | 'busy' | 'noAnswer' | 'failed' | 'left';

const DIALLED: Readonly<Record<DialStatus, Outcome>> = {
  completed: 'answered',
  answered: 'answered',
  busy: 'busy',
  'no-answer': 'noAnswer',
  failed: 'failed',
  canceled: 'left',
};
/** A call that is redirected in a queue goes where whoever redirected it says: its run is not told. */
const QUEUED: Readonly<Record<QueueResult, Outcome | undefined>> = {
  bridged: 'answered',
  'redirected-from-bridged': 'answered',
  'bridging-in-process': undefined,
  hangup: 'left',
  leave: 'noAnswer',
  redirected: undefined,
  'queue-full': 'busy',
  error: 'failed',
  'system-error': 'failed',
};

const ASKS = ['voice', 'answer', 'held', 'rings', 'dial', 'queue'] as const;

/** @see ChannelKind.ask */
export function ask(
  request: WebhookRequest,
  { config }: ChannelOf<TwilioVoiceConfig>,
  now: number,
): Asked | Refusal | undefined {
  const read = readRequest(request, now);
  if (!read.ok) return read;
  const { call } = read;
  const { address, isWebhook, holds, rings } = call.place;
  if (isWebhook || !address || !ASKS.some((kind) => kind === call.kind)) return undefined;
  const { said, ended } = meaningsOf(call);
  const brings = broughtBy(call);
  return {
    ok: true,
    subject: subjectOf(call),
    events: said.map((one) => eventOf(call, one, config)),
    ...(brings && { brings }),
    ...(call.kind === 'held' && holds && { holds }),
    ...(call.kind === 'rings' && rings && { rings: { agentId: rings } }),
    ...(ended && { ended: eventOf(call, ended, config) }),
    obstacle: ({ type, fields }) => {
      const destination = type === 'call.route' ? destinationOf(fields, config) : undefined;
      return destination && 'obstacle' in destination ? destination.obstacle : undefined;
    },
    answer: (speech) => answer({ call, config, address, language: speech.language }, speech, brings),
  };
}

function broughtBy(call: CallRequest): StepAnswer | undefined {
  const { by } = call.place;
  const body = by && bodyOf(call, by);
  if (!body) return undefined;
  const { CallSid, RecordingSid = '' } = call.fields;
  const id = `${CallSid}:${shortHash(by.runId, by.effectId, RecordingSid, JSON.stringify(body))}`;
  return { id, ...by, body };
}

function bodyOf(call: CallRequest, { step }: AskedBy): Record<string, unknown> | undefined {
  const { fields, place } = call;
  if (step === 'call.route') {
    const outcome = outcomeOf(call);
    return outcome && { outcome };
  }
  if (step !== 'call.voicemail') return { digits: fields.Digits ?? '' };
  if (place.isSilent || !fields.RecordingUrl) return { recordingUrl: '', seconds: 0 };
  return { recordingUrl: fields.RecordingUrl, seconds: fields.RecordingDuration ?? 0 };
}

function outcomeOf(call: CallRequest): Outcome | undefined {
  const { DialCallStatus, QueueResult, CallStatus } = call.fields;
  if (QueueResult) return QUEUED[QueueResult];
  const outcome = wasDeclined(call) ? 'noAnswer' : DIALLED[DialCallStatus ?? 'failed'];
  return outcome === 'noAnswer' && isOver(CallStatus) ? 'left' : outcome;
}

/** Nobody listens, or the call goes where others lead it. */
function isElsewhere({ fields: { CallStatus, QueueResult } }: CallRequest): boolean {
  return isOver(CallStatus) || (QueueResult !== undefined && QUEUE[QueueResult].then !== undefined);
}

function answer(line: Line, { steps, hold }: Speech, brings: StepAnswer | undefined): CallAnswer {
  if (isElsewhere(line.call)) return { reply: response(), ends: true, isFallback: false };
  const verbs = steps.map((step) => verbOf(step, line)).join('');
  const last = steps.at(-1);
  if (last && last.type !== 'call.say') {
    return { reply: response(verbs), ends: last.type === 'call.hangUp', isFallback: false, ...offersOf(last, line) };
  }
  if (!hold) return toTheEnd(verbs, line, brings);
  const pause = element('Pause', { length: hold.seconds });
  const asksAgain = redirect(linkTo(line.address, { run: hold.runId, after: hold.after }));
  return { reply: response(verbs, pause, asksAgain), ends: false, isFallback: false };
}

function offersOf({ id, type, fields }: Spoken, { call, config }: Line): Pick<CallAnswer, 'offers'> {
  const destination = type === 'call.route' ? destinationOf(fields, config) : undefined;
  if (!destination || 'obstacle' in destination) return {};
  return { offers: offered(call, id, destination, fields.agentId) };
}

/** A caller who spoke to somebody, or left a message, needs no fallback. */
const isServed = ({ body: { outcome, recordingUrl } }: StepAnswer): boolean =>
  outcome === 'answered' || (typeof recordingUrl === 'string' && recordingUrl !== '');

function toTheEnd(verbs: string, line: Line, brings: StepAnswer | undefined): CallAnswer {
  if (brings && isServed(brings)) return { reply: response(verbs), ends: true, isFallback: false };
  const fallback = fallbackOf(line);
  if (!fallback) return { reply: response(verbs), ends: true, isFallback: true };
  const { offers } = fallback;
  return { reply: response(verbs, fallback.verbs), ends: false, isFallback: true, ...(offers && { offers }) };
}
