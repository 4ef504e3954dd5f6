/** What becomes of received messages, and what the dead-letter queues hold, on SQS. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetters } from '../../ports/dead-letters';
import type { QueueName, Receipts } from '../../ports/receipts';
import { StoreError } from '../../ports/store-error';
import { called } from './sdk-error';

export type UrlByQueue = Partial<Record<QueueName, string>>;

function urlOf(urls: UrlByQueue, queue: QueueName): string {
  const url = urls[queue];
  if (!url)
    throw new StoreError('queue.unknown', `This function was not told the queue ${queue}: deploy the stack again.`, {
      retry: true,
    });
  return url;
}

export function sqsReceipts(client: SQSClient, urls: UrlByQueue): Receipts {
  return {
    giveBack: async ({ queue, receipt }, delay) => {
      const VisibilityTimeout = Math.min(43_200, Math.max(0, Math.ceil(delay / 1000)));
      const input = { QueueUrl: urlOf(urls, queue), ReceiptHandle: receipt, VisibilityTimeout };
      await called('sqs:ChangeMessageVisibility', () => client.send(new ChangeMessageVisibilityCommand(input)));
    },
    remove: async ({ queue, receipt }) => {
      const input = { QueueUrl: urlOf(urls, queue), ReceiptHandle: receipt };
      await called('sqs:DeleteMessage', () => client.send(new DeleteMessageCommand(input)));
    },
  };
}

/** `urls` are those of the dead-letter queues. */
export function sqsDeadLetters(client: SQSClient, urls: UrlByQueue): DeadLetters {
  return {
    queues: Object.keys(urls) as QueueName[],
    receive: async (queue) => {
      const input = { QueueUrl: urlOf(urls, queue), MaxNumberOfMessages: 10 };
      const { Messages = [] } = await called('sqs:ReceiveMessage', () => client.send(new ReceiveMessageCommand(input)));
      return Messages.map(({ MessageId = '', Body = '', ReceiptHandle = '' }) => ({
        queue,
        messageId: MessageId,
        body: Body,
        receipt: ReceiptHandle,
      }));
    },
    remove: async ({ queue, receipt }) => {
      const input = { QueueUrl: urlOf(urls, queue), ReceiptHandle: receipt };
      await called('sqs:DeleteMessage', () => client.send(new DeleteMessageCommand(input)));
    },
  };
}
