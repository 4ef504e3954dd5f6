import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { Answer, Client, Fields, State } from './client';
import { MINUTE, refused, SECOND, sharedStack } from './given';

const given = sharedStack();
const steps = [{ do: 'note.add', text: '{{message.text}}' }];
const onMessage = { trigger: { type: 'message.customer' }, steps };

interface Signing {
  id?: string;
  secret?: string;
  /** Milliseconds from now. */
  off?: number;
  /** What is sent instead of what was signed. */
  tampered?: string;
}

/** A delivery to a channel of kind `webhook`, signed as the specification's own library does. */
async function deliver(someone: Client, payload: unknown, signing: Signing = {}): Promise<Answer> {
  const { id = 'msg_1', secret = someone.secret, off = 0, tampered } = signing;
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const at = new Date(Date.parse((await someone.info()).now) + off);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
    authorization: '',
  };
  return someone.request('POST', `/webhooks/${someone.channel}`, tampered ?? body, headers);
}

const said = (subject: string, text: string, more: Fields = {}) => ({
  type: 'message.created',
  data: { conversationId: subject, messageId: `m-${text}`, author: { type: 'customer', id: 'cu' }, text, ...more },
});

describe('a signed webhook', () => {
  test('is an event, and needs no API key', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    const answer = await deliver(someone, said('chat', '반품하고 싶어요'));
    expect(answer.status).toBeGreaterThanOrEqual(200);
    expect(answer.status).toBeLessThan(300);
    expect(await someone.wrote(w, 'chat')).toEqual(['반품하고 싶어요']);
  });

  test('as CloudEvents, one or a batch', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    const event = (text: string) => someone.made('chat', 'message.created', someone.message('customer', text));
    await deliver(someone, event('one'));
    await deliver(someone, [event('two'), event('three')], { id: 'msg_2' });
    expect(await someone.wrote(w)).toEqual(['one', 'two', 'three']);
  });

  test('unknown fields of a provider are ignored', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    const message = said('chat', 'hello', { mood: 'good', customer: { id: 'cu', shoe: 42 } });
    expect((await deliver(someone, { ...message, version: 2 })).status).toBeLessThan(300);
    expect(await someone.wrote(w)).toEqual(['hello']);
  });

  test('a text that is too long is cut and marked, and the whole is kept aside', async () => {
    const someone = await given.newcomer();
    const text = '가나다라마'.repeat(5_000);
    expect((await deliver(someone, said('chat', text, { messageId: 'm' }))).status).toBeLessThan(300);
    const [item] = await someone.timeline('chat');
    const { data, textCut, textRest } = item!.event as unknown as { data: Fields; textCut: boolean; textRest: string };
    expect(textCut).toBe(true);
    expect(data.text).toHaveLength(20_000);
    expect(`${data.text}${textRest}`).toBe(text);
  });

  test('sent again under its id changes nothing', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    for (let time = 0; time < 3; time++) {
      expect((await deliver(someone, said('chat', 'once'))).status).toBeLessThan(300);
      await someone.settle();
      await someone.advance('PT4M');
    }
    expect(await someone.wrote(w)).toEqual(['once']);
  });

  test('replayed as it was, within the tolerance it changes nothing, after it is refused', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    const body = JSON.stringify(said('chat', 'once'));
    const at = new Date((await someone.info()).now);
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(someone.secret).sign('msg_1', at, body),
    };
    const replay = () => someone.request('POST', `/webhooks/${someone.channel}`, body, headers);
    for (let time = 0; time < 3; time++) expect((await replay()).status).toBeLessThan(300);
    await someone.advance('PT6M');
    refused(await replay(), 401);
    expect(await someone.wrote(w)).toEqual(['once']);
  });

  test.each([
    ['a wrong secret', { secret: `whsec_${Buffer.alloc(32, 9).toString('base64')}` }],
    ['another body', { tampered: JSON.stringify(said('chat', 'tampered')) }],
    ['a space more', { tampered: `${JSON.stringify(said('chat', 'hello'))} ` }],
    ['a stale timestamp', { off: -6 * MINUTE }],
    ['a timestamp to come', { off: 6 * MINUTE }],
  ])('is refused with %s', async (_, signing) => {
    const someone = await given.newcomer();
    refused(await deliver(someone, said('chat', 'hello'), signing), 401);
    await someone.settle();
    expect((await someone.request('GET', `/v1/conversations/${someone.channel}/chat`)).status).toBe(404);
  });

  test.each([
    ['almost five minutes old', -5 * MINUTE + 2 * SECOND],
    ['almost five minutes ahead', 5 * MINUTE - 2 * SECOND],
  ])('is taken %s', async (_, off) => {
    const someone = await given.newcomer();
    expect((await deliver(someone, said('chat', 'hello'), { off })).status).toBeLessThan(300);
  });

  test.each([
    ['no headers', {}, 401],
    ['no signature', { 'webhook-id': 'm', 'webhook-timestamp': '1767603607' }, 401],
    ['no timestamp', { 'webhook-id': 'm', 'webhook-signature': 'v1,AAAA' }, 401],
    [
      'a timestamp that is no number',
      { 'webhook-id': 'm', 'webhook-timestamp': '1767603607abc', 'webhook-signature': 'v1,AAAA' },
      400,
    ],
    ['another version', { 'webhook-id': 'm', 'webhook-timestamp': '1767603607', 'webhook-signature': 'v2,AAAA' }, 401],
    ['an empty signature', { 'webhook-id': 'm', 'webhook-timestamp': '1767603607', 'webhook-signature': 'v1,' }, 401],
  ])('is refused with %s', async (_, headers, status) => {
    const someone = await given.newcomer();
    const answer = await someone.request('POST', `/webhooks/${someone.channel}`, said('chat', 'hello'), {
      ...headers,
    } as Record<string, string>);
    refused(answer, status);
  });

  test("another channel's secret does not sign for this one", async () => {
    const [someone, other] = [await given.newcomer(), await given.newcomer()];
    refused(await deliver(someone, said('chat', 'hello'), { secret: other.secret }), 401);
  });

  test('a body that is signed but makes no sense is 400, with its place', async () => {
    const someone = await given.newcomer();
    for (const body of ['', '{', 'null', '[]', '7', '{"type":"x"}', '['.repeat(9_999)])
      refused(await deliver(someone, body), 400);
    const bad = { type: 'message.created', data: { conversationId: 'c', messageId: 'm', author: { type: 'cat' } } };
    expect(refused(await deliver(someone, bad), 400)).toEqual(['/data/author/type']);
  });

  test('a channel that is not there', async () => {
    const someone = await given.newcomer();
    refused(await someone.request('POST', '/webhooks/nowhere', said('chat', 'hello')), 404);
  });

  test('secrets rotate: both are good until the old one is taken away', async () => {
    const someone = await given.newcomer();
    const old = someone.secret;
    const fresh = await someone.ask<{ secret: string }>('POST', `/v1/channels/${someone.channel}/secrets`);
    const sent = async (text: string, secret: string) =>
      (await deliver(someone, said('chat', text), { id: `msg_${text}`, secret })).status;
    expect(await sent('1', old)).toBeLessThan(300);
    expect(await sent('2', fresh.secret)).toBeLessThan(300);
    const { secrets } = await someone.ask<{ secrets: { hint: string }[] }>('GET', `/v1/channels/${someone.channel}`);
    expect(secrets).toHaveLength(2);
    expect(
      (await someone.request('DELETE', `/v1/channels/${someone.channel}/secrets/${secrets[1]!.hint}`)).status,
    ).toBe(204);
    await someone.advance('PT31S');
    expect(await sent('3', old)).toBe(401);
    expect(await sent('4', fresh.secret)).toBeLessThan(300);
  });

  test('a channel that was deleted takes nothing', async () => {
    const someone = await given.newcomer();
    await deliver(someone, said('chat', 'hello'));
    expect((await someone.request('DELETE', `/v1/channels/${someone.channel}`)).status).toBe(204);
    await someone.advance('PT31S');
    refused(await deliver(someone, said('chat', 'again'), { id: 'msg_2' }), 404);
  });
});

describe('what is delivered to a channel', () => {
  test('is a Standard Webhook whose id is the effect id, over retries too', async () => {
    const someone = await given.newcomer();
    const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      heard.push({ headers: request.headers, body });
      response.writeHead(heard.length === 1 ? 503 : 204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const deliverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    await someone.ask('PUT', `/v1/channels/${someone.channel}`, { config: { deliverUrl } });
    await someone.advance('PT31S');
    const w = await someone.publish({ ...onMessage, steps: [{ do: 'message.send', text: '안녕 {{customer.name}}' }] });
    await someone.customerSays('chat', 'hello', { id: 'cu', name: 'Kim' });
    await someone.advance('PT1M');
    server.close();
    expect(heard).toHaveLength(2);
    const [first, second] = heard;
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    const webhook = new Webhook(someone.secret);
    // The library knows the machine's time only.
    const verify = (body: string, headers: IncomingHttpHeaders) => {
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      return webhook.sign(String(headers['webhook-id']), at, body) === headers['webhook-signature'];
    };
    for (const { headers, body } of heard) expect(verify(body, headers)).toBe(true);
    const { type, timestamp, data } = JSON.parse(second!.body) as { type: string; timestamp: string; data: Fields };
    expect(type).toBe('message.send');
    expect(new Date(timestamp).getTime()).not.toBeNaN();
    expect(data).toMatchObject({
      ...{ effectId: second!.headers['webhook-id'], channelId: someone.channel, conversationId: 'chat', workflowId: w },
      ...{ workspaceId: expect.any(String), runId: expect.any(String), text: '안녕 Kim' },
    });
  });
});

describe('twilio-voice', () => {
  const ACCOUNT = `AC${'1'.repeat(32)}`;
  const TOKEN = '0123456789abcdef0123456789abcdef';
  const NUMBER = '+8225550199';

  /** As Twilio's documentation says: the public URL, then each field in order of names. */
  const signature = (url: string, form: Record<string, string>, token = TOKEN) =>
    createHmac('sha1', token)
      .update(
        url +
          Object.keys(form)
            .sort()
            .map((name) => name + form[name])
            .join(''),
      )
      .digest('base64');

  async function aPhone(someone: Client): Promise<string> {
    const id = `phone-of-${someone.channel}`;
    const config = { accountSid: ACCOUNT, number: NUMBER };
    const made = await someone.ask<{ webhookUrl: string }>('POST', '/v1/channels', {
      kind: 'twilio-voice',
      id,
      config,
      secret: TOKEN,
    });
    return made.webhookUrl;
  }

  const call = (CallStatus: string, more: Record<string, string> = {}) => ({
    ...{
      AccountSid: ACCOUNT,
      CallSid: `CA${'a'.repeat(32)}`,
      CallStatus,
      Direction: 'inbound',
      ApiVersion: '2010-04-01',
    },
    ...{ From: '+821012345678', To: NUMBER, ...more },
  });

  async function callback(
    url: string,
    form: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signature(url, form),
        ...headers,
      },
      body: new URLSearchParams(form),
    });
    const text = await response.text();
    const body = text.startsWith('{') ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body };
  }

  test('a missed call, from ringing to its end, waits and fires', async () => {
    const someone = await given.newcomer();
    const url = await aPhone(someone);
    const filter = { fact: 'call.missedReason', op: 'exists' };
    await someone.publish({
      trigger: { type: 'call.ended' },
      filter,
      steps: [{ do: 'conversation.tag', tag: '{{call.missedReason}}' }],
    });
    expect((await callback(url, call('ringing'))).status).toBe(200);
    const progress = { CallbackSource: 'call-progress-events', SequenceNumber: '1', CallDuration: '20' };
    expect((await callback(url, call('no-answer', progress))).status).toBe(200);
    await someone.advance('PT2M');
    const path = `/v1/conversations/phone-of-${someone.channel}/${call('').CallSid}`;
    const state = await someone.ask<State>('GET', path);
    expect(state).toMatchObject({ kind: 'call', inInbox: false, call: { state: 'ended', from: '+821012345678' } });
    expect(state.tags).toEqual(['ringTimeOver']);
  });

  test('is signed over the public URL, its query included', async () => {
    const someone = await given.newcomer();
    const url = await aPhone(someone);
    const form = call('ringing');
    expect((await callback(`${url}?leg=1&a=b%20c`, form)).status).toBe(200);
    const refusals: [string, string][] = [
      [url, signature(url.replace('localhost', '127.0.0.1'), form)],
      [url, signature(url.replace('http:', 'https:'), form)],
      [url, signature(`${url}?leg=1`, form)],
      [`${url}?leg=2`, signature(`${url}?leg=1`, form)],
      [url, signature(url, { ...form, CallStatus: 'completed' })],
      [url, signature(url, form, 'f'.repeat(32))],
      [url, ''],
      [url, 'AAAA'],
    ];
    for (const [at, given] of refusals) {
      const answer = await callback(at, form, { 'x-twilio-signature': given });
      expect([400, 401, 403]).toContain(answer.status);
      refused(answer, answer.status);
    }
  });

  test('whoever asks under another host name changes nothing of the public URL', async () => {
    const someone = await given.newcomer();
    const url = await aPhone(someone);
    const form = call('ringing');
    const signed = { 'x-twilio-signature': signature(url, form), 'x-forwarded-host': 'evil.example' };
    expect((await callback(url.replace('localhost', '127.0.0.1'), form, signed)).status).toBe(200);
  });
});
