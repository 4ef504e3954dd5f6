/** Signed webhooks come as CloudEvents, or as `{ type, timestamp, data }`, the payload that Standard Webhooks recommends. */
import * as z from 'zod';
import { MAX_ID } from '../../engine/event';
import type { Instant } from '../../engine/time';
import type { InboundEvent, Refusal, TranslateResult, WebhookRequest } from '../channel';
import { parseCloudEvents, parseTime, subjectOf } from '../cloud-events';
import { parseEventData, parseWith } from '../event-data';
import { MAX_EVENT_BYTES, parseJsonDoor, REQUEST_LIMITS } from '../json-door';

/** Translates a verified body; fields that are not ours are dropped. */
export function translate(request: WebhookRequest, channel: { id: string }, now: Instant): TranslateResult {
  const body = parseJsonDoor(request.body, REQUEST_LIMITS);
  if (!body.ok) return body;
  if (Array.isArray(body.value) || isCloudEvent(body.value)) {
    const parsed = parseCloudEvents(body.value, { now, unknownFields: 'ignore', channelId: channel.id });
    return parsed.ok
      ? { ok: true, events: parsed.events.map(({ source, ...event }) => event as InboundEvent) }
      : parsed;
  }
  if (request.body.byteLength > MAX_EVENT_BYTES) {
    return { ...refuse('event.tooLarge', `An event holds at most ${MAX_EVENT_BYTES} bytes; send less.`), status: 413 };
  }
  return translatePayload(body.value, request.headers['webhook-id'], now);
}

function isCloudEvent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'specversion' in value;
}

const name = z.string().min(1).max(MAX_ID);
const payload = z.object({
  type: z.unknown().optional(),
  timestamp: z.unknown().optional(),
  data: z.looseObject({ conversationId: name.optional() }),
});

/** The event's id is the delivery's, which is the same for each attempt; the conversation stands in the data. */
function translatePayload(value: unknown, id: string | undefined, now: Instant): TranslateResult {
  const parsed = parseWith(payload, value, '', 'ignore');
  if (!parsed.ok) return parsed;
  if (!id) return refuse('event.invalid', 'Send the header webhook-id.');
  const { type, timestamp, data } = parsed.value;
  const time = parseTime(timestamp ?? undefined, '/timestamp', now);
  if (!time.ok) return time;
  const content = parseEventData(type, data, 'ignore');
  if (!content.ok) return content;
  const subject = subjectOf(content.value);
  // Of customers and team chats the subject stands in fields of their own, beside which the conversation is mere context.
  const conversation = subject.ok ? subject.value : data.conversationId;
  if (conversation === undefined) {
    return refuse('event.invalid', "data.conversationId: give the conversation's id", '/data/conversationId');
  }
  return { ok: true, events: [{ id, subject: conversation, ...time.value, ...content.value } as InboundEvent] };
}

function refuse(code: string, detail: string, path?: string): Refusal {
  return { ok: false, status: 400, code, detail, ...(path === undefined ? {} : { path }) };
}
