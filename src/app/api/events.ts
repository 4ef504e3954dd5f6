/** The event door: CloudEvents in, 202 once they are durably queued. */
import * as z from 'zod';
import { MAX_BATCH } from '../../channels/cloud-events';
import { EVENT_TYPES, type EventType, eventData } from '../../engine/event';
import { acceptEvents } from '../accept-events';
import { problemResponse } from '../problem';
import type { BodyDoor } from './body';
import { type ApiDeps, type ApiResponse, answer } from './http';
import type { Call } from './route';
import { count, id, named } from './schemas';

const attribute = z.union([z.string(), z.number(), z.boolean()]);
/** Their data names the subject. */
const TELLING: readonly EventType[] = ['customer.updated', 'teamMessage.created'];

/** The CloudEvents envelope around the data of one type; other attributes of it are kept. */
function eventShape(type: EventType) {
  const data: z.ZodType = eventData[type];
  return z
    .object({
      ...{ specversion: z.literal('1.0'), id, source: id, type: z.literal(type) },
      subject: TELLING.includes(type) ? id.optional() : id,
      ...{ time: z.iso.datetime({ offset: true }).optional(), datacontenttype: z.string().optional() },
      data: data.safeParse({}).success ? data.optional() : data,
    })
    .catchall(attribute);
}

export const eventShapes = new Map(EVENT_TYPES.map((type) => [type, named(type, eventShape(type))]));
export const anyEventShape = named('Event', z.union([...eventShapes.values()]));
const eventsShape = named('Events', z.union([anyEventShape, z.array(anyEventShape).min(1).max(MAX_BATCH)]));
export const acceptedShape = named('Accepted', z.strictObject({ accepted: count }));

/** Checked behind the door, where the events are taken apart anyway. */
export const eventsBody: BodyDoor<unknown> = {
  schema: eventsShape,
  contentTypes: ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'],
  optional: false,
  check: (value) => ({ ok: true, value }),
};

export async function postEvents(call: Call<object, unknown>, deps: ApiDeps): Promise<ApiResponse> {
  const taken = await acceptEvents(call.body, call.key.workspaceId, deps);
  return taken.ok ? answer(202, { accepted: taken.accepted }) : problemResponse(taken.problem);
}
