/** The data of an event, checked against its type; the one place where a provider's long texts are cut. */
import type * as z from 'zod';
import { EVENT_TYPES, type EventType, eventData, MAX_TEXT } from '../engine/event';
import { pointer } from '../engine/pointer';
import type { InboundEvent, Refusal } from './channel';

/** `refuse` names an unknown field (the API); `ignore` drops it (a provider's webhook). */
export type UnknownFields = 'refuse' | 'ignore';

type Checked<T> = { ok: true; value: T } | Refusal;
type TypeAndData = Pick<InboundEvent, 'type' | 'data' | 'textCut' | 'wholeText'>;

/** Whether this is the name of an event type. */
export function isEventType(type: unknown): type is EventType {
  return typeof type === 'string' && Object.hasOwn(eventData, type);
}

/** Checks `type` and `data`; where unknown fields are ignored, a text that is too long is cut and the whole returned beside it. */
export function parseEventData(type: unknown, data: unknown, unknownFields: UnknownFields): Checked<TypeAndData> {
  if (!isEventType(type)) {
    const detail = `type must be one of ${EVENT_TYPES.join(', ')}.`;
    return { ok: false, status: 400, code: 'event.unknownType', detail, path: '/type' };
  }
  const cut = unknownFields === 'ignore' ? cutText(data) : { data };
  const checked = parseWith(eventData[type] as z.ZodType<unknown>, cut.data ?? {}, 'data', unknownFields);
  if (!checked.ok) return checked;
  const whole = cut.wholeText === undefined ? {} : { textCut: true, wholeText: cut.wholeText };
  return { ok: true, value: { type, data: checked.value, ...whole } as TypeAndData };
}

/** Parses with a strict schema and says what is wrong with its path; unknown fields, nested ones too, as told. */
export function parseWith<T>(
  schema: z.ZodType<T>,
  value: unknown,
  at: string,
  unknownFields: UnknownFields,
): Checked<T> {
  const first = schema.safeParse(value);
  if (first.success) return { ok: true, value: first.data };
  const unknown = first.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
  if (unknownFields === 'refuse' || unknown.length === 0) return refuse(first.error.issues, at);
  const second = schema.safeParse(without(value, unknown));
  return second.success ? { ok: true, value: second.data } : refuse(second.error.issues, at);
}

function without(value: unknown, unknown: readonly z.core.$ZodIssueUnrecognizedKeys[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const { path, keys } of unknown) {
    const held = path.reduce<unknown>((of, key) => (of as Record<PropertyKey, unknown>)[key], copy);
    for (const key of keys) delete (held as Record<string, unknown>)[key];
  }
  return copy;
}

function refuse(issues: readonly z.core.$ZodIssue[], at: string): Refusal {
  const [issue] = issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const within = unknown === undefined ? (issue?.path ?? []) : [...(issue?.path ?? []), unknown];
  // A name from outside can be as long as the body.
  const path = pointer(at === '' ? within : [at, ...within]).slice(0, 200);
  const what = unknown === undefined ? (issue?.message ?? 'is not valid') : 'unknown field, remove it';
  return {
    ok: false,
    status: 400,
    code: unknown === undefined ? 'event.invalid' : 'event.unknownField',
    detail: `${path}: ${what}`,
    path,
  };
}

function cutText(data: unknown): { data: unknown; wholeText?: string } {
  const text = (data as { text?: unknown } | null | undefined)?.text;
  if (typeof text !== 'string' || text.length <= MAX_TEXT) return { data };
  // toWellFormed would leave a mark where a surrogate pair was halved: leave the half out instead.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
  return { data: { ...(data as object), text: text.slice(0, end) }, wholeText: text };
}
