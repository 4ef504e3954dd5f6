/** Queues on SQS. */
import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Queues } from '../../ports/queues';
import { StoreError } from '../../ports/store-error';
import {
  batches,
  channelMessages,
  eventMessage,
  type QueueMessage,
  ringMessage,
  slowMessages,
} from '../queue-messages';
import { called } from './sdk-error';

export interface QueueUrls {
  eventsQueueUrl?: string;
  actionsQueueUrl?: string;
  slowQueueUrl?: string;
  delaysQueueUrl?: string;
  mailFailedQueueUrl?: string;
}

/** How often what a batch left out is sent again at once. */
const TRIES = 3;

/** The queues a function was told; sending to another is an error of the stack. */
export function sqsQueues(client: SQSClient, urls: QueueUrls): Queues {
  return {
    async sendEvents(messages) {
      await sendAll(client, urlOf(urls, 'eventsQueueUrl'), messages.map(eventMessage));
    },
    async sendEffects(lane, batch) {
      if (lane === 'channel') await sendAll(client, urlOf(urls, 'actionsQueueUrl'), channelMessages(batch));
      else await sendAll(client, urlOf(urls, 'slowQueueUrl'), slowMessages(batch));
    },
    async sendRing(ring, delay) {
      await sendAll(client, urlOf(urls, 'delaysQueueUrl'), [ringMessage(ring, delay)]);
    },
    async sendMailIn(body) {
      await sendAll(client, urlOf(urls, 'mailFailedQueueUrl'), [{ body }]);
    },
  };
}

function urlOf(urls: QueueUrls, name: keyof QueueUrls): string {
  const url = urls[name];
  if (url) return url;
  throw new StoreError('queue.unknown', `This function was not told ${name}: deploy the stack again.`, { retry: true });
}

/** In order, batch after batch; a single message needs no batch. */
async function sendAll(client: SQSClient, QueueUrl: string, messages: readonly QueueMessage[]): Promise<void> {
  for (const batch of batches(messages)) {
    const [only] = batch;
    if (only && batch.length === 1) {
      const command = new SendMessageCommand({ QueueUrl, ...entryOf(only) });
      await called('sqs:SendMessage', () => client.send(command));
    } else await sendBatch(client, QueueUrl, batch);
  }
}

/**
 * What the queue left out is sent again, and of a group then stands behind what was taken. That is rare, and the price of ten
 * messages a request: what is taken cannot be taken back.
 */
async function sendBatch(client: SQSClient, QueueUrl: string, batch: readonly QueueMessage[]): Promise<void> {
  let left: SendMessageBatchRequestEntry[] = batch.map((message, at) => ({ Id: String(at), ...entryOf(message) }));
  for (let tries = 0; tries < TRIES; tries++) {
    const command = new SendMessageBatchCommand({ QueueUrl, Entries: left });
    const { Failed = [] } = await called('sqs:SendMessage', () => client.send(command));
    if (Failed.length === 0) return;
    const failed = new Set(Failed.map(({ Id }) => Id));
    left = left.filter(({ Id }) => failed.has(Id));
  }
  const says = `The queue did not take ${left.length} of ${batch.length} messages; send all of them again.`;
  throw new StoreError('queue.unavailable', says, { retry: true });
}

function entryOf({ body, group, dedupe, delaySeconds }: QueueMessage) {
  return {
    MessageBody: body,
    ...(group !== undefined && { MessageGroupId: group }),
    ...(dedupe !== undefined && { MessageDeduplicationId: dedupe }),
    ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
  };
}
