/** Ids reach the API whichever way a gateway hands paths over: as sent, or decoded as API Gateway's HTTP API does. */
import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import fc from 'fast-check';
import { answer } from '../../src/app/api/http';
import { matchRoute } from '../../src/app/api/match';
import { idsInPath } from '../../src/app/api/path-ids';
import { routes } from '../../src/app/api/routes';
import { anyString } from '../support/any-string';

process.env.POWERTOOLS_DEV = 'true';
const { httpHandler } = await import('../../functions/shared/http-handler');
const context = { awsRequestId: 'r-1', functionName: 'api' } as unknown as Context;

/** Undefined where the gateway itself refuses the path. */
type Gateway = (sent: string) => Pick<APIGatewayProxyEventV2, 'rawPath' | 'pathParameters'> | undefined;

const asSent: Gateway = (sent) => ({
  rawPath: sent,
  pathParameters: { proxy: decodeURIComponent(sent.slice('/v1/'.length)) },
});

/** Decoded, cut at a question mark, decoded again. */
function awsPath(sent: string): string | undefined {
  try {
    return decodeURIComponent(decodeURIComponent(sent).split('?')[0] as string);
  } catch {
    return undefined;
  }
}
const aws: Gateway = (sent) => {
  const rawPath = awsPath(sent);
  return rawPath === undefined ? undefined : { rawPath, pathParameters: { proxy: rawPath.slice('/v1/'.length) } };
};
const GATEWAYS: [string, Gateway][] = [
  ['as sent', asSent],
  ['decoded by API Gateway', aws],
];

/** What the API finds in the path that a client sends. */
async function found(gateway: Gateway, path: string): Promise<unknown> {
  const { pathname, search } = new URL(`https://tk.example.com${path}`);
  const of = gateway(pathname);
  if (!of) return 'refused';
  const event = { ...of, routeKey: 'ANY /v1/{proxy+}', rawQueryString: search.slice(1), headers: {} };
  const handler = httpHandler(async (request) => {
    const match = matchRoute(routes, request);
    return match.ok ? answer(200, match.params) : match.response;
  });
  const http = { requestContext: { http: { method: 'GET' } }, isBase64Encoded: false };
  const answered = await handler({ ...event, ...http } as APIGatewayProxyEventV2, context);
  const { body = '', statusCode } = answered as { body?: string; statusCode?: number };
  return statusCode === 200 ? JSON.parse(body) : statusCode;
}

/** @see https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/ingress-paths.json captured from AWS, July 2026 */
test.each([
  ['/v1/plain', '/v1/plain'],
  ['/v1/space%20value', '/v1/space value'],
  ['/v1/question%3Fvalue', '/v1/question'],
  ['/v1/percent%25done', undefined],
  ['/v1/hash%23value', '/v1/hash#value'],
  ['/v1/slash%2Fvalue', '/v1/slash/value'],
  ['/v1/unicode-%CE%BB-%E4%B8%96%E7%95%8C', '/v1/unicode-λ-世界'],
  ['/v1/literal%252Fvalue', '/v1/literal/value'],
  ['/v1/literal%253Fvalue', '/v1/literal?value'],
  ['/v1/literal%2525value', '/v1/literal%value'],
])('the API Gateway of these tests does with %s what AWS does', (sent, path) => {
  expect(awsPath(sent)).toBe(path);
});

describe.each(GATEWAYS)('a path %s', (_, gateway) => {
  const conversation = (channelId: string, conversationId: string) => {
    const { segments, query } = idsInPath([channelId, conversationId]);
    return `/v1/conversations/${segments.join('/')}${query}`;
  };

  test('holds any ids, in the form in which we write them', async () => {
    const tricky = fc.constantFrom(
      '.',
      '..',
      '/',
      '%',
      '%2F',
      '%252F',
      'a/timeline',
      '?',
      '#',
      '상담 1',
      '~',
      'ids=base64url',
      ' ',
    );
    const id = fc.oneof(tricky, anyString({ minLength: 1, maxLength: 64 }));
    await fc.assert(
      fc.asyncProperty(id, id, async (channelId, conversationId) => {
        expect(await found(gateway, conversation(channelId, conversationId))).toEqual({ channelId, conversationId });
      }),
      { numRuns: 300 },
    );
  });

  test.each(['상담-42', 'chat 42', 'kim@example.com', 'a#b', 'a+b', "it's (1)", '世界', 'é', '🧵'])(
    'holds %s percent-encoded',
    async (id) => {
      expect(await found(gateway, `/v1/customers/${encodeURIComponent(id)}`)).toEqual({ id });
    },
  );

  test('is decoded once, not twice, where it stands for a percent sign', async () => {
    const twice = gateway === aws;
    const sent = `/v1/customers/${encodeURIComponent(twice ? encodeURIComponent('50%41') : '50%41')}`;
    expect(await found(gateway, sent)).toEqual({ id: '50%41' });
  });
});

test('as sent, any id may be percent-encoded, and what is no percent-encoding is refused', async () => {
  for (const id of ['a/b', '50%', '%2F', '?', 'a/timeline'])
    expect(await found(asSent, `/v1/customers/${encodeURIComponent(id)}`)).toEqual({ id });
  const broken: Gateway = (sent) => ({ rawPath: sent });
  expect(await found(broken, '/v1/customers/%zz')).toBe(400);
});
