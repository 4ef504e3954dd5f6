import { describe, expect, test } from '@jest/globals';
import { type CloudEventOptions, parseCloudEvents } from '../../src/channels/cloud-events';
import { EVENT_TYPES } from '../../src/engine/event';
import { NOW } from './fixtures/requests';

const strict: CloudEventOptions = { now: NOW, unknownFields: 'refuse' };
const lenient: CloudEventOptions = { now: NOW, unknownFields: 'ignore', channelId: 'web' };

const data = { messageId: 'm-1', author: { type: 'customer', id: 'cu-7' }, text: '반품하고 싶어요' };
const event = { specversion: '1.0', id: 'evt-1', source: 'web', subject: 'chat-42', type: 'message.created', data };
const kept = { id: 'evt-1', source: 'web', subject: 'chat-42', type: 'message.created', data };

const judge = (change: object, options = strict) => parseCloudEvents({ ...event, ...change }, options);

describe('one event', () => {
  test('is taken with time, customer and extension attributes', () => {
    const customer = { id: 'cu-7', name: 'Kim', tags: ['returns'], profile: { plan: 'pro', seats: 3 } };
    const more = { time: '2026-01-05T18:00:00+09:00', traceparent: '00-ab', sampled: true, hops: 2 };
    expect(judge({ ...more, datacontenttype: 'application/json; charset=utf-8', data: { ...data, customer } })).toEqual(
      {
        ok: true,
        events: [
          {
            ...kept,
            time: NOW,
            data: { ...data, customer },
            extensions: { traceparent: '00-ab', sampled: true, hops: 2 },
          },
        ],
      },
    );
  });

  test('may say null for an attribute that it does not have', () => {
    expect(judge({ time: null, datacontenttype: null, traceparent: null })).toEqual({ ok: true, events: [kept] });
  });

  test('needs no data where its type has none', () => {
    expect(judge({ type: 'conversation.queued', data: undefined })).toMatchObject({ ok: true, events: [{ data: {} }] });
  });

  test.each([
    ['no id', { id: undefined }, 'event.invalid', '/id'],
    ['an empty id', { id: '' }, 'event.invalid', '/id'],
    ['an id over 128 characters', { id: 'x'.repeat(129) }, 'event.invalid', '/id'],
    ['a number for an id', { id: 7 }, 'event.invalid', '/id'],
    ['another version', { specversion: '0.3' }, 'event.invalid', '/specversion'],
    ['no source', { source: undefined }, 'event.invalid', '/source'],
    ['no subject', { subject: undefined }, 'event.invalid', '/subject'],
    ['no type', { type: undefined }, 'event.unknownType', '/type'],
    ['an unknown type', { type: 'message.deleted.twice' }, 'event.unknownType', '/type'],
    ['a type out of the language', { type: 'constructor' }, 'event.unknownType', '/type'],
    ['another content type', { datacontenttype: 'text/xml' }, 'event.invalid', '/datacontenttype'],
    ['a time that is none', { time: 'yesterday' }, 'event.invalid', '/time'],
    ['a time as a number', { time: NOW }, 'event.invalid', '/time'],
    ['no data where there must be', { data: undefined }, 'event.invalid', '/data/messageId'],
    ['data that is text', { data: 'hello' }, 'event.invalid', '/data'],
    ['an unknown author', { data: { ...data, author: { type: 'robot' } } }, 'event.invalid', '/data/author/type'],
    ['a text too long', { data: { ...data, text: 'x'.repeat(20_001) } }, 'event.invalid', '/data/text'],
    ['an unknown field', { data: { ...data, colour: 'red' } }, 'event.unknownField', '/data/colour'],
    [
      'an unknown field within',
      { data: { ...data, author: { type: 'bot', x: 1 } } },
      'event.unknownField',
      '/data/author/x',
    ],
    [
      'an unknown field in a list',
      { data: { ...data, files: [{ name: 'a', url: 'u', x: 1 }] } },
      'event.unknownField',
      '/data/files/0/x',
    ],
    ['an unknown field with signs', { data: { ...data, 'a.b/c~d': 1 } }, 'event.unknownField', '/data/a.b~1c~0d'],
    ['an attribute that is an object', { extra: {} }, 'event.unknownField', '/extra'],
    ['an attribute with capitals', { Extra: 'x' }, 'event.unknownField', '/Extra'],
    ['an attribute with a long name', { abcdefghijklmnopqrstu: 'x' }, 'event.unknownField', '/abcdefghijklmnopqrstu'],
    ['binary data', { data_base64: 'e30=' }, 'event.unknownField', '/data_base64'],
  ])('is refused with its path: %s', (_name, change, code, path) => {
    expect(judge(change)).toMatchObject({ ok: false, status: 400, code, path, detail: expect.any(String) });
  });

  test('an unknown type is answered with those that are known', () => {
    const refused = judge({ type: 'x' });
    for (const type of EVENT_TYPES) expect(refused).toMatchObject({ detail: expect.stringContaining(type) });
  });

  test('a hostile name does not blow up the answer', () => {
    const refused = judge({ ['x'.repeat(100_000)]: {}, data: { ...data, ['y'.repeat(100_000)]: 1 } });
    expect(JSON.stringify(refused).length).toBeLessThan(1000);
  });

  test.each([
    ['exactly 5 minutes', 5 * 60_000, true],
    ['a millisecond more', 5 * 60_000 + 1, false],
    ['a year back', -365 * 86_400_000, true],
  ])('may lie ahead of our clock by 5 minutes: %s', (_name, ahead, ok) => {
    const judged = judge({ time: new Date(NOW + ahead).toISOString() });
    expect(judged).toMatchObject(ok ? { ok } : { ok, code: 'event.timeInFuture', path: '/time' });
  });

  test('holds at most 256 KB', () => {
    const profile = (length: number) => ({ traceparent: 'x'.repeat(length) });
    expect(judge(profile(255 * 1024))).toMatchObject({ ok: true });
    expect(judge(profile(256 * 1024))).toMatchObject({ ok: false, status: 413, code: 'event.tooLarge' });
  });

  test.each([null, 1, 'x', true])('is an object and not %j', (value) => {
    expect(parseCloudEvents(value, strict)).toMatchObject({ ok: false, status: 400, code: 'event.invalid' });
  });
});

describe('the subject of what is not about a conversation', () => {
  const customer = { id: 'cu-7', name: 'Kim' };
  const team = { teamChatId: 't-1', author: { type: 'agent' }, text: 'hi' };

  test.each([
    ['customer.updated', { customer }, 'cu-7'],
    ['teamMessage.created', team, 't-1'],
  ])('%s: stands in the data', (type, content, subject) => {
    expect(judge({ type, data: content, subject: undefined })).toMatchObject({ ok: true, events: [{ subject }] });
    expect(judge({ type, data: content, subject })).toMatchObject({ ok: true, events: [{ subject }] });
    expect(judge({ type, data: content, subject: 'chat-42' })).toMatchObject({
      code: 'event.subjectMismatch',
      path: '/subject',
    });
  });
});

describe('a batch', () => {
  test('keeps its order', () => {
    const ids = Array.from({ length: 100 }, (_, n) => `evt-${n}`);
    const parsed = parseCloudEvents(
      ids.map((id) => ({ ...event, id })),
      strict,
    );
    expect(parsed.ok && parsed.events.map(({ id }) => id)).toEqual(ids);
  });

  test('one bad event refuses all, with its index', () => {
    const bad = { ...event, data: { ...data, author: {} } };
    expect(parseCloudEvents([event, event, bad, bad], strict)).toMatchObject({
      ok: false,
      index: 2,
      path: '/data/author/type',
    });
  });

  test('is neither empty nor longer than 100', () => {
    expect(parseCloudEvents([], strict)).toMatchObject({ ok: false, code: 'event.emptyBatch' });
    expect(parseCloudEvents(Array(101).fill(event), strict)).toMatchObject({ ok: false, code: 'event.batchTooLong' });
  });
});

describe("a provider's events", () => {
  test('lose what is unknown at every level and keep the rest', () => {
    const customer = { id: 'cu-7', loyalty: 3, profile: { any: 'thing' } };
    const files = [{ name: 'a.png', url: 'https://x/a', etag: 1 }];
    const author = { type: 'customer', mood: 'bad' };
    const change = { source: 'https://crm.example', Weird: {}, data: { ...data, author, customer, files, x: 1 } };
    expect(judge(change, lenient)).toEqual({
      ok: true,
      events: [
        {
          ...kept,
          data: {
            ...data,
            author: { type: 'customer' },
            customer: { id: 'cu-7', profile: { any: 'thing' } },
            files: [{ name: 'a.png', url: 'https://x/a' }],
          },
        },
      ],
    });
  });

  test('come by their channel, whatever source they name', () => {
    expect(judge({ source: undefined }, lenient)).toMatchObject({ ok: true, events: [{ source: 'web' }] });
    expect(judge({ source: 'other' }, lenient)).toMatchObject({ ok: true, events: [{ source: 'web' }] });
  });

  test('what is known must be right, beside unknown fields too', () => {
    const wrong = { ...data, x: 1, author: { type: 'robot', y: 2 } };
    expect(judge({ data: wrong }, lenient)).toMatchObject({ ok: false, path: '/data/author/type' });
  });

  test.each([
    ['at the limit', 'x'.repeat(20_000), 20_000],
    ['beyond it', 'x'.repeat(20_001), 20_000],
    ['not within a pair', `${'x'.repeat(19_999)}😀!`, 19_999],
    ['just after a pair', `${'x'.repeat(19_998)}😀!`, 20_000],
  ])('a text that is too long is cut and kept whole beside: %s', (_name, text, length) => {
    const parsed = judge({ data: { ...data, text } }, lenient);
    const cut = text.length > 20_000 ? { textCut: true, wholeText: text } : {};
    expect(parsed).toEqual({ ok: true, events: [{ ...kept, data: { ...data, text: text.slice(0, length) }, ...cut }] });
    expect(text.slice(0, length).isWellFormed()).toBe(true);
  });
});
