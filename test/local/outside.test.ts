import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createClock } from '../../local/clock';
import { createOutside, type Outside } from '../../local/outside';
import { MEMORY, openStore } from '../../local/store';
import { temporaryFolder } from './fixtures/toy-app';
import { T0 } from './fixtures/toy-stack';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function givenOutside(folder = MEMORY): Promise<Outside> {
  const store = openStore(folder);
  const clock = createClock(store, { frozen: true, startAt: T0 });
  const outside = await createOutside({ store, clock });
  closers.push(
    () => store.close(),
    () => clock.close(),
    () => outside.close(),
  );
  return outside;
}

async function send(outside: Outside, request: object) {
  const body = JSON.stringify({ method: 'POST', headers: {}, body: '', ...request });
  const response = await fetch(outside.url, { method: 'POST', body });
  return (await response.json()) as { status: number; headers: Record<string, string>; body: string };
}

const delivery = (effectId: string) => ({
  url: 'https://widget.example/threadkeeper',
  headers: { 'Webhook-Id': effectId },
  body: JSON.stringify({
    type: 'message.send',
    timestamp: '2026-01-05T09:00:00Z',
    data: { effectId, workspaceId: 'w', channelId: 'web', conversationId: 'c', workflowId: 'wf', text: '안녕' },
  }),
});

describe('the outside accepts and remembers', () => {
  test('a delivery to a channel, with what its body tells', async () => {
    const outside = await givenOutside();
    expect(await send(outside, delivery('e-1'))).toMatchObject({ status: 200, body: '{}' });
    expect(outside.outbox()).toEqual([
      {
        at: '2026-01-05T09:00:00.000Z',
        to: 'channel',
        type: 'message.send',
        effectId: 'e-1',
        workflowId: 'wf',
        channelId: 'web',
        conversationId: 'c',
        data: JSON.parse(delivery('e-1').body).data,
      },
    ]);
  });

  test('anything else, with what its sender notes of the effect', async () => {
    const outside = await givenOutside();
    const effect = {
      effectId: 'e-2',
      type: 'sms.send',
      to: 'sms',
      workflowId: 'wf',
      channelId: 'phone',
      conversationId: 'c',
      data: { text: 'hi' },
    };
    const url = 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json';
    const { status, body } = await send(outside, { url, effect, body: 'To=%2B821012345678' });
    expect(status).toBe(201);
    expect(JSON.parse(body).sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(outside.outbox()).toEqual([{ at: '2026-01-05T09:00:00.000Z', ...effect }]);
  });

  test.each(['webhook-id', 'idempotency-key', 'i-twilio-idempotency-token', 'x-threadkeeper-effect-id'])(
    'a request once, whose repetition %s shows, and answers it as at first',
    async (header) => {
      const outside = await givenOutside();
      const request = { url: 'https://api.twilio.com/x', headers: { [header]: 'k' }, body: 'Body=1' };
      const first = await send(outside, request);
      expect(await send(outside, request)).toEqual(first);
      expect(outside.outbox()).toHaveLength(1);
    },
  );

  test('a repetition that nothing shows twice, as a provider would', async () => {
    const outside = await givenOutside();
    const request = { url: 'https://api.example/x', body: '{}' };
    await send(outside, request);
    await send(outside, request);
    expect(outside.outbox()).toHaveLength(2);
  });

  test('over a restart', async () => {
    const folder = temporaryFolder();
    await send(await givenOutside(folder), delivery('e-1'));
    for (const close of closers.splice(0).reverse()) await close();
    const outside = await givenOutside(folder);
    await send(outside, delivery('e-1'));
    await send(outside, delivery('e-2'));
    expect(outside.outbox().map(({ effectId }) => effectId)).toEqual(['e-1', 'e-2']);
  });

  test('nothing that is no request', async () => {
    const outside = await givenOutside();
    for (const body of ['', '{', '[]', '{"url":"x"}'])
      expect((await fetch(outside.url, { method: 'POST', body })).status).toBe(400);
    expect(outside.outbox()).toEqual([]);
  });
});

describe('the outside fails when told', () => {
  test('with a status, so many times, and accepts nothing meanwhile', async () => {
    const outside = await givenOutside();
    outside.addFault({ status: 503, times: 2 });
    const answers = [];
    for (let attempt = 0; attempt < 3; attempt += 1) answers.push((await send(outside, delivery('e-1'))).status);
    expect(answers).toEqual([503, 503, 200]);
    expect(outside.outbox()).toHaveLength(1);
  });

  test('by not answering', async () => {
    const outside = await givenOutside();
    outside.addFault({ timeout: true, times: 1 });
    await expect(send(outside, delivery('e-1'))).rejects.toThrow('fetch failed');
    expect(outside.outbox()).toEqual([]);
    expect((await send(outside, delivery('e-1'))).status).toBe(200);
  });

  test('by not answering what it took; asked again it knows the request', async () => {
    const outside = await givenOutside();
    outside.addFault({ timeout: true, taken: true, times: 1 });
    await expect(send(outside, delivery('e-1'))).rejects.toThrow('fetch failed');
    expect(outside.outbox()).toHaveLength(1);
    expect((await send(outside, delivery('e-1'))).status).toBe(200);
    expect(outside.outbox()).toHaveLength(1);
  });
});

describe('a request to this machine is passed on', () => {
  test('and its answer returned, once for each key', async () => {
    const calls: string[] = [];
    const server = createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      calls.push(`${request.method} ${request.url} ${request.headers['x-own']} ${Buffer.concat(chunks)}`);
      response.writeHead(calls.length === 1 ? 500 : 207, { 'x-answer': 'mine' }).end('{"own":true}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const url = `http://localhost:${(server.address() as AddressInfo).port}/hook?a=1`;
    const outside = await givenOutside();
    const request = { url, headers: { 'x-own': 'yes', 'webhook-id': 'k' }, body: '{"n":1}' };
    expect(await send(outside, request)).toMatchObject({ status: 500 });
    expect(outside.outbox()).toEqual([]);
    const answer = { status: 207, headers: { 'x-answer': 'mine' }, body: '{"own":true}' };
    expect(await send(outside, request)).toMatchObject(answer);
    expect(await send(outside, request)).toMatchObject(answer);
    expect(calls).toEqual(Array.from({ length: 2 }, () => 'POST /hook?a=1 yes {"n":1}'));
    expect(outside.outbox()).toHaveLength(1);
  });

  test('and is 502 where nobody listens', async () => {
    const outside = await givenOutside();
    const answer = await send(outside, { url: 'http://127.0.0.1:9/', body: '' });
    expect(answer).toMatchObject({ status: 502, body: expect.stringContaining('cannot be reached') });
  });
});
