/**
 * The event door: CloudEvents 1.0 in JSON, one or a batch of up to 100.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
import * as z from 'zod';
import { MAX_ID } from '../engine/event';
import { pointer } from '../engine/pointer';
import { type Instant, parseInstant } from '../engine/time';
import { CLOCK_TOLERANCE_MS, type InboundEvent, type Refusal } from './channel';
import { parseEventData, parseWith, type UnknownFields } from './event-data';
import { MAX_EVENT_BYTES } from './json-door';

export const MAX_BATCH = 100;

export interface CloudEventOptions {
  now: Instant;
  unknownFields: UnknownFields;
  /** The channel that the request came in by; then a `source` in the event is not needed and not asked. */
  channelId?: string;
}

/** `source` is the channel's id. */
export type CloudEvent = InboundEvent & { source: string };
export type CloudEventsResult = { ok: true; events: CloudEvent[] } | Refusal;

/** Checks parsed JSON: one event or an array of them, all or none; a refusal names the event (`index`) and the field (`path`). */
export function parseCloudEvents(value: unknown, options: CloudEventOptions): CloudEventsResult {
  if (!Array.isArray(value)) return asList(parseOne(value, options));
  if (value.length === 0) return refuse('event.emptyBatch', 'The batch is empty; send at least one event.');
  if (value.length > MAX_BATCH) {
    return refuse('event.batchTooLong', `A batch holds at most ${MAX_BATCH} events; split it.`);
  }
  const events: CloudEvent[] = [];
  for (const [index, one] of value.entries()) {
    const parsed = parseOne(one, options);
    if (!parsed.ok) return { ...parsed, detail: `event ${index}: ${parsed.detail}`, index };
    events.push(parsed.event);
  }
  return { ok: true, events };
}

type One = { ok: true; event: CloudEvent } | Refusal;

function asList(one: One): CloudEventsResult {
  return one.ok ? { ok: true, events: [one.event] } : one;
}

function refuse(code: string, detail: string, path?: string): Refusal {
  return { ok: false, status: 400, code, detail, ...(path === undefined ? {} : { path }) };
}

const name = z.string().min(1).max(MAX_ID);
const attribute = z.union([z.string(), z.number(), z.boolean()]);
const CORE = new Set(['specversion', 'id', 'source', 'subject', 'type', 'time', 'datacontenttype', 'data']);

const envelope = z.object({
  specversion: z.literal('1.0'),
  id: name,
  source: name.optional(),
  subject: name.optional(),
  datacontenttype: z
    .string()
    .regex(/^application\/json\s*(;|$)/i, 'must be application/json, the only content taken')
    .optional(),
});

function parseOne(value: unknown, options: CloudEventOptions): One {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('event.invalid', 'An event is a JSON object.');
  }
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_EVENT_BYTES) {
    return { ...refuse('event.tooLarge', `An event holds at most ${MAX_EVENT_BYTES} bytes; send less.`), status: 413 };
  }
  // In CloudEvents' JSON, null says that an attribute is absent.
  const event = Object.fromEntries(Object.entries(value).filter(([key, held]) => held !== null || !CORE.has(key)));
  const core = parseWith(envelope, event, '', 'ignore');
  if (!core.ok) return core;
  const time = parseTime(event.time, '/time', options.now);
  if (!time.ok) return time;
  const extensions = parseExtensions(event, options.unknownFields);
  if (!extensions.ok) return extensions;
  const content = parseEventData(event.type, event.data, options.unknownFields);
  if (!content.ok) return content;
  const source = options.channelId ?? core.value.source;
  if (source === undefined) return refuse('event.invalid', "source: give the channel's id", '/source');
  const subject = subjectOf(content.value, core.value.subject);
  if (!subject.ok) return subject;
  const event_ = {
    id: core.value.id,
    source,
    subject: subject.value,
    ...time.value,
    ...content.value,
    ...extensions.value,
  };
  return { ok: true, event: event_ as CloudEvent };
}

/** Checks an RFC 3339 time that may be absent; more than 5 minutes ahead of `now` is refused (contract). */
export function parseTime(
  time: unknown,
  path: string,
  now: Instant,
): { ok: true; value: { time?: Instant } } | Refusal {
  if (time === undefined) return { ok: true, value: {} };
  const instant = typeof time === 'string' ? parseInstant(time) : undefined;
  if (instant === undefined)
    return refuse('event.invalid', `${path}: give an RFC 3339 time such as 2026-01-05T09:00:00Z`, path);
  if (instant > now + CLOCK_TOLERANCE_MS) {
    return refuse(
      'event.timeInFuture',
      `${path}: lies more than 5 minutes in the future; set the sender's clock`,
      path,
    );
  }
  return { ok: true, value: { time: instant } };
}

type Extensions = { extensions?: Record<string, string | number | boolean> };

function parseExtensions(event: object, unknownFields: UnknownFields): { ok: true; value: Extensions } | Refusal {
  const kept: [string, string | number | boolean][] = [];
  for (const [key, held] of Object.entries(event)) {
    if (CORE.has(key) || held === null) continue;
    const parsed = attribute.safeParse(held);
    if (/^[a-z0-9]{1,20}$/.test(key) && parsed.success) kept.push([key, parsed.data]);
    else if (unknownFields === 'refuse') {
      const path = pointer([key.slice(0, 200)]);
      const rule = 'attributes are named by 1 to 20 lower-case letters and digits and hold a string, number or boolean';
      return refuse('event.unknownField', `${path}: unknown field; ${rule}`, path);
    }
  }
  return { ok: true, value: kept.length === 0 ? {} : { extensions: Object.fromEntries(kept) } };
}

/**
 * The conversation that an event is about. For `customer.updated` it is the customer and for `teamMessage.created` the team
 * chat: both stand in the data too, where they must be the same.
 */
export function subjectOf(
  content: Pick<InboundEvent, 'type' | 'data'>,
  given?: string,
): { ok: true; value: string } | Refusal {
  const event = content as InboundEvent;
  const inData =
    event.type === 'customer.updated'
      ? { path: 'data.customer.id', id: event.data.customer.id }
      : event.type === 'teamMessage.created'
        ? { path: 'data.teamChatId', id: event.data.teamChatId }
        : undefined;
  if (inData && given !== undefined && inData.id !== given) {
    return refuse('event.subjectMismatch', `subject: must be the same as ${inData.path}, or be left out`, '/subject');
  }
  const subject = given ?? inData?.id;
  return subject === undefined
    ? refuse('event.invalid', "subject: give the conversation's id", '/subject')
    : { ok: true, value: subject };
}
