/** Reads what stands in the queues. All of it is ours, but older or newer code may have written it, or an operator. */
import type { Effect, EffectBatch } from '../engine/effects';
import type { Ring } from '../engine/event';
import { MAX_ID } from '../engine/ids';
import type { Millis } from '../engine/time';

/** A message that cannot be read: never, or not by this version of the program. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
  readonly code: string;
  readonly retry: boolean;
  /** When to come again. */
  readonly againAfter?: Millis;
  constructor(code: string, message: string, options: { retry: boolean; againAfter?: Millis; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retry = options.retry;
    if (options.againAfter !== undefined) this.againAfter = options.againAfter;
  }
}

/** A deployment replaces the functions within minutes; until then the older ones leave newer messages alone. */
const NEWER_AGAIN_AFTER = 30_000;

/** @throws MessageError (never) for what is no JSON object. */
export function readObject(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw malformed('it is not JSON');
  }
  if (!isObject(value)) throw malformed('it is not a JSON object');
  return value;
}

/** @throws MessageError: to be retried when the message is of a newer schema than 1, never when of none. */
export function checkSchema(schema: unknown): void {
  if (typeof schema === 'number' && schema > 1) {
    const detail = `Its schema is ${schema}, and this version reads 1: a newer version will take it.`;
    throw new MessageError('message.newer', detail, { retry: true, againAfter: NEWER_AGAIN_AFTER });
  }
  if (schema !== 1) throw malformed('it has no schema');
}

/** Reads a message of the delays queue. @throws MessageError */
export function readRing(body: string): Ring {
  return asRing(readObject(body));
}

/** Checks that a value is a ring. @throws MessageError */
export function asRing(value: unknown): Ring {
  if (!isObject(value)) throw malformed('ring: it is not an object');
  checkSchema(value.schema);
  const { workspaceId, channelId, subject, due, receivedAt } = value;
  for (const [name, held] of Object.entries({ workspaceId, channelId, subject }))
    if (!isId(held)) throw malformed(name);
  if (due !== undefined && !isInstant(due)) throw malformed('due');
  if (!isInstant(receivedAt)) throw malformed('receivedAt');
  return value as unknown as Ring;
}

/** Reads a message of the actions or slow queue. @throws MessageError */
export function readEffectBatch(body: string): EffectBatch {
  const value = readObject(body);
  checkSchema(value.schema);
  const { ref, batchId, effects, attempt } = value;
  if (!isObject(ref)) throw malformed('ref');
  const { workspaceId, channelId, conversationId } = ref;
  for (const [name, held] of Object.entries({ workspaceId, channelId, conversationId })) {
    if (!isId(held)) throw malformed(`ref.${name}`);
  }
  if (!isText(batchId)) throw malformed('batchId');
  if (attempt !== undefined && !Number.isSafeInteger(attempt)) throw malformed('attempt');
  if (!Array.isArray(effects)) throw malformed('effects');
  effects.forEach(checkEffect);
  return value as unknown as EffectBatch;
}

function checkEffect(effect: unknown, at: number): void {
  if (!isObject(effect)) throw malformed(`effects[${at}]`);
  checkSchema(effect.schema);
  const { id, type, lane, fields, cause, createdAt, notAfter, runId, workflowId, after } = effect as unknown as Effect;
  const isWhole =
    [id, type].every(isText) &&
    (lane === 'channel' || lane === 'slow') &&
    [fields, cause].every(isObject) &&
    [createdAt, notAfter].every(isInstant) &&
    [runId, workflowId, after].every((held) => held === undefined || isText(held));
  if (!isWhole) throw malformed(`effects[${at}]`);
}

/** @param what the part at fault; never its value, which may be a customer's words */
export function malformed(what: string): MessageError {
  const detail = `The message cannot be read (${what}): it was not written by this program, or it was damaged.`;
  return new MessageError('message.malformed', detail, { retry: false });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
export const isId = (value: unknown): value is string => isText(value) && value.length <= MAX_ID;
/** Within what a Date can hold. */
export const isInstant = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(value as number) <= 8.64e15;
