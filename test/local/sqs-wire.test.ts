import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { allow, queueArn as arn, FIFO, givenServices, refusal, SECOND, T0 } from './services';

let local: Awaited<ReturnType<typeof givenServices>>;
let client: SQSClient;
let fifo: string;
let standard: string;

beforeEach(async () => {
  local = await givenServices({ policies: { Producer: [allow('sqs:SendMessage', arn('events.fifo'))] } });
  client = local.sqsClient();
  fifo = local.sqs.createQueue('events.fifo', FIFO);
  standard = local.sqs.createQueue('delays');
});
afterEach(() => local.stop());

describe('the wire', () => {
  test('a message goes through whole: body, attributes, digests and what SQS knows of it', async () => {
    const MessageAttributes = {
      lang: { DataType: 'String', StringValue: '한국어' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255, 7]) },
    };
    const body = JSON.stringify({ text: '반품하고 싶어요 \u{1F44B} \u0000 "quoted"' });
    const out = await client.send(new SendMessageCommand({ QueueUrl: standard, MessageBody: body, MessageAttributes }));
    const { Messages } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: standard,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    const message = Messages![0]!;
    expect(message.Body).toBe(body);
    expect(message.MessageId).toBe(out.MessageId);
    expect(message.MessageAttributes).toMatchObject(MessageAttributes);
    expect(message.MD5OfMessageAttributes).toBe(out.MD5OfMessageAttributes);
    expect(message.Attributes).toEqual({
      SentTimestamp: String(T0),
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: String(T0),
    });
  });

  test('the digest of attributes is the one that SQS computes', async () => {
    const MessageAttributes = { timestamp: { DataType: 'Number', StringValue: '1493147359900' } };
    const out = await client.send(new SendMessageCommand({ QueueUrl: standard, MessageBody: 'x', MessageAttributes }));
    expect(out.MD5OfMessageAttributes).toBe('235c5c510d26fb653d073faed50ae77c');
  });

  test('answers only the attributes asked for', async () => {
    const MessageAttributes = {
      'tk.a': { DataType: 'String', StringValue: '1' },
      b: { DataType: 'String', StringValue: '2' },
    };
    await client.send(new SendMessageCommand({ QueueUrl: standard, MessageBody: 'x', MessageAttributes }));
    const ask = { QueueUrl: standard, VisibilityTimeout: 0 };
    const { Messages: bare } = await client.send(new ReceiveMessageCommand(ask));
    expect(bare![0]).not.toHaveProperty('Attributes');
    expect(bare![0]).not.toHaveProperty('MessageAttributes');
    const { Messages: some } = await client.send(
      new ReceiveMessageCommand({
        ...ask,
        MessageSystemAttributeNames: ['SentTimestamp'],
        MessageAttributeNames: ['tk.*'],
      }),
    );
    expect(Object.keys(some![0]!.Attributes!)).toEqual(['SentTimestamp']);
    expect(Object.keys(some![0]!.MessageAttributes!)).toEqual(['tk.a']);
  });

  test('sends, changes and deletes in batches, each entry by itself', async () => {
    const Entries = [
      { Id: 'a', MessageBody: '1', MessageGroupId: 'g', MessageDeduplicationId: 'd1' },
      { Id: 'b', MessageBody: '2', MessageGroupId: 'g' },
      { Id: 'c', MessageBody: '3', MessageGroupId: 'g', MessageDeduplicationId: 'd3' },
    ];
    const out = await client.send(new SendMessageBatchCommand({ QueueUrl: fifo, Entries }));
    expect(out.Successful!.map(({ Id }) => Id)).toEqual(['a', 'c']);
    expect(out.Failed).toMatchObject([{ Id: 'b', SenderFault: true, Code: 'InvalidParameterValue' }]);

    const [first, second] = local.sqs.receive(fifo, { max: 10 });
    const handles = [
      { Id: 'x', ReceiptHandle: first!.ReceiptHandle },
      { Id: 'y', ReceiptHandle: 'nonsense' },
      { Id: 'z', ReceiptHandle: second!.ReceiptHandle },
    ];
    const changed = await client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: fifo,
        Entries: handles.map((entry) => ({ ...entry, VisibilityTimeout: 60 })),
      }),
    );
    expect(changed.Failed).toMatchObject([{ Id: 'y', Code: 'ReceiptHandleIsInvalid' }]);
    const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl: fifo, Entries: handles }));
    expect(deleted.Successful!.map(({ Id }) => Id)).toEqual(['x', 'z']);
    expect(local.sqs.counts(fifo)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test('creates, finds, describes and empties queues', async () => {
    const Attributes = { ...FIFO, VisibilityTimeout: '90' };
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'new.fifo', Attributes }));
    expect(await client.send(new GetQueueUrlCommand({ QueueName: 'new.fifo' }))).toMatchObject({ QueueUrl });
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'n' }))).QueueUrls).toEqual([QueueUrl]);
    local.sqs.send('new.fifo', { MessageBody: '1', MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    const ask = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    expect((await client.send(ask)).Attributes).toMatchObject({
      ...Attributes,
      QueueArn: arn('new.fifo'),
      ApproximateNumberOfMessages: '1',
      CreatedTimestamp: String(T0 / SECOND),
    });
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    expect((await client.send(ask)).Attributes).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });

  test('a long poll waits for the next message', async () => {
    const poll = client.send(new ReceiveMessageCommand({ QueueUrl: standard, WaitTimeSeconds: 20 }));
    await local.sqsClient().send(new SendMessageCommand({ QueueUrl: standard, MessageBody: 'late' }));
    expect((await poll).Messages).toMatchObject([{ Body: 'late' }]);
  });

  const sending = (input: object) => () =>
    client.send(new SendMessageCommand({ QueueUrl: standard, MessageBody: 'x', ...input }));
  const toFifo = (input: object) => () =>
    client.send(new SendMessageCommand({ QueueUrl: fifo, MessageBody: 'x', ...input }));
  const batch = (...Entries: { Id: string }[]) => {
    const messages = Entries.map((entry) => ({ MessageBody: 'x', ...entry }));
    return () => client.send(new SendMessageBatchCommand({ QueueUrl: standard, Entries: messages }));
  };
  const creating = (QueueName: string, Attributes: object) => () =>
    client.send(new CreateQueueCommand({ QueueName, Attributes }));
  const changing = (VisibilityTimeout: number) => () =>
    client.send(new ChangeMessageVisibilityCommand({ QueueUrl: standard, ReceiptHandle: 'x', VisibilityTimeout }));
  const redriving = (name: string) => ({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn(name), maxReceiveCount: 3 }),
  });
  const eleven = Array.from({ length: 11 }, (_, index) => ({ Id: `i${index}` }));

  test.each<[string, string, () => Promise<unknown>]>([
    ['no such queue', 'QueueDoesNotExist', sending({ QueueUrl: 'http://127.0.0.1/000000000000/none' })],
    ['an empty body', 'MissingParameter', sending({ MessageBody: '' })],
    ['no group', 'MissingParameter', toFifo({ MessageDeduplicationId: 'd' })],
    ['no deduplication id', 'InvalidParameterValue', toFifo({ MessageGroupId: 'g' })],
    [
      'a group id with a space',
      'InvalidParameterValue',
      toFifo({ MessageGroupId: 'a b', MessageDeduplicationId: 'd' }),
    ],
    [
      'a delay on FIFO',
      'InvalidParameterValue',
      toFifo({ MessageGroupId: 'g', MessageDeduplicationId: 'd', DelaySeconds: 1 }),
    ],
    ['a deduplication id on a standard queue', 'InvalidParameterValue', sending({ MessageDeduplicationId: 'd' })],
    ['a delay over 15 minutes', 'InvalidParameterValue', sending({ DelaySeconds: 901 })],
    ['U+FFFF, which XML forbids', 'InvalidMessageContents', sending({ MessageBody: 'a\uffffb' })],
    ['a character below space', 'InvalidMessageContents', sending({ MessageBody: 'a\u0001b' })],
    ['a member of the wrong type', 'SerializationException', sending({ DelaySeconds: '1' })],
    ['a handle that never was one', 'ReceiptHandleIsInvalid', changing(1)],
    ['a visibility over 12 hours', 'InvalidParameterValue', changing(43_201)],
    ['an empty batch', 'EmptyBatchRequest', batch()],
    ['a batch of eleven', 'TooManyEntriesInBatchRequest', batch(...eleven)],
    ['an id twice in a batch', 'BatchEntryIdsNotDistinct', batch({ Id: 'a' }, { Id: 'a' })],
    ['a bad entry id', 'InvalidBatchEntryId', batch({ Id: 'a b' })],
    ['an unknown attribute', 'InvalidAttributeName', creating('q', { Nonsense: '1' })],
    ['a FIFO attribute on a standard queue', 'InvalidAttributeName', creating('q', { DeduplicationScope: 'queue' })],
    ['an attribute out of range', 'InvalidAttributeValue', creating('q', { VisibilityTimeout: '43201' })],
    ['a FIFO queue without its suffix', 'InvalidParameterValue', creating('q', { FifoQueue: 'true' })],
    [
      'high throughput in the wrong scope',
      'InvalidParameterValue',
      creating('q.fifo', { ...FIFO, DeduplicationScope: 'queue' }),
    ],
    ['another queue by the same name', 'QueueNameExists', creating('delays', { VisibilityTimeout: '31' })],
    ['a dead-letter queue that is not there', 'InvalidParameterValue', creating('q', redriving('none'))],
    ['a dead-letter queue of the other kind', 'InvalidParameterValue', creating('q', redriving('events.fifo'))],
  ])('refuses %s: %s', async (_, name, call) => {
    const error = await refusal(call());
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 400 } });
    expect(error.name).toBe(name);
    expect(error.message.length).toBeGreaterThan(10);
  });

  test('a message may be 1 MiB with its attributes, not a byte more; a batch neither', async () => {
    const attributes = { a: { DataType: 'String', StringValue: 'bc' } };
    const most = 1_048_576 - Buffer.byteLength('aStringbc');
    const message = (bytes: number) => ({
      QueueUrl: standard,
      MessageBody: 'x'.repeat(bytes),
      MessageAttributes: attributes,
    });
    await client.send(new SendMessageCommand(message(most)));
    expect(await refusal(client.send(new SendMessageCommand(message(most + 1))))).toMatchObject({
      message: expect.stringContaining('must be shorter than 1048576 bytes'),
    });
    const half = { MessageBody: 'x'.repeat(524_289) };
    const Entries = [
      { Id: 'a', ...half },
      { Id: 'b', ...half },
    ];
    const error = await refusal(client.send(new SendMessageBatchCommand({ QueueUrl: standard, Entries })));
    expect(error.name).toMatch(/BatchRequestTooLong/);
    expect(local.sqs.counts(standard).visible).toBe(1);
  });
});

describe('a caller', () => {
  test('may do what its policies say, batches included, and nothing else; what was refused is told', async () => {
    const producer = local.sqsClient('Producer');
    const entry = { MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd' };
    await producer.send(new SendMessageCommand({ QueueUrl: fifo, ...entry }));
    await producer.send(new SendMessageBatchCommand({ QueueUrl: fifo, Entries: [{ Id: 'a', ...entry }] }));
    expect(local.denials).toEqual([]);

    const error = await refusal(producer.send(new ReceiveMessageCommand({ QueueUrl: fifo })));
    expect(error).toMatchObject({
      message: expect.stringContaining(
        `User: Producer is not authorized to perform: sqs:ReceiveMessage on resource: ${arn('events.fifo')}`,
      ),
      $metadata: { httpStatusCode: 403 },
    });
    await refusal(producer.send(new SendMessageCommand({ QueueUrl: standard, MessageBody: 'x' })));
    await refusal(
      local
        .sqsClient('Stranger')
        .send(new DeleteMessageBatchCommand({ QueueUrl: fifo, Entries: [{ Id: 'a', ReceiptHandle: 'x' }] })),
    );
    expect(local.denials).toEqual([
      { caller: 'Producer', action: 'sqs:ReceiveMessage', resource: arn('events.fifo') },
      { caller: 'Producer', action: 'sqs:SendMessage', resource: arn('delays') },
      { caller: 'Stranger', action: 'sqs:DeleteMessage', resource: arn('events.fifo') },
    ]);
  });
});
