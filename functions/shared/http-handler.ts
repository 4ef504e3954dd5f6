import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { HttpRequest, HttpResponse } from '../../src/app/http';
import { problemOf } from '../../src/app/problem';
import { count, observed } from './observed';
import { problemResponse } from './problem-json';

/** A handler of API Gateway's HTTP API (payload 2.0); what it throws is answered as a problem. */
export function httpHandler(handle: (request: HttpRequest) => Promise<HttpResponse>) {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(observed())
    .use(answeredProblems())
    .handler(async (event) => answerOf(await handle(requestOf(event))));
}

/** The one mapper from exceptions to answers. */
function answeredProblems(): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      request.response = answerOf(problemResponse(problemOf(request.error), request.event.requestContext.requestId));
    },
  };
}

function requestOf(event: APIGatewayProxyEventV2): HttpRequest {
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: event.rawQueryString,
    headers: Object.fromEntries(
      Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? '']),
    ),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    requestId: event.requestContext.requestId,
  };
}

function answerOf({ status, headers, body, counts }: HttpResponse): APIGatewayProxyStructuredResultV2 {
  if (counts) count(counts);
  return { statusCode: status, headers, body };
}
