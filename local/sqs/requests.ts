import * as z from 'zod';

/** The shapes of the JSON protocol's requests. Unknown members are dropped, as services do; wrong types are refused. */

const QueueUrl = z.string();
const attributes = z.record(z.string(), z.string());
const entryId = z.string();
const names = z.array(z.string()).exactOptional();

const message = z.object({
  MessageBody: z.string().default(''),
  DelaySeconds: z.number().exactOptional(),
  MessageGroupId: z.string().exactOptional(),
  MessageDeduplicationId: z.string().exactOptional(),
  MessageAttributes: z
    .record(
      z.string(),
      z.object({
        DataType: z.string(),
        StringValue: z.string().exactOptional(),
        BinaryValue: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
});

const visibility = z.object({ ReceiptHandle: z.string(), VisibilityTimeout: z.number() });

export const requests = {
  CreateQueue: z.object({ QueueName: z.string(), Attributes: attributes.exactOptional() }),
  DeleteQueue: z.object({ QueueUrl }),
  GetQueueUrl: z.object({ QueueName: z.string() }),
  GetQueueAttributes: z.object({ QueueUrl, AttributeNames: names }),
  SetQueueAttributes: z.object({ QueueUrl, Attributes: attributes }),
  ListQueues: z.object({ QueueNamePrefix: z.string().default('') }),
  PurgeQueue: z.object({ QueueUrl }),
  SendMessage: message.extend({ QueueUrl }),
  SendMessageBatch: z.object({ QueueUrl, Entries: z.array(message.extend({ Id: entryId })).default([]) }),
  ReceiveMessage: z.object({
    QueueUrl,
    MaxNumberOfMessages: z.number().exactOptional(),
    VisibilityTimeout: z.number().exactOptional(),
    WaitTimeSeconds: z.number().min(0).max(20).exactOptional(),
    AttributeNames: names,
    MessageSystemAttributeNames: names,
    MessageAttributeNames: names,
  }),
  DeleteMessage: z.object({ QueueUrl, ReceiptHandle: z.string() }),
  DeleteMessageBatch: z.object({
    QueueUrl,
    Entries: z.array(z.object({ Id: entryId, ReceiptHandle: z.string() })).default([]),
  }),
  ChangeMessageVisibility: visibility.extend({ QueueUrl }),
  ChangeMessageVisibilityBatch: z.object({
    QueueUrl,
    Entries: z.array(visibility.extend({ Id: entryId })).default([]),
  }),
};

export type Requests = { [Operation in keyof typeof requests]: z.output<(typeof requests)[Operation]> };
export type Operation = keyof Requests;
