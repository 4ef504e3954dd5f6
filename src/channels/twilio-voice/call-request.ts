/** One request of Twilio about a call, read into what it is: which leg, which callback, what it says. */
import * as z from 'zod';
import type { Refusal } from '../channel';
import type { Form } from './form';
import { isAgentDevice } from './parties';
import { type Place, placeOf } from './place';

export const CALL_STATUSES = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
] as const;
export const DIAL_STATUSES = ['completed', 'answered', 'busy', 'no-answer', 'failed', 'canceled'] as const;
export const QUEUE_RESULTS = [
  'bridged',
  'bridging-in-process',
  'error',
  'hangup',
  'leave',
  'redirected',
  'redirected-from-bridged',
  'queue-full',
  'system-error',
] as const;

export type CallStatus = (typeof CALL_STATUSES)[number];
export type DialStatus = (typeof DIAL_STATUSES)[number];
export type QueueResult = (typeof QUEUE_RESULTS)[number];

const ENDED: ReadonlySet<CallStatus> = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/** Whether a call with this status is over. */
export function isOver(status: CallStatus): boolean {
  return ENDED.has(status);
}

const sid = z.string().regex(/^[0-9A-Za-z]{1,40}$/, 'must be a Twilio SID');
const whole = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number);

/** The fields that say something here; Twilio sends more (geography, recordings, billing), which are dropped. */
const fields = z.object({
  CallSid: sid,
  ParentCallSid: sid.optional(),
  CallStatus: z.enum(CALL_STATUSES),
  Direction: z.string().optional(),
  From: z.string().optional(),
  To: z.string().optional(),
  FromCountry: z.string().optional(),
  ToCountry: z.string().optional(),
  Timestamp: z.string().optional(),
  CallbackSource: z.string().optional(),
  SequenceNumber: whole.optional(),
  CallDuration: whole.optional(),
  DialCallStatus: z.enum(DIAL_STATUSES).optional(),
  DialCallSid: sid.optional(),
  DialCallDuration: whole.optional(),
  DialBridged: z.string().optional(),
  QueueResult: z.enum(QUEUE_RESULTS).optional(),
  QueueSid: sid.optional(),
  QueuePosition: z.string().optional(),
  Digits: z.string().max(100).optional(),
  RecordingUrl: z.string().max(2000).optional(),
  RecordingSid: sid.optional(),
  RecordingDuration: whole.optional(),
});
export type CallFields = z.infer<typeof fields>;

/**
 * `status`: a status callback of the customer's own leg. `voice`: Twilio asks what to do with that leg. `answer`: the caller did
 * what a step asked for, or did not. `held`: the caller is held and Twilio asks again. `rings`: the
 * call is taken out of its queue for an agent. `child`: anything about a leg dialled from it.
 * `dial`: its <Dial> is over. `waiting`: it stands in a queue. `dequeued`: an agent takes it out of the queue. `queue`: its
 * <Enqueue> is over.
 */
export type CallbackKind =
  | 'status'
  | 'voice'
  | 'answer'
  | 'held'
  | 'rings'
  | 'child'
  | 'dial'
  | 'waiting'
  | 'dequeued'
  | 'queue';

export interface CallRequest {
  kind: CallbackKind;
  /** `inbound`: the customer called. `outbound`: an agent did, by the API or from a device of theirs. */
  direction: 'inbound' | 'outbound';
  fields: CallFields;
  place: Place;
}

/** Reads a form sent to a URL; a field that is wrong is refused with its name as the path. Empty fields count as absent. */
export function readCallRequest(form: Form, url: string): { ok: true; call: CallRequest } | Refusal {
  const given = [...form]
    .map(([name, values]) => [name, values.at(-1) ?? ''] as const)
    .filter(([, value]) => value !== '');
  const parsed = fields.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0] ?? '');
    const detail = `${name}: ${issue?.message}`;
    return { ok: false, status: 400, code: 'twilio.invalidField', detail, path: `/${name}` };
  }
  const { data: read } = parsed;
  const place = placeOf(url);
  return { ok: true, call: { kind: kindOf(read, place), direction: directionOf(read), fields: read, place } };
}

function kindOf(call: CallFields, place: Place): CallbackKind {
  if (call.ParentCallSid !== undefined) return 'child';
  if (place.rings !== undefined && !isOver(call.CallStatus)) return 'rings';
  if (call.DialCallStatus !== undefined) return 'dial';
  if (call.QueueResult !== undefined) return 'queue';
  if (call.QueuePosition !== undefined) return 'waiting';
  if (call.QueueSid !== undefined) return 'dequeued';
  // A caller ends a recording by hanging up, so this comes of calls that are over, too.
  if (place.by) return 'answer';
  if (place.holds) return 'held';
  return call.CallbackSource !== undefined || isOver(call.CallStatus) ? 'status' : 'voice';
}

/** A call from an agent's browser or desk phone is *inbound* to Twilio, yet it is the agent who calls. */
function directionOf(call: CallFields): 'inbound' | 'outbound' {
  return call.Direction?.startsWith('outbound') || isAgentDevice(call.From) ? 'outbound' : 'inbound';
}
