import type { ReceivedMessage, SqsFront } from '../front';
import { checkBatchSize, eachEntry } from './batch';
import { md5OfAttributes } from './content';
import { missingParameter } from './errors';
import { queueName } from './queues';
import type { Operation, Requests } from './requests';

type Operations = { [Name in Operation]: (sqs: SqsFront, input: Requests[Name]) => object | Promise<object> };

/** What each operation of the protocol does and answers. */
export const operations: Operations = {
  CreateQueue: (sqs, { QueueName, Attributes = {} }) => ({ QueueUrl: sqs.createQueue(QueueName, Attributes) }),
  DeleteQueue: (sqs, { QueueUrl }) => nothing(sqs.deleteQueue(QueueUrl)),
  GetQueueUrl: (sqs, { QueueName }) => ({ QueueUrl: sqs.urlOf(QueueName) }),
  GetQueueAttributes: (sqs, { QueueUrl, AttributeNames }) => ({
    Attributes: pick(sqs.attributesOf(QueueUrl), AttributeNames),
  }),
  SetQueueAttributes: (sqs, { QueueUrl, Attributes }) => nothing(sqs.setAttributes(QueueUrl, Attributes)),
  ListQueues: (sqs, { QueueNamePrefix }) => {
    const found = sqs.queues().filter((name) => name.startsWith(QueueNamePrefix));
    return { QueueUrls: found.map((name) => sqs.urlOf(name)) };
  },
  PurgeQueue: (sqs, { QueueUrl }) => nothing(sqs.purge(QueueUrl)),
  SendMessage: (sqs, { QueueUrl, ...message }) => sqs.send(QueueUrl, message),
  SendMessageBatch: (sqs, { QueueUrl, Entries }) => {
    sqs.urlOf(QueueUrl);
    checkBatchSize(Entries);
    return eachEntry(Entries, (entry) => sqs.send(QueueUrl, entry));
  },
  ReceiveMessage: receiveMessage,
  DeleteMessage: (sqs, { QueueUrl, ReceiptHandle }) => nothing(sqs.delete(QueueUrl, ReceiptHandle)),
  DeleteMessageBatch: (sqs, { QueueUrl, Entries }) => {
    sqs.urlOf(QueueUrl);
    return eachEntry(Entries, (entry) => nothing(sqs.delete(QueueUrl, entry.ReceiptHandle)));
  },
  ChangeMessageVisibility: (sqs, { QueueUrl, ReceiptHandle, VisibilityTimeout }) =>
    nothing(sqs.changeVisibility(QueueUrl, ReceiptHandle, VisibilityTimeout)),
  ChangeMessageVisibilityBatch: (sqs, { QueueUrl, Entries }) => {
    sqs.urlOf(QueueUrl);
    return eachEntry(Entries, ({ ReceiptHandle, VisibilityTimeout }) =>
      nothing(sqs.changeVisibility(QueueUrl, ReceiptHandle, VisibilityTimeout)),
    );
  },
};

/** For an operation that answers nothing. */
const nothing = (_: unknown) => ({});

async function receiveMessage(sqs: SqsFront, input: Requests['ReceiveMessage']): Promise<object> {
  const options = {
    ...(input.MaxNumberOfMessages !== undefined && { max: input.MaxNumberOfMessages }),
    ...(input.VisibilityTimeout !== undefined && { visibilityTimeout: input.VisibilityTimeout }),
  };
  const wait = input.WaitTimeSeconds ?? Number(sqs.attributesOf(input.QueueUrl).ReceiveMessageWaitTimeSeconds);
  const deadline = performance.now() + wait * 1_000;
  let messages = sqs.receive(input.QueueUrl, options);
  while (messages.length === 0 && performance.now() < deadline) {
    await arrival(sqs, input.QueueUrl, deadline - performance.now());
    messages = sqs.receive(input.QueueUrl, options);
  }
  if (messages.length === 0) return {};
  return { Messages: messages.map((message) => asRequested(message, input)) };
}

/** Long polling waits in real time: a client's patience does not depend on the virtual clock. */
function arrival(sqs: SqsFront, queue: string, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, milliseconds);
    const stop = sqs.onArrival(queue, finish);
    function finish() {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
}

function asRequested(message: ReceivedMessage, input: Requests['ReceiveMessage']): object {
  const { Attributes, MessageAttributes, MD5OfMessageAttributes: _, ...rest } = message;
  const system = pick(Attributes, [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])]);
  const own = pick(MessageAttributes ?? {}, input.MessageAttributeNames);
  return {
    ...rest,
    ...(isFilled(system) && { Attributes: system }),
    ...(isFilled(own) && { MessageAttributes: own, MD5OfMessageAttributes: md5OfAttributes(own) }),
  };
}

/** `All`, `.*`, a name, or `prefix.*`. */
function pick<Value>(values: Record<string, Value>, wanted: string[] = []): Record<string, Value> {
  const isWanted = (name: string) =>
    wanted.some(
      (want) => want === 'All' || want === name || (want.endsWith('.*') && name.startsWith(want.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(values).filter(([name]) => isWanted(name)));
}

const isFilled = (values: object) => Object.keys(values).length > 0;

/** The IAM action of an operation: batches need the permission of the single one. */
export const actionOf = (operation: Operation) => `sqs:${operation.replace(/Batch$/, '')}`;

/** The queue that a request is about; undefined for all of them. */
export function queueOf(input: { QueueUrl?: string; QueueName?: string }): string | undefined {
  const ref = input.QueueUrl ?? input.QueueName;
  if (ref === '') throw missingParameter('QueueUrl');
  return ref === undefined ? undefined : queueName(ref);
}
