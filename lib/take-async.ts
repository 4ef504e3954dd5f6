import { Duration } from 'aws-cdk-lib';
import { CfnEventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { ServiceFunction } from './service-function';

/**
 * How a function takes what nobody waits for: what it fails on is tried twice more, what it is too busy for is tried for six hours,
 * and what is left after that goes into the queue, as a record with the event in its `requestPayload`.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function takeAsync(fn: ServiceFunction, failed: Queue): void {
  // Lambda sends it in the function's own role.
  fn.permit(['sqs:SendMessage'], failed.queueArn);
  new CfnEventInvokeConfig(fn, 'Async', {
    functionName: fn.handler.functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts: 2,
    maximumEventAgeInSeconds: Duration.hours(6).toSeconds(),
    destinationConfig: { onFailure: { destination: failed.queueArn } },
  });
}
