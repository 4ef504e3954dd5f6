import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDynamo } from './dynamodb';
import type { Denial, Principals, Services, VirtualClock } from './front';
import { readLimited, stall } from './http';
import { callerOf, createAccess, serviceOf } from './iam';
import type { Outside } from './outside';
import { createS3 } from './s3';
import { createScheduler, type Ring } from './scheduler';
import { schedulerWire } from './scheduler/wire';
import { createSes } from './ses';
import { createSqs } from './sqs';
import { sqsWire } from './sqs/wire';
import type { Store } from './store';
import { type AwsResponse, type AwsService, NO_ANSWER } from './wire';

export interface ServiceOptions {
  store: Store;
  clock: VirtualClock;
  principals: Principals;
  account: string;
  region: string;
  /** Where the tables are kept; `:memory:` for none. */
  dataDir: string;
  /** Where e-mails go. */
  outside: Pick<Outside, 'takeEmail'>;
  /** Told of each call that no policy of its caller allows. */
  onDenied(denial: Denial): void;
  /** Default 0: any free port. */
  port?: number;
  /** Where in its minute a schedule rings, default `hashed`, varied by `seed`. */
  ring?: Ring;
  seed?: string;
  /** Told of rings that reached no queue; default: the error output. */
  onDropped?(message: string): void;
}

/** DynamoDB's own limit for a request, the largest of all services but S3; what an e-mail of 40 MB holds fits into that one's. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const MAX_OBJECT_BYTES = 48 * 1024 * 1024;

/** Starts SQS, Scheduler, DynamoDB, SES and S3 on one loopback port; a request goes to the service that it was signed for. */
export async function startServices(options: ServiceOptions): Promise<Services> {
  const { store, clock, account, region, dataDir, outside, ring, seed, onDropped = console.error } = options;
  const access = createAccess(options.principals, options.onDenied);
  const place = { access, account, region };
  const server = createServer();
  const endpoint = await listen(server, options.port ?? 0);
  const sqs = createSqs({ store, clock, account, region, endpoint: () => endpoint });
  const scheduler = createScheduler({ store, clock, access, sqs, ring, seed, onDropped });
  const dynamodb = createDynamo({ dataDir, ...place });
  const ses = createSes({ store, clock, outside, ...place });
  const s3 = createS3({ store, clock, access });
  server.on(
    'request',
    serve({
      sqs: sqsWire({ sqs, ...place }),
      scheduler: schedulerWire({ scheduler, ...place }),
      dynamodb: dynamodb.serve,
      ses: ses.serve,
      s3: s3.serve,
    }),
  );
  const close = async () => {
    await stopListening(server);
    scheduler.close();
    sqs.close();
    await dynamodb.close();
  };
  return { endpoint, access, sqs, scheduler, dynamodb, ses, s3, close };
}

function serve(services: Record<string, AwsService>) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    const answer = await respond(services, request).catch(internalFailure);
    if (answer === NO_ANSWER) return stall(request);
    response
      .writeHead(answer.status, { 'content-length': Buffer.byteLength(answer.body), ...answer.headers })
      .end(answer.body);
  };
}

async function respond(services: Record<string, AwsService>, request: IncomingMessage): ReturnType<AwsService> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const signature = request.headers.authorization ?? signatureIn(searchParams);
  const caller = callerOf(signature);
  const service = serviceOf(signature) ?? '';
  const body = await readLimited(request, service === 's3' ? MAX_OBJECT_BYTES : MAX_BODY_BYTES);
  if (caller === undefined)
    return failure(403, 'MissingAuthenticationTokenException', 'Request is missing Authentication Token');
  if (!Object.hasOwn(services, service))
    return failure(
      404,
      'UnknownOperationException',
      `The local stack has no service "${service}", only ${Object.keys(services).join(', ')}.`,
    );
  if (!body) return failure(413, 'RequestEntityTooLarge', 'Request body is too large.');
  const { method = 'GET', headers } = request;
  return services[service]!({ method, path: pathname, query: searchParams, headers, body, caller });
}

/** Of a link that its maker signed, as the header would have it. */
const signatureIn = (query: URLSearchParams) => `AWS4-HMAC-SHA256 Credential=${query.get('X-Amz-Credential') ?? ''}`;

/** A defect of the stack, or a policy that it cannot judge: say so to the caller, whose log is where one looks. */
function internalFailure(error: unknown): AwsResponse {
  return failure(500, 'InternalFailure', `Local stack: ${error instanceof Error ? error.stack : String(error)}`);
}

const failure = (status: number, name: string, message: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
  body: JSON.stringify({ __type: name, message }),
});

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Long polls and idle keep-alive connections would hold it open.
    server.closeAllConnections();
  });
}
