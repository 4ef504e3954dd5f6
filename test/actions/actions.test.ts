import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/actions/action';
import { actionOf } from '../../src/actions/registry';
import { STEPS } from '../../src/engine/catalogue';
import type { Effect } from '../../src/engine/effects';
import type { ChannelRecord } from '../../src/ports/channels';

const ref = { workspaceId: 'main', channelId: 'web', conversationId: 'chat-1' };
const now = Date.parse('2026-01-05T09:00:00Z');
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const channel: ChannelRecord = {
  workspaceId: 'main',
  id: 'web',
  kind: 'webhook',
  secrets: [secret],
  config: { deliverUrl: 'https://desk.example.com/hooks' },
  createdAt: now,
  version: 1,
};

function effect(type: string, fields: Record<string, unknown> = {}): Effect {
  const cause = { rootEventId: 'e1', runId: 'r1', workflowId: 'wf1', depth: 1 };
  const lane = type === 'webhook.call' ? 'slow' : 'channel';
  const ids = { id: 'ef_1', runId: 'r1', workflowId: 'wf1' };
  return { schema: 1, ...ids, type, lane, fields, cause, createdAt: now, notAfter: now + 60_000 };
}
const plan = (type: string, fields: Record<string, unknown> = {}, of: ChannelRecord | undefined = channel): Plan =>
  actionOf(type)!(effect(type, fields), ref, { now, ...(of && { channel: of }) });
const request = (fields: Record<string, unknown>) => {
  const planned = plan('webhook.call', fields);
  if (planned.kind !== 'request') throw new Error(planned.detail);
  return planned.request;
};

describe('actions', () => {
  test('there is one for every step of the catalogue that reaches outside', () => {
    const outside = [...STEPS.values()].filter((step) => step.built && step.lane !== 'engine');
    expect(outside.filter((step) => !actionOf(step.name))).toEqual([]);
  });

  test.each(['wait', 'branch', 'end', 'sms.send', 'constructor', '__proto__', ''])('there is none for %j', (type) => {
    expect(actionOf(type)).toBeUndefined();
  });
});

describe('telling the channel', () => {
  test('is a request to the provider', () => {
    const planned = plan('message.send', { text: 'hi' });
    expect(planned).toMatchObject({
      kind: 'request',
      to: 'channel',
      request: { url: 'https://desk.example.com/hooks' },
    });
  });

  test('an SMS is shown as one', () => {
    const config = { accountSid: `AC${'0'.repeat(32)}`, number: '+82212345678' };
    const phone = { ...channel, kind: 'twilio-voice', config, secrets: ['a'.repeat(32)] };
    expect(plan('message.send', { text: 'hi', to: '+821012345678' }, phone)).toMatchObject({ to: 'sms' });
  });

  test('without a counterpart there it stays with us', () => {
    expect(plan('note.add', {}, { ...channel, config: {} })).toMatchObject({ kind: 'kept' });
  });

  test('of a channel that was removed it is impossible, and says what to do', () => {
    const planned = actionOf('note.add')!(effect('note.add'), ref, { now });
    expect(planned).toEqual({
      kind: 'impossible',
      detail: 'The channel was removed; add it again to reach its conversations.',
    });
  });

  test('of a kind unknown here it is impossible', () => {
    expect(plan('note.add', {}, { ...channel, kind: 'telegraph' })).toMatchObject({ kind: 'impossible' });
  });
});

describe('calling a webhook', () => {
  test('posts the body as JSON, with the effect named the same over all attempts', () => {
    expect(request({ url: 'https://x.example/a', body: { order: 7 } })).toEqual({
      method: 'POST',
      url: 'https://x.example/a',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'ef_1', 'x-threadkeeper-effect-id': 'ef_1' },
      body: '{"order":7}',
      idempotent: true,
      timeoutMs: 15_000,
    });
  });

  test('a text is sent as it is, so that a template can write its own JSON', () => {
    expect(request({ url: 'https://x.example', body: '{"n": 1}' }).body).toBe('{"n": 1}');
  });

  test('without a body it says what happened where', () => {
    expect(JSON.parse(request({ url: 'https://x.example' }).body)).toEqual({
      effectId: 'ef_1',
      ...ref,
      workflowId: 'wf1',
      runId: 'r1',
    });
  });

  test('a GET has no body', () =>
    expect(request({ url: 'https://x.example', method: 'GET', body: 'x' }).body).toBe(''));

  test('headers are added, but none that names the effect or belongs to the connection', () => {
    const headers = {
      Authorization: 'Bearer x',
      'Idempotency-Key': 'mine',
      Host: 'evil',
      'Content-Type': 'text/plain',
    };
    expect(request({ url: 'https://x.example', headers }).headers).toEqual({
      authorization: 'Bearer x',
      'content-type': 'text/plain',
      'idempotency-key': 'ef_1',
      'x-threadkeeper-effect-id': 'ef_1',
    });
  });

  test.each([
    ['an address that is none', { url: 'x.example' }],
    ['a file', { url: 'file:///etc/passwd' }],
    ['no address', {}],
    ['a header with a line break', { url: 'https://x.example', headers: { a: 'b\r\nc: d' } }],
    ['a header name with a space', { url: 'https://x.example', headers: { 'a b': 'c' } }],
    ['a method of another kind', { url: 'https://x.example', method: 'CONNECT' }],
  ])('%s makes it impossible', (_what, fields) => {
    expect(plan('webhook.call', fields)).toMatchObject({ kind: 'impossible' });
  });
});
