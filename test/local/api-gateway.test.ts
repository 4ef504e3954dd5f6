import { request as rawRequest } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { createRouter } from '../../local/routes';
import { toyAssembly, toyResources } from './fixtures/toy-app';
import { givenToyStack, T0, type ToyStack } from './fixtures/toy-stack';

interface Seen {
  event: Record<string, unknown> & { requestContext: Record<string, unknown>; headers: Record<string, string> };
}

async function seen(stack: ToyStack, path: string, init: RequestInit = {}): Promise<Seen['event']> {
  const response = await fetch(stack.url + path, init);
  return ((await response.json()) as Seen).event;
}

/** With exactly these header lines and this path. */
function raw(url: string, path: string, headers: string[][]): Promise<Seen['event']> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url);
    const request = rawRequest({ host: '127.0.0.1', port, path, headers: headers.flat() }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve((JSON.parse(Buffer.concat(chunks).toString()) as Seen).event);
    });
    request.on('error', reject).end();
  });
}

describe('a request becomes an event of payload format 2.0', () => {
  test('with path, query, context and parameters', async () => {
    const stack = await givenToyStack();
    const event = await seen(stack, '/v1/a/b?x=1&x=%EA%B0%80&y=');
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /v1/{proxy+}',
      rawPath: '/v1/a/b',
      rawQueryString: 'x=1&x=%EA%B0%80&y=',
      queryStringParameters: { x: '1,가', y: '' },
      pathParameters: { proxy: 'a/b' },
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'apia1',
        domainName: 'localhost',
        http: { method: 'GET', path: '/v1/a/b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        routeKey: 'ANY /v1/{proxy+}',
        stage: '$default',
        time: '05/Jan/2026:09:00:00 +0000',
        timeEpoch: T0,
      },
    });
    expect(event).not.toHaveProperty('body');
    expect(event.requestContext.requestId).toMatch(/^[\w-]{15}=$/);
  });

  test('its path is as it was sent, its parameters are decoded', async () => {
    const stack = await givenToyStack();
    const event = await seen(stack, '/v1/%ED%95%9C%20%25/x%2Fy');
    expect(event).toMatchObject({ rawPath: '/v1/%ED%95%9C%20%25/x%2Fy', pathParameters: { proxy: '한 %/x/y' } });
    const broken = await seen(stack, '/v1/%zz');
    expect([broken.rawPath, broken.pathParameters]).toEqual(['/v1/%zz', undefined]);
  });

  test('headers are in lower case and joined, cookies apart', async () => {
    const stack = await givenToyStack();
    const event = await raw(stack.url, '/v1/x', [
      ['Host', 'localhost:1'],
      ['X-Many', 'a'],
      ['x-many', 'b'],
      ['Cookie', 'a=1; b=2'],
      ['Cookie', 'c=3'],
    ]);
    expect(event.headers).toMatchObject({ 'x-many': 'a,b', 'x-forwarded-for': '127.0.0.1' });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.cookies).toEqual(['a=1', 'b=2', 'c=3']);
  });

  test.each([
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['text/csv', false],
    ['application/xml', false],
    ['application/x-www-form-urlencoded', true],
    ['application/cloudevents+json', true],
    ['image/png', true],
  ])('a body of type %s is encoded: %s', async (type, encoded) => {
    const stack = await givenToyStack();
    const event = await seen(stack, '/v1/x', { method: 'POST', body: 'a=가', headers: { 'content-type': type } });
    const body = encoded ? Buffer.from('a=가').toString('base64') : 'a=가';
    expect(event).toMatchObject({ body, isBase64Encoded: encoded });
  });

  test('a body of unknown type is encoded, byte for byte', async () => {
    const stack = await givenToyStack();
    const body = Buffer.from([0, 255, 128, 10]);
    const event = await seen(stack, '/v1/x', { method: 'POST', body });
    expect(event).toMatchObject({ body: body.toString('base64'), isBase64Encoded: true });
  });
});

describe("a function's answer becomes a response", () => {
  const answer = async (told: unknown) => {
    const stack = await givenToyStack();
    return fetch(`${stack.url}/v1/answer`, { method: 'POST', body: JSON.stringify(told) });
  };

  test('with status, headers, cookies and text', async () => {
    const response = await answer({
      statusCode: 201,
      headers: { 'Content-Type': 'text/html', 'X-Number': 5 },
      cookies: ['a=1; Path=/', 'b=2'],
      body: '<p>안녕',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(response.headers.get('x-number')).toBe('5');
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect(await response.text()).toBe('<p>안녕');
  });

  test('with bytes', async () => {
    const response = await answer({ statusCode: 200, body: 'AP+ACg==', isBase64Encoded: true });
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 128, 10]);
  });

  test('without a status it is the body, as JSON', async () => {
    const response = await answer({ any: 'thing' });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'application/json',
      '{"any":"thing"}',
    ]);
  });

  test.each([
    { statusCode: 'ok' },
    { statusCode: 99 },
    { statusCode: 200, body: {} },
    { statusCode: 200, cookies: 'a' },
  ])('malformed (%j) it is 500', async (told) => {
    const response = await answer(told);
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });
});

describe('the gateway answers by itself', () => {
  test('404 where there is no route', async () => {
    const stack = await givenToyStack();
    for (const [method, path] of [
      ['GET', '/v2/x'],
      ['GET', '/webhooks/web'],
      ['POST', '/webhooks/web/more'],
      ['GET', '/v1/'],
    ]) {
      const response = await fetch(stack.url + path, { method: method! });
      expect([response.status, await response.text()]).toEqual([404, '{"message":"Not Found"}']);
    }
  });

  test('413 for a body of more than 10 MB', async () => {
    const stack = await givenToyStack();
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    const response = await fetch(`${stack.url}/v1/x`, { method: 'POST', body });
    expect([response.status, await response.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  });

  test('500 for a function that fails', async () => {
    const stack = await givenToyStack();
    const response = await fetch(`${stack.url}/v1/throw`);
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  test('500 for a function that does not let it in', async () => {
    const stack = await givenToyStack({ assembly: toyAssembly({ DoorPermissionA6: { Type: 'AWS::CDK::Metadata' } }) });
    expect((await fetch(`${stack.url}/v1/x`)).status).toBe(500);
    expect(stack.denied).toMatchObject([{ caller: 'apigateway.amazonaws.com', action: 'lambda:InvokeFunction' }]);
  });

  test('a permission may be for one route alone', async () => {
    const permission = toyResources().DoorPermissionA6!;
    const SourceArn = { 'Fn::Sub': 'arn:aws:execute-api:us-east-1:000000000000:apia1/*/*/v1/{proxy+}' };
    const DoorPermissionA6 = { ...permission, Properties: { ...(permission.Properties as object), SourceArn } };
    const stack = await givenToyStack({ assembly: toyAssembly({ DoorPermissionA6 }) });
    expect((await fetch(`${stack.url}/v1/x`)).status).toBe(200);
    await expect(stack.tell({})).rejects.toThrow('500');
  });
});

describe('of several routes that match, the most specific is taken', () => {
  const keys = [
    '$default',
    'ANY /v1/{proxy+}',
    'GET /v1/{proxy+}',
    'GET /v1/{id}',
    'ANY /v1/things',
    'GET /v1/things',
    'GET /v1/things/{id}/parts',
  ];
  const route = createRouter(keys.map((key) => ({ key, functionArn: 'f' })));
  test.each([
    ['GET', '/v1/things', 'GET /v1/things'],
    ['POST', '/v1/things', 'ANY /v1/things'],
    ['GET', '/v1/other', 'GET /v1/{id}'],
    ['DELETE', '/v1/other', 'ANY /v1/{proxy+}'],
    ['GET', '/v1/things/7/parts', 'GET /v1/things/{id}/parts'],
    ['GET', '/v1/things/7/parts/8', 'GET /v1/{proxy+}'],
    ['GET', '/', '$default'],
    ['GET', '/v1', '$default'],
  ])('%s %s', (method, path, key) => {
    expect(route(method, path)?.route.key).toBe(key);
  });
});
