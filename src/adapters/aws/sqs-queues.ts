/** Queues on SQS. Groups and deduplication ids are hashes: subjects are any script and up to 128 characters. */
import { randomUUID } from 'node:crypto';
import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { EffectBatch } from '../../engine/effects';
import { hashId } from '../../engine/ids';
import type { EventMessage, Queues } from '../../ports/queues';
import { StoreError } from '../../ports/store-error';
import { called } from './sdk-error';

export interface QueueUrls {
  eventsQueueUrl?: string;
  actionsQueueUrl?: string;
  slowQueueUrl?: string;
  delaysQueueUrl?: string;
}

/** A message and a batch may have 1 MiB; what is ours stays well under it. */
const MAX_MESSAGE_BYTES = 900_000;
const MAX_ENTRIES = 10;
const ATTEMPTS = 3;

type Entry = Omit<SendMessageBatchRequestEntry, 'Id'>;

/** JSON in which nothing stands that SQS refuses: U+FFFE and U+FFFF are escaped, as are lone surrogates already. */
export function messageBody(value: unknown): string {
  const body = JSON.stringify(value).replace(/[\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_MESSAGE_BYTES)
    throw new StoreError(
      'queue.tooLarge',
      `The message has ${bytes} bytes, more than a queue takes: make it smaller.`,
      { retry: false },
    );
  return body;
}

function eventEntry(message: EventMessage): Entry {
  const { workspaceId, channelId, subject } = message.kind === 'event' ? message.event : message.ring;
  const dedupe =
    message.kind === 'event'
      ? hashId(workspaceId, channelId, message.event.id, message.event.attempt ?? 0)
      : randomUUID();
  return {
    MessageBody: messageBody(message),
    MessageGroupId: hashId(workspaceId, channelId, subject),
    MessageDeduplicationId: dedupe,
  };
}

/** As many in order as one request takes. */
function* chunks(entries: readonly Entry[]): Generator<Entry[]> {
  let chunk: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.MessageBody ?? '');
    if (chunk.length === MAX_ENTRIES || (chunk.length > 0 && bytes + size > MAX_MESSAGE_BYTES)) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push(entry);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

/** Sends all, in order; of a FIFO group nothing behind an entry that failed has been sent before it is sent again. */
async function sendAll(client: SQSClient, url: string, entries: readonly Entry[]): Promise<void> {
  for (const chunk of chunks(entries)) {
    const [only] = chunk;
    if (only && chunk.length === 1)
      await called('sqs:SendMessage', () => client.send(new SendMessageCommand({ QueueUrl: url, ...only } as never)));
    else await sendChunk(client, url, chunk);
  }
}

async function sendChunk(client: SQSClient, url: string, chunk: readonly Entry[]): Promise<void> {
  let left = chunk.map((entry, index) => ({ Id: String(index), ...entry })) as SendMessageBatchRequestEntry[];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { Failed = [] } = await called('sqs:SendMessage', () =>
      client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: left })),
    );
    if (Failed.length === 0) return;
    const failed = new Set(Failed.map(({ Id }) => Id));
    left = left.filter(({ Id }) => failed.has(Id));
  }
  throw new StoreError(
    'queue.unavailable',
    `The queue did not take ${left.length} of ${chunk.length} messages; send them again.`,
    { retry: true },
  );
}

function urlOf(urls: QueueUrls, name: keyof QueueUrls): string {
  const url = urls[name];
  if (!url)
    throw new StoreError('queue.unknown', `This function was not told ${name}: deploy the stack again.`, {
      retry: true,
    });
  return url;
}

/** The queues a function was told; sending to another is an error of the stack. */
export function sqsQueues(client: SQSClient, urls: QueueUrls): Queues {
  const effectEntries = ({ ref, batchId, attempt = 0, ...rest }: EffectBatch): Entry => ({
    MessageBody: messageBody({ ref, batchId, attempt, ...rest }),
    MessageGroupId: hashId(ref.workspaceId, ref.channelId, ref.conversationId),
    MessageDeduplicationId: hashId(ref.workspaceId, ref.channelId, ref.conversationId, batchId, attempt),
  });
  return {
    sendEvents: (messages) => sendAll(client, urlOf(urls, 'eventsQueueUrl'), messages.map(eventEntry)),
    sendEffects: (lane, batch) => {
      if (lane === 'channel') return sendAll(client, urlOf(urls, 'actionsQueueUrl'), [effectEntries(batch)]);
      const single = batch.effects.map((effect) => ({ MessageBody: messageBody({ ...batch, effects: [effect] }) }));
      return sendAll(client, urlOf(urls, 'slowQueueUrl'), single);
    },
    sendRing: async (ring, delay) => {
      const DelaySeconds = Math.min(900, Math.max(0, Math.ceil(delay / 1000)));
      await sendAll(client, urlOf(urls, 'delaysQueueUrl'), [{ MessageBody: messageBody(ring), DelaySeconds }]);
    },
  };
}
