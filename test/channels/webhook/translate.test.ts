import { describe, expect, test } from '@jest/globals';
import { webhook } from '../../../src/channels/webhook';
import { NOW, standardWebhook, webhookChannel } from '../fixtures/requests';

const translate = (body: unknown) => webhook.translate(standardWebhook(JSON.stringify(body)), webhookChannel(), NOW);
const data = { messageId: 'm-1', author: { type: 'customer' }, text: 'hi' };
const cloudEvent = { specversion: '1.0', id: 'evt-1', subject: 'chat-42', type: 'message.created', data };

describe('CloudEvents', () => {
  test('one, without a source', () => {
    const { specversion: _, ...event } = cloudEvent;
    expect(translate(cloudEvent)).toEqual({ ok: true, events: [event] });
  });

  test('many', () => {
    expect(translate([cloudEvent, { ...cloudEvent, id: 'evt-2' }])).toMatchObject({
      ok: true,
      events: [{ id: 'evt-1' }, { id: 'evt-2' }],
    });
  });

  test('a bad one refuses all', () => {
    expect(translate([cloudEvent, { ...cloudEvent, id: '' }])).toMatchObject({ ok: false, index: 1, path: '/id' });
  });
});

describe('type, timestamp and data', () => {
  const payload = {
    type: 'message.created',
    timestamp: '2026-01-05T08:59:00Z',
    data: { conversationId: 'chat-42', ...data },
  };

  test("the event's id is the delivery's", () => {
    expect(translate({ ...payload, version: 3 })).toEqual({
      ok: true,
      events: [{ id: 'msg_1', subject: 'chat-42', type: 'message.created', time: NOW - 60_000, data }],
    });
  });

  test.each([
    ['customer.updated', { customer: { id: 'cu-7', name: 'Kim' } }, 'cu-7'],
    ['teamMessage.created', { teamChatId: 't-1', author: { type: 'agent' } }, 't-1'],
  ])('%s is not about a conversation, even where one is named', (type, content, subject) => {
    expect(translate({ type, data: content })).toMatchObject({ ok: true, events: [{ subject, data: content }] });
    expect(translate({ type, data: { ...content, conversationId: 'chat-42' } })).toMatchObject({
      ok: true,
      events: [{ subject }],
    });
  });

  test.each([
    ['no conversation', { ...payload, data }, '/data/conversationId'],
    ['an empty one', { ...payload, data: { ...data, conversationId: '' } }, '/data/conversationId'],
    ['no data', { type: 'message.created' }, '/data'],
    ['no type', { data: payload.data }, '/type'],
    ['data that is wrong', { ...payload, data: { ...payload.data, author: { type: 'x' } } }, '/data/author/type'],
    ['a time that is none', { ...payload, timestamp: 5 }, '/timestamp'],
    ['a time to come', { ...payload, timestamp: '2026-01-05T09:05:01Z' }, '/timestamp'],
  ])('is refused with its path: %s', (_name, body, path) => {
    expect(translate(body)).toMatchObject({ ok: false, status: 400, path });
  });

  test('a long text is cut, the whole kept beside', () => {
    const text = '가'.repeat(30_000);
    expect(translate({ ...payload, data: { ...payload.data, text } })).toMatchObject({
      ok: true,
      events: [{ textCut: true, wholeText: text, data: { text: '가'.repeat(20_000) } }],
    });
  });

  test('an event over 256 KB is refused', () => {
    const text = 'x'.repeat(256 * 1024);
    expect(translate({ ...payload, data: { ...payload.data, text } })).toMatchObject({
      ok: false,
      status: 413,
      code: 'event.tooLarge',
    });
  });
});
