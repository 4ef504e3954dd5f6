import { describe, expect, test } from '@jest/globals';
import { actionOf } from '../../src/actions/registry';
import { STEPS } from '../../src/engine/catalogue';
import { phone, planOf, ref, requested, web } from './planned';

const request = (fields: Record<string, unknown>) => requested(planOf('webhook.call', fields)).request;

describe('actions', () => {
  test('there is one for every step of the catalogue that reaches outside', () => {
    const outside = [...STEPS.values()].filter(({ lane }) => lane !== 'engine');
    expect(outside.filter((step) => !actionOf(step.name))).toEqual([]);
  });

  test.each(['wait', 'branch', 'end', 'module.run', 'constructor', '__proto__', ''])('there is none for %j', (type) => {
    expect(actionOf(type)).toBeUndefined();
  });
});

describe('telling the channel', () => {
  test('is a request to the provider', () => {
    const planned = planOf('message.send', { text: 'hi' });
    expect(planned).toMatchObject({
      kind: 'request',
      to: 'channel',
      request: { url: 'https://desk.example.com/hooks' },
    });
  });

  test('an SMS is shown as one', () => {
    expect(planOf('message.send', { text: 'hi', to: '+821012345678' }, { channel: phone })).toMatchObject({
      to: 'sms',
    });
  });

  test.each([
    ['message.buttons', { text: 'Which?', buttons: [{ id: 'b1', label: 'Returns' }] }],
    ['form.send', { text: 'Please', fields: [{ name: 'email', label: 'E-mail', type: 'email', required: true }] }],
    ['ask.once', { text: 'Your order?', as: 'order' }],
    ['survey.send', { question: 'Were we of help?', scale: 5 }],
    ['followers.add', { agentIds: ['kim', 'lee'] }],
    ['followers.remove', { agentIds: ['kim'] }],
    ['description.set', { text: 'Wants a refund' }],
    ['team.message', { teamChatId: 'tc-1', text: 'Look' }],
    ['agent.notify', { text: 'Look' }],
    ['agent.unassign', {}],
    ['team.unassign', {}],
    ['customer.untag', { tags: ['vip'] }],
    ['call.menu', { text: 'Press 1', keys: ['1', '2'] }],
    ['call.route', { teamId: 'sales' }],
  ])('%s goes with all its fields, and the run that an answer is for', (type, fields) => {
    const { request: asked, to } = requested(planOf(type, fields));
    expect(to).toBe('channel');
    expect(JSON.parse(asked.body)).toEqual({
      type,
      timestamp: '2026-01-05T09:00:00.000Z',
      data: { effectId: 'ef_1', ...ref, workflowId: 'wf1', runId: 'r1', ...fields },
    });
  });

  test('without a counterpart there it stays with us', () => {
    expect(planOf('note.add', {}, { channel: { ...web, config: {} } })).toMatchObject({ kind: 'kept' });
  });

  test('of a channel that was removed it is impossible, and says what to do', () => {
    expect(planOf('note.add', {}, {})).toMatchObject({
      kind: 'impossible',
      detail: 'The channel was removed; add it again to reach its conversations.',
    });
  });

  test('of a kind unknown here it is impossible', () => {
    expect(planOf('note.add', {}, { channel: { ...web, kind: 'telegraph' } })).toMatchObject({ kind: 'impossible' });
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
    expect(planOf('webhook.call', fields)).toMatchObject({ kind: 'impossible' });
  });
});
