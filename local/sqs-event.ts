import type { MessageAttribute, ReceivedMessage } from './front';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function sqsEvent(messages: ReceivedMessage[], queueArn: string, region: string): object {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes,
      messageAttributes: attributesOf(message.MessageAttributes ?? {}),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: region,
    })),
  };
}

function attributesOf(attributes: Record<string, MessageAttribute>): object {
  const converted = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    {
      dataType: DataType,
      ...(StringValue !== undefined && { stringValue: StringValue }),
      ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
    },
  ]);
  return Object.fromEntries(converted);
}

/**
 * The ids that a function's answer with ReportBatchItemFailures keeps in the queue. An answer that Lambda does not
 * understand (no list, an id that is empty or not of the batch) keeps all.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedMessages(payload: unknown, messages: ReceivedMessage[]): Set<string> {
  const ids = new Set(messages.map(({ MessageId }) => MessageId));
  if (payload === null) return new Set();
  if (typeof payload !== 'object' || Array.isArray(payload)) return ids;
  const failures = (payload as { batchItemFailures?: unknown }).batchItemFailures ?? [];
  if (!Array.isArray(failures)) return ids;
  const failed = failures.map((failure) => failure?.itemIdentifier as unknown);
  return failed.every((id) => typeof id === 'string' && ids.has(id)) ? new Set(failed as string[]) : ids;
}

/** Messages of a FIFO group that were not reported, though one before them was: the group would go on without that one. */
export function skipped(messages: ReceivedMessage[], failed: Set<string>): ReceivedMessage[] {
  const halted = new Set<string>();
  return messages.filter(({ MessageId, Attributes: { MessageGroupId } }) => {
    if (MessageGroupId === undefined) return false;
    if (failed.has(MessageId)) halted.add(MessageGroupId);
    return halted.has(MessageGroupId) && !failed.has(MessageId);
  });
}
