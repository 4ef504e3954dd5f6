/** Whatever comes to the doors: a 2xx, or a 4xx that says what to do; never a 5xx, nothing half done, nothing parked. */
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { anyString } from '../support/any-string';
import type { Answer, Client, Fields, Workflow } from './client';
import { sharedStack } from './given';

const given = sharedStack({});
const seed = 20_260_105;
const runs = { seed, numRuns: 150 };

const strange = fc.constantFrom<unknown>(
  ...[
    '',
    ' ',
    '\u0000',
    '\uD800',
    '\uFFFE',
    '__proto__',
    'constructor',
    '..',
    '%',
    '{{message.text}}',
    'x'.repeat(200),
  ],
  ...['PT1M', 'PT72H', 'P99999999999D', '2026-01-05T09:00:00Z', '9999-12-31T23:59:59Z', 'message.created', 'web'],
  ...[null, true, 0, -0, -1, 1e308, 1.5, 2 ** 53, [], {}, [[]], [null], { a: { b: {} } }],
);
const anything = fc.oneof(strange, fc.jsonValue({ maxDepth: 3 }), anyString({ maxLength: 40 }));

type Path = (string | number)[];

function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([key, held]) =>
      placesIn(held, [...at, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

type Change = { place: number; value: unknown; how: 'replace' | 'remove' | 'add' };

function changed(value: unknown, { place, value: put, how }: Change): unknown {
  const places = placesIn(value);
  const path = places[place % places.length]!;
  const copy = { root: structuredClone(value) };
  let holder = copy as Record<string, unknown>;
  let key: string | number = 'root';
  for (const part of path) {
    holder = holder[key] as Record<string, unknown>;
    key = part;
  }
  const held = holder[key];
  if (how === 'remove') delete holder[key];
  else if (how === 'add' && typeof held === 'object' && held !== null)
    Object.assign(held, { [String(put).slice(0, 30)]: put });
  else holder[key] = put;
  return copy.root;
}

/** Something right with one to three places changed. */
const almost = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      right,
      fc.array(fc.record({ place: fc.nat(60), value: anything, how: fc.constantFrom('replace', 'remove', 'add') }), {
        minLength: 1,
        maxLength: 3,
      }),
    )
    .map(([value, changes]) => changes.reduce<unknown>((sofar, change) => changed(sofar, change as Change), value));

function sane(answer: Answer<unknown>, body: unknown): boolean {
  const { status, headers } = answer;
  const detail = (answer.body as { detail?: unknown } | undefined)?.detail;
  const isProblem = headers.get('content-type') === 'application/problem+json' && /\w+ .+/.test(String(detail));
  const isSane = (status >= 200 && status < 300) || (status >= 400 && status < 500 && isProblem);
  expect({ status, told: answer.body, sent: isSane || body, isSane }).toMatchObject({ isSane: true });
  return status < 300;
}

afterEach(async () => {
  await given.stack.settled();
  const { body } = await given.client.request<{ items: unknown[] }>('GET', '/v1/parked');
  expect(body.items).toEqual([]);
});

async function nothingParked(someone: Client): Promise<void> {
  await someone.settle();
  expect((await someone.ask<{ items: unknown[] }>('GET', '/v1/parked')).items).toEqual([]);
}

const customer = {
  id: 'cu',
  name: 'Kim',
  email: 'kim@example.com',
  language: 'ko',
  member: true,
  tags: ['a'],
  profile: { n: 1 },
};
const DATA: Record<string, object> = {
  'conversation.started': { kind: 'chat', by: 'customer', page: { url: 'https://x.example', title: 'x' }, customer },
  'conversation.opened': { by: 'agent', agentId: 'kim' },
  'conversation.queued': {},
  'conversation.assigned': { agentId: 'kim', teamId: 'a' },
  'conversation.unassigned': {},
  'conversation.snoozed': { until: '2026-01-06T09:00:00Z' },
  'conversation.closed': { by: 'agent' },
  'conversation.updated': { priority: 'high', addTags: ['a'], removeTags: ['b'], description: 'x' },
  'message.created': {
    ...{ messageId: 'm', author: { type: 'customer', id: 'cu', name: 'Kim' }, text: 'hello', via: 'chat', customer },
    ...{ files: [{ name: 'a', url: 'https://x.example/a', size: 3, type: 'image/png' }] },
    answer: { runId: 'run', fields: { a: 'b' } },
  },
  'message.read': { upToMessageId: 'm' },
  'message.deleted': { messageId: 'm' },
  'customer.connected': { connectionId: 'c', page: { url: 'https://x.example' } },
  'customer.disconnected': { connectionId: 'c', reason: 'closed' },
  'customer.updated': { customer },
  'session.ended': { by: 'agent' },
  'session.windowClosed': {},
  'call.ringing': { from: '+8210', to: '+822', agentId: 'kim', customer },
  'call.ended': { missedReason: 'userLeft', durationSeconds: 3 },
  'workflow.requested': { workflowId: 'w', agentId: 'kim' },
  'teamMessage.created': { teamChatId: 't', author: { type: 'agent' }, text: 'x' },
};
let serial = 0;
const events = fc.constantFrom(...Object.keys(DATA)).map((type) => ({
  ...{ specversion: '1.0', id: `h-${++serial}`, source: 'web', type, time: '2026-01-05T09:00:00Z' },
  ...(/^(customer.updated|teamMessage)/.test(type) ? {} : { subject: `hostile-${serial % 7}` }),
  data: DATA[type],
}));
const leaf = (fact: string, op: string, value: unknown) => ({ fact, op, value });
const note = { do: 'note.add', text: '{{message.text}} {{customer.profile.n}}' };
const workflows = fc.constantFrom<Fields>(
  {
    ...{
      name: 'a',
      trigger: { type: 'message.customer', scope: 'all', includeAnswers: true },
      hours: 'always',
      mode: 'background',
    },
    filter: { all: [leaf('customer.tier', 'is', 'VIP'), { not: leaf('message.text', 'contains', ['a', 'b']) }] },
    steps: [
      note,
      { do: 'conversation.tag', tags: ['a', '{{customer.name}}'] },
      { do: 'priority.set', priority: 'high' },
    ],
  },
  {
    ...{ name: 'b', trigger: { type: 'chat.customerWaiting', timing: 'every', wait: 'PT3M', scope: 'inInbox' } },
    filter: { any: [leaf('time.hour', 'between', [0, 24]), leaf('message.text', 'matches', '^a+$')] },
    steps: [
      { do: 'wait', duration: 'PT40S', cancelOn: ['closed'] },
      note,
      { do: 'agent.assign', agentId: 'kim' },
      { do: 'end' },
    ],
  },
  {
    ...{ name: 'c', trigger: { type: 'message.customer' }, mode: 'exclusive' },
    steps: [
      {
        do: 'branch',
        branches: [{ when: leaf('message.text', 'exists', undefined), steps: [note] }],
        otherwise: [note],
      },
      {
        do: 'webhook.call',
        url: 'https://x.example/{{message.text}}',
        method: 'POST',
        headers: { a: 'b' },
        body: { a: ['{{customer.name}}'] },
        as: 'r',
      },
      {
        do: 'message.send',
        text: 'x',
        files: [{ name: 'a', url: 'https://x.example' }],
        link: { label: 'a', url: 'https://x.example' },
      },
      { do: 'conversation.snooze', duration: 'PT1M' },
    ],
  },
);

describe('POST /v1/events', () => {
  const post = (body: unknown) => given.client.request<Fields>('POST', '/v1/events', body);

  test('arbitrary bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => void sane(await post(bytes), bytes)),
      runs,
    );
  });

  test('arbitrary JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => void sane(await post(text), text)),
      runs,
    );
  });

  test('events with something wrong: what is taken is handled, what is refused leaves nothing', async () => {
    const someone = await given.newcomer();
    const own = events.map((event) => ({ ...event, source: someone.channel }));
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(almost(own), async (event) => {
        const marker = someone.made(`marker-${++serial}`, 'conversation.started', {});
        const isTaken = sane(await someone.send([marker, event]), event);
        taken += isTaken ? 1 : 0;
        await someone.settle();
        const left = await someone.request('GET', `/v1/conversations/${someone.channel}/${marker.subject}`);
        expect(left.status).toBe(isTaken ? 200 : 404);
      }),
      { ...runs, numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(20);
    await nothingParked(someone);
    await someone.advance('PT10M');
    await nothingParked(someone);
  });
});

describe('POST /webhooks/{id}', () => {
  const signed = (someone: Client, body: Uint8Array | string) => {
    const at = new Date(given.stack.clock.now());
    const id = `msg_${++serial}`;
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      // The library signs text: what is no UTF-8 is wrongly signed, and refused as that.
      'webhook-signature': new Webhook(someone.secret).sign(id, at, Buffer.from(body).toString()),
    };
    return someone.request<Fields>('POST', `/webhooks/${someone.channel}`, body, headers);
  };

  test('arbitrary bytes and headers, unsigned', async () => {
    const header = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        header,
        header,
        header,
        async (bytes, id, time, signature) => {
          const headers = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
          expect(sane(await given.client.request('POST', '/webhooks/web', bytes, headers), [bytes, headers])).toBe(
            false,
          );
        },
      ),
      runs,
    );
  });

  test.each(['/webhooks/phone', '/voice/phone'])('arbitrary forms at a phone: %s', async (path) => {
    const form = fc.dictionary(
      fc.constantFrom('CallSid', 'CallStatus', 'From', 'To', 'x'),
      anyString({ maxLength: 30 }),
    );
    await fc.assert(
      fc.asyncProperty(form, fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), async (fields, signature) => {
        const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
        const body = new URLSearchParams(fields).toString();
        expect(sane(await given.client.request('POST', path, body, headers), [body, headers])).toBe(false);
      }),
      runs,
    );
  });

  test('signed: arbitrary bytes, JSON and events with something wrong', async () => {
    const someone = await given.newcomer();
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json(),
      almost(events).map((event) => JSON.stringify(event) ?? ''),
      almost(events.map(({ type, data, subject }) => ({ type, data: { ...data, conversationId: subject } }))).map(
        (payload) => JSON.stringify(payload) ?? '',
      ),
    );
    await fc.assert(
      fc.asyncProperty(body, async (sent) => void sane(await signed(someone, sent), sent)),
      { ...runs, numRuns: 300 },
    );
    await nothingParked(someone);
  });
});

describe('POST /v1/workflows', () => {
  test('arbitrary JSON', async () => {
    const someone = await given.newcomer();
    await fc.assert(
      fc.asyncProperty(
        fc.json(),
        async (text) => void sane(await someone.request('POST', '/v1/workflows', text), text),
      ),
      runs,
    );
    expect((await someone.ask<{ items: Workflow[] }>('GET', '/v1/workflows')).items).toEqual([]);
  });

  test('workflows with something wrong: what is taken can be published and runs, what is refused leaves nothing', async () => {
    const someone = await given.newcomer();
    await someone.ask('PATCH', '/v1/settings', { fuse: 1000 });
    const made = new Set<string>();
    await fc.assert(
      fc.asyncProperty(almost(workflows), anything, async (workflow, text) => {
        const answer = await someone.request<Workflow>('POST', '/v1/workflows', workflow);
        if (!sane(answer, workflow)) return;
        made.add(answer.body.id);
        sane(await someone.request('POST', `/v1/workflows/${answer.body.id}/publish`), workflow);
        await someone.customerSays(`chat-${made.size}`, String(text).slice(0, 100) || 'x');
        await someone.settle();
        await someone.pause(answer.body.id);
      }),
      { ...runs, numRuns: 200 },
    );
    expect(made.size).toBeGreaterThan(10);
    const listed: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await someone.ask<{ items: Workflow[]; next?: string }>('GET', `/v1/workflows?limit=100${cursor}`);
      listed.push(...page.items.map(({ id }) => id));
      if (!page.next) break;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
    expect(new Set(listed)).toEqual(made);
    await someone.advance('PT10M');
    await nothingParked(someone);
  });
});

describe('every route', () => {
  test('arbitrary ids, bodies and queries', async () => {
    const someone = await given.newcomer();
    const { paths } = await someone.ask<{ paths: Record<string, Record<string, unknown>> }>('GET', '/openapi.json');
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => /^(get|post|put|patch|delete)$/.test(method))
        .map((method) => [method.toUpperCase(), path] as const),
    );
    expect(routes.length).toBeGreaterThan(30);
    const id = fc.oneof(
      fc.constantFrom('web', someone.channel, '__proto__', '😀', '\u0000', 'a/b', '%'),
      fc.string({ minLength: 1, maxLength: 140, unit: 'grapheme' }),
    );
    const body = fc.oneof(
      fc.json(),
      fc.uint8Array({ maxLength: 60 }),
      anything.map((value) => JSON.stringify(value) ?? ''),
    );
    const query = fc.oneof(
      fc.constant(''),
      fc.constantFrom('limit=0', 'limit=-1', 'limit=1e9', 'cursor=x', 'cursor=%00', 'nothing=1', '%'),
      fc.webQueryParameters(),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), id, body, query, async ([method, template], name, sent, asked) => {
        const path = template.replaceAll(/\{\w+\}/g, () =>
          encodeURIComponent(name.toWellFormed()).replaceAll(/^\.+$/g, 'dots'),
        );
        const answer = await someone.request(
          method,
          `${path}${asked && `?${asked}`}`,
          method === 'GET' ? undefined : sent,
        );
        const isOurs = /^\/(v1|schemas|openapi|healthz)/.test(path) && answer.body?.status !== undefined;
        if (answer.status >= 400 && !isOurs) expect(answer.status).toBe(404);
        else sane(answer, [method, path, asked, sent]);
      }),
      { ...runs, numRuns: 500 },
    );
    await nothingParked(someone);
  });
});
