import { createHash } from 'node:crypto';
import type { MessageAttribute, SendInput } from '../front';
import { MAX_DELAY_SECONDS, type QueueSettings } from './attributes';
import { invalidValue, missingParameter, SqsError } from './errors';

/** What XML 1.0 allows: SQS refuses all else, lone surrogates and U+FFFE, U+FFFF included. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const GROUP_OR_DEDUPE_ID = /^[A-Za-z0-9!-/:-@[-`{-~]{1,128}$/;

export const md5 = (text: string) => createHash('md5').update(text, 'utf8').digest('hex');
export const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Body, attributes and sizes, as SQS checks them before it looks at the kind of queue. Returns the size in bytes. */
export function checkContent(message: SendInput, maximum: number): number {
  if (!message.MessageBody) throw missingParameter('MessageBody');
  if (FORBIDDEN.test(message.MessageBody))
    throw new SqsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.',
    );
  const bytes = sizeOf(message);
  if (bytes > maximum)
    throw new SqsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximum} bytes.`,
    );
  checkId('MessageGroupId', message.MessageGroupId);
  checkId('MessageDeduplicationId', message.MessageDeduplicationId);
  return bytes;
}

/** Body and attributes together, in bytes. */
export function sizeOf({ MessageBody, MessageAttributes = {} }: SendInput): number {
  const sizes = Object.entries(MessageAttributes).map(
    ([name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
  );
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(MessageBody ?? ''));
}

/**
 * The digest that SDKs compare: of each attribute, sorted by name, the lengths and bytes of name, type and value.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function md5OfAttributes(attributes: Record<string, MessageAttribute>): string {
  const hash = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    hash.update(Buffer.of(StringValue === undefined ? 2 : 1));
    add(StringValue === undefined ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue));
  }
  return hash.digest('hex');
}

function checkId(name: string, value: string | undefined) {
  if (value === undefined || GROUP_OR_DEDUPE_ID.test(value)) return;
  throw invalidValue(
    name,
    value,
    `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

/** What only one kind of queue allows or needs. Returns the deduplication id that counts on a FIFO queue. */
export function checkForType(message: SendInput, settings: QueueSettings): string | undefined {
  return settings.fifo ? checkFifo(message, settings) : checkStandard(message);
}

function checkFifo(message: SendInput, settings: QueueSettings): string {
  if (!message.MessageGroupId) throw missingParameter('MessageGroupId');
  if (message.DelaySeconds) throw notForThisType('DelaySeconds', message.DelaySeconds);
  const dedupeId = message.MessageDeduplicationId ?? (settings.contentBased ? sha256(message.MessageBody) : undefined);
  if (dedupeId !== undefined) return dedupeId;
  throw new SqsError(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function checkStandard(message: SendInput): undefined {
  checkRange('DelaySeconds', message.DelaySeconds ?? 0, 0, MAX_DELAY_SECONDS);
  if (message.MessageDeduplicationId !== undefined)
    throw notForThisType('MessageDeduplicationId', message.MessageDeduplicationId);
}

const notForThisType = (parameter: string, value: unknown) =>
  invalidValue(parameter, value, 'The request include parameter that is not valid for this queue type.');

export function checkRange(parameter: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidValue(parameter, value, `Must be between ${least} and ${most}, if provided.`);
}
