/** Every other step: what leaves the house, with its fields filled in, and what we hold of it ourselves. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { Client, Fields } from '../client';
import { MINUTE, sharedStack } from '../given';
import { contains, did, is, note, pause } from './tale';

const given = sharedStack();
const kim = { id: 'cu-7', name: 'Kim', email: 'kim@example.com', phone: '+821012345678', language: 'ko', tier: 'VIP' };
const onMessage = (...steps: Fields[]) => ({ trigger: { type: 'message.customer' }, steps });

/** Does the steps when a customer says `go`. */
async function doing(steps: Fields[], before: (someone: Client) => Promise<unknown> = async () => undefined) {
  const someone = await given.newcomer();
  const w = await someone.publish({ ...onMessage(...steps), filter: is('message.text', 'go') });
  await someone.customerSays('chat', 'hello', kim);
  await before(someone);
  await someone.customerSays('chat', 'go', kim);
  await someone.settle();
  return { someone, w };
}

const file = { name: 'guide.pdf', url: 'https://files.example/guide.pdf', type: 'application/pdf' };
const assigned = (someone: Client) =>
  someone.event('chat', 'conversation.assigned', { agentId: 'lee', teamId: 'sales' });
const tagged = (someone: Client) => someone.event('chat', 'conversation.updated', { addTags: ['반품', 'urgent'] });

type Row = [step: Fields, to: string, state?: Fields, before?: (someone: Client) => Promise<unknown>];
const STEPS: Row[] = [
  [
    { do: 'message.send', text: '안녕하세요', files: [file], link: { label: '열기', url: 'https://shop.example/' } },
    'channel',
  ],
  [{ do: 'note.add', text: '확인 부탁드려요', mention: 'assignee' }, 'channel', {}, assigned],
  [{ do: 'agent.assign', agentId: 'kim' }, 'channel', { agentId: 'kim' }],
  [{ do: 'team.assign', teamId: 'returns' }, 'channel', { teamId: 'returns' }],
  [{ do: 'agent.unassign' }, 'channel', { agentId: undefined, teamId: 'sales' }, assigned],
  [{ do: 'team.unassign' }, 'channel', { agentId: 'lee', teamId: undefined }, assigned],
  [{ do: 'followers.add', agentIds: ['kim', 'park'] }, 'channel', { followers: ['kim', 'park'] }],
  [{ do: 'priority.set', priority: 'high' }, 'channel', { priority: 'high' }],
  [{ do: 'description.set', text: '반품 문의' }, 'channel', { description: '반품 문의' }],
  [{ do: 'conversation.tag', tags: ['vip', 'first'] }, 'channel', { tags: ['vip', 'first'] }],
  [{ do: 'conversation.untag', tags: ['urgent'] }, 'channel', { tags: ['반품'] }, tagged],
  [{ do: 'customer.tag', tags: ['buyer'] }, 'channel'],
  [{ do: 'conversation.close' }, 'channel', { status: 'closed' }],
  [{ do: 'team.message', teamChatId: 'team-returns', text: '새 문의' }, 'channel'],
  [{ do: 'agent.notify', text: '고객이 기다립니다' }, 'channel', {}, assigned],
  [{ do: 'sms.send', to: '+821099998888', text: '안내드립니다' }, 'sms'],
  [{ do: 'email.send', to: 'team@example.com', subject: '문의', text: '안내드립니다' }, 'email'],
];
test.each(STEPS)('%j', async (step, to, state = {}, before) => {
  const { someone, w } = await doing([step], before);
  const [entry, ...more] = await someone.outbox(w);
  expect(more).toEqual([]);
  const { do: type, ...fields } = step;
  expect(entry).toMatchObject({
    ...{ at: expect.any(String), to, type, effectId: expect.any(String) },
    ...{ workflowId: w, channelId: someone.channel, conversationId: 'chat', data: fields },
  });
  const now = await someone.conversation('chat');
  for (const [name, value] of Object.entries(state)) expect({ [name]: now[name as never] }).toEqual({ [name]: value });
});

describe('conversation', () => {
  test('tag and tags are the same; what is there already is not added twice', async () => {
    const steps = [
      { do: 'conversation.tag', tag: '반품' },
      { do: 'conversation.tag', tags: ['반품', 'b'] },
      { do: 'conversation.untag', tag: 'b' },
    ];
    const { someone } = await doing(steps);
    expect(await someone.conversation('chat')).toMatchObject({ tags: ['반품'] });
  });

  test('followers come and go', async () => {
    const steps = [
      { do: 'followers.add', agentIds: ['a', 'b', 'c'] },
      { do: 'followers.add', agentIds: ['b'] },
      { do: 'followers.remove', agentIds: ['a', 'c'] },
    ];
    const { someone, w } = await doing(steps);
    expect(await someone.conversation('chat')).toMatchObject({ followers: ['b'] });
    expect(
      (await someone.outbox(w)).map(({ type }) => type).filter((type) => type === 'followers.remove'),
    ).toHaveLength(1);
  });

  test('snooze for so long; then it is open again, and that is an opening', async () => {
    const { someone, w } = await doing([{ do: 'conversation.snooze', duration: 'PT3M' }]);
    const began = Date.parse((await someone.info()).now);
    expect(await someone.outbox(w)).toMatchObject([{ type: 'conversation.snooze', data: { duration: 'PT3M' } }]);
    const opened = await someone.publish({ trigger: { type: 'chat.opened', timing: 'every' } });
    expect(await someone.conversation('chat')).toMatchObject({ status: 'snoozed' });
    await someone.advance('PT4M');
    expect(await someone.conversation('chat')).toMatchObject({ status: 'open' });
    const [entry] = await someone.outbox(opened);
    expect(Date.parse(entry!.at) - began).toBeGreaterThanOrEqual(3 * MINUTE);
  });

  test('open a closed chat; opening an open one tells nobody', async () => {
    const { someone, w } = await doing([
      { do: 'conversation.open' },
      { do: 'conversation.close' },
      { do: 'conversation.open' },
    ]);
    expect((await someone.outbox(w)).map(({ type }) => type)).toEqual(['conversation.close', 'conversation.open']);
    expect(await someone.conversation('chat')).toMatchObject({ status: 'open', openedCount: 2 });
  });
});

test('customer.tag and customer.untag are known of the customer, and to other conversations', async () => {
  const steps = [
    { do: 'customer.tag', tags: ['buyer', 'old'] },
    { do: 'customer.untag', tag: 'old' },
  ];
  const { someone } = await doing(steps);
  expect(await someone.ask('GET', '/v1/customers/cu-7')).toMatchObject({ tags: ['buyer'] });
  const w = await someone.publish({ ...onMessage(note()), filter: contains('customer.tags', 'buyer') });
  await someone.advance('PT2S');
  await someone.customerSays('another chat', 'hello', { id: 'cu-7' });
  await someone.customerSays('of somebody else', 'hello', { id: 'cu-8' });
  expect(await did(someone, w)).toEqual(['another chat']);
});

test('sms.send without a number goes to the customer, email.send to the address', async () => {
  const { someone, w } = await doing([
    { do: 'sms.send', text: '{{customer.name}}님' },
    { do: 'email.send', subject: '{{customer.name}}님께', text: '안녕하세요' },
  ]);
  const sent = (await someone.outbox(w)).map(({ to, data }) => [to, data.to, data.subject ?? data.text]);
  expect(sent.sort()).toEqual([
    ['email', 'kim@example.com', 'Kim님께'],
    ['sms', '+821012345678', 'Kim님'],
  ]);
});

describe('placeholders', () => {
  test('facts are filled in, what is missing is empty, what is no fact too', async () => {
    const texts = [
      '{{customer.name}}/{{customer.tier}}',
      '[{{customer.country}}]',
      '[{{answer.none}}{{result.none.x}}]',
    ];
    const more = ['{{message.text}} {{conversation.status}} {{conversation.priority}}'];
    const steps = [{ do: 'priority.set', priority: 'low' }, ...[...texts, ...more].map(note)];
    const { someone, w } = await doing(steps);
    expect((await someone.wrote(w)).slice(1)).toEqual(['Kim/VIP', '[]', '[]', 'go open low']);
  });

  test('what a customer writes is never filled in again', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(note('{{message.text}}')));
    await someone.customerSays('chat', '{{customer.email}}', kim);
    expect(await someone.wrote(w)).toEqual(['{{customer.email}}']);
  });
});

describe('wait', () => {
  const steps = (cancelOn?: string[]) => [note('now'), pause('PT2M', cancelOn && { cancelOn }), note('later')];
  const happenings: Record<string, (someone: Client) => Promise<unknown>> = {
    customerMessage: (someone) => someone.customerSays('chat', 'and then'),
    agentMessage: (someone) => someone.agentSays('chat'),
    assigned: (someone) => someone.event('chat', 'conversation.assigned', { agentId: 'kim' }),
    closed: (someone) => someone.event('chat', 'conversation.closed', { by: 'agent' }),
  };
  const all = Object.keys(happenings);
  const pairs = all.flatMap((cancelOn) => all.map((what) => [cancelOn, what] as const));
  test.each(pairs)('cancelOn %s, and %s happens', async (cancelOn, what) => {
    const { someone, w } = await doing(steps([cancelOn]));
    await someone.advance('PT1M');
    await happenings[what]!(someone);
    await someone.advance('PT2M');
    const isCancelled = cancelOn === what || what === 'closed';
    expect(await someone.wrote(w)).toEqual(isCancelled ? ['now'] : ['now', 'later']);
    expect(await someone.conversation('chat')).toMatchObject({ runs: [] });
  });

  test('a note and an assigned team cancel nothing', async () => {
    const { someone, w } = await doing(steps(['agentMessage', 'assigned']));
    await someone.agentSays('chat', 'psst', { private: true });
    await someone.event('chat', 'conversation.assigned', { teamId: 'returns' });
    await someone.advance('PT3M');
    expect((await someone.wrote(w)).slice(0, 2)).toEqual(['now', 'later']);
  });
});

describe('branch', () => {
  const branch = (...words: string[]) => ({
    do: 'branch',
    branches: words.map((word) => ({ when: contains('message.text', word), steps: [note(word)] })),
    otherwise: [note('otherwise')],
  });

  test('the first that holds, of four, else otherwise; then on', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(branch('a', 'b', 'c', 'd'), note('on')));
    for (const text of ['b and a', 'c', 'd', 'z']) await someone.customerSays(text, text);
    const wrote = await Promise.all(['b and a', 'c', 'd', 'z'].map((chat) => someone.wrote(w, chat)));
    expect(wrote).toEqual([
      ['a', 'on'],
      ['c', 'on'],
      ['d', 'on'],
      ['otherwise', 'on'],
    ]);
  });

  test('none holds and there is no otherwise: simply on', async () => {
    const { otherwise: _, ...bare } = branch('x');
    const { someone, w } = await doing([bare, note('on')]);
    expect(await someone.wrote(w)).toEqual(['on']);
  });

  test('five are refused', async () => {
    const someone = await given.newcomer();
    const draft = { name: 'w', ...onMessage(branch('a', 'b', 'c', 'd', 'e')) };
    expect((await someone.request('POST', '/v1/workflows', draft)).status).toBe(400);
  });

  test('looks at the moment it is reached, behind a wait', async () => {
    const high = { when: is('conversation.priority', 'high'), steps: [note('high')] };
    const { someone, w } = await doing([pause('PT1M'), { do: 'branch', branches: [high], otherwise: [note('not')] }]);
    await someone.event('chat', 'conversation.updated', { priority: 'high' });
    await someone.advance('PT2M');
    expect(await someone.wrote(w)).toEqual(['high']);
  });
});

test('end ends the run where it stands, other runs go on', async () => {
  const branches = [{ when: is('customer.tier', 'VIP'), steps: [note('VIP'), { do: 'end' }, note('never')] }];
  const { someone, w } = await doing([{ do: 'branch', branches }, note('never')]);
  expect(await someone.wrote(w)).toEqual(['VIP']);
});

test('webhook.call asks an address of ours and knows its answer; a step that fails for good ends the run', async () => {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/gone' ? 404 : 200, { 'content-type': 'application/json' });
    response.end('{"state":"배송중"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call = (path: string) => ({ do: 'webhook.call', url: url + path, method: 'GET', as: 'order' });
  const { someone, w } = await doing([call('/order'), note('{{result.order.state}}'), call('/gone'), note('never')]);
  const other = await someone.publish(onMessage(note('other')));
  await someone.customerSays('chat', 'go on', kim);
  const notes = (await someone.outbox(w)).filter(({ type }) => type === 'note.add').map(({ data }) => data.text);
  expect(notes).toEqual(['배송중']);
  expect(await did(someone, other)).toEqual(['chat']);
  const runs = (await someone.timeline('chat')).flatMap((item) => item.runs ?? []);
  expect(runs.filter(({ workflowId, change }) => workflowId === w && change === 'failed')).toHaveLength(1);
  server.close();
});
