/** What AWS may answer, over the wire: all of it becomes a StoreError that says what to do. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { clientOptions } from '../../src/adapters/aws/client-options';
import { dynamodbTable } from '../../src/adapters/aws/dynamodb-table';
import { schedulerTimers } from '../../src/adapters/aws/scheduler-timers';
import { sqsQueues } from '../../src/adapters/aws/sqs-queues';
import { batch, refIn, ring } from '../contracts/values';

type Answer = (request: { target: string; body: Record<string, never> }, response: ServerResponse) => void;
let server: Server;
let endpoint: string;
let answers: Answer[] = [];
let asked = 0;

beforeAll(async () => {
  server = createServer(async (request: IncomingMessage, response) => {
    asked++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    const next = answers.length > 1 ? answers.shift() : answers[0];
    next?.({ target: String(request.headers['x-amz-target']), body }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise<void>((resolve) => server.close(() => resolve()));
});
afterEach(() => {
  answers = [];
  asked = 0;
});

const options = { ...clientOptions, region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
const table = (more = {}) => dynamodbTable(new DynamoDBClient({ ...options, endpoint, ...more }), 'Threads');
const queues = () =>
  sqsQueues(new SQSClient({ ...options, endpoint }), {
    eventsQueueUrl: `${endpoint}/0/events`,
    slowQueueUrl: `${endpoint}/0/slow`,
  });
const timers = (now = 0) => {
  const target = {
    scheduleGroup: 'alarms',
    schedulerRoleArn: 'arn:aws:iam::0:role/rings',
    delaysQueueArn: 'arn:aws:sqs:::delays',
  };
  return schedulerTimers(new SchedulerClient({ ...options, endpoint }), target, { now: () => now });
};
const json =
  (status: number, body: object): Answer =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
const failing = (status: number, name: string, message = 'as told') =>
  json(status, { __type: `com.amazonaws#${name}`, message });
const schedulerFailing =
  (status: number, name: string, message = 'as told'): Answer =>
  (_, response) =>
    void response
      .writeHead(status, { 'x-amzn-errortype': name, 'content-type': 'application/json' })
      .end(JSON.stringify({ Message: message }));

describe('an SDK error', () => {
  test.each([
    [400, 'ProvisionedThroughputExceededException', 'store.throttled', true],
    [400, 'ThrottlingException', 'store.throttled', true],
    [400, 'RequestLimitExceeded', 'store.throttled', true],
    [400, 'AccessDeniedException', 'store.denied', true],
    [400, 'UnrecognizedClientException', 'store.denied', true],
    [400, 'ResourceNotFoundException', 'store.missing', true],
    [400, 'ValidationException', 'store.refused', false],
    [500, 'InternalServerError', 'store.unavailable', true],
    [503, 'ServiceUnavailable', 'store.unavailable', true],
    [400, 'SomethingNewException', 'store.unavailable', true],
  ])('%d %s is %s', async (status, name, code, retry) => {
    answers = [failing(status, name)];
    await expect(table().get({ pk: 'p', sk: 's' })).rejects.toMatchObject({ name: 'StoreError', code, retry });
  });

  test('that denies names the action', async () => {
    answers = [
      failing(400, 'AccessDeniedException', 'User is not authorized to perform: dynamodb:PutItem on resource: t'),
    ];
    await expect(table().put({ pk: 'p', sk: 's' })).rejects.toThrow(/lacks dynamodb:PutItem/);
  });

  test('about size is for good, and is said', async () => {
    answers = [failing(400, 'ValidationException', 'Item size to update has exceeded the maximum allowed size')];
    const changing = table().change({ pk: 'p', sk: 's' }, { set: { a: 'b' } });
    await expect(changing).rejects.toMatchObject({ code: 'store.tooLarge', retry: false });
  });

  test('after no connection at all is worth another try', async () => {
    const nobody = table({ endpoint: 'http://127.0.0.1:1' });
    await expect(nobody.get({ pk: 'p', sk: 's' })).rejects.toMatchObject({ code: 'store.unavailable', retry: true });
  });

  test('after silence is worth another try, and does not take long', async () => {
    answers = [() => {}];
    const hasty = table({ requestHandler: { ...clientOptions.requestHandler, requestTimeout: 50 } });
    await expect(hasty.get({ pk: 'p', sk: 's' })).rejects.toMatchObject({ code: 'store.unavailable', retry: true });
  });

  test('that passes is tried again by the client', async () => {
    answers = [failing(500, 'InternalServerError'), json(200, {})];
    expect(await table().get({ pk: 'p', sk: 's' })).toBeUndefined();
    expect(asked).toBe(2);
  });
});

describe('a batch of reads', () => {
  const items = ['a', 'b', 'c'].map((sk) => ({ pk: { S: 'p' }, sk: { S: sk } }));
  const keys = ['a', 'b', 'c'].map((sk) => ({ pk: 'p', sk }));
  const part = (found: object[], left: object[]) =>
    json(200, { Responses: { Threads: found }, UnprocessedKeys: left.length > 0 ? { Threads: { Keys: left } } : {} });

  test('asks again for what was left unread', async () => {
    answers = [part([items[1] as object], [items[0] as object, items[2] as object]), part([items[2] as object], [])];
    expect(await table().getMany(keys)).toEqual([undefined, keys[1], keys[2]]);
    expect(asked).toBe(2);
  });

  test('gives up when it always is', async () => {
    answers = [part([], items)];
    await expect(table().getMany(keys)).rejects.toMatchObject({ code: 'store.throttled', retry: true });
  });
});

describe('a batch of messages', () => {
  const twelve = Array.from({ length: 12 }, (_, at) => `ef_${at}`);
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  type Entry = { Id: string; MessageBody: string };
  const answering =
    (fails: (entry: Entry) => boolean): Answer =>
    (request, response) => {
      const entries = request.body.Entries as unknown as Entry[] | undefined;
      if (!entries) return json(200, { MessageId: 'm' })(request, response);
      const [failed, taken] = [entries.filter(fails), entries.filter((entry) => !fails(entry))];
      const Failed = failed.map(({ Id }) => ({ Id, Code: 'ServiceUnavailable', SenderFault: false }));
      json(200, {
        Successful: taken.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) })),
        Failed,
      })(request, response);
    };

  test('sends again what was not taken, and nothing else', async () => {
    const seen: string[] = [];
    const once = new Set<string>();
    answers = [
      answering((entry) => {
        const id = JSON.parse(entry.MessageBody).effects[0].id;
        seen.push(id);
        return id === 'ef_3' && !once.has(id) && once.add(id).has(id);
      }),
    ];
    await queues().sendEffects('slow', batch(refIn('w'), 'b', twelve.slice(0, 5)));
    expect(seen.filter((id) => id === 'ef_3').length).toBeGreaterThan(1);
    expect(new Set(seen).size).toBe(5);
  });

  test('fails as a whole when part of it is never taken', async () => {
    answers = [answering(() => true)];
    const sending = queues().sendEffects('slow', batch(refIn('w'), 'b', twelve));
    await expect(sending).rejects.toMatchObject({ code: 'queue.unavailable', retry: true });
  });

  test('to a queue that the function was not told of fails by its name', async () => {
    await expect(queues().sendRing(ring(refIn('w'), 0), 0)).rejects.toThrow(/delaysQueueUrl/);
  });
});

describe('the Scheduler', () => {
  const alarm = ring(refIn('w'), 10 * 60_000);

  test.each([
    [409, 'ConflictException', 'armed'],
    [400, 'ValidationException', 'past'],
  ])('answering %d %s means %s', async (status, name, expected) => {
    answers = [schedulerFailing(status, name, 'Schedule expression is in the past.')];
    expect(await timers().arm(alarm)).toBe(expected);
  });

  test('refusing for another reason is an error', async () => {
    answers = [schedulerFailing(400, 'ValidationException', 'Name is too long')];
    await expect(timers().arm(alarm)).rejects.toMatchObject({ name: 'StoreError', retry: false });
    answers = [schedulerFailing(429, 'ThrottlingException')];
    await expect(timers().arm(alarm)).rejects.toMatchObject({ code: 'store.throttled', retry: true });
    answers = [schedulerFailing(402, 'ServiceQuotaExceededException')];
    await expect(timers().arm(alarm)).rejects.toMatchObject({ retry: true });
  });

  test('is not asked for what it would refuse', async () => {
    expect(await timers(alarm.due - 2 * 60_000 + 56_000).arm(alarm)).toBe('past');
    expect(asked).toBe(0);
  });

  test('has nothing to cancel: that is what was wanted', async () => {
    answers = [schedulerFailing(404, 'ResourceNotFoundException')];
    await expect(timers().cancel(alarm)).resolves.toBeUndefined();
  });
});
