import { describe, expect, test } from '@jest/globals';
import type { Answer, Client, Fields } from './client';
import { later, MINUTE, refused, SECOND, sharedStack } from './given';

const given = sharedStack();
const KB = 1024;
const onMessage = { trigger: { type: 'message.customer' }, steps: [{ do: 'note.add', text: '{{message.text}}' }] };
const status = ({ status: code }: Answer) => code;

const nothingQueued = async (someone: Client, subject: string) => {
  await someone.settle();
  const path = `/v1/conversations/${someone.channel}/${encodeURIComponent(subject)}`;
  expect((await someone.request('GET', path)).status).toBe(404);
};

describe('an event that comes again', () => {
  test('is accepted and changes nothing, however many came in between', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    await someone.ask('PATCH', '/v1/settings', { fuse: 1000 });
    const event = someone.made('chat', 'message.created', someone.message('customer', 'once'));
    await someone.send(event);
    for (let more = 0; more < 45; more++) await someone.customerSays('chat', `${more}`);
    await someone.agentSays('chat', 'answered');
    await someone.advance('PT6M');
    const before = await someone.conversation('chat');
    expect(await someone.send(event)).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(await someone.conversation('chat')).toEqual(before);
    const wrote = await someone.wrote(w);
    expect(wrote).toHaveLength(46);
    expect(wrote.filter((text) => text === 'once')).toHaveLength(1);
  });

  test('at once, at the same time, in one batch', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    const event = someone.made('chat', 'message.created', someone.message('customer', 'once'));
    await Promise.all([someone.send(event), someone.send(event), someone.send([event, event, event])]);
    expect(await someone.wrote(w)).toEqual(['once']);
  });

  test('with other content under the same id changes nothing either', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    const event = someone.made('chat', 'message.created', someone.message('customer', 'once'));
    await someone.send(event);
    await someone.send({ ...event, data: someone.message('customer', 'twice') });
    await someone.send({ ...event, type: 'conversation.closed', data: { by: 'agent' } });
    expect(await someone.wrote(w)).toEqual(['once']);
    expect(await someone.conversation('chat')).toMatchObject({ status: 'open' });
  });

  test('from another channel is another event', async () => {
    const [one, other] = [await given.newcomer(), await given.newcomer()];
    const [v, w] = [await one.publish(onMessage), await other.publish(onMessage)];
    const event = one.made('chat', 'message.created', one.message('customer', 'hello'));
    await one.send(event);
    await other.send({ ...event, source: other.channel });
    expect([await one.wrote(v), await other.wrote(w)]).toEqual([['hello'], ['hello']]);
  });
});

describe('a batch', () => {
  test('of a hundred is taken, in either form', async () => {
    const someone = await given.newcomer();
    const batch = () =>
      Array.from({ length: 100 }, (_, nth) => someone.made(`chat-${nth}`, 'conversation.started', { by: 'customer' }));
    for (const type of ['application/cloudevents-batch+json', 'application/json', 'application/json; charset=utf-8']) {
      const answer = await someone.request('POST', '/v1/events', batch(), { 'content-type': type });
      expect(answer).toMatchObject({ status: 202, body: { accepted: 100 } });
    }
  });

  test.each([
    ['empty', 0],
    ['of more than a hundred', 101],
  ])('that is %s is refused', async (_, length) => {
    const someone = await given.newcomer();
    const batch = Array.from({ length }, () => someone.made('chat', 'conversation.started', {}));
    refused(await someone.send(batch), 400);
    await nothingQueued(someone, 'chat');
  });

  test('with one bad event is refused whole, with its index', async () => {
    const someone = await given.newcomer();
    const good = (nth: number) => someone.made(`chat-${nth}`, 'message.created', someone.message('customer', 'hello'));
    const bad = someone.made('chat-2', 'message.created', { messageId: 'm', author: { type: 'robot' } });
    const answer = await someone.send([good(0), good(1), bad, good(3)]);
    expect(refused(answer, 400)).toEqual(['/2/data/author/type']);
    expect(answer.body.detail).toContain('2');
    for (const nth of [0, 1, 2, 3]) await nothingQueued(someone, `chat-${nth}`);
  });
});

describe('what is refused, and says where', () => {
  const message = { messageId: 'm', author: { type: 'customer', id: 'cu' }, text: 'hello' };
  const cases: [what: string, change: Fields, place: string][] = [
    ['an unknown type', { type: 'message.exploded' }, '/type'],
    ['no type', { type: undefined }, '/type'],
    ['no id', { id: undefined }, '/id'],
    ['an empty id', { id: '' }, '/id'],
    ['an id too long', { id: 'x'.repeat(129) }, '/id'],
    ['an id that is a number', { id: 7 }, '/id'],
    ['no subject', { subject: undefined }, '/subject'],
    ['a subject too long', { subject: 'x'.repeat(129) }, '/subject'],
    ['no source', { source: undefined }, '/source'],
    ['another version', { specversion: '0.3' }, '/specversion'],
    ['no version', { specversion: undefined }, '/specversion'],
    ['no time', { time: 'yesterday' }, '/time'],
    ['a time that is a number', { time: 1_767_603_607 }, '/time'],
    ['an impossible day', { time: '2025-02-30T09:00:00Z' }, '/time'],
    ['no data', { data: undefined }, '/data/messageId'],
    ['data that is a list', { data: [] }, '/data'],
    ['data that is text', { data: '{}' }, '/data'],
    ['an unknown field', { data: { ...message, colour: 'red' } }, '/data/colour'],
    ['an unknown field inside', { data: { ...message, author: { type: 'agent', hat: 1 } } }, '/data/author/hat'],
    [
      'an unknown field of the customer',
      { data: { ...message, customer: { id: 'cu', shoe: 42 } } },
      '/data/customer/shoe',
    ],
    ['an unknown author', { data: { ...message, author: { type: 'cat' } } }, '/data/author/type'],
    ['no author', { data: { ...message, author: undefined } }, '/data/author'],
    ['no messageId', { data: { ...message, messageId: undefined } }, '/data/messageId'],
    ['a text too long', { data: { ...message, text: '가'.repeat(20_001) } }, '/data/text'],
    ['a text that is null', { data: { ...message, text: null } }, '/data/text'],
    ['a file without a name', { data: { ...message, files: [{ url: 'https://x.example' }] } }, '/data/files/0/name'],
    ['an extension with an object', { custom: { a: 1 } }, '/custom'],
    ['a reason that is none', { type: 'call.ended', data: { missedReason: 'bored' } }, '/data/missedReason'],
    ['a snooze until whenever', { type: 'conversation.snoozed', data: { until: 'later' } }, '/data/until'],
    ['an unknown priority', { type: 'conversation.updated', data: { priority: 'extreme' } }, '/data/priority'],
  ];
  test.each(cases)('%s', async (_, change, place) => {
    const someone = await given.newcomer();
    const event = { ...someone.made('chat', 'message.created', message), ...change };
    const places = refused(await someone.send(event), 400);
    expect(places).toEqual([place]);
    await nothingQueued(someone, 'chat');
  });

  test('too large: an event over 256 KB, a request over 1 MB', async () => {
    const someone = await given.newcomer();
    const sized = (bytes: number) =>
      someone.made('chat', 'customer.connected', { connectionId: 'c' }, { pad: 'x'.repeat(bytes) });
    expect(status(await someone.send(sized(250 * KB)))).toBe(202);
    refused(await someone.send(sized(256 * KB)), 413);
    refused(await someone.send([sized(1), sized(256 * KB)]), 413);
    const many = (count: number) => Array.from({ length: count }, () => sized(200 * KB));
    expect(status(await someone.send(many(5)))).toBe(202);
    refused(await someone.send(many(6)), 413);
    // The gateway's own answer: it never reaches us.
    expect(status(await someone.send(many(60)))).toBe(413);
  });

  test('future-dated: more than five minutes ahead of the clock', async () => {
    const someone = await given.newcomer();
    const { now } = await someone.info();
    const at = (millis: number) => someone.made('chat', 'conversation.started', {}, { time: later(now, millis) });
    expect(refused(await someone.send(at(5 * MINUTE + SECOND)), 400)).toEqual(['/time']);
    expect(refused(await someone.send(at(365 * 24 * 60 * MINUTE)), 400)).toEqual(['/time']);
    expect(status(await someone.send(at(4 * MINUTE + 59 * SECOND)))).toBe(202);
    expect(status(await someone.send(at(-365 * 24 * 60 * MINUTE)))).toBe(202);
  });

  test('order and waits go by arrival, not by the time told', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish({ ...onMessage, trigger: { type: 'chat.customerWaiting', wait: 'PT3M' } });
    const { now } = await someone.info();
    const old = someone.made('chat', 'message.created', someone.message('customer', 'old'), {
      time: later(now, -10 * MINUTE),
    });
    await someone.send(old);
    await someone.advance('PT2M');
    expect(await someone.wrote(w)).toEqual([]);
    await someone.advance('PT2M');
    expect(await someone.wrote(w)).toEqual(['old']);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '{"specversion":'],
    ['a number', '7'],
    ['null', 'null'],
    ['text', '"event"'],
    ['a list of lists', '[[]]'],
    ['a list with null', '[null]'],
    ['deep lists', '['.repeat(100_000)],
    ['deep lists, closed', '['.repeat(5_000) + ']'.repeat(5_000)],
    ['deep objects', '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)],
    ['no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['only a byte order mark', '\uFEFF'],
    ['a number without end', `[${'9'.repeat(100_000)}]`],
  ])('a body that is %s', async (_, body) => {
    const someone = await given.newcomer();
    refused(await someone.request('POST', '/v1/events', body), 400);
  });

  test('another content type', async () => {
    const someone = await given.newcomer();
    const event = someone.made('chat', 'conversation.started', {});
    for (const type of [
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'application/json; charset=euc-kr',
    ])
      refused(await someone.request('POST', '/v1/events', event, { 'content-type': type }), 415);
    await nothingQueued(someone, 'chat');
  });

  test('deep data inside an event', async () => {
    const someone = await given.newcomer();
    let deep: unknown = 1;
    for (let level = 0; level < 1000; level++) deep = { deep };
    refused(await someone.send(someone.made('chat', 'customer.connected', { connectionId: 'c', page: deep })), 400);
  });
});

describe('who may', () => {
  test.each([
    ['no key', {}],
    ['an empty key', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: 'Basic dGs6eA==' }],
    ['a wrong key', { authorization: `Bearer tk_${'A'.repeat(43)}` }],
    ['a long key', { authorization: `Bearer tk_${'A'.repeat(6_000)}` }],
    ['no key at all', { authorization: 'tk_' }],
  ])('not without a key: %s', async (_, headers) => {
    const someone = await given.newcomer();
    const body = JSON.stringify(someone.made('chat', 'conversation.started', {}));
    const response = await fetch(`${someone.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers } as Record<string, string>,
      body,
    });
    refused({ status: response.status, headers: response.headers, body: await response.json() }, 401);
    await nothingQueued(someone, 'chat');
  });

  test("another workspace's channel is as unknown as one that is not there", async () => {
    const [someone, other] = [await given.newcomer(), await given.newcomer()];
    const answers = await Promise.all(
      [other.channel, 'nowhere', 'web'].map((source) =>
        someone.send([
          someone.made('a', 'conversation.started', {}),
          someone.made('chat', 'conversation.started', {}, { source }),
        ]),
      ),
    );
    for (const answer of answers) {
      expect([400, 403, 404]).toContain(answer.status);
      expect(refused(answer, answer.status)).toEqual(['/1/source']);
    }
    expect(new Set(answers.map(({ body }) => body.type)).size).toBe(1);
    await nothingQueued(someone, 'a');
    await nothingQueued(other, 'chat');
  });

  test('a key that may only read', async () => {
    const someone = await given.newcomer();
    const { key } = await someone.ask<{ key: string }>('POST', '/v1/keys', { name: 'reader', scope: 'read' });
    const reader = { authorization: `Bearer ${key}` };
    refused(await someone.request('POST', '/v1/events', someone.made('chat', 'conversation.started', {}), reader), 403);
    expect((await someone.request('GET', '/v1/workflows', undefined, reader)).status).toBe(200);
    await nothingQueued(someone, 'chat');
  });

  test('workspaces do not see each other', async () => {
    const [someone, other] = [await given.newcomer(), await given.newcomer()];
    const w = await someone.publish(onMessage);
    await someone.customerSays('chat');
    await someone.settle();
    const paths = [
      `/v1/workflows/${w}`,
      `/v1/channels/${someone.channel}`,
      `/v1/conversations/${someone.channel}/chat`,
    ];
    for (const path of [...paths, `${paths[2]}/timeline`, '/v1/customers/cu']) {
      expect((await someone.request('GET', path)).status).toBe(200);
      refused(await other.request('GET', path), 404);
    }
    refused(await other.request('POST', `/v1/workflows/${w}/pause`), 404);
    refused(await other.request('DELETE', `/v1/channels/${someone.channel}`), 404);
    expect((await other.ask<{ items: unknown[] }>('GET', '/v1/workflows')).items).toEqual([]);
  });
});

describe('strings as people and machines make them', () => {
  const HOSTILE = [
    ...[
      'chat/1',
      'a#b',
      '100%',
      '%2F',
      '..',
      '../../etc',
      '.',
      '?x=1&y=2',
      'a b',
      '+',
      '\\',
      '"',
      "'",
      '<script>',
      '$&',
    ],
    ...[
      '{{customer.name}}',
      '__proto__',
      'constructor',
      'toString',
      'null',
      '0',
      '-1',
      '\u202Eأهلا',
      '상담'.normalize('NFD'),
    ],
    ...[
      '\u0000',
      'a\u0000b',
      '\uFFFE',
      '\uFEFF',
      '\u2028',
      '👩‍👩‍👧‍👦',
      'é'.normalize('NFD'),
      '😀'.repeat(64),
      'x'.repeat(128),
    ],
  ];

  // A URL cannot name what is called `.` or `..`.
  test.each(HOSTILE.filter((id) => !/^\.\.?$/.test(id)))('as ids: %j', async (id) => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    const data = { ...someone.message('customer', 'hello'), messageId: id, customer: { id } };
    expect(status(await someone.event(id, 'message.created', data, { id }))).toBe(202);
    expect(status(await someone.event(id, 'message.created', data, { id }))).toBe(202);
    expect(await someone.conversation(id)).toMatchObject({ conversationId: id, status: 'open', customerId: id });
    expect(await someone.did(w)).toEqual([id]);
    const [item] = await someone.timeline(id);
    expect(item?.event).toMatchObject({ id, data: { messageId: id } });
    expect((await someone.request('GET', `/v1/customers/${encodeURIComponent(id)}`)).status).toBe(200);
  });

  test('ids that differ in their Unicode form only are different ids', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    for (const form of ['NFC', 'NFD']) await someone.customerSays('é'.normalize(form));
    expect(await someone.did(w)).toEqual(['é'.normalize('NFC'), 'é'.normalize('NFD')]);
  });

  test('128 characters may be emoji', async () => {
    const someone = await given.newcomer();
    expect(status(await someone.event('😀'.repeat(128), 'conversation.started', {}))).toBe(202);
    refused(await someone.event('😀'.repeat(129), 'conversation.started', {}), 400);
  });

  test('20,000 characters may be emoji', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    expect(status(await someone.customerSays('chat', '😀'.repeat(20_000)))).toBe(202);
    expect((await someone.wrote(w)).map(String)[0]).toHaveLength(40_000);
  });

  test.each(HOSTILE)('as texts: %j', async (text) => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    await someone.customerSays('chat', text);
    expect(await someone.wrote(w)).toEqual([text]);
  });

  test('a lone surrogate, which no UTF-8 can hold, becomes U+FFFD', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage);
    const event = JSON.stringify(someone.made('chat', 'message.created', someone.message('customer', 'TEXT')));
    expect(status(await someone.send(event.replace('TEXT', 'a\\ud800b')))).toBe(202);
    expect(await someone.wrote(w)).toEqual(['a\uFFFDb']);
  });

  test('names that every object has are no facts of a customer', async () => {
    const someone = await given.newcomer();
    const leaf = (name: string) => ({ fact: `customer.profile.${name}`, op: 'exists' });
    const filter = { any: ['constructor', 'toString', '__proto__', 'hasOwnProperty'].map(leaf) };
    const w = await someone.publish({ ...onMessage, filter });
    await someone.customerSays('chat', 'none', { id: 'cu', profile: {} });
    const event = JSON.stringify(
      someone.made(
        'chat',
        'message.created',
        someone.message('customer', 'polluted', { customer: { id: 'cu', profile: { a: 1 } } }),
      ),
    );
    await someone.send(event.replace('"a":1', '"__proto__":{"polluted":true}'));
    await someone.customerSays('chat', 'real', { id: 'cu', profile: { constructor: 'yes' } });
    expect(await someone.wrote(w)).toEqual(['real']);
  });

  test('extension attributes are kept', async () => {
    const someone = await given.newcomer();
    await someone.event('chat', 'conversation.started', {}, { traceparent: '00-ab-cd-01', partition: 7, test: true });
    const [item] = await someone.timeline('chat');
    expect(item?.event).toMatchObject({ extensions: { traceparent: '00-ab-cd-01', partition: 7, test: true } });
  });
});
