/** What goes into the queues, the same on AWS and in memory: bodies, groups, deduplication ids, batches. */
import { randomUUID } from 'node:crypto';
import type { EffectBatch } from '../engine/effects';
import type { ConversationRef, Ring } from '../engine/event';
import { hashId } from '../engine/ids';
import type { Millis } from '../engine/time';
import type { EventMessage } from '../ports/queues';
import { StoreError } from '../ports/store-error';
import { plainJson } from './plain-json';

/** A message, and so a batch, may have 1 MiB at SQS; ours stay under it. */
export const MAX_MESSAGE_BYTES = 900_000;
const MAX_ENTRIES = 10;
const MAX_DELAY_SECONDS = 900;

export interface QueueMessage {
  body: string;
  /** FIFO: what keeps its order; a hash, since names are any script and up to 128 characters. */
  group?: string;
  /** FIFO: what the queue drops repeats by, within five minutes and the group. */
  dedupe?: string;
  /** Standard queues alone. */
  delaySeconds?: number;
}

/** Rings are never dropped as repeats: each may be the one that finds something due. */
export function eventMessage(message: EventMessage): QueueMessage {
  const { workspaceId, channelId, subject } = message.kind === 'event' ? message.event : message.ring;
  const dedupe =
    message.kind === 'event'
      ? hashId(workspaceId, channelId, message.event.id, message.event.attempt ?? 0)
      : randomUUID();
  return { body: bodyOf(message), group: hashId(workspaceId, channelId, subject), dedupe };
}

/**
 * A commit's effects at the channel: one message, or more where one would be too large. A repeat is cut at the same places,
 * so each part is recognised.
 */
export function channelMessages(batch: EffectBatch): QueueMessage[] {
  const { workspaceId, channelId, conversationId }: ConversationRef = batch.ref;
  const names = [workspaceId, channelId, conversationId] as const;
  return cut(batch.effects, (effect) => Buffer.byteLength(JSON.stringify(effect))).map((effects, part) => ({
    body: bodyOf({ ...batch, effects }),
    group: hashId(...names),
    dedupe: hashId(...names, batch.batchId, batch.attempt ?? 0, ...(part === 0 ? [] : [part])),
  }));
}

/** Each effect goes alone: it holds up nobody, and nobody it. */
export function slowMessages(batch: EffectBatch): QueueMessage[] {
  return batch.effects.map((effect) => ({ body: bodyOf({ ...batch, effects: [effect] }) }));
}

/** Never early: a part of a second is a second. More than 15 minutes the ring function adds itself. */
export function ringMessage(ring: Ring, delay: Millis): QueueMessage {
  const seconds = Math.ceil(Math.max(0, delay) / 1000);
  return { body: bodyOf(ring), delaySeconds: Math.min(MAX_DELAY_SECONDS, seconds) };
}

/** As many in one request, in order, as a queue takes. */
export function batches(messages: readonly QueueMessage[]): QueueMessage[][] {
  return cut(messages, ({ body }) => Buffer.byteLength(body), MAX_ENTRIES);
}

/** Cuts into runs of at most `most` things and together `MAX_MESSAGE_BYTES`; what alone is larger stays alone. */
function cut<T>(things: readonly T[], bytesOf: (thing: T) => number, most = Infinity): T[][] {
  const runs: T[][] = [];
  let bytes = Infinity;
  for (const thing of things) {
    const own = bytesOf(thing) + 1;
    const last = runs.at(-1);
    const fits = last && last.length < most && bytes + own <= MAX_MESSAGE_BYTES - ENVELOPE_BYTES;
    bytes = fits ? bytes + own : own;
    if (fits) last.push(thing);
    else runs.push([thing]);
  }
  return runs;
}

/** What stands around the effects of a batch, at most: three names of 128 characters in JSON, and an id. */
const ENVELOPE_BYTES = 4_096;

/** @throws StoreError `queue.tooLarge` */
function bodyOf(value: unknown): string {
  const body = plainJson(value);
  const bytes = Buffer.byteLength(body);
  if (bytes <= MAX_MESSAGE_BYTES) return body;
  const says = `The message has ${bytes} bytes, of ${MAX_MESSAGE_BYTES} that a queue takes: make it smaller.`;
  throw new StoreError('queue.tooLarge', says, { retry: false });
}
