/**
 * What Twilio sends of a call: forms with the fields that its documents name. `AccountSid` is left out, so that the recording
 * plays on any account. Callbacks may overtake each other on their way; `shuffled` calls show it.
 * @see https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 */
import type { DayLine } from './line';
import { HEX, type Random } from './random';
import { DAY_BEGINS, pairOf } from './transcript';

/** The shop's number. */
const SHOP = '+8225550100';
/** What Twilio gives for a number that is withheld. */
const WITHHELD = '+266696687';

export interface CallScript {
  /** Seconds since the day began. */
  at: number;
  outcome: string;
  caller: string;
  agent: string;
  /** Seconds that it rang, waited in the queue, and was talked. */
  ring: number;
  wait: number;
  talk: number;
  shuffled: boolean;
}
type Form = Record<string, string>;
/** Seconds after the call began, and what is told then; `late` seconds later than it should. */
interface Callback {
  after: number;
  form: Form;
  late?: number;
}

/** The calls of the list, one a line: `id HH:MM outcome number agent [ring|wait|talk M:SS]… [shuffled]`. */
export function readCalls(text: string): CallScript[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('call-'))
    .map((line) => {
      const [, time = '', outcome = '', caller = '', agent = '', ...rest] = line.split(/\s+/);
      const length = (name: string) => (rest.includes(name) ? pairOf(rest[rest.indexOf(name) + 1] ?? '', 1) : 0);
      const lengths = { ring: length('ring'), wait: length('wait'), talk: length('talk') };
      return {
        at: pairOf(time, 60) - DAY_BEGINS,
        outcome,
        caller,
        agent,
        ...lengths,
        shuffled: rest.includes('shuffled'),
      };
    });
}

/** The call's callbacks, in the order in which they arrive. */
export function callCallbacks(call: CallScript, random: Random): DayLine[] {
  const sid = `CA${random.word(32, HEX)}`;
  const child = `CA${random.word(32, HEX)}`;
  const tell = stories[call.outcome];
  if (tell === undefined) throw new Error(`"${call.outcome}" is no way in which a call goes.`);
  return tell(call, new Legs(call, sid, child)).map(({ after, form, late = 0 }) => ({
    at: call.at + after + late,
    channel: 'phone',
    form: form.Timestamp === undefined ? form : { ...form, Timestamp: late > 0 ? `{{now-PT${late}S}}` : '{{now}}' },
  }));
}

/** The forms of one call: the customer's own leg, and the one that is dialled from it. */
class Legs {
  readonly #call: CallScript;
  readonly #sid: string;
  readonly #child: string;

  constructor(call: CallScript, sid: string, child: string) {
    this.#call = call;
    this.#sid = sid;
    this.#child = child;
  }

  /** Twilio asks what to do with the call, or tells how one of its verbs went. */
  asks(CallStatus: string, more: Form = {}): Form {
    const caller = this.#call.outcome === 'withheld' ? WITHHELD : this.#call.caller;
    const country = caller.startsWith('+44') ? 'GB' : 'KR';
    const parties = { From: caller, Caller: caller, To: SHOP, Called: SHOP };
    const places = caller === WITHHELD ? { ToCountry: 'KR' } : { FromCountry: country, ToCountry: 'KR' };
    return {
      CallSid: this.#sid,
      ...parties,
      ...places,
      Direction: 'inbound',
      ApiVersion: '2010-04-01',
      CallStatus,
      ...more,
    };
  }

  progress(CallStatus: string, SequenceNumber: number, more: Form = {}): Form {
    return this.asks(CallStatus, { ...tells(SequenceNumber), ...more });
  }

  child(CallStatus: string, SequenceNumber: number, more: Form = {}): Form {
    const to = `client:${this.#call.agent}`;
    const ends = { From: SHOP, Caller: SHOP, To: to, Called: to, Direction: 'outbound-dial', ApiVersion: '2010-04-01' };
    return { CallSid: this.#child, ParentCallSid: this.#sid, ...ends, CallStatus, ...tells(SequenceNumber), ...more };
  }

  dialled(DialCallStatus: string, CallStatus: string, seconds = 0): Form {
    const length: Form =
      seconds > 0 ? { DialCallDuration: String(seconds), DialBridged: 'true' } : { DialBridged: 'false' };
    return this.asks(CallStatus, { DialCallStatus, DialCallSid: this.#child, ...length });
  }

  placed(CallStatus: string, SequenceNumber: number, more: Form = {}): Form {
    const { caller } = this.#call;
    const ends = { From: SHOP, Caller: SHOP, To: caller, Called: caller, ToCountry: 'KR', FromCountry: 'KR' };
    const what = { Direction: 'outbound-api', ApiVersion: '2010-04-01', CallStatus };
    return { CallSid: this.#sid, ...ends, ...what, ...tells(SequenceNumber), ...more };
  }
}

function tells(sequence: number): Form {
  return { Timestamp: '', CallbackSource: 'call-progress-events', SequenceNumber: String(sequence) };
}
const lasted = (seconds: number): Form => ({
  CallDuration: String(seconds),
  Duration: String(Math.ceil(seconds / 60)),
});

const stories: Readonly<Record<string, (call: CallScript, legs: Legs) => Callback[]>> = {
  answered({ ring, talk, shuffled }, legs) {
    const end = ring + talk;
    const callbacks: Callback[] = [
      { after: 0, form: legs.asks('ringing') },
      { after: 1, form: legs.child('initiated', 0) },
      { after: 2, form: legs.child('ringing', 1), ...(shuffled && { late: ring }) },
      { after: ring, form: legs.child('in-progress', 2) },
      { after: end, form: legs.child('completed', 3, lasted(talk)) },
      { after: end, form: legs.dialled('completed', 'completed', talk) },
      { after: end + 1, form: legs.progress('completed', 0, lasted(end)) },
    ];
    return shuffled ? inOrderOfArrival(callbacks) : callbacks;
  },
  unanswered({ ring, shuffled }, legs) {
    const callbacks: Callback[] = [
      { after: 0, form: legs.asks('ringing') },
      { after: 1, form: legs.child('initiated', 0), ...(shuffled && { late: 3 }) },
      { after: 2, form: legs.child('ringing', 1) },
      { after: ring, form: legs.child('no-answer', 2) },
      { after: ring, form: legs.dialled('no-answer', 'in-progress') },
      { after: ring + 1, form: legs.progress('completed', 0, lasted(ring)) },
    ];
    return shuffled ? inOrderOfArrival(callbacks) : callbacks;
  },
  hungup: ({ ring }, legs) => [
    { after: 0, form: legs.asks('ringing') },
    { after: 1, form: legs.child('initiated', 0) },
    { after: 2, form: legs.child('ringing', 1) },
    { after: ring, form: legs.child('canceled', 2) },
    { after: ring, form: legs.progress('completed', 0, lasted(ring)) },
  ],
  withheld: (call, legs) => stories.hungup?.(call, legs) ?? [],
  busy: ({ ring }, legs) => [
    { after: 0, form: legs.asks('ringing') },
    { after: 1, form: legs.child('initiated', 0) },
    { after: ring, form: legs.child('busy', 1) },
    { after: ring, form: legs.dialled('busy', 'in-progress') },
    { after: ring + 1, form: legs.progress('completed', 0, lasted(ring)) },
  ],
  abandoned({ wait }, legs) {
    const queue = { QueueSid: 'QU5c1b6a0e9d4f42a7b8e3c2d1f0a99887' };
    const waits = { ...queue, QueuePosition: '2', QueueTime: '0', AvgQueueTime: '48', CurrentQueueSize: '2' };
    return [
      { after: 0, form: legs.asks('ringing') },
      { after: 1, form: legs.asks('in-progress', waits) },
      { after: wait, form: legs.asks('completed', { ...queue, QueueResult: 'hangup', QueueTime: String(wait) }) },
      { after: wait + 1, form: legs.progress('completed', 0, lasted(wait)) },
    ];
  },
  callback: ({ ring, talk }, legs) => [
    { after: 0, form: legs.placed('initiated', 0) },
    { after: 2, form: legs.placed('ringing', 1) },
    { after: ring, form: legs.placed('in-progress', 2) },
    { after: ring + talk, form: legs.placed('completed', 3, lasted(talk)) },
  ],
};

/** On equal terms the later sent comes first: a parent's end overtakes its child's. */
function inOrderOfArrival(callbacks: Callback[]): Callback[] {
  const arrival = ({ after, late = 0 }: Callback) => after + late;
  return callbacks.toReversed().sort((one, other) => arrival(one) - arrival(other));
}
