import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import dynalite from 'dynalite';
import type { Access, DynamoFront } from './front';
import { AccessDenied } from './iam';
import { MEMORY } from './store';
import type { AwsRequest, AwsResponse, AwsService } from './wire';

export interface DynamoOptions {
  /** Tables are kept in its folder `dynamodb`; `:memory:` for none. */
  dataDir: string;
  access: Access;
  account: string;
  region: string;
}

/**
 * DynamoDB: dynalite in process, with the callers' permissions checked in front of it.
 * It has no transactions, no streams and no TTL: what has expired is not deleted.
 */
export function createDynamo(options: DynamoOptions): DynamoFront & { serve: AwsService } {
  const tables = dynalite({
    ...(options.dataDir !== MEMORY && { path: join(options.dataDir, 'dynamodb') }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  return {
    async serve(request) {
      try {
        check(options, request);
      } catch (error) {
        if (error instanceof AccessDenied) return denied(error);
        throw error;
      }
      const answer = await forward(tables, request);
      if (operationOf(request) === 'CreateTable' && answer.status === 200) await untilActive(tables, request);
      return answer;
    },
    close: () => close(tables),
  };
}

const operationOf = ({ headers }: AwsRequest) => String(headers['x-amz-target'] ?? '').split('.')[1] ?? '';

function check({ access, account, region }: DynamoOptions, request: AwsRequest) {
  const { caller, body } = request;
  const operation = operationOf(request);
  for (const resource of resourcesOf(operation, parse(body)))
    access.check(caller, `dynamodb:${operation}`, `arn:aws:dynamodb:${region}:${account}:table/${resource}`);
}

/** What a request touches, relative to `table/`: each table of a batch, an index where it reads from one, else its table. */
function resourcesOf(operation: string, input: Record<string, unknown>): string[] {
  const { RequestItems, TableName, IndexName, ResourceArn } = input;
  if (operation.startsWith('Batch')) return Object.keys(Object(RequestItems));
  if (typeof ResourceArn === 'string') return [ResourceArn.replace(/^.*?:table\//, '')];
  if (typeof TableName !== 'string') return ['*'];
  return [typeof IndexName === 'string' ? `${TableName}/index/${IndexName}` : TableName];
}

/** What is no JSON object dynalite will refuse; it touches nothing. */
function parse(body: Buffer): Record<string, unknown> {
  try {
    return Object(JSON.parse(body.toString()));
  } catch {
    return {};
  }
}

/** Hands the request to dynalite as it came, by as much of an HTTP exchange as dynalite uses, without a second socket. */
function forward(tables: Server, { method, path, query, headers, body }: AwsRequest): Promise<AwsResponse> {
  return new Promise((resolve) => {
    const answered: Record<string, string> = {};
    const request = Object.assign(new EventEmitter(), { method, url: `${path}?${query}`, headers });
    const response = {
      statusCode: 200,
      setHeader: (name: string, value: unknown) => void (answered[name.toLowerCase()] = String(value)),
      end: (text = '') => resolve({ status: response.statusCode, headers: answered, body: text }),
    };
    tables.emit('request', request, response);
    if (body.length > 0) request.emit('data', body);
    request.emit('end');
  });
}

/** dynalite answers before it has written that a new table is active, and knows no table until then. */
async function untilActive(tables: Server, created: AwsRequest) {
  const headers = { ...created.headers, 'x-amz-target': 'DynamoDB_20120810.DescribeTable' };
  const body = Buffer.from(JSON.stringify({ TableName: parse(created.body).TableName }));
  const isActive = async () =>
    JSON.parse((await forward(tables, { ...created, headers, body })).body.toString()).Table?.TableStatus === 'ACTIVE';
  while (!(await isActive())) await setImmediate();
}

/** dynalite closes its store only together with a listening server, so it listens for that moment. */
function close(tables: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    tables.listen(0, '127.0.0.1', () => tables.close((error) => (error ? reject(error) : resolve())));
  });
}

/** DynamoDB answers 400 where other services answer 403. */
const denied = ({ name, message }: AccessDenied): AwsResponse => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({ __type: `com.amazon.coral.service#${name}`, Message: message }),
});
