import { describe, expect, test } from '@jest/globals';
import type { Client, Fields, Workflow } from './client';
import { refused, sharedStack } from './given';

const given = sharedStack();
const note = { do: 'note.add', text: 'fired' };
const plain = { name: 'w', trigger: { type: 'message.customer' }, steps: [note] };

interface Outcome {
  evaluations?: { workflowId: string; fired: boolean; conditions?: Fields[] }[];
}

describe('a workflow', () => {
  test('is made as a draft with an id and a revision, and does nothing until published', async () => {
    const someone = await given.newcomer();
    const made = await someone.request<Workflow>('POST', '/v1/workflows', plain);
    expect(made).toMatchObject({
      status: 201,
      body: { id: expect.any(String), revision: 1, status: 'draft', name: 'w' },
    });
    await someone.customerSays('chat');
    expect(await someone.did(made.body.id)).toEqual([]);
  });

  test('is live at once when published, and stops at once when paused', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(plain);
    await someone.customerSays('one');
    expect(await someone.did(w)).toEqual(['one']);
    await someone.pause(w);
    await someone.advance('PT6S');
    await someone.customerSays('two');
    expect(await someone.did(w)).toEqual(['one']);
    expect(await someone.ask('GET', `/v1/workflows/${w}`)).toMatchObject({ status: 'paused' });
    await someone.ask('POST', `/v1/workflows/${w}/publish`);
    await someone.advance('PT6S');
    await someone.customerSays('three');
    expect(await someone.did(w)).toEqual(['one', 'three']);
  });

  test('the published revision goes on while an edit is pending; a run keeps the one it began with', async () => {
    const someone = await given.newcomer();
    const steps = (text: string) => [
      { do: 'wait', duration: 'PT3M' },
      { do: 'note.add', text },
    ];
    const w = await someone.publish({ ...plain, steps: steps('first') });
    const edited = await someone.request<Workflow>('PUT', `/v1/workflows/${w}`, { ...plain, steps: steps('second') });
    expect(edited).toMatchObject({ status: 200, body: { revision: 2 } });
    await someone.customerSays('before');
    await someone.settle();
    await someone.ask('POST', `/v1/workflows/${w}/publish`);
    await someone.advance('PT6S');
    await someone.customerSays('after');
    await someone.advance('PT5M');
    expect(await someone.wrote(w, 'before')).toEqual(['first']);
    expect(await someone.wrote(w, 'after')).toEqual(['second']);
  });

  test('keeps its trigger', async () => {
    const someone = await given.newcomer();
    const { id } = await someone.draft(plain);
    const other = { ...plain, trigger: { type: 'message.agent' } };
    const answer = await someone.request('PUT', `/v1/workflows/${id}`, other);
    expect(answer.status).toBe(422);
    expect(refused(answer, 422)).toEqual(['/trigger/type']);
  });

  test('a paused one lets its runs go on', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish({ ...plain, steps: [{ do: 'wait', duration: 'PT3M' }, note] });
    await someone.customerSays('chat');
    await someone.settle();
    await someone.pause(w);
    await someone.advance('PT5M');
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('deleted, it starts no more and is not listed', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(plain);
    expect((await someone.request('DELETE', `/v1/workflows/${w}`)).status).toBe(204);
    await someone.advance('PT6S');
    await someone.customerSays('chat');
    expect(await someone.did(w)).toEqual([]);
    refused(await someone.request('GET', `/v1/workflows/${w}`), 404);
    refused(await someone.request('POST', `/v1/workflows/${w}/publish`), 404);
  });

  test('the list stands in priority order, with statistics', async () => {
    const someone = await given.newcomer();
    const ids = [];
    for (const name of ['a', 'b', 'c']) ids.push(await someone.publish({ ...plain, name }));
    const listed = async () =>
      (await someone.ask<{ items: (Workflow & { statistics: Fields })[] }>('GET', '/v1/workflows')).items;
    expect((await listed()).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    await someone.ask('PUT', '/v1/workflows/order', { order: ids.toReversed() });
    expect((await listed()).map(({ name }) => name)).toEqual(['c', 'b', 'a']);
    await someone.customerSays('chat');
    await someone.settle();
    await someone.advance('PT2M');
    for (const { statistics } of await listed()) expect(statistics).toMatchObject({ started: 1, completed: 1 });
  });

  test('statistics tell where runs waited and were lost, and what agents started', async () => {
    const someone = await given.newcomer();
    const ask = { do: 'ask.once', text: '?', as: 'a' };
    const w = await someone.publish({ ...plain, steps: [note, ask, note] });
    const module = { name: 'm', trigger: { type: 'module', usableInChat: true } };
    const m = await someone.publish(module);
    for (const subject of ['answers', 'leaves']) {
      await someone.customerSays(subject);
      await someone.settle();
    }
    await someone.customerSays('answers', 'blue');
    await someone.event('leaves', 'conversation.closed', { by: 'agent' });
    await someone.command('answers', 'module', { workflowId: m });
    await someone.settle();
    const counts = (id: string) => someone.ask('GET', `/v1/workflows/${id}/statistics`);
    expect(await counts(w)).toMatchObject({
      ...{ started: 2, completed: 1, droppedOff: 1, failed: 0 },
      steps: [{ path: '/steps/1', do: 'ask.once', waited: 2, droppedOff: 1, failed: 0 }],
    });
    expect(await counts(m)).toMatchObject({ started: 1, startedByAgent: 1, completed: 1 });
  });

  test.each([
    ['a workflow that is not there', (ids: string[]) => [...ids, 'wf_none']],
    ['one twice', (ids: string[]) => [...ids, ids[0]]],
    ['one left out', (ids: string[]) => ids.slice(1)],
  ])('an order with %s is refused', async (_, order) => {
    const someone = await given.newcomer();
    const ids = [await someone.publish(plain), await someone.publish(plain)];
    const answer = await someone.request('PUT', '/v1/workflows/order', { order: order(ids) });
    expect(answer.status).toBe(422);
    refused(answer, answer.status);
  });
});

describe('two who edit', () => {
  test('If-Match: the second learns that the first was before', async () => {
    const someone = await given.newcomer();
    const { id } = await someone.draft(plain);
    const read = await someone.request('GET', `/v1/workflows/${id}`);
    const etag = read.headers.get('etag')!;
    expect(etag).toMatch(/^"?.+"?$/);
    const edit = (name: string, match: string) =>
      someone.request<Workflow>('PUT', `/v1/workflows/${id}`, { ...plain, name }, { 'if-match': match });
    expect(await edit('first', etag)).toMatchObject({ status: 200, body: { name: 'first' } });
    const second = await edit('second', etag);
    refused(second as never, 412);
    expect(await someone.ask('GET', `/v1/workflows/${id}`)).toMatchObject({ name: 'first' });
  });

  test('ten at the same time: each is told whether it was first', async () => {
    const someone = await given.newcomer();
    const { id } = await someone.draft(plain);
    const etag = (await someone.request('GET', `/v1/workflows/${id}`)).headers.get('etag')!;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        someone.request('PUT', `/v1/workflows/${id}`, { ...plain, name: `${nth}` }, { 'if-match': etag }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
  });

  test('Idempotency-Key: a repeat answers what the first did, another body under it is refused', async () => {
    const someone = await given.newcomer();
    const headers = { 'idempotency-key': 'make-1' };
    const first = await someone.request<Workflow>('POST', '/v1/workflows', plain, headers);
    const again = await someone.request<Workflow>('POST', '/v1/workflows', plain, headers);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    const other = await someone.request('POST', '/v1/workflows', { ...plain, name: 'other' }, headers);
    expect([409, 422]).toContain(other.status);
    refused(other, other.status);
    const { items } = await someone.ask<{ items: Workflow[] }>('GET', '/v1/workflows');
    expect(items).toHaveLength(1);
  });

  test('Idempotency-Key at the same time: one is made', async () => {
    const someone = await given.newcomer();
    const make = () => someone.request<Workflow>('POST', '/v1/workflows', plain, { 'idempotency-key': 'make-2' });
    const answers = await Promise.all(Array.from({ length: 5 }, make));
    for (const { status } of answers) expect([201, 409]).toContain(status);
    const { items } = await someone.ask<{ items: Workflow[] }>('GET', '/v1/workflows');
    expect(items).toHaveLength(1);
  });

  test("a key of one workspace is not another's", async () => {
    const [someone, other] = [await given.newcomer(), await given.newcomer()];
    const headers = { 'idempotency-key': 'make-3' };
    const one = await someone.request<Workflow>('POST', '/v1/workflows', plain, headers);
    const two = await other.request<Workflow>('POST', '/v1/workflows', plain, headers);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body.id).not.toBe(two.body.id);
  });
});

describe('what is refused when it is saved, by name and with its place', () => {
  const leaf = (fact: string, op = 'exists', value?: unknown) => ({ filter: { fact, op, value } });
  const steps = (...some: Fields[]) => ({ steps: some });
  const trigger = (type: string, more = {}) => ({ trigger: { type, ...more } });
  type Case = [what: string, change: Fields, place: string, named?: string];
  const cases: Case[] = [
    ['an unknown trigger', trigger('chat.exploded'), '/trigger/type', 'chat.exploded'],
    ['a trigger that every object has', trigger('constructor'), '/trigger/type', 'constructor'],
    ['an unknown step', steps({ do: 'rocket.launch' }), '/steps/0/do', 'rocket.launch'],
    ['a step without a name', steps({ text: 'x' }), '/steps/0/do'],
    ['an unknown fact', leaf('customer.shoeSize'), '/filter/fact', 'customer.shoeSize'],
    ['an unknown operator', leaf('message.text', 'resembles', 'x'), '/filter/op', 'resembles'],
    ['a fact of calls in a chat', { ...trigger('chat.opened'), ...leaf('call.from') }, '/filter/fact', 'call.from'],
    [
      'a fact of messages where there is none',
      { ...trigger('call.ended'), ...leaf('message.text') },
      '/filter/fact',
      'message.text',
    ],
    ['text where a number is due', leaf('time.hour', 'gt', 'noon'), '/filter/value'],
    ['a number where text is due', leaf('message.text', 'contains', 7), '/filter/value'],
    ['an operator for other types', leaf('message.text', 'lt', 7), '/filter/op'],
    ['between with one bound', leaf('time.hour', 'between', [7]), '/filter/value'],
    ['a pattern that is none', leaf('message.text', 'matches', '('), '/filter/value'],
    ['an unknown field', { colour: 'red' }, '/colour', 'colour'],
    ['an unknown field of the trigger', trigger('message.customer', { volume: 11 }), '/trigger/volume', 'volume'],
    ["another trigger's setting", trigger('message.customer', { wait: 'PT1M' }), '/trigger/wait', 'wait'],
    ['a timing of another trigger', trigger('chat.opened', { timing: 'whenOpened' }), '/trigger/timing'],
    ['a wait too long', trigger('chat.customerWaiting', { wait: 'PT72H1S' }), '/trigger/wait'],
    ['a wait below zero', trigger('chat.customerWaiting', { wait: '-PT1S' }), '/trigger/wait'],
    ['a wait of half a second', trigger('chat.customerWaiting', { wait: 'PT0.5S' }), '/trigger/wait'],
    ['a wait that is none', trigger('chat.customerWaiting', { wait: 'soon' }), '/trigger/wait'],
    ['a wait in months', trigger('chat.customerWaiting', { wait: 'P1M' }), '/trigger/wait'],
    ['an unknown scope', trigger('chat.closed', { scope: 'inbox' }), '/trigger/scope'],
    ['an unknown field of a step', steps({ ...note, colour: 'red' }), '/steps/0/colour', 'colour'],
    ['a step without its text', steps(note, { do: 'note.add' }), '/steps/1/text'],
    ['a tag step without a tag', steps({ do: 'conversation.tag' }), '/steps/0'],
    ['an unknown priority', steps({ do: 'priority.set', priority: 'extreme' }), '/steps/0/priority'],
    ['a wait step too long', steps({ do: 'wait', duration: 'P4D' }), '/steps/0/duration'],
    [
      'a wait step cancelled by weather',
      steps({ do: 'wait', duration: 'PT1M', cancelOn: ['rain'] }),
      '/steps/0/cancelOn/0',
    ],
    ['a phone menu in a chat', steps({ do: 'call.say', text: 'hi' }), '/steps/0/do', 'call.say'],
    [
      'buttons in a call',
      {
        ...trigger('call.inbound'),
        ...steps(note, { do: 'message.buttons', text: '?', buttons: [{ label: 'a', steps: [] }] }),
      },
      '/steps/1/do',
      'message.buttons',
    ],
    ['a branch without branches', steps({ do: 'branch', branches: [] }), '/steps/0/branches'],
    [
      'five branches',
      steps({ do: 'branch', branches: Array.from({ length: 5 }, () => ({ when: { all: [] }, steps: [] })) }),
      '/steps/0/branches',
    ],
    [
      'an unknown step inside a branch',
      steps(note, {
        do: 'branch',
        branches: [{ when: { fact: 'message.text', op: 'exists' }, steps: [note, { do: 'rocket.launch' }] }],
      }),
      '/steps/1/branches/0/steps/1/do',
      'rocket.launch',
    ],
    [
      'an unknown fact inside a branch',
      steps({ do: 'branch', branches: [{ when: { not: { fact: 'moon.phase', op: 'exists' } }, steps: [] }] }),
      '/steps/0/branches/0/when/not/fact',
      'moon.phase',
    ],
    [
      'an unknown fact deep in the filter',
      {
        filter: {
          all: [{ fact: 'message.text', op: 'exists' }, { any: [{ not: { fact: 'moon.phase', op: 'exists' } }] }],
        },
      },
      '/filter/all/1/any/0/not/fact',
      'moon.phase',
    ],
    ['an unknown mode', { mode: 'stealth' }, '/mode'],
    ['unknown hours', { hours: 'happy' }, '/hours'],
    ['no name', { name: undefined }, '/name'],
    ['an empty name', { name: '' }, '/name'],
    ['no trigger', { trigger: undefined }, '/trigger'],
    ['steps that are no list', { steps: {} }, '/steps'],
  ];
  test.each(cases)('%s', async (_, change, place, named = '') => {
    const someone = await given.newcomer();
    const answer = await someone.request('POST', '/v1/workflows', { ...plain, ...change });
    expect(refused(answer, 400)).toContain(place);
    expect(answer.body.detail).toContain(named);
    expect((await someone.ask<{ items: Workflow[] }>('GET', '/v1/workflows')).items).toEqual([]);
  });

  test('an edit is refused as a new one is, and changes nothing', async () => {
    const someone = await given.newcomer();
    const { id } = await someone.draft(plain);
    const answer = await someone.request('PUT', `/v1/workflows/${id}`, { ...plain, ...leaf('moon.phase') });
    expect(refused(answer, 400)).toEqual(['/filter/fact']);
    expect(await someone.ask('GET', `/v1/workflows/${id}`)).toMatchObject({ revision: 1 });
  });
});

describe('the dry run', () => {
  const vip = {
    ...plain,
    filter: {
      all: [
        { fact: 'customer.tier', op: 'is', value: 'VIP' },
        { not: { fact: 'message.text', op: 'contains', value: ['감사', 'thanks'] } },
      ],
    },
  };
  const dry = async (someone: Client, id: string, body: Fields) => {
    const answer = await someone.request<Outcome>('POST', `/v1/workflows/${id}/test`, body);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const event = (someone: Client, text: string, tier: string) =>
    someone.made('chat', 'message.created', someone.message('customer', text, { customer: { id: 'cu', tier } }));

  test('says what would fire, and of each condition its actual value and result, without doing it', async () => {
    const someone = await given.newcomer();
    const { id } = await someone.draft(vip);
    const yes = await dry(someone, id, { event: event(someone, '반품', 'VIP') });
    const no = await dry(someone, id, { event: event(someone, 'thanks a lot', 'VIP') });
    expect(JSON.stringify(yes)).toContain('"fired":true');
    expect(JSON.stringify(no)).not.toContain('"fired":true');
    const told = JSON.stringify(no);
    expect(told).toContain('"actual":"VIP"');
    expect(told).toContain('"actual":"thanks a lot"');
    await someone.advance('PT2M');
    expect(await someone.did(id)).toEqual([]);
    expect((await someone.request('GET', `/v1/conversations/${someone.channel}/chat`)).status).toBe(404);
  });

  test('of a draft, while another revision is published', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(plain);
    await someone.ask('PUT', `/v1/workflows/${w}`, vip);
    expect(JSON.stringify(await dry(someone, w, { event: event(someone, 'hi', 'basic') }))).not.toContain(
      '"fired":true',
    );
  });

  test('of a wait', async () => {
    const someone = await given.newcomer();
    const { id } = await someone.draft({ ...plain, trigger: { type: 'chat.customerWaiting', wait: 'PT3M' } });
    expect(JSON.stringify(await dry(someone, id, { event: event(someone, 'hi', 'VIP') }))).toContain('"fired":true');
  });
});
