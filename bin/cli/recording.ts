/** Event files: one JSON object a line, what a provider sent and how long after the beginning. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { formatInstant, type Instant, parseDuration } from '../../src/engine/time';
import { Failure } from './failure';

/**
 * A line: `at` counts from the replay's start. `body` is posted as JSON (channels of kind `webhook`), `form` as a form
 * (`twilio-voice`). Texts `{{now}}`, `{{now+PT2H}}` and `{{now-PT5S}}` stand for the line's own time.
 */
const lineSchema = z
  .strictObject({
    at: z
      .string()
      .refine((text) => parseDuration(text) !== undefined, { message: 'must be an ISO 8601 duration such as PT5M' }),
    channel: z.string().min(1).max(128),
    body: z.looseObject({}).optional(),
    form: z.record(z.string(), z.string()).optional(),
  })
  .refine((line) => (line.body === undefined) !== (line.form === undefined), { message: 'give either body or form' });

export interface RecordedLine {
  /** Counted from 1, as editors do. */
  number: number;
  /** Milliseconds after the replay's start. */
  at: number;
  channel: string;
  body?: Record<string, unknown> | undefined;
  form?: Record<string, string> | undefined;
}

/** Reads a whole file, so that a bad line is found before anything is sent. @throws Failure naming the line */
export function parseRecording(text: string, name: string): RecordedLine[] {
  const lines: RecordedLine[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    if (raw.trim() === '') continue;
    const line = parseLine(raw, `${name} line ${index + 1}`);
    if (line.at < (lines.at(-1)?.at ?? 0))
      throw bad(`${name} line ${index + 1}`, 'at: is earlier than the line before; put the lines in order');
    lines.push({ number: index + 1, ...line });
  }
  if (lines.length === 0)
    throw new Failure(`${name} holds no events. It needs one JSON object a line.`, { exitCode: 2 });
  return lines;
}

function parseLine(raw: string, where: string): Omit<RecordedLine, 'number'> {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch (cause) {
    throw new Failure(`${where}: not valid JSON. Check quotes, commas and brackets.`, { exitCode: 2, cause });
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const unknown = issue?.code === 'unrecognized_keys' ? `unknown field "${issue.keys[0]}", remove it` : undefined;
    throw bad(where, [issue?.path.join('.'), unknown ?? issue?.message].filter(Boolean).join(': '));
  }
  return { ...parsed.data, at: parseDuration(parsed.data.at) ?? 0 };
}

function bad(where: string, what: string): Failure {
  return new Failure(`${where}: ${what}.`, { exitCode: 2 });
}

const NOW = /^\{\{now(?:([+-])(P[^}]+))?\}\}$/;

/** Puts the line's own time in place of its placeholders. @param format how the provider writes times */
export function withTimes<T>(value: T, at: Instant, format: (instant: Instant) => string = formatInstant): T {
  if (typeof value === 'string') return shift(value, at, format) as T;
  if (Array.isArray(value)) return value.map((item) => withTimes(item, at, format)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, withTimes(held, at, format)])) as T;
}

function shift(text: string, at: Instant, format: (instant: Instant) => string): string {
  const [whole, sign, by] = NOW.exec(text) ?? [];
  if (whole === undefined) return text;
  const millis = by === undefined ? 0 : parseDuration(by);
  return millis === undefined ? text : format(sign === '-' ? at - millis : at + millis);
}

const SIDS = ['CallSid', 'ParentCallSid', 'DialCallSid'];
/** Their subject is not a conversation. */
const ABOUT_OTHERS = new Set(['customer.updated', 'teamMessage.created']);

/** The same line for conversations and under event ids of its own, so that a recording can be played once more. */
export function renamed(line: RecordedLine, name: string): RecordedLine {
  const { body, form } = line;
  const own = (value: unknown) => (typeof value === 'string' ? `${value}-${name}` : value);
  if (form) {
    const sids = SIDS.flatMap((field) =>
      form[field] === undefined ? [] : [[field, sidFrom(`${form[field]}-${name}`)]],
    );
    return { ...line, form: { ...form, ...Object.fromEntries(sids) } };
  }
  const { id, subject, type } = body ?? {};
  return {
    ...line,
    body: { ...body, id: own(id), ...(ABOUT_OTHERS.has(String(type)) ? { subject } : { subject: own(subject) }) },
  };
}

function sidFrom(text: string): string {
  return `CA${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
