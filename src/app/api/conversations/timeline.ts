/** Entries of a timeline as the API tells them: what is an instant in them becomes RFC 3339. */
import * as z from 'zod';
import { asWritten } from '../../../engine/reconnect-link';
import { formatInstant } from '../../../engine/time';
import type { TimelineEntry } from '../../../engine/timeline';
import { count, id, listOf, named, time } from '../schemas';

const attributes = z.record(z.string(), z.unknown());
const event = z.strictObject({
  ...{ id: z.string(), type: z.string(), time: time.optional(), receivedAt: time },
  ...{ origin: z.enum(['channel', 'command']), extensions: attributes.optional(), data: attributes },
  /** The text in `data` was too long; `textRest` is what was cut off. */
  ...{ textCut: z.boolean().optional(), textRest: z.string().optional() },
  /** The e-mail that it came by, with what was trimmed off. `original`: a link to all of it, while it is kept (90 days). */
  email: z
    .strictObject({
      ...{ messageId: z.string(), from: z.string(), subject: z.string().optional(), threadId: z.string() },
      ...{ quoted: z.string().optional(), signature: z.string().optional(), original: z.string().optional() },
      /** Why it does not count as the customer's. */
      notCounted: z.string().optional(),
    })
    .optional(),
});
/** What kept a workflow from firing: a condition with its actual value, or a setting. */
export const reasonShape = z.strictObject({
  ...{ kind: z.string(), detail: z.string().optional() },
  ...{ path: z.string().optional(), fact: z.string().optional(), op: z.string().optional() },
  ...{ expected: z.unknown().optional(), actual: z.unknown().optional() },
});
const evaluation = z.strictObject({
  ...{ workflowId: id, revision: count, trigger: z.string(), episode: z.string(), fired: z.boolean() },
  ...{ runId: id.optional(), reason: reasonShape.optional() },
});
export const runChangeShape = z.strictObject({
  ...{ runId: id, workflowId: id, change: z.string(), detail: z.string().optional() },
  /** Where it stands or was lost, as a JSON pointer into the workflow. */
  step: z.string().optional(),
  /** Of modules: who started it. */
  startedBy: z.enum(['agent', 'link']).optional(),
});
const wait = { kind: z.string(), episode: z.string(), since: time, due: time.optional() };
const outcome = z.enum(['fired', 'cancelled', 'expired']);

export const timelineItemShape = named(
  'TimelineItem',
  z.strictObject({
    ...{ id: z.string(), sequence: z.number(), at: time, kind: z.enum(['event', 'ring', 'effect']) },
    event: event.optional(),
    evaluations: z.array(evaluation).optional(),
    moreNotFired: count.optional(),
    waitsStarted: z.array(z.strictObject(wait)).optional(),
    waits: z.array(z.strictObject({ ...wait, outcome, why: z.string().optional() })).optional(),
    runs: z.array(runChangeShape).optional(),
    effects: z
      .array(
        z.strictObject({
          ...{ id, type: z.string(), workflowId: id.optional(), runId: id.optional() },
          fields: attributes.optional(),
        }),
      )
      .optional(),
    effect: z
      .strictObject({
        ...{ id, type: z.string(), state: z.string(), attempts: count, detail: z.string().optional() },
        ...{ workflowId: id.optional(), runId: id.optional() },
      })
      .optional(),
    /** Version of the configuration that decided. */
    configuration: z.number().optional(),
    notes: z.array(z.string()).optional(),
    /** Connections that were not told of in time, and count no more. */
    gone: z.array(id).optional(),
    /** Of an attempt to come back: why not, or with whom it goes on. */
    returned: z
      .union([
        z.strictObject({ reason: z.string() }),
        z.strictObject({ agentId: id.optional(), sameAgent: z.boolean() }),
      ])
      .optional(),
  }),
);
export const timelineList = listOf('Timeline', timelineItemShape);

/** Tells an entry. @param linkTo makes a link to what stands in the mail store */
export function toTimelineItem(
  entry: TimelineEntry,
  linkTo: (key: string) => string,
): z.infer<typeof timelineItemShape> {
  const { schema: _, now: __, event: told, waitsStarted, waits, effects, at, ...rest } = entry;
  return {
    ...(rest as object as Omit<z.infer<typeof timelineItemShape>, 'at'>),
    at: formatInstant(at),
    ...(told && { event: toEvent(told, linkTo) }),
    ...(waitsStarted && { waitsStarted: waitsStarted.map(withTimes) }),
    ...(waits && { waits: waits.map(withTimes) }),
    ...(effects && { effects: effects.map(asWrittenEffect) }),
  };
}

/** A link is made when it is sent, and is told to the customer alone. */
const asWrittenEffect = <E extends { fields?: Record<string, unknown> }>({ fields, ...effect }: E) => ({
  ...effect,
  ...(fields && { fields: asWritten(fields) }),
});

function toEvent(told: NonNullable<TimelineEntry['event']>, linkTo: (key: string) => string): z.infer<typeof event> {
  const { id: eventId, type, time: when, receivedAt, origin = 'channel', data } = told;
  const { extensions, textCut, textRest, email } = told;
  return {
    ...{ id: eventId, type, origin, receivedAt: formatInstant(receivedAt), data: asToldOf(data) },
    ...(when !== undefined && { time: formatInstant(when) }),
    ...(extensions && { extensions }),
    ...(textCut && { textCut }),
    ...(textRest !== undefined && { textRest }),
    ...(email && { email: { ...email, ...(email.original && { original: linkTo(email.original) }) } }),
  };
}

/** Times stand as numbers in what is ours alone. */
const asToldOf = (data: object) =>
  'until' in data && typeof data.until === 'number' ? { ...data, until: formatInstant(data.until) } : { ...data };

function withTimes<W extends { since: number; due?: number }>({ since, due, ...rest }: W) {
  return { ...rest, since: formatInstant(since), ...(due !== undefined && { due: formatInstant(due) }) };
}
