import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ApiRequest, ApiResponse } from '../../src/app/api/http';
import { problemOf, problemResponse } from '../../src/app/problem';
import { count, logger, observed, traceOf } from './observed';

/** A handler of API Gateway's HTTP API (payload 2.0); what it throws is answered as a problem. */
export function httpHandler(handle: (request: ApiRequest) => Promise<ApiResponse>) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(observed())
    .use(answeredProblems())
    .handler(async (event) => answerOf(await handle(requestOf(event))));
}

function answeredProblems(): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      request.response = answerOf(problemResponse(problemOf(request.error)));
    },
  };
}

function requestOf(event: APIGatewayProxyEventV2): ApiRequest {
  return {
    method: event.requestContext.http.method,
    path: pathOf(event),
    query: event.rawQueryString,
    headers: Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/**
 * The path, percent-encoded. API Gateway hands it over decoded, other gateways and the embedded stack as it was sent. The parameters
 * are decoded by all of them: where the path is its route with the parameters filled in, it is decoded too, or has nothing to decode.
 * @see docs/decisions/0011-ids-in-paths.md
 */
function pathOf({ rawPath, routeKey, pathParameters }: APIGatewayProxyEventV2): string {
  const route = routeKey?.split(' ')[1];
  const decoded = route?.replace(/\{(\w+)\+?\}/g, (_, name) => pathParameters?.[name] ?? '');
  return rawPath === decoded ? rawPath.toWellFormed().split('/').map(encodeURIComponent).join('/') : rawPath;
}

function answerOf({ status, headers, body, counts, trouble }: ApiResponse): APIGatewayProxyStructuredResultV2 {
  if (counts) count(counts);
  if (trouble !== undefined) logger.error('a request was answered in spite of a failure', traceOf(trouble));
  return { statusCode: status, headers, body };
}
