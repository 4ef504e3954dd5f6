/** Each step of a run that is said to a caller, as TwiML. */

import type { Spoken } from '../call-dialogue';
import type { InboundEvent } from '../channel';
import type { CallRequest } from './call-request';
import type { TwilioVoiceConfig } from './config';
import { partiesOf, subjectOf } from './events';
import { type Destination, destinationOf } from './lines';
import { phoneOf } from './parties';
import { linkTo } from './place';
import { say } from './speech';
import { element, escaped, redirect } from './twiml';

/** The call that is spoken to. */
export interface Line {
  call: CallRequest;
  config: TwilioVoiceConfig;
  /** The channel's voice address. */
  address: string;
  language: string;
}

type Verb = (step: Spoken, line: Line) => string;

/** Where Twilio asks how to go on when the caller has done what the step asks for. */
function linkOf({ runId, workflowId, id, type }: Spoken, { address }: Line, more: Record<string, string> = {}): string {
  return linkTo(address, { run: runId ?? '', effect: id, workflow: workflowId ?? '', step: type, ...more });
}

const spoken: Verb = ({ fields: { text, language } }, line) =>
  say(text, typeof language === 'string' ? language : line.language);

/**
 * An empty key list: each key, # and * included, ends a menu at once and is told.
 * @see https://www.twilio.com/docs/voice/twiml/gather
 */
function gather(step: Spoken, line: Line, numDigits: number, finishOnKey: '' | '#'): string {
  const how = { input: 'dtmf', numDigits, finishOnKey, action: linkOf(step, line), method: 'POST' };
  return element('Gather', { ...how, actionOnEmptyResult: 'true' }, spoken(step, line));
}

/** Nothing recorded: Twilio does not call `action` then but goes on behind. @see https://www.twilio.com/docs/voice/twiml/record */
function record(step: Spoken, line: Line): string {
  const maxLength = Math.max(2, Number(step.fields.maxSeconds) || 120);
  const how = { maxLength, finishOnKey: '#', action: linkOf(step, line), method: 'POST' };
  return spoken(step, line) + element('Record', how) + redirect(linkOf(step, line, { silent: '1' }));
}

/** Rings lines, or lets the caller join a queue; either way Twilio asks at `action` how to go on. */
export function connect(destination: Destination, action: string, { call, config, address }: Line): string {
  if ('queue' in destination) return element('Enqueue', { action, method: 'POST' }, escaped(destination.queue));
  // A phone network takes no call from a withheld number or an app.
  const callerId = phoneOf(call.fields.From) ? undefined : config.number;
  const nouns = destination.lines.map((line) => noun(line, address));
  return element('Dial', { action, method: 'POST', callerId }, ...nouns);
}

const PROGRESS = 'initiated ringing answered completed';

/** Each leg tells how it goes, and so who answered. */
function noun(line: string, statusCallback: string): string {
  const tells = { statusCallback, statusCallbackMethod: 'POST', statusCallbackEvent: PROGRESS };
  if (line.startsWith('client:')) return element('Client', tells, escaped(line.slice('client:'.length)));
  return element(line.startsWith('+') ? 'Number' : 'Sip', tells, escaped(line));
}

function route(step: Spoken, line: Line): string {
  const destination = destinationOf(step.fields, line.config);
  return 'obstacle' in destination ? '' : connect(destination, linkOf(step, line), line);
}

const VERBS: Readonly<Record<string, Verb>> = {
  'call.say': spoken,
  'call.menu': (step, line) => gather(step, line, 1, ''),
  'call.digits': (step, line) => gather(step, line, Number(step.fields.length) || 1, '#'),
  'call.route': route,
  'call.voicemail': record,
  'call.hangUp': () => element('Hangup'),
};

/** TwiML of a step; nothing of a step that cannot be said. */
export function verbOf(step: Spoken, line: Line): string {
  return Object.hasOwn(VERBS, step.type) ? (VERBS[step.type] as Verb)(step, line) : '';
}

/** That a call is offered to agents, which lets it enter the inbox, or joins a queue: Twilio tells neither of itself in time. */
export function offered(call: CallRequest, name: string, destination: Destination, agentId?: unknown): InboundEvent {
  const data = { ...partiesOf(call), ...(typeof agentId === 'string' && { agentId }) };
  const type = 'queue' in destination ? 'call.queued' : 'call.inbound';
  return {
    id: `${call.fields.CallSid}:${name}:${type}`,
    subject: subjectOf(call),
    type,
    data,
    extensions: { leg: 'parent' },
  };
}
