import { describe, expect, test } from '@jest/globals';
import type { Client } from './client';
import { sharedStack } from './given';

const given = sharedStack();
const note = (text: string) => ({ do: 'note.add', text });
const on = (type: string, text: string, more = {}) => ({ name: text, trigger: { type }, steps: [note(text)], ...more });

/** What was written into a conversation, by whichever workflow, in the order in which it left. */
async function story(someone: Client, subject: string): Promise<unknown[]> {
  await someone.settle();
  const entries = await someone.outbox();
  return entries
    .filter((entry) => entry.channelId === someone.channel && entry.conversationId === subject)
    .map(({ type, data }) => data.text ?? type);
}

describe('order', () => {
  test('opening before message, by priority within', async () => {
    const someone = await given.newcomer();
    const ids = [];
    for (const [type, text] of [
      ['message.customer', 'message 1'],
      ['chat.opened', 'opened 1'],
      ['message.customer', 'message 2'],
      ['chat.opened', 'opened 2'],
    ] as const)
      ids.push(await someone.publish(on(type, text)));
    await someone.customerSays('chat');
    expect(await story(someone, 'chat')).toEqual(['opened 1', 'opened 2', 'message 1', 'message 2']);
    const order = [ids[3], ids[2], ids[1], ids[0]];
    expect((await someone.request('PUT', '/v1/workflows/order', { order })).status).toBe(200);
    await someone.customerSays('other');
    expect(await story(someone, 'other')).toEqual(['opened 2', 'opened 1', 'message 2', 'message 1']);
  });

  test("one run's effects are contiguous and in order", async () => {
    const someone = await given.newcomer();
    const runs = ['a', 'b', 'c'].map((name) => Array.from({ length: 8 }, (_, index) => `${name}${index}`));
    for (const texts of runs)
      await someone.publish({ name: texts[0], trigger: { type: 'message.customer' }, steps: texts.map(note) });
    await someone.customerSays('chat');
    expect(await story(someone, 'chat')).toEqual(runs.flat());
  });

  test('a conversation stays in order whatever the others do', async () => {
    const someone = await given.newcomer();
    await someone.publish(on('message.customer', '{{message.text}}'));
    const chats = ['chat-1', 'chat-2', 'chat-3'];
    for (let turn = 0; turn < 10; turn++)
      await Promise.all(chats.map((chat) => someone.customerSays(chat, `${chat} ${turn}`)));
    for (const chat of chats)
      expect(await story(someone, chat)).toEqual(Array.from({ length: 10 }, (_, turn) => `${chat} ${turn}`));
  });

  test('a batch is taken in its order', async () => {
    const someone = await given.newcomer();
    await someone.publish(on('message.customer', '{{message.text}}'));
    const texts = Array.from({ length: 100 }, (_, index) => String(index));
    const batch = texts.map((text) => someone.made('chat', 'message.created', someone.message('customer', text)));
    await someone.ask('PATCH', '/v1/settings', { fuse: 1000 });
    const answer = await someone.request('POST', '/v1/events', batch);
    expect(answer).toMatchObject({ status: 202, body: { accepted: 100 } });
    expect(await story(someone, 'chat')).toEqual(texts);
  });
});

describe('exclusive', () => {
  const exclusive = (text: string) => on('message.customer', text, { mode: 'exclusive' });
  const lasting = (text: string) => ({ ...exclusive(text), steps: [note(text), { do: 'wait', duration: 'PT3M' }] });

  test('among several that match at once the first in order wins, and the others say so', async () => {
    const someone = await given.newcomer();
    await someone.publish(lasting('first'));
    const second = await someone.publish(lasting('second'));
    await someone.customerSays('chat');
    expect(await story(someone, 'chat')).toEqual(['first']);
    expect(await someone.evaluations('chat', second)).toMatchObject([{ fired: false, reason: { kind: 'exclusive' } }]);
  });

  test('one whose filter does not pass leaves the place to the next', async () => {
    const someone = await given.newcomer();
    await someone.publish({ ...lasting('first'), filter: { fact: 'message.text', op: 'is', value: 'no' } });
    await someone.publish(lasting('second'));
    await someone.customerSays('chat', 'yes');
    expect(await story(someone, 'chat')).toEqual(['second']);
  });

  test('while one is live no other starts in that conversation; elsewhere and afterwards it does', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(lasting('running'));
    await someone.customerSays('chat');
    await someone.customerSays('chat');
    await someone.customerSays('other');
    expect(await story(someone, 'chat')).toEqual(['running']);
    expect(await story(someone, 'other')).toEqual(['running']);
    const [fired, refused] = await someone.evaluations('chat', w);
    expect([fired, refused]).toMatchObject([{ fired: true }, { fired: false, reason: { kind: 'exclusive' } }]);
    await someone.advance('PT4M');
    await someone.customerSays('chat');
    expect(await story(someone, 'chat')).toEqual(['running', 'running']);
  });

  test('a background workflow starts beside it', async () => {
    const someone = await given.newcomer();
    await someone.publish(lasting('exclusive'));
    await someone.publish(on('message.customer', 'background'));
    await someone.customerSays('chat');
    await someone.customerSays('chat');
    expect(await story(someone, 'chat')).toEqual(['exclusive', 'background', 'background']);
  });

  test('background workflows all run that match', async () => {
    const someone = await given.newcomer();
    for (const text of ['one', 'two', 'three']) await someone.publish(on('message.customer', text));
    await someone.customerSays('chat');
    expect(await story(someone, 'chat')).toEqual(['one', 'two', 'three']);
  });
});

describe('branches', () => {
  test('the first that holds, or otherwise; then the steps after it', async () => {
    const someone = await given.newcomer();
    const when = (value: string, then: string) => ({
      when: { fact: 'message.text', op: 'contains', value },
      steps: [note(then)],
    });
    await someone.publish({
      trigger: { type: 'message.customer' },
      steps: [
        { do: 'branch', branches: [when('반품', 'return'), when('품', 'goods')], otherwise: [note('other')] },
        note('after'),
      ],
    });
    await someone.customerSays('both', '반품');
    await someone.customerSays('second', '상품');
    await someone.customerSays('none', '안녕');
    expect(await story(someone, 'both')).toEqual(['return', 'after']);
    expect(await story(someone, 'second')).toEqual(['goods', 'after']);
    expect(await story(someone, 'none')).toEqual(['other', 'after']);
  });

  test('end ends the run from within a branch', async () => {
    const someone = await given.newcomer();
    const branches = [{ when: { fact: 'message.text', op: 'exists' }, steps: [note('in'), { do: 'end' }] }];
    await someone.publish({
      trigger: { type: 'message.customer' },
      steps: [{ do: 'branch', branches }, note('after')],
    });
    await someone.customerSays('chat');
    expect(await story(someone, 'chat')).toEqual(['in']);
  });

  test('a wait inside a branch goes on in it', async () => {
    const someone = await given.newcomer();
    const inside = [note('in'), { do: 'wait', duration: 'PT3M' }, note('still in')];
    const branches = [{ when: { fact: 'message.text', op: 'exists' }, steps: inside }];
    await someone.publish({
      trigger: { type: 'message.customer' },
      steps: [{ do: 'branch', branches }, note('after')],
    });
    await someone.customerSays('chat');
    await someone.advance('PT5M');
    expect(await story(someone, 'chat')).toEqual(['in', 'still in', 'after']);
  });

  test('a branch sees what the steps before it did', async () => {
    const someone = await given.newcomer();
    const branches = [{ when: { fact: 'conversation.priority', op: 'is', value: 'high' }, steps: [note('high')] }];
    const steps = [
      { do: 'priority.set', priority: 'high' },
      { do: 'branch', branches, otherwise: [note('not')] },
    ];
    await someone.publish({ trigger: { type: 'message.customer' }, steps });
    await someone.customerSays('chat');
    expect(await story(someone, 'chat')).toEqual(['priority.set', 'high']);
  });
});

describe('what a workflow does is folded at once', () => {
  test('assignment, tags, priority, snooze', async () => {
    const someone = await given.newcomer();
    await someone.publish({
      trigger: { type: 'message.customer' },
      steps: [
        { do: 'agent.assign', agentId: 'kim' },
        { do: 'team.assign', teamId: 'returns' },
        { do: 'priority.set', priority: 'high' },
        { do: 'conversation.tag', tags: ['반품', 'urgent'] },
        { do: 'conversation.untag', tag: 'urgent' },
        { do: 'conversation.snooze', duration: 'PT10M' },
      ],
    });
    await someone.customerSays('chat');
    expect(await someone.conversation('chat')).toMatchObject({
      ...{ status: 'snoozed', agentId: 'kim', teamId: 'returns', priority: 'high', tags: ['반품'] },
    });
    expect(await story(someone, 'chat')).toEqual([
      ...['agent.assign', 'team.assign', 'priority.set', 'conversation.tag', 'conversation.untag'],
      'conversation.snooze',
    ]);
    await someone.advance('PT11M');
    expect(await someone.conversation('chat')).toMatchObject({ status: 'open' });
  });

  test("the channel's own later event is the truth", async () => {
    const someone = await given.newcomer();
    await someone.publish({ trigger: { type: 'message.customer' }, steps: [{ do: 'agent.assign', agentId: 'kim' }] });
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.assigned', { agentId: 'lee' });
    expect(await someone.conversation('chat')).toMatchObject({ agentId: 'lee' });
    await someone.event('chat', 'conversation.unassigned');
    expect((await someone.conversation('chat')).agentId).toBeUndefined();
  });
});

describe('customer facts', () => {
  const vip = { trigger: { type: 'message.customer' }, filter: { fact: 'customer.tier', op: 'is', value: 'VIP' } };

  test('of the event first, then of the record', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(vip);
    await someone.customerSays('told', 'hello', { id: 'cu-1', tier: 'VIP' });
    await someone.settle();
    await someone.advance('PT2S');
    await someone.customerSays('known', 'hello', { id: 'cu-1' });
    await someone.customerSays('demoted', 'hello', { id: 'cu-1', tier: 'basic' });
    expect(await someone.did(w)).toEqual(['told', 'known']);
  });

  test('customer.updated is known everywhere within a second', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(vip);
    await someone.customerSays('chat', 'hello', { id: 'cu-2' });
    await someone.event('cu-2', 'customer.updated', { customer: { id: 'cu-2', tier: 'VIP' } });
    await someone.settle();
    await someone.advance('PT2S');
    await someone.customerSays('chat', 'hello', { id: 'cu-2' });
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('when a wait is due, too', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish({ ...vip, trigger: { type: 'chat.customerWaiting', wait: 'PT3M' } });
    await someone.customerSays('chat', 'hello', { id: 'cu-3', tier: 'basic' });
    await someone.advance('PT1M');
    await someone.event('cu-3', 'customer.updated', { customer: { id: 'cu-3', tier: 'VIP' } });
    await someone.advance('PT5M');
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('profile, tags, member, segments', async () => {
    const someone = await given.newcomer();
    const filter = {
      all: [
        { fact: 'customer.profile.plan', op: 'is', value: 'gold' },
        { fact: 'customer.profile.orders', op: 'gte', value: 3 },
        { fact: 'customer.tags', op: 'contains', value: 'returns' },
        { fact: 'customer.member', op: 'is', value: true },
        { fact: 'customer.email', op: 'exists' },
      ],
    };
    const w = await someone.publish({ trigger: { type: 'message.customer' }, filter });
    const whole = { email: 'kim@example.com', tags: ['returns'], member: true, profile: { plan: 'gold', orders: 3 } };
    await someone.customerSays('all', 'hello', { id: 'cu-4', ...whole });
    await someone.customerSays('fewer', 'hello', { id: 'cu-5', ...whole, profile: { plan: 'gold', orders: 2 } });
    await someone.customerSays('no mail', 'hello', { id: 'cu-6', ...whole, email: undefined });
    expect(await someone.did(w)).toEqual(['all']);
  });

  test('a tag that a workflow gives the customer is known in the next chat', async () => {
    const someone = await given.newcomer();
    await someone.publish({ trigger: { type: 'chat.closed' }, steps: [{ do: 'customer.tag', tag: 'served' }] });
    const filter = { fact: 'customer.tags', op: 'contains', value: 'served' };
    const w = await someone.publish({ trigger: { type: 'message.customer' }, filter });
    await someone.customerSays('first', 'hello', { id: 'cu-7' });
    await someone.event('first', 'conversation.closed', { by: 'agent' });
    await someone.settle();
    await someone.advance('PT2S');
    await someone.customerSays('second', 'hello', { id: 'cu-7' });
    expect(await someone.did(w)).toEqual(['second']);
  });
});

describe('placeholders', () => {
  test('facts are filled in, what is missing is empty', async () => {
    const someone = await given.newcomer();
    const text = '[{{customer.name}}] [{{customer.profile.city}}] [{{customer.phone}}] [{{result.a.b}}] [{{answer.x}}]';
    const w = await someone.publish({ trigger: { type: 'message.customer' }, steps: [note(text)] });
    await someone.customerSays('chat', 'hello', { id: 'cu', name: '김철수', profile: { city: '서울' } });
    expect(await someone.wrote(w)).toEqual(['[김철수] [서울] [] [] []']);
  });

  test('what a customer writes is never itself a placeholder', async () => {
    const someone = await given.newcomer();
    const steps = [note('{{message.text}}')];
    const w = await someone.publish({ trigger: { type: 'message.customer' }, steps });
    await someone.customerSays('chat', '{{customer.email}} $& {{message.text}}', { id: 'cu', email: 'a@b.c' });
    expect(await someone.wrote(w)).toEqual(['{{customer.email}} $& {{message.text}}']);
  });
});

describe('chains and fuses', () => {
  test('open and close that cause each other end at the depth limit, visibly', async () => {
    const someone = await given.newcomer();
    await someone.ask('PATCH', '/v1/settings', { fuse: 1000 });
    const opener = await someone.publish({ trigger: { type: 'chat.closed' }, steps: [{ do: 'conversation.open' }] });
    const closer = await someone.publish({ trigger: { type: 'chat.opened' }, steps: [{ do: 'conversation.close' }] });
    await someone.customerSays('chat');
    await someone.settle();
    const fired = (await someone.did(opener)).length + (await someone.did(closer)).length;
    expect(fired).toBeGreaterThan(4);
    expect(fired).toBeLessThanOrEqual(9);
    const said = [...(await someone.evaluations('chat', opener)), ...(await someone.evaluations('chat', closer))];
    expect(said).toContainEqual(expect.objectContaining({ reason: expect.objectContaining({ kind: 'depth' }) }));
  });

  test('twenty runs of one workflow in one conversation a minute, then the fuse trips, visibly', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish({ trigger: { type: 'message.customer' } });
    for (let message = 0; message < 23; message++) await someone.customerSays('busy');
    await someone.customerSays('quiet');
    const did = await someone.did(w);
    expect(did.filter((chat) => chat === 'busy')).toHaveLength(20);
    expect(did).toContain('quiet');
    const refused = (await someone.evaluations('busy', w)).filter(({ fired }) => !fired);
    expect(refused.map(({ reason }) => reason?.kind)).toEqual(['fuse', 'fuse', 'fuse']);
    await someone.advance('PT1M1S');
    await someone.customerSays('busy');
    expect((await someone.did(w)).filter((chat) => chat === 'busy')).toHaveLength(21);
  });
});
