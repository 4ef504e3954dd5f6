/** Somebody who calls, and Twilio in between: its forms, its signatures, and what it does with our TwiML. */
import { createHmac } from 'node:crypto';
import type { Client, Info } from './client';

type Form = Record<string, string>;

export const SHOP = '+82212345678';
export const CALLER = '+821012345678';

export interface Heard {
  status: number;
  /** The whole answer. */
  twiml: string;
}

/** Signed as Twilio's documents say, not by our code: the URL, then each parameter's name and value, sorted by name. */
function signatureOf(token: string, url: string, form: Form): string {
  const sorted = Object.entries(form).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHmac('sha1', token)
    .update(url + sorted.flat().join(''))
    .digest('base64');
}

let calls = 0;

/** One call to a channel of kind `twilio-voice`. */
export class Caller {
  readonly sid = `CA${String(++calls).padStart(32, '0')}`;
  private readonly channel: Info['channels'][number];
  private sequence = 0;
  /** The last answer that had something to say. */
  twiml = '';

  constructor(channel: Info['channels'][number]) {
    this.channel = channel;
  }

  /** Posts a form, signed; `url` is the channel's address unless told otherwise. */
  async post(form: Form, { url = this.channel.webhookUrl, token = this.channel.secret } = {}): Promise<Heard> {
    const common = { AccountSid: `AC${'0'.repeat(32)}`, ApiVersion: '2010-04-01', Direction: 'inbound' };
    const parties = { From: CALLER, Caller: CALLER, To: SHOP, Called: SHOP, FromCountry: 'KR', ToCountry: 'KR' };
    const whole = { CallSid: this.sid, ...common, ...parties, ...form };
    const body = new URLSearchParams(whole);
    const headers = { 'x-twilio-signature': signatureOf(token, url, whole) };
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, twiml: await response.text() };
  }

  private async asks(form: Form, url?: string): Promise<string> {
    const heard = await this.post(form, url === undefined ? {} : { url });
    if (heard.status !== 200) throw new Error(`${heard.status} ${heard.twiml}`);
    this.twiml = heard.twiml;
    return heard.twiml;
  }

  rings = () => this.asks({ CallStatus: 'ringing' });

  /** Presses keys where the last answer gathers them; none when nothing is pressed in time. */
  presses = (Digits: string) =>
    this.asks({ CallStatus: 'in-progress', Digits, msg: 'Gather End' }, this.action('Gather'));

  /** How putting the call through ended, with the caller still there unless told otherwise. */
  dialled = (DialCallStatus: string, more: Form = {}) =>
    this.asks({ CallStatus: 'in-progress', DialCallStatus, DialCallSid: `${this.sid}d`, ...more }, this.action('Dial'));

  leftQueue = (QueueResult: string, more: Form = {}) =>
    this.asks({ CallStatus: 'in-progress', QueueResult, QueueSid: 'QU1', ...more }, this.action('Enqueue'));

  /** Hanging up is how most messages end. */
  recorded(url: string, seconds: number, CallStatus = 'completed'): Promise<string> {
    const recording = { RecordingUrl: url, RecordingDuration: String(seconds), RecordingSid: 'RE1', Digits: 'hangup' };
    return this.asks({ CallStatus, ...recording }, this.action('Record'));
  }

  /** Twilio was told to take the call out of its queue for an agent. */
  isTakenOutFor = (agentId: string) =>
    this.asks({ CallStatus: 'in-progress' }, `${this.channel.webhookUrl}?ring=${agentId}`);

  /** What Twilio asks when it comes to the <Redirect> of the last answer. */
  goesOn = () => this.asks({ CallStatus: 'in-progress' }, contentOf('Redirect', this.twiml));

  /** The number's status callback. */
  hangsUp(CallDuration = '20'): Promise<string> {
    const callback = { CallbackSource: 'call-progress-events', SequenceNumber: String(this.sequence++) };
    return this.asks({ CallStatus: 'completed', CallDuration, ...callback });
  }

  /** A leg that our <Dial> opened. */
  leg(CallStatus: string, To: string, SequenceNumber: number): Promise<string> {
    const ends = { From: CALLER, To, Called: To, Direction: 'outbound-dial', ParentCallSid: this.sid };
    const callback = { CallbackSource: 'call-progress-events', SequenceNumber: String(SequenceNumber) };
    const url = unescaped(/statusCallback="([^"]+)"/.exec(this.twiml)?.[1] ?? this.channel.webhookUrl);
    return this.asksOfLeg({ CallStatus, ...ends, ...callback, CallSid: `${this.sid}d` }, url);
  }

  private async asksOfLeg(form: Form, url: string): Promise<string> {
    return (await this.post(form, { url })).twiml;
  }

  private action(verb: string): string {
    const found = new RegExp(`<${verb}[^>]* action="([^"]+)"`).exec(this.twiml)?.[1];
    if (found === undefined) throw new Error(`The caller hears no ${verb}: ${this.twiml}`);
    return unescaped(found);
  }
}

/** The verbs of an answer, without its frame. */
export const verbsOf = (twiml: string): string =>
  twiml.replace('<?xml version="1.0" encoding="UTF-8"?><Response>', '').replace('</Response>', '');

/** Verbs with their text, attributes left out. */
export const outlineOf = (twiml: string): string => verbsOf(twiml).replace(/<(\w+)[^>]*?(\/?)>/g, '<$1$2>');

function contentOf(verb: string, twiml: string): string {
  return unescaped(new RegExp(`<${verb}[^>]*>([^<]*)</${verb}>`).exec(twiml)?.[1] ?? '');
}

const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** A telephone channel of this workspace, and people who call it. */
export async function phoneOf(someone: Client, config: object = {}): Promise<() => Caller> {
  const id = `phone-${someone.channel}`;
  const secret = 'f'.repeat(32);
  const body = {
    kind: 'twilio-voice',
    id,
    secret,
    config: { accountSid: `AC${'0'.repeat(32)}`, number: SHOP, ...config },
  };
  const { webhookUrl } = await someone.ask<{ webhookUrl: string }>('POST', '/v1/channels', body);
  return () => new Caller({ id, kind: 'twilio-voice', secret, webhookUrl });
}
