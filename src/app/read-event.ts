/** Reads a message of the events queue. */
import type * as z from 'zod';
import { type ConversationEvent, eventData } from '../engine/event';
import type { EventMessage } from '../ports/queues';
import { asRing, checkSchema, isId, isInstant, isObject, isText, malformed, readObject } from './read-message';

/** @throws MessageError: never for what cannot be read, to be retried for what a newer version wrote. */
export function readEventMessage(body: string): EventMessage {
  const { kind, event, ring } = readObject(body);
  if (kind === 'ring') return { kind, ring: asRing(ring) };
  if (kind !== 'event' || !isObject(event)) throw malformed('kind');
  return { kind, event: asEvent(event) };
}

function asEvent(event: Record<string, unknown>): ConversationEvent {
  checkSchema(event.schema);
  const { id, workspaceId, channelId, subject, type, data, receivedAt, time, attempt } = event;
  for (const [name, held] of Object.entries({ workspaceId, channelId, subject }))
    if (!isId(held)) throw malformed(name);
  if (!isId(id)) throw malformed('id');
  if (!isInstant(receivedAt)) throw malformed('receivedAt');
  if (time !== undefined && !isInstant(time)) throw malformed('time');
  if (attempt !== undefined && !Number.isSafeInteger(attempt)) throw malformed('attempt');
  if (!isText(type) || !isObject(data)) throw malformed('type');
  checkData(type, data);
  return event as unknown as ConversationEvent;
}

/** Of a type unknown here a newer version may know. */
function checkData(type: string, data: Record<string, unknown>): void {
  const isPublic = Object.hasOwn(eventData, type);
  if (isPublic && !(eventData[type as keyof typeof eventData] as z.ZodType).safeParse(data).success)
    throw malformed('data');
  if (isPublic) return;
  if (type === 'customer.present' && isId(data.connectionId) && isInstant(data.until)) return;
  const { effectId, type: effectType, runId, workflowId, status, reason } = data;
  const ofEffect = isText(effectId) && isText(effectType);
  const isFailure = type === 'effect.failed' && ofEffect && typeof reason === 'string';
  const isAnswer =
    type === 'effect.answered' && ofEffect && [runId, workflowId].every(isText) && Number.isInteger(status);
  if (!isFailure && !isAnswer) throw malformed('type');
}
