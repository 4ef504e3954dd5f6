/**
 * An SQS error as the service answers it: `name` is the shape's name, `code` the older name that SDKs show where both differ.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
 */
export class SqsError extends Error {
  readonly code: string;

  constructor(name: string, message: string, code = name) {
    super(message);
    this.name = name;
    this.code = code;
  }
}

export const queueDoesNotExist = () =>
  new SqsError('QueueDoesNotExist', 'The specified queue does not exist.', 'AWS.SimpleQueueService.NonExistentQueue');

export const missingParameter = (name: string) =>
  new SqsError('MissingParameter', `The request must contain the parameter ${name}.`);

export const invalidValue = (parameter: string, value: unknown, reason: string) =>
  new SqsError('InvalidParameterValue', `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`);

export const batchError = (name: string, message: string) =>
  new SqsError(name, message, `AWS.SimpleQueueService.${name}`);
