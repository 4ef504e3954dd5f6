import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import type { ApiRequest } from '../../src/app/api/http';
import { StoreError } from '../../src/ports/store-error';

Object.assign(process.env, {
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  POWERTOOLS_METRICS_NAMESPACE: 'Threadkeeper',
});
const { httpHandler } = await import('../../functions/shared/http-handler');
const { answerWebhook, webhookRequest } = await import('../../functions/shared/webhook-http');

const context = {
  awsRequestId: 'r-1',
  functionName: 'webhook',
  getRemainingTimeInMillis: () => 9_000,
} as unknown as Context;
const gatewayEvent = (more: Partial<APIGatewayProxyEventV2> = {}) =>
  ({
    rawPath: '/webhooks/web',
    rawQueryString: 'a=1&b=%20',
    headers: { 'Content-Type': 'application/json', Cookie: 'a' },
    requestContext: { requestId: 'gw-1', http: { method: 'POST' } },
    body: '{"a":"가"}',
    isBase64Encoded: false,
    ...more,
  }) as APIGatewayProxyEventV2;

let lines: string[];
beforeEach(() => {
  lines = [];
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest.spyOn(console, name).mockImplementation((...said) => void lines.push(said.join(' ')));
  }
});
afterEach(() => void jest.restoreAllMocks());

const invoke = (handle: Parameters<typeof httpHandler>[0], event = gatewayEvent()) =>
  httpHandler(handle)(event, context);
const ok = { status: 200, headers: { 'x-a': 'b' }, body: 'fine' };

describe('a request', () => {
  test('reaches the use case as it came: raw path and query, header names in lower case, raw bytes', async () => {
    const seen: ApiRequest[] = [];
    const keep = async (request: ApiRequest) => {
      seen.push(request);
      return ok;
    };
    await invoke(keep);
    await invoke(keep, gatewayEvent({ body: Buffer.from([0xff, 0x00]).toString('base64'), isBase64Encoded: true }));
    const { body: _, ...absent } = gatewayEvent();
    await invoke(keep, absent as APIGatewayProxyEventV2);
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/webhooks/web', query: 'a=1&b=%20' });
    expect(seen[0]?.headers).toEqual({ 'content-type': 'application/json', cookie: 'a' });
    expect(seen.map(({ body }) => Buffer.from(body).toString('hex'))).toEqual([
      Buffer.from('{"a":"가"}').toString('hex'),
      'ff00',
      '',
    ]);
  });

  test('is answered with what the use case says', async () => {
    expect(await invoke(async () => ok)).toEqual({ statusCode: 200, headers: { 'x-a': 'b' }, body: 'fine' });
  });

  test('that a store cannot serve now is to be sent again', async () => {
    const answer = await invoke(() =>
      Promise.reject(new StoreError('store.throttled', 'table x is busy', { retry: true })),
    );
    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
    });
  });

  test('that meets a fault of ours is told so; neither answer nor log quotes what the error does', async () => {
    const answer = await invoke(() => Promise.reject(new TypeError('cannot read "my card is 4111"')));
    expect(answer).toMatchObject({ statusCode: 500 });
    expect(lines.join('\n')).toContain('TypeError');
    expect(JSON.stringify(answer) + lines.join('\n')).not.toContain('4111');
  });

  test('is counted in the metrics', async () => {
    await invoke(async () => ({ ...ok, counts: { Accepted: 3, Refused: 0 } }));
    const [metrics] = lines.filter((line) => line.includes('CloudWatchMetrics')).map((line) => JSON.parse(line));
    expect(metrics).toMatchObject({ Accepted: 3 });
    expect(metrics).not.toHaveProperty('Refused');
  });
});

describe('a webhook in HTTP', () => {
  const request = {
    method: 'POST',
    path: '/webhooks/phone%20kr/status',
    query: 'x=1',
    headers: { a: 'b', c: undefined },
    body: Buffer.alloc(0),
  };

  test('is verified by its public URL, and names its channel in the path', () => {
    expect(webhookRequest(request, 'https://tk.example.com')).toEqual({
      channelId: 'phone kr',
      webhook: {
        method: 'POST',
        url: 'https://tk.example.com/webhooks/phone%20kr/status?x=1',
        headers: { a: 'b' },
        body: request.body,
      },
    });
    expect(webhookRequest({ ...request, path: '/webhooks/web', query: '' }, 'https://tk.example.com').webhook.url).toBe(
      'https://tk.example.com/webhooks/web',
    );
  });

  test('may name its channel as base64url, and is signed with that', () => {
    const path = `/webhooks/${Buffer.from('a/b').toString('base64url')}`;
    const { channelId, webhook } = webhookRequest(
      { ...request, path, query: 'ids=base64url' },
      'https://tk.example.com',
    );
    expect([channelId, webhook.url]).toEqual(['a/b', `https://tk.example.com${path}?ids=base64url`]);
    expect(webhookRequest({ ...request, path: '/webhooks/a=', query: 'ids=base64url' }, '').channelId).toBe('');
  });

  test.each(['/webhooks/%E0%A4%A', '/webhooks/', '/'])('has no channel at %s', (path) => {
    expect(webhookRequest({ ...request, path }, '').channelId).toBe('');
  });

  test('is answered 202, or in the words that the provider expects', () => {
    expect(answerWebhook({ ok: true, accepted: 2 })).toMatchObject({ status: 202, body: '{"accepted":2}' });
    const reply = { contentType: 'text/xml', body: '<Response/>' };
    expect(answerWebhook({ ok: true, accepted: 1, reply })).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: '<Response/>',
    });
  });

  test('that is refused is told where, as a JSON pointer', () => {
    const problem = { status: 400, code: 'event.invalid', detail: 'data.text: too long', path: '/data/text', index: 2 };
    const answer = answerWebhook({ ok: false, problem });
    expect(answer).toMatchObject({ status: 400, headers: { 'content-type': 'application/problem+json' } });
    expect(JSON.parse(answer.body)).toMatchObject({
      status: 400,
      errors: [{ path: '/2/data/text', message: 'data.text: too long' }],
    });
  });
});
