import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { LOCAL_ADMIN } from '../../local/iam';
import { dynamodbTable } from '../../src/adapters/aws/dynamodb-table';
import { playedHttp } from '../../src/adapters/aws/outbound-http';
import { s3MailStore } from '../../src/adapters/aws/s3-mail-store';
import { schedulerTimers } from '../../src/adapters/aws/scheduler-timers';
import { sesMail } from '../../src/adapters/aws/ses-mail';
import { sqsQueues } from '../../src/adapters/aws/sqs-queues';
import { sqsDeadLetters, sqsReceipts } from '../../src/adapters/aws/sqs-receipts';
import { tablePorts } from '../../src/adapters/table/table-ports';
import { effectNoteHeader, tableSchema } from '../../src/config';
import type { QueueName } from '../../src/ports/receipts';
import { allow, FIFO, givenServices, queueArn, REGION } from '../local/services';
import type { Arrived, Subject } from './subject';

type Local = Awaited<ReturnType<typeof givenServices>>;
const TABLE = 'Threads';
/** Nothing listens on port 1. */
const NOWHERE = 'http://127.0.0.1:1';
/** In which the Scheduler rings. */
const ROLE = 'arn:aws:iam::000000000000:role/rings';
const NAMES: Record<QueueName, string> = {
  events: 'events.fifo',
  actions: 'actions.fifo',
  slow: 'slow',
  delays: 'delays',
  mail: 'mail',
};

/** The AWS adapters, by the real SDK, against the local services. */
export async function awsSubject(): Promise<Subject> {
  const local = await givenServices({ policies: { [ROLE]: [allow('sqs:SendMessage', queueArn('delays'))] } });
  const { clock, sqs } = local;
  const dynamo = local.dynamoClient();
  await createTable(dynamo, TABLE);
  local.scheduler.createGroup('alarms');
  for (const name of Object.values(NAMES)) sqs.createQueue(name, name.endsWith('.fifo') ? FIFO : {});
  const dead = deadLetterQueue(local);
  const table = dynamodbTable(dynamo, TABLE);
  const outside = await playedOutside();
  const target = {
    scheduleGroup: 'alarms',
    schedulerRoleArn: ROLE,
    delaysQueueArn: queueArn('delays'),
  };
  const urlOf = (queue: QueueName) => sqs.urlOf(NAMES[queue]);
  const urls = {
    eventsQueueUrl: urlOf('events'),
    actionsQueueUrl: urlOf('actions'),
    slowQueueUrl: urlOf('slow'),
    delaysQueueUrl: urlOf('delays'),
    mailFailedQueueUrl: urlOf('mail'),
  };
  return {
    ...tablePorts(table, clock, 0),
    clock,
    table,
    queues: sqsQueues(local.sqsClient(), urls),
    timers: schedulerTimers(local.schedulerClient(), target, clock),
    outbound: { send: (request, note) => playedHttp(outside.url()).send(request, note) },
    outside: outside.next,
    ...mailOf(local),
    ...mailStoreOf(local),
    async pass(millis) {
      const until = clock.now() + millis;
      for (let due = clock.nextDue(); due !== undefined && due <= until; due = clock.nextDue()) clock.moveTo(due);
      clock.moveTo(until);
    },
    arrived: async (queue) => drain(local, NAMES[queue]),
    alarms: async () => local.scheduler.pending().map(({ at }) => at),
    receiving: {
      receipts: sqsReceipts(local.sqsClient(), { slow: urlOf('slow') }),
      deadLetters: sqsDeadLetters(local.sqsClient(), { slow: sqs.urlOf(dead) }),
      receive: async (queue) => sqs.receive(NAMES[queue])[0]?.ReceiptHandle,
    },
    async stop() {
      await outside.stop();
      await local.stop();
    },
  };
}

/** SES as the stack has it set up. */
function mailOf({ ses, sesClient, outside }: Local): Pick<Subject, 'mail' | 'mailing' | 'posted'> {
  const sender = { identity: 'shop.example', configurationSet: 'mail', notesIn: effectNoteHeader };
  ses.verify(sender.identity);
  ses.createConfigurationSet(sender.configurationSet);
  const there = sesMail(sesClient(), sender);
  const nowhere = sesMail(sesClient(undefined, { endpoint: NOWHERE }), sender);
  let next = there;
  return {
    mail: {
      identity: sender.identity,
      send(email, note) {
        const [now] = [next, (next = there)];
        return now.send(email, note);
      },
    },
    async mailing(doing) {
      const status = { throttles: 429, rejects: 400, fails: 500 }[doing as string];
      if (doing === 'is not there') next = nowhere;
      else outside.addFault(status === undefined ? { timeout: true, times: 1 } : { status, times: 1 });
    },
    posted: async () => outside.outbox(),
  };
}

/** S3 as the stack has it set up. */
function mailStoreOf({ s3, endpoint }: Local): Pick<Subject, 'mailStore' | 'download'> {
  s3.createBucket('mails', []);
  const credentials = { accessKeyId: LOCAL_ADMIN, secretAccessKey: 'any' };
  const client = new S3Client({ endpoint, region: REGION, credentials, forcePathStyle: true });
  return {
    mailStore: s3MailStore(client, 'mails'),
    async download(link) {
      const response = await fetch(link);
      const { 'content-type': type = '', 'content-disposition': saved = '' } = Object.fromEntries(response.headers);
      const [, name = ''] = /^attachment; .*filename\*=UTF-8''(\S+)$/.exec(saved) ?? [];
      return { bytes: Buffer.from(await response.arrayBuffer()), type, name: decodeURIComponent(name) };
    },
  };
}

/** Two receives of a message of `slow`, and it is put aside. */
function deadLetterQueue({ sqs }: Local): string {
  sqs.createQueue('slow-dead');
  const redrive = { deadLetterTargetArn: queueArn('slow-dead'), maxReceiveCount: '2' };
  sqs.setAttributes('slow', { RedrivePolicy: JSON.stringify(redrive), VisibilityTimeout: '30' });
  return 'slow-dead';
}

function drain({ sqs }: Local, queue: string): Arrived[] {
  const all: Arrived[] = [];
  for (let some = sqs.receive(queue, { max: 10 }); some.length > 0; some = sqs.receive(queue, { max: 10 })) {
    for (const { Body, Attributes, ReceiptHandle } of some) {
      const group = Attributes.MessageGroupId;
      all.push({ body: JSON.parse(Body), ...(group !== undefined && { group }) });
      sqs.delete(queue, ReceiptHandle);
    }
  }
  return all;
}

/** The table as the stack has it, from the same names. */
export function createTable(client: DynamoDBClient, TableName: string) {
  const { partitionKey, sortKey, sweepIndex } = tableSchema;
  const key = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  return client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        ...[partitionKey, sortKey, sweepIndex.partitionKey].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S' as const,
        })),
        { AttributeName: sweepIndex.sortKey, AttributeType: 'N' },
      ],
      KeySchema: key(partitionKey, sortKey),
      GlobalSecondaryIndexes: [
        {
          IndexName: sweepIndex.name,
          KeySchema: key(sweepIndex.partitionKey, sweepIndex.sortKey),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
}

/** The outside behind OUTSIDE_URL, as the embedded stack plays it. */
async function playedOutside() {
  let doing: 'answers' | 'refuses' | 'breaks off' = 'answers';
  const server: Server = createServer((request, response) => {
    if (doing === 'breaks off') return void request.socket.destroy();
    response.end(JSON.stringify({ status: 201, headers: { 'x-a': 'b' }, body: '{"ok":true}' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = () => (doing === 'refuses' ? NOWHERE : `http://127.0.0.1:${port}`);
  return {
    url,
    next: async (next: typeof doing) => void (doing = next),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
