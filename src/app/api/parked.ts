/** Parked messages: what could not be handled waits here for a person. */
import * as z from 'zod';
import { formatInstant } from '../../engine/time';
import type { ParkedMessage } from '../../ports/parked';
import { StoreError } from '../../ports/store-error';
import { problemResponse } from '../problem';
import { retryParked } from '../retry-parked';
import { type ApiDeps, type ApiResponse, answer, noContent, notFound } from './http';
import { badCursor, decodeCursor, encodeCursor, limitOf, type PageQuery } from './query';
import type { Call } from './route';
import { count, id, listOf, named, time } from './schemas';

const parkedShape = named(
  'Parked',
  z.strictObject({
    ...{
      id,
      queue: z.enum(['events', 'actions', 'slow', 'delays']),
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

/** Newest first, without the messages themselves. */
export async function listParked(call: Call<object, undefined, PageQuery>, deps: ApiDeps): Promise<ApiResponse> {
  const { cursor } = call.query;
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  if (cursor !== undefined && after === undefined) return badCursor();
  const page = { limit: limitOf(call.query), ...(after !== undefined && { after }) };
  const listed = await deps.parked.list(call.key.workspaceId, page).catch(cursorRefused);
  if (!listed) return badCursor();
  const { items, next } = listed;
  return answer(200, { items: items.map(toParked), ...(next !== undefined && { next: encodeCursor(next) }) });
}

/** A cursor that no list gave out is the caller's fault, not the store's. */
function cursorRefused(error: unknown): undefined {
  if (!(error instanceof StoreError) || error.code !== 'store.badCursor') throw error;
}

function toParked(message: ParkedMessage): z.infer<typeof parkedShape> {
  const { id: parkedId, queue, reason, parkedAt, retries, conversation } = message;
  const told = { id: parkedId, queue, reason, parkedAt: formatInstant(parkedAt), retries };
  return { ...told, ...(conversation && { conversation }) };
}

export async function getParked(call: Call<{ id: string }>, deps: ApiDeps): Promise<ApiResponse> {
  const message = await deps.parked.get(call.key.workspaceId, call.params.id);
  return message ? answer(200, { ...toParked(message), body: message.body }) : notFound('parked message');
}

/** Sends it again, behind everything accepted before; it leaves the list, and returns to it should it fail again. */
export async function retryParkedMessage(call: Call<{ id: string }>, deps: ApiDeps): Promise<ApiResponse> {
  const result = await retryParked(call.key.workspaceId, call.params.id, deps);
  return result.ok ? answer(202, { retried: true }) : problemResponse(result.problem);
}

/** Gives the message up. */
export async function deleteParked(call: Call<{ id: string }>, deps: ApiDeps): Promise<ApiResponse> {
  const { workspaceId } = call.key;
  if (!(await deps.parked.get(workspaceId, call.params.id))) return notFound('parked message');
  await deps.parked.remove(workspaceId, call.params.id);
  return noContent();
}
