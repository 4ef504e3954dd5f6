import { invalidValue, SqsError } from './errors';

/** The largest message, body and attributes together: 1 MiB since August 2025. */
export const MAX_MESSAGE_BYTES = 1_048_576;
export const MAX_VISIBILITY_SECONDS = 43_200;
export const MAX_DELAY_SECONDS = 900;

/** Whole numbers that a queue has: default, least, most. */
const NUMBERS: Record<string, [number, number, number]> = {
  DelaySeconds: [0, 0, MAX_DELAY_SECONDS],
  MaximumMessageSize: [MAX_MESSAGE_BYTES, 1_024, MAX_MESSAGE_BYTES],
  MessageRetentionPeriod: [345_600, 60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 0, 20],
  VisibilityTimeout: [30, 0, MAX_VISIBILITY_SECONDS],
};

/** Of FIFO queues only: the values allowed, the default first. */
const FIFO_CHOICES: Record<string, string[]> = {
  FifoQueue: ['true'],
  ContentBasedDeduplication: ['false', 'true'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};

/** Kept and answered, but without meaning on one machine. */
const KEPT = ['Policy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled', 'RedriveAllowPolicy'];

export interface QueueSettings {
  fifo: boolean;
  delaySeconds: number;
  maximumMessageSize: number;
  retentionSeconds: number;
  waitSeconds: number;
  visibilitySeconds: number;
  contentBased: boolean;
  perGroup: boolean;
  redrive?: { deadLetterQueue: string; maxReceiveCount: number };
}

/** All attributes of a queue: those given, else the defaults of its kind. Throws what SQS answers for wrong ones. */
export function completeAttributes(name: string, given: Record<string, string>): Record<string, string> {
  const fifo = checkName(name, given);
  for (const [attribute, value] of Object.entries(given)) checkAttribute(attribute, value, fifo);
  const numbers = Object.entries(NUMBERS).map(([attribute, [fallback]]) => [attribute, String(fallback)]);
  const choices = fifo ? Object.entries(FIFO_CHOICES).map(([attribute, [fallback]]) => [attribute, fallback!]) : [];
  const complete: Record<string, string> = { ...Object.fromEntries([...numbers, ...choices]), ...given };
  if (complete.FifoThroughputLimit === 'perMessageGroupId' && complete.DeduplicationScope !== 'messageGroup')
    throw invalidValue('FifoThroughputLimit', 'perMessageGroupId', 'It needs DeduplicationScope messageGroup.');
  return complete;
}

/** Attributes in the form that sending and receiving use. */
export function settingsOf(attributes: Record<string, string>): QueueSettings {
  const redrive = parseRedrive(attributes.RedrivePolicy);
  return {
    fifo: attributes.FifoQueue === 'true',
    delaySeconds: Number(attributes.DelaySeconds),
    maximumMessageSize: Number(attributes.MaximumMessageSize),
    retentionSeconds: Number(attributes.MessageRetentionPeriod),
    waitSeconds: Number(attributes.ReceiveMessageWaitTimeSeconds),
    visibilitySeconds: Number(attributes.VisibilityTimeout),
    contentBased: attributes.ContentBasedDeduplication === 'true',
    perGroup: attributes.DeduplicationScope === 'messageGroup',
    ...(redrive && { redrive }),
  };
}

function checkName(name: string, given: Record<string, string>): boolean {
  const fifo = given.FifoQueue === 'true';
  if (fifo !== name.endsWith('.fifo') || !/^[A-Za-z0-9_-]{1,80}$/.test(name.replace(/\.fifo$/, '')) || name.length > 80)
    throw new SqsError(
      'InvalidParameterValue',
      `Queue name "${name}": can only include alphanumeric characters, hyphens, or underscores, 1 to 80 in length; a FIFO queue (FifoQueue "true"), and only that, ends with .fifo.`,
    );
  return fifo;
}

function checkAttribute(attribute: string, value: string, fifo: boolean) {
  const range = NUMBERS[attribute];
  const choices = fifo ? FIFO_CHOICES[attribute] : undefined;
  if (range) {
    const fits = /^\d+$/.test(value) && Number(value) >= range[1] && Number(value) <= range[2];
    if (!fits) throw new SqsError('InvalidAttributeValue', `Invalid value for the parameter ${attribute}.`);
  } else if (choices) {
    if (!choices.includes(value))
      throw new SqsError('InvalidAttributeValue', `Invalid value for the parameter ${attribute}.`);
  } else if (attribute === 'RedrivePolicy') parseRedrive(value);
  else if (!KEPT.includes(attribute)) throw new SqsError('InvalidAttributeName', `Unknown Attribute ${attribute}.`);
}

function parseRedrive(policy: string | undefined): QueueSettings['redrive'] {
  if (!policy) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = parseObject(policy);
  const count = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== 'string' || !Number.isInteger(count) || count < 1 || count > 1_000)
    throw invalidValue(
      'RedrivePolicy',
      policy,
      'It must contain deadLetterTargetArn and maxReceiveCount between 1 and 1000.',
    );
  return { deadLetterQueue: deadLetterTargetArn.split(':').at(-1)!, maxReceiveCount: count };
}

function parseObject(json: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(json));
  } catch {
    throw invalidValue('RedrivePolicy', json, 'Redrive policy is not a valid JSON map.');
  }
}
