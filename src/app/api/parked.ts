/**
 * Parked messages: what could not be handled waits here for a person. A workspace sees its own. What names no workspace is nobody's:
 * it may hold anybody's words, so only admins see it, of whatever workspace, since one installation is one company's.
 */
import * as z from 'zod';
import { formatInstant } from '../../engine/time';
import type { ParkedMessage } from '../../ports/parked';
import { NO_WORKSPACE } from '../park';
import { problemResponse } from '../problem';
import { retryParked } from '../retry-parked';
import { type ApiDeps, type ApiResponse, answer, noContent, notFound } from './http';
import { badCursor, type PageQuery } from './query';
import type { Call } from './route';
import { count, id, listOf, named, time } from './schemas';
import { storedPage } from './stored-page';

const parkedShape = named(
  'Parked',
  z.strictObject({
    ...{
      id,
      queue: z.enum(['events', 'actions', 'slow', 'delays', 'mail']),
      reason: z.string(),
      parkedAt: time,
      retries: count,
    },
    conversation: z.strictObject({ channelId: id, conversationId: id }).optional(),
  }),
);
export const parkedList = listOf('ParkedList', parkedShape);
/** With the message as it stood in its queue. */
export const parkedDetail = named('ParkedMessage', parkedShape.extend({ body: z.string() }));
export const retriedShape = named('Retried', z.strictObject({ retried: z.literal(true) }));

type ParkedCall = Call<{ id: string }>;
type Handler<C> = (call: C, deps: ApiDeps) => Promise<ApiResponse>;

/** What can be done with the messages of the workspace that `whose` names. */
function parkedOf(whose: (call: Pick<Call, 'key'>) => string) {
  /** Newest first, without the messages themselves. */
  const list: Handler<Call<object, undefined, PageQuery>> = async (call, deps) => {
    const page = await storedPage(call.query, (asked) => deps.parked.list(whose(call), asked));
    return page ? answer(200, { ...page, items: page.items.map(toParked) }) : badCursor();
  };
  const get: Handler<ParkedCall> = async (call, deps) => {
    const message = await deps.parked.get(whose(call), call.params.id);
    return message ? answer(200, { ...toParked(message), body: message.body }) : notFound('parked message');
  };
  /** Sends it again, behind everything accepted before; it leaves the list, and returns to it should it fail again. */
  const retry: Handler<ParkedCall> = async (call, deps) => {
    const result = await retryParked(whose(call), call.params.id, deps);
    return result.ok ? answer(202, { retried: true }) : problemResponse(result.problem);
  };
  /** Gives the message up. */
  const remove: Handler<ParkedCall> = async (call, deps) => {
    if (!(await deps.parked.get(whose(call), call.params.id))) return notFound('parked message');
    await deps.parked.remove(whose(call), call.params.id);
    return noContent();
  };
  return { list, get, retry, remove };
}

export const parked = parkedOf(({ key }) => key.workspaceId);
export const unowned = parkedOf(() => NO_WORKSPACE);

function toParked(message: ParkedMessage): z.infer<typeof parkedShape> {
  const { id: parkedId, queue, reason, parkedAt, retries, conversation } = message;
  const told = { id: parkedId, queue, reason, parkedAt: formatInstant(parkedAt), retries };
  return { ...told, ...(conversation && { conversation }) };
}
