/** What a dry run is asked: a workflow, and an event made up or one of the past. */
import * as z from 'zod';
import { type CloudEvent, parseCloudEvents } from '../../../channels/cloud-events';
import { type Instant, parseInstant } from '../../../engine/time';
import { validateWorkflow } from '../../../engine/validate';
import type { WorkflowDraft } from '../../../engine/workflow';
import { type BodyDoor, type Checked, checkWith, invalid, refused } from '../body';
import { type Sample, sampleShape } from '../conversations/sample';
import { anyEventShape } from '../events';
import { id, named } from '../schemas';
import { draftShape } from './shapes';

const now = z.iso.datetime({ offset: true }).optional();
const ofEvent = { conversation: sampleShape.optional(), now };
const entry = z.string().min(1).max(300);
const ofPast = {
  conversation: z.strictObject({ channelId: id, conversationId: id }),
  /** Of the conversation's timeline: the id of an event, or of an entry. */
  ...{ eventId: entry.optional(), entryId: entry.optional() },
  now,
};
const workflow = { workflow: draftShape.optional() };
const shape = named(
  'DryRun',
  z.union([
    z.strictObject({ ...workflow, event: anyEventShape, ...ofEvent }),
    z.strictObject({ ...workflow, ...ofPast }),
  ]),
);

const unread = { workflow: z.unknown().optional() };
const eventGiven = z.strictObject({ ...unread, event: z.unknown(), ...ofEvent });
const pastGiven = z
  .strictObject({ ...unread, ...ofPast })
  .refine(({ eventId, entryId }) => (eventId === undefined) !== (entryId === undefined), {
    message: 'give either eventId or entryId',
    path: ['eventId'],
  });

export interface DryRun {
  /** Tried instead of the one that is stored. */
  workflow?: WorkflowDraft;
  on: { event: CloudEvent; conversation?: Sample } | { channelId: string; conversationId: string; entry: string };
  /** When waits are judged. */
  now?: Instant;
}

/** The event as `POST /v1/events` takes it, at any time: a dry run may ask of next Sunday. */
export const dryRunBody: BodyDoor<DryRun> = door(false);
/** The same with a workflow, which need not be stored. */
export const draftDryRunBody: BodyDoor<DryRun & { workflow: WorkflowDraft }> = door(true) as never;

function door(needsWorkflow: boolean): BodyDoor<DryRun> {
  return {
    schema: shape,
    contentTypes: ['application/json'],
    optional: false,
    check(value): Checked<DryRun> {
      const isPast = value !== null && typeof value === 'object' && ('eventId' in value || 'entryId' in value);
      const checked = isPast ? checkPast(value) : checkEvent(value);
      if (!checked.ok) return checked;
      const { workflow: raw, now: told, on } = checked.value;
      const tried = raw === undefined && !needsWorkflow ? undefined : checkWorkflow(raw);
      if (tried && !tried.ok) return tried;
      const at = told === undefined ? undefined : parseInstant(told);
      return { ok: true, value: { on, ...(tried && { workflow: tried.value }), ...(at !== undefined && { now: at }) } };
    },
  };
}

interface Given {
  on: DryRun['on'];
  now?: string | undefined;
  workflow?: unknown;
}

function checkPast(value: unknown): Checked<Given> {
  const body = checkWith(pastGiven, value);
  if (!body.ok) return body;
  const { conversation, eventId, entryId, ...rest } = body.value;
  return { ok: true, value: { ...rest, on: { ...conversation, entry: eventId ?? entryId ?? '' } } };
}

function checkEvent(value: unknown): Checked<Given> {
  const body = checkWith(eventGiven, value);
  if (!body.ok) return body;
  const { conversation, event, ...rest } = body.value;
  const parsed = parseCloudEvents([event], { now: Number.MAX_SAFE_INTEGER, unknownFields: 'refuse' });
  if (!parsed.ok) return refused(invalid([{ path: `/event${parsed.path ?? ''}`, message: parsed.detail }]));
  const on = { event: parsed.events[0] as CloudEvent, ...(conversation && { conversation }) };
  return { ok: true, value: { ...rest, on } };
}

function checkWorkflow(value: unknown): Checked<WorkflowDraft> {
  const validated = validateWorkflow(value);
  if (validated.ok) return { ok: true, value: validated.draft };
  return refused(invalid(validated.problems.map((found) => ({ ...found, path: `/workflow${found.path}` }))));
}
