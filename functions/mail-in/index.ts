import middy from '@middy/core';
import type { Context, SESEvent, SQSEvent } from 'aws-lambda';
import { systemClock as clock } from '../../src/adapters/aws/system-clock';
import { tablePorts } from '../../src/adapters/table/table-ports';
import { cachedSigningKeys } from '../../src/app/cached-signing-keys';
import { readObject } from '../../src/app/read-message';
import { takeMails } from '../../src/app/take-mails';
import { readConfig } from '../../src/config';
import { senderOf } from '../shared/mail';
import { openMailStore } from '../shared/mail-store';
import { count, observed } from '../shared/observed';
import { queueHandler } from '../shared/queue-handler';
import { openQueues, openReceipts } from '../shared/queues';
import { openTable } from '../shared/table';

const config = readConfig(process.env, [
  ...(['tableName', 'eventsQueueUrl', 'mailFailedQueueUrl', 'mailBucket', 'replyDomain', 'publicUrl'] as const),
]);
const ports = tablePorts(openTable(config), clock, 0);
const received = { mail: config.mailFailedQueueUrl };
const deps = {
  ...ports,
  clock,
  mailStore: openMailStore(config),
  ourselves: { ...senderOf(process.env), replyDomain: config.replyDomain },
  publicUrl: config.publicUrl,
  queues: openQueues({ eventsQueueUrl: config.eventsQueueUrl }),
  receipts: openReceipts(received),
  signingKeys: cachedSigningKeys(ports.signingKeys, clock),
};

/** Nobody waits for it: what it throws Lambda tries again, twice, and then puts into the queue. */
const told = middy<SESEvent, void>()
  .use(observed())
  .handler(async (event) => count(await takeMails(event, deps)));

const queued = queueHandler({
  queues: received,
  deps,
  begin: () => async (record) => ({ counts: await takeMails(readObject(record.body), deps) }),
});

/** By SES, or by the queue of what could not be taken at once. */
export const handler = async (event: SESEvent | SQSEvent, context: Context) =>
  event.Records[0]?.eventSource === 'aws:sqs' ? queued(event as SQSEvent, context) : told(event as SESEvent, context);
