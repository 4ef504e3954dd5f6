/** Requests to the outside: where they may go, and what is known of them when they fail. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exchange, MAX_ANSWER_BYTES } from '../../src/adapters/aws/exchange';
import { internetHttp, playedHttp } from '../../src/adapters/aws/outbound-http';
import { isUnicast, publicLookup } from '../../src/adapters/aws/public-address';
import type { OutboundRequest } from '../../src/ports/outbound-http';
import { anyString } from '../support/any-string';

const note = {
  effectId: 'ef_1',
  type: 'webhook.call',
  to: 'hook' as const,
  channelId: 'web',
  conversationId: 'c',
  data: {},
};
const requestTo = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  ...{ method: 'POST', url, headers: { 'content-type': 'text/plain' }, body: '안녕', timeoutMs: 2_000 },
  ...more,
});

const seen: { request: IncomingMessage; body: string }[] = [];
const paths: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
  '/echo': (response) => void response.writeHead(200, { 'x-many': ['a', 'b'] }).end('받았습니다'),
  '/redirect': (response) => void response.writeHead(302, { location: '/echo' }).end(),
  '/large': (response) => void response.end('x'.repeat(2 * MAX_ANSWER_BYTES)),
  '/silent': () => {},
  '/stalls': (response) => void response.writeHead(200, { 'content-length': 100 }).write('half'),
  '/breaks': (response) => {
    response.writeHead(200, { 'content-length': 100 }).write('half');
    setImmediate(() => response.destroy());
  },
  '/upgrades': (response) => void response.writeHead(101, { connection: 'upgrade', upgrade: 'other' }).end(),
  '/nonsense': (_, request) => void request.socket.end('this is no HTTP\r\n\r\n'),
};
let server: Server;
let mute: SocketServer;
const open = new Set<Socket>();
let base: string;
const portOf = (some: { address(): unknown }) => (some.address() as AddressInfo).port;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen.push({ request, body: Buffer.concat(chunks).toString() });
    paths[request.url ?? '']?.(response, request);
  });
  mute = createSocketServer((socket) => void open.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${portOf(server)}`;
});
afterAll(async () => {
  server.closeAllConnections();
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await new Promise((resolve) => mute.close(resolve));
});

describe('an exchange', () => {
  test('sends method, headers and body as they are, and hands the answer on', async () => {
    const result = await exchange(requestTo(`${base}/echo`, { method: 'PUT' }));
    expect(result).toMatchObject({ kind: 'answer', status: 200, body: '받았습니다', headers: { 'x-many': 'a, b' } });
    expect(seen.at(-1)?.body).toBe('안녕');
    expect(seen.at(-1)?.request).toMatchObject({
      method: 'PUT',
      headers: { 'content-type': 'text/plain', 'content-length': '6' },
    });
  });

  test('does not let the caller meddle with the connection', async () => {
    const headers = {
      Host: 'other.example',
      'Content-Length': '1',
      'Transfer-Encoding': 'chunked',
      Connection: 'keep-alive',
    };
    expect(await exchange(requestTo(`${base}/echo`, { headers }))).toMatchObject({ kind: 'answer', status: 200 });
    expect(seen.at(-1)?.request.headers).toMatchObject({
      host: base.slice(7),
      'content-length': '6',
      connection: 'close',
    });
  });

  test('does not follow redirects', async () => {
    const result = await exchange(requestTo(`${base}/redirect`));
    expect(result).toMatchObject({ kind: 'answer', status: 302, headers: { location: '/echo' } });
  });

  test('cuts what is too long', async () => {
    const result = await exchange(requestTo(`${base}/large`));
    expect(result).toMatchObject({ kind: 'answer', status: 200 });
    expect(result.kind === 'answer' && result.body.length).toBe(MAX_ANSWER_BYTES);
  });

  test.each(['/silent', '/stalls', '/breaks', '/upgrades', '/nonsense'])(
    'that ends like %s is ambiguous',
    async (path) => {
      expect(await exchange(requestTo(`${base}${path}`, { timeoutMs: 300 }))).toMatchObject({ kind: 'ambiguous' });
    },
  );

  test('with nobody there was refused', async () => {
    expect(await exchange(requestTo('http://127.0.0.1:1/'))).toMatchObject({ kind: 'refused', forGood: false });
  });

  test('with a name that does not exist was refused', async () => {
    expect(await exchange(requestTo('http://nobody.invalid/'))).toMatchObject({ kind: 'refused', forGood: false });
  });

  test('that never got through the handshake was refused', async () => {
    const result = await exchange(requestTo(`https://127.0.0.1:${portOf(mute)}/`, { timeoutMs: 300 }));
    expect(result).toEqual({ kind: 'refused', reason: 'no answer within 0.3 s', forGood: false });
    expect(await exchange(requestTo(base.replace('http', 'https')))).toMatchObject({ kind: 'refused', forGood: false });
  });

  test.each([
    ['a line break in a header', { headers: { 'x-a': 'b\r\nx-c: d' } }],
    ['no method', { method: 'NO SUCH' }],
    ['no URL', { url: 'nowhere' }],
    ['a header that is none', { headers: { 'x a': 'b' } }],
  ])('with %s is refused for good', async (_, more) => {
    expect(await exchange(requestTo(`${base}/echo`, more))).toMatchObject({ kind: 'refused', forGood: true });
  });

  test('never throws, whatever it is given', async () => {
    const text = anyString();
    await fc.assert(
      fc.asyncProperty(text, fc.dictionary(text, text), text, async (method, headers, rest) => {
        const result = await exchange(
          requestTo(`${base}/echo`, { method, headers, url: `${base}/${rest}`, timeoutMs: 30 }),
        );
        expect(['answer', 'refused', 'ambiguous']).toContain(result.kind);
      }),
      { numRuns: 50 },
    );
  });
});

/** Ways to say an address that is not the internet's. */
const FORBIDDEN = [
  ...[
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '0177.0.0.1',
    '2130706433',
    '0x7f.1',
    '127.0.0.1.',
    '①②⑦.0.0.1',
    '0',
    '0.0.0.0',
  ],
  ...[
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '169.254.170.2',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
  ],
  ...[
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
  ],
  ...[
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:db8::1]',
  ],
  ...['[2001::1]', '[100::1]', '[::ffff:0:127.0.0.1]', '[fec0::1]'],
];

describe('the real outside', () => {
  test.each(FORBIDDEN)('%s is refused for good', async (host) => {
    const result = await internetHttp().send(requestTo(`http://${host}:${portOf(server)}/echo`), note);
    expect(result).toMatchObject({ kind: 'refused', forGood: true });
  });

  test.each(['localhost', 'LOCALHOST.', 'some.localhost'])('%s is refused', async (host) => {
    const result = await internetHttp().send(requestTo(`http://${host}:${portOf(server)}/echo`), note);
    expect(result.kind).toBe('refused');
  });

  test.each(['file:///etc/passwd', 'ftp://example.com/', 'gopher://example.com/', 'data:,a', '//example.com', ''])(
    '%s is no address of it',
    async (url) => {
      expect(await internetHttp().send(requestTo(url), note)).toMatchObject({ kind: 'refused', forGood: true });
    },
  );

  test.each(['93.184.216.34', '8.8.8.8', '2606:4700:4700::1111'])('%s belongs to it', (address) => {
    expect(isUnicast(address)).toBe(true);
  });

  test.each([true, false])('a name is judged by where it leads when connecting (all: %p)', async (all) => {
    const error = await new Promise((resolve) => publicLookup('localhost', { all }, resolve));
    expect(error).toMatchObject({ name: 'RefusedAddress' });
  });
});

describe('the played outside', () => {
  test('an answer that is no envelope is ambiguous', async () => {
    expect(await playedHttp(`${base}/echo`).send(requestTo('https://p.example/'), note)).toMatchObject({
      kind: 'ambiguous',
    });
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({
      ...{ method: 'POST', url: 'https://p.example/', headers: { 'content-type': 'text/plain' }, body: '안녕' },
      effect: note,
    });
  });

  test('silence is ambiguous', async () => {
    const request = requestTo('https://p.example/', { timeoutMs: 200 });
    expect(await playedHttp(`${base}/silent`).send(request, note)).toMatchObject({ kind: 'ambiguous' });
  });
});
