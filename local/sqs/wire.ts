import type { Access, SqsFront } from '../front';
import { AccessDenied } from '../iam';
import type { AwsRequest, AwsResponse, AwsService } from '../wire';
import { SqsError } from './errors';
import { actionOf, operations, queueOf } from './operations';
import { type Operation, requests } from './requests';

const TARGET = 'AmazonSQS.';

export interface SqsWireOptions {
  sqs: SqsFront;
  access: Access;
  account: string;
  region: string;
}

/**
 * SQS's AWS JSON 1.0 protocol, each call checked against its caller's policies.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html
 */
export function sqsWire({ sqs, access, account, region }: SqsWireOptions): AwsService {
  const check = (caller: string, operation: Operation, input: object) => {
    const queue = queueOf(input) ?? '*';
    access.check(caller, actionOf(operation), `arn:aws:sqs:${region}:${account}:${queue}`);
  };
  return async (request) => {
    try {
      const operation = operationOf(request);
      const input = parse(operation, request.body);
      check(request.caller, operation, input);
      // Operation and input belong together; TypeScript cannot follow that through the union.
      const run = operations[operation] as (sqs: SqsFront, input: unknown) => object | Promise<object>;
      return answer(200, await run(sqs, input));
    } catch (error) {
      return toError(error);
    }
  };
}

function operationOf({ headers }: AwsRequest): Operation {
  const target = String(headers['x-amz-target'] ?? '');
  const operation = target.slice(TARGET.length);
  if (target.startsWith(TARGET) && Object.hasOwn(requests, operation)) return operation as Operation;
  throw new SqsError(
    'UnknownOperationException',
    `The local stack knows no SQS operation "${target}". It speaks the JSON protocol: ${Object.keys(requests).join(', ')}.`,
  );
}

function parse(operation: Operation, body: Buffer): object {
  const parsed = requests[operation].safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new SqsError('SerializationException', `${path.join('.')}: ${message}`);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch (cause) {
    throw new SqsError('SerializationException', `The body is no JSON: ${String(cause)}`);
  }
}

function toError(error: unknown): AwsResponse {
  if (error instanceof AccessDenied)
    return failure(403, 'com.amazon.coral.service#AccessDeniedException', 'AccessDenied', error.message);
  if (error instanceof SqsError) return failure(400, `com.amazonaws.sqs#${error.name}`, error.code, error.message);
  throw error;
}

const failure = (status: number, __type: string, code: string, message: string) =>
  answer(status, { __type, message }, { 'x-amzn-query-error': `${code};Sender` });

const answer = (status: number, body: object, headers: Record<string, string> = {}): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', ...headers },
  body: JSON.stringify(body),
});
