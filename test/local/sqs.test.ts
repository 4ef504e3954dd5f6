import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { queueArn as arn, FIFO, givenServices, MINUTE, SECOND, T0 } from './services';

let local: Awaited<ReturnType<typeof givenServices>>;
let fifo: string;
let standard: string;
let sent = 0;

beforeEach(async () => {
  local = await givenServices();
  fifo = local.sqs.createQueue('events.fifo', FIFO);
  standard = local.sqs.createQueue('delays');
});
afterEach(() => local.stop());

/** Sends to a group with a deduplication id of its own. */
const send = (group: string, body: string, queue = fifo) =>
  local.sqs.send(queue, { MessageBody: body, MessageGroupId: group, MessageDeduplicationId: `unique-${++sent}` });
const receive = (queue: string, max = 10) => local.sqs.receive(queue, { max });
const bodies = (queue: string, max = 10) => receive(queue, max).map(({ Body }) => Body);
const pass = (milliseconds: number) => local.clock.moveTo(local.clock.now() + milliseconds);

describe('a FIFO queue', () => {
  test('gives several messages of one group in one receive, in order, and none behind them until they are gone', () => {
    for (const body of ['a1', 'b1', 'a2', 'a3', 'b2']) send(body[0]!, body);
    expect(bodies(fifo, 3)).toEqual(['a1', 'b1', 'a2']);
    expect(bodies(fifo)).toEqual([]);
    expect(local.sqs.deliverable(fifo)).toBe(false);
    expect(local.sqs.counts(fifo)).toEqual({ visible: 2, inFlight: 3, delayed: 0 });
  });

  test('goes on with a group only when all of it that is in flight is deleted or visible again', () => {
    for (const body of ['a1', 'a2', 'a3']) send('a', body);
    const [first, second] = receive(fifo, 2);
    local.sqs.delete(fifo, first!.ReceiptHandle);
    expect(bodies(fifo)).toEqual([]);
    local.sqs.changeVisibility(fifo, second!.ReceiptHandle, 3);
    pass(3 * SECOND - 1);
    expect(bodies(fifo)).toEqual([]);
    pass(1);
    expect(bodies(fifo)).toEqual(['a2', 'a3']);
  });

  test('keeps other groups going', () => {
    send('a', 'a1');
    receive(fifo);
    send('a', 'a2');
    send('b', 'b1');
    expect(bodies(fifo)).toEqual(['b1']);
  });

  test('drops what it saw within 5 minutes, even if that is deleted by now, and answers as for the first', () => {
    const message = { MessageBody: 'x', MessageGroupId: 'a', MessageDeduplicationId: 'd' };
    const first = local.sqs.send(fifo, message);
    local.sqs.delete(fifo, receive(fifo)[0]!.ReceiptHandle);
    pass(5 * MINUTE - 1);
    expect(local.sqs.send(fifo, { ...message, MessageBody: 'y' })).toMatchObject({
      MessageId: first.MessageId,
      SequenceNumber: first.SequenceNumber,
    });
    expect(bodies(fifo)).toEqual([]);
    pass(1);
    expect(local.sqs.send(fifo, message).MessageId).not.toBe(first.MessageId);
    expect(bodies(fifo)).toEqual(['x']);
  });

  test('compares deduplication ids within the group, or in the whole queue, as it is set', () => {
    local.sqs.createQueue('whole.fifo', { FifoQueue: 'true' });
    for (const queue of ['events.fifo', 'whole.fifo'])
      for (const MessageGroupId of ['a', 'b'])
        local.sqs.send(queue, { MessageBody: MessageGroupId, MessageGroupId, MessageDeduplicationId: 'd' });
    expect(bodies('events.fifo')).toEqual(['a', 'b']);
    expect(bodies('whole.fifo')).toEqual(['a']);
  });

  test('takes the digest of the body for the deduplication id where the queue is set so', () => {
    local.sqs.createQueue('content.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    for (const MessageBody of ['x', 'y', 'x']) local.sqs.send('content.fifo', { MessageBody, MessageGroupId: 'a' });
    expect(bodies('content.fifo')).toEqual(['x', 'y']);
  });

  test('refuses to delete with an expired handle, so that the work comes again', () => {
    send('a', 'a1');
    const [stale] = receive(fifo);
    pass(30 * SECOND);
    expect(() => local.sqs.delete(fifo, stale!.ReceiptHandle)).toThrow('The receipt handle has expired');
    const [fresh] = receive(fifo);
    expect(() => local.sqs.delete(fifo, stale!.ReceiptHandle)).toThrow('The receipt handle has expired');
    expect(() => local.sqs.changeVisibility(fifo, stale!.ReceiptHandle, 0)).toThrow('not available for visibility');
    local.sqs.delete(fifo, fresh!.ReceiptHandle);
    local.sqs.delete(fifo, fresh!.ReceiptHandle);
    expect(local.sqs.counts(fifo)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test('numbers its messages in the order of sending', () => {
    const numbers = Array.from({ length: 12 }, () => send('a', 'x').SequenceNumber!);
    expect([...numbers].sort()).toEqual(numbers);
    expect(receive(fifo)[0]!.Attributes).toMatchObject({ SequenceNumber: numbers[0]!, MessageGroupId: 'a' });
  });

  test('with a delay of its own keeps a group in order, and takes a delay of 0 for none', () => {
    local.sqs.createQueue('slow.fifo', { ...FIFO, DelaySeconds: '10' });
    local.sqs.send('slow.fifo', {
      MessageBody: 'a1',
      MessageGroupId: 'a',
      MessageDeduplicationId: '1',
      DelaySeconds: 0,
    });
    pass(9 * SECOND);
    send('a', 'a2', 'slow.fifo');
    expect(bodies('slow.fifo')).toEqual([]);
    pass(SECOND);
    expect(bodies('slow.fifo')).toEqual(['a1']);
    pass(9 * SECOND);
    expect(bodies('slow.fifo')).toEqual([]);
  });

  test('lets nothing pass a delayed message of its group, also when the delay was taken off the queue', () => {
    local.sqs.createQueue('slow.fifo', { ...FIFO, DelaySeconds: '10' });
    send('a', 'a1', 'slow.fifo');
    local.sqs.setAttributes('slow.fifo', { DelaySeconds: '0' });
    send('a', 'a2', 'slow.fifo');
    expect(bodies('slow.fifo')).toEqual([]);
    pass(10 * SECOND);
    expect(bodies('slow.fifo')).toEqual(['a1', 'a2']);
  });
});

describe('a standard queue', () => {
  test('delays a message to the millisecond', () => {
    local.sqs.send(standard, { MessageBody: 'x', DelaySeconds: 900 });
    expect(local.sqs.counts(standard)).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
    pass(900 * SECOND - 1);
    expect(bodies(standard)).toEqual([]);
    pass(1);
    expect(bodies(standard)).toEqual(['x']);
  });

  test('gives again what was not deleted, counting', () => {
    local.sqs.send(standard, { MessageBody: 'x' });
    expect(receive(standard)[0]!.Attributes.ApproximateReceiveCount).toBe('1');
    expect(bodies(standard)).toEqual([]);
    pass(30 * SECOND);
    expect(receive(standard)[0]!.Attributes).toMatchObject({
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: String(T0),
    });
  });

  test('accepts a stale handle without deleting anything', () => {
    local.sqs.send(standard, { MessageBody: 'x' });
    const [stale] = receive(standard);
    pass(30 * SECOND);
    receive(standard);
    local.sqs.delete(standard, stale!.ReceiptHandle);
    local.sqs.changeVisibility(standard, stale!.ReceiptHandle, 0);
    expect(local.sqs.counts(standard)).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
  });

  test('never keeps a message in flight for more than 12 hours since its receive', () => {
    local.sqs.send(standard, { MessageBody: 'x' });
    const [message] = local.sqs.receive(standard, { visibilityTimeout: 43_200 });
    pass(SECOND);
    expect(() => local.sqs.changeVisibility(standard, message!.ReceiptHandle, 43_200)).toThrow('beyond the limit');
    local.sqs.changeVisibility(standard, message!.ReceiptHandle, 43_199);
  });

  test('forgets what is older than its retention', () => {
    local.sqs.createQueue('brief', { MessageRetentionPeriod: '60' });
    local.sqs.send('brief', { MessageBody: 'x' });
    pass(2 * MINUTE);
    expect(bodies('brief')).toEqual([]);
  });
});

describe('a dead-letter queue', () => {
  const withDeadLetters = (name: string, dead: string, attributes: Record<string, string>) => {
    local.sqs.createQueue(dead, attributes);
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn(dead), maxReceiveCount: 2 });
    local.sqs.createQueue(name, { ...attributes, VisibilityTimeout: '10', RedrivePolicy });
  };

  test('takes what was received too often, and the rest of its group goes on', () => {
    withDeadLetters('work.fifo', 'dead.fifo', FIFO);
    send('a', 'poison', 'work.fifo');
    send('a', 'good', 'work.fifo');
    for (const _ of [1, 2]) {
      expect(bodies('work.fifo', 1)).toEqual(['poison']);
      pass(10 * SECOND);
    }
    expect(bodies('work.fifo')).toEqual(['good']);
    const [dead] = receive('dead.fifo');
    expect(dead).toMatchObject({
      Body: 'poison',
      Attributes: { DeadLetterQueueSourceArn: arn('work.fifo'), MessageGroupId: 'a' },
    });
  });

  test('is told of at once', async () => {
    withDeadLetters('work', 'dead', {});
    local.sqs.send('work', { MessageBody: 'poison' });
    const arrived = new Promise<void>((resolve) => void local.sqs.onArrival('dead', resolve));
    for (const _ of [1, 2, 3]) {
      receive('work');
      pass(10 * SECOND);
    }
    await arrived;
    expect(bodies('dead')).toEqual(['poison']);
  });
});

describe('who polls', () => {
  const told = () => new Promise((resolve) => setTimeout(resolve, 5));

  test('is told of what arrives, becomes visible or is unblocked, and of nothing else', async () => {
    let rings = 0;
    local.sqs.onArrival(fifo, () => (rings += 1));
    const since = async () => {
      await told();
      const seen = rings;
      rings = 0;
      return seen;
    };
    local.sqs.send(standard, { MessageBody: 'elsewhere' });
    expect(await since()).toBe(0);
    send('a', 'a1');
    send('a', 'a2');
    expect(await since()).toBe(1);
    const [message] = receive(fifo, 1);
    pass(10 * SECOND);
    expect(await since()).toBe(0);
    local.sqs.delete(fifo, message!.ReceiptHandle);
    expect(await since()).toBe(1);
    receive(fifo);
    pass(30 * SECOND);
    expect(await since()).toBe(1);
  });

  test('knows the next instant at which something becomes visible', () => {
    expect(local.sqs.nextDue()).toBeUndefined();
    local.sqs.send(standard, { MessageBody: 'x', DelaySeconds: 60 });
    send('a', 'a1');
    expect(local.sqs.nextDue()).toBe(T0 + 60 * SECOND);
    const [message] = receive(fifo);
    expect(local.sqs.nextDue()).toBe(T0 + 30 * SECOND);
    local.sqs.delete(fifo, message!.ReceiptHandle);
    local.clock.moveTo(T0 + 60 * SECOND);
    expect(local.sqs.nextDue()).toBeUndefined();
  });
});

test('a flowing clock makes a delayed message visible in its time, and says so', async () => {
  const flowing = await givenServices({ frozen: false });
  flowing.sqs.createQueue('q');
  flowing.sqs.send('q', { MessageBody: 'x', DelaySeconds: 1 });
  expect(flowing.sqs.receive('q')).toEqual([]);
  await new Promise<void>((resolve) => void flowing.sqs.onArrival('q', resolve));
  expect(flowing.sqs.receive('q')).toMatchObject([{ Body: 'x' }]);
  await flowing.stop();
});
