import type { IncomingMessage } from 'node:http';
import type { Instant } from './front';
import type { RouteMatch } from './routes';

export interface EventContext {
  account: string;
  apiId: string;
  requestId: string;
  now: Instant;
}

/** A request as the gateway took it in: path and query as sent, body complete. */
export interface GatewayRequest {
  message: IncomingMessage;
  path: string;
  query: string;
  body: Buffer;
}

/**
 * The event of payload format 2.0, but for `rawPath`, which is as sent. AWS hands it over decoded; the functions understand both, see
 * docs/decisions/0011-ids-in-paths.md.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpEvent(
  { message, path, query, body }: GatewayRequest,
  { route, parameters }: RouteMatch,
  context: EventContext,
): object {
  const { cookie, ...headers } = headersOf(message);
  const text = isText(headers['content-type']);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: query,
    ...(cookie && { cookies: cookie.split(/; ?/) }),
    headers: { ...headers, ...forwarded(message) },
    ...(query && { queryStringParameters: queryOf(query) }),
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    requestContext: requestContext(message, path, route.key, context),
    ...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Only these are handed over as text, forms are not. @see https://github.com/ministackorg/ministack/pull/766 (measured) */
function isText(contentType = ''): boolean {
  return /^(text\/[^;]*|application\/(json|xml|javascript))\s*(;|$)/i.test(contentType.trim());
}

/** Names in lower case; several of one name joined by commas, cookies by semicolons. */
function headersOf({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    const value = rawHeaders[index + 1]!;
    headers[name] = name in headers ? `${headers[name]}${name === 'cookie' ? '; ' : ','}${value}` : value;
  }
  return headers;
}

function forwarded({ socket, headers }: IncomingMessage): Record<string, string> {
  const before = headers['x-forwarded-for'] ? `${headers['x-forwarded-for']}, ` : '';
  return {
    'x-forwarded-for': `${before}${addressOf(socket.remoteAddress)}`,
    'x-forwarded-port': String(socket.localPort),
    'x-forwarded-proto': 'http',
  };
}

function queryOf(query: string): Record<string, string> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]));
}

function requestContext(message: IncomingMessage, path: string, routeKey: string, context: EventContext): object {
  const domainName = (message.headers.host ?? 'localhost').replace(/:\d+$/, '');
  return {
    accountId: context.account,
    apiId: context.apiId,
    domainName,
    domainPrefix: domainName.split('.')[0],
    http: {
      method: message.method,
      path,
      protocol: `HTTP/${message.httpVersion}`,
      sourceIp: addressOf(message.socket.remoteAddress),
      userAgent: message.headers['user-agent'] ?? '',
    },
    requestId: context.requestId,
    routeKey,
    stage: '$default',
    time: commonLogTime(context.now),
    timeEpoch: context.now,
  };
}

const addressOf = (address = '127.0.0.1') => address.replace(/^::ffff:/, '');

/** `12/Mar/2026:19:03:58 +0000` */
function commonLogTime(now: Instant): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(now).toUTCString())!;
  return `${day}/${month}/${year}:${time} +0000`;
}
