import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Denial, VirtualClock } from './front';
import { readLimited } from './http';
import { httpEvent } from './http-event';
import { httpResponse, type WireResponse } from './http-response';
import { type InvokeResult, type LambdaFunction, MAX_PAYLOAD_BYTES } from './lambda';
import { mayInvoke } from './permissions';
import { createRouter } from './routes';
import type { ApiSpec, PermissionSpec, RouteSpec } from './template';

export interface GatewayOptions {
  api: ApiSpec;
  functions: LambdaFunction[];
  permissions: PermissionSpec[];
  clock: VirtualClock;
  account: string;
  region: string;
  /** Number of this run of the stack. */
  run: number;
  onDenied(denial: Denial): void;
}

const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** Of the machine's time: a caller waits no longer for a function. */
const INTEGRATION_TIMEOUT_MS = 30_000;

/**
 * API Gateway's HTTP API in front of the functions: routes, limits and answers as in AWS.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export function createGateway(options: GatewayOptions) {
  const { api, functions, permissions, clock, account, region, run, onDenied } = options;
  const route = createRouter(api.routes);
  let requests = 0;

  const target = ({ key, functionArn }: RouteSpec): LambdaFunction | undefined => {
    const [method, path = ''] = key.split(' ');
    const sourceArn = `arn:aws:execute-api:${region}:${account}:${api.id}/$default/${method}${path}`;
    const allowed = mayInvoke(permissions, { principal: 'apigateway.amazonaws.com', functionArn, sourceArn }, onDenied);
    return allowed ? functions.find(({ spec }) => spec.arn === functionArn) : undefined;
  };

  const answer = async (message: IncomingMessage): Promise<WireResponse> => {
    const [path = '/', query = ''] = split(message.url ?? '/');
    const match = route(message.method ?? 'GET', path);
    if (!match) return failure(404, 'Not Found');
    const body = await readLimited(message, MAX_BODY_BYTES);
    if (!body) return failure(413, 'Request Entity Too Large');
    const fn = target(match.route);
    if (!fn) return failure(500, 'Internal Server Error');
    const context = { account, apiId: api.id, requestId: requestId(run, ++requests), now: clock.now() };
    const event = httpEvent({ message, path, query, body }, match, context);
    if (Buffer.byteLength(JSON.stringify(event)) > MAX_PAYLOAD_BYTES) return failure(413, 'Request Entity Too Large');
    return respond(await withinLimit(fn.invoke(event)));
  };

  return async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, headers, body } = await answer(message);
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
  };
}

function respond(result: InvokeResult | undefined): WireResponse {
  if (!result) return failure(503, 'Service Unavailable');
  return (result.ok && httpResponse(result.payload)) || failure(500, 'Internal Server Error');
}

const failure = (status: number, message: string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

async function withinLimit<Result>(running: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), INTEGRATION_TIMEOUT_MS);
  });
  const result = await Promise.race([running, limit]);
  clearTimeout(timer);
  return result;
}

function split(url: string): string[] {
  const at = url.indexOf('?');
  return at < 0 ? [url] : [url.slice(0, at), url.slice(at + 1)];
}

/** In the form of API Gateway's, never given out twice by one data folder. */
function requestId(run: number, request: number): string {
  return `${createHash('sha256').update(`${run}/request/${request}`).digest('base64url').slice(0, 15)}=`;
}
