import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../../src/adapters/aws/client-options';
import { type QueueUrls, sqsQueues } from '../../src/adapters/aws/sqs-queues';
import { sqsDeadLetters, sqsReceipts, type UrlByQueue } from '../../src/adapters/aws/sqs-receipts';
import type { DeadLetters } from '../../src/ports/dead-letters';
import type { Queues } from '../../src/ports/queues';
import type { Receipts } from '../../src/ports/receipts';

const client = new SQSClient(clientOptions);

/** Sending to the queues whose URLs are given. */
export const openQueues = (urls: QueueUrls): Queues => sqsQueues(client, urls);
/** What becomes of messages that these queues handed out. */
export const openReceipts = (urls: UrlByQueue): Receipts => sqsReceipts(client, urls);
/** What these dead-letter queues hold. */
export const openDeadLetters = (urls: UrlByQueue): DeadLetters => sqsDeadLetters(client, urls);
