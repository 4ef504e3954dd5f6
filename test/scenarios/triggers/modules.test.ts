import { describe, expect, test } from '@jest/globals';
import type { Client, Fields } from '../client';
import { sharedStack } from '../given';
import { aCall, did, is, judged, note, pause } from './tale';

const given = sharedStack();
const module = (settings: Fields = {}, more: Fields = {}) => ({ trigger: { type: 'module', ...settings }, ...more });
const inChat = (more: Fields = {}) => module({ usableInChat: true }, more);
const links = (workflowId: string, ...more: Fields[]) => ({
  trigger: { type: 'message.customer' },
  steps: [{ do: 'module.run', workflowId }, ...more],
});
const agentStarts = (someone: Client, chat: string, workflowId: string) =>
  someone.event(chat, 'workflow.requested', { workflowId, agentId: 'kim' });
/** All that was written into a chat, by whichever workflow. */
async function story(someone: Client, chat: string): Promise<unknown[]> {
  await someone.settle();
  const entries = await someone.outbox();
  const own = entries.filter(
    ({ channelId, conversationId }) => channelId === someone.channel && conversationId === chat,
  );
  return own.map(({ data }) => data.text);
}
async function republish(someone: Client, id: string, draft: Fields): Promise<void> {
  await someone.ask('PUT', `/v1/workflows/${id}`, { name: 'w', ...draft });
  await someone.ask('POST', `/v1/workflows/${id}/publish`);
}

describe('T15 module runs when', () => {
  test("another workflow's step links to it: inside the caller, which goes on after it", async () => {
    const someone = await given.newcomer();
    const m = await someone.publish(module({}, { steps: [note('in the module: {{message.text}}')] }));
    await someone.publish({ ...links(m, note('after')), steps: [note('before'), ...links(m).steps, note('after')] });
    await someone.customerSays('chat', '반품');
    expect(await story(someone, 'chat')).toEqual(['before', 'in the module: 반품', 'after']);
  });

  test('an agent starts it in a chat, as the channel tells and by the desk', async () => {
    const someone = await given.newcomer();
    const m = await someone.publish(inChat({ steps: [note('{{customer.name}}')] }));
    await someone.customerSays('chat', 'hello', { id: 'cu', name: 'Kim' });
    await agentStarts(someone, 'chat', m);
    await someone.settle();
    const desk = await someone.command('chat', 'module', { workflowId: m, agentId: 'kim' });
    expect(desk.status).toBe(200);
    expect(await story(someone, 'chat')).toEqual(['Kim', 'Kim']);
    expect(await judged(someone, m, 'chat')).toEqual(['fired', 'fired']);
  });
});

describe('T15 module never runs', () => {
  test('on its own, whatever happens', async () => {
    const someone = await given.newcomer();
    const m = await someone.publish(inChat());
    await someone.event('chat', 'conversation.started', { kind: 'chat', by: 'customer' });
    await someone.customerSays('chat');
    await someone.agentSays('chat');
    await someone.event('chat', 'conversation.queued');
    await someone.advance('PT2M');
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await aCall(someone, 'call', 'call.ringing', 'call.queued', 'call.inbound', 'call.answered', 'call.ended');
    await aCall(someone, 'outbound', 'call.placed');
    await someone.advance('PT2M');
    expect(await did(someone, m)).toEqual([]);
  });

  test('usableInChat off, the default: no agent starts it, and is told why; links may', async () => {
    const someone = await given.newcomer();
    const byDefault = await someone.publish(module());
    const off = await someone.publish(module({ usableInChat: false }, { steps: [note('off')] }));
    await someone.publish(links(off));
    await someone.customerSays('chat');
    for (const m of [byDefault, off]) await agentStarts(someone, 'chat', m);
    expect(await story(someone, 'chat')).toEqual(['off']);
    expect(await judged(someone, byDefault, 'chat')).toEqual(['module']);
    expect((await judged(someone, off, 'chat')).at(-1)).toBe('module');
  });

  test('for an agent when it is a draft, paused, or no module', async () => {
    const someone = await given.newcomer();
    const { id: draft } = await someone.draft(inChat());
    const paused = await someone.publish(inChat());
    await someone.pause(paused);
    const other = await someone.publish({ trigger: { type: 'chat.closed' } });
    await someone.customerSays('chat');
    for (const workflow of [draft, paused, other]) await agentStarts(someone, 'chat', workflow);
    expect(await story(someone, 'chat')).toEqual([]);
  });
});

describe('T15 module', () => {
  test('edited in one place, the change is seen wherever it is linked; not before it is published', async () => {
    const someone = await given.newcomer();
    const m = await someone.publish(module({}, { steps: [note('first')] }));
    await someone.publish({ ...links(m), filter: is('message.text', 'a') });
    await someone.publish({ ...links(m), filter: is('message.text', 'b') });
    await someone.ask('PUT', `/v1/workflows/${m}`, { name: 'w', ...module({}, { steps: [note('second')] }) });
    await someone.customerSays('before', 'a');
    await someone.customerSays('before', 'b');
    expect(await story(someone, 'before')).toEqual(['first', 'first']);
    await someone.ask('POST', `/v1/workflows/${m}/publish`);
    await someone.customerSays('after', 'a');
    await someone.customerSays('after', 'b');
    expect(await story(someone, 'after')).toEqual(['second', 'second']);
  });

  test('a run that waits inside it keeps the revision that it began with', async () => {
    const someone = await given.newcomer();
    const steps = (text: string) => [note(`${text} now`), pause('PT2M'), note(`${text} later`)];
    const m = await someone.publish(module({}, { steps: steps('first') }));
    await someone.publish(links(m, note('after')));
    await someone.customerSays('chat');
    await someone.settle();
    await republish(someone, m, module({}, { steps: steps('second') }));
    await someone.advance('PT3M');
    expect(await story(someone, 'chat')).toEqual(['first now', 'first later', 'after']);
  });

  test('what it asks is known to the caller; modules may link to modules', async () => {
    const someone = await given.newcomer();
    const ask = { do: 'ask.once', text: '주문 번호는요?', as: 'order' };
    const inner = await someone.publish(module({}, { steps: [ask] }));
    const outer = await someone.publish(module({}, { steps: [...links(inner).steps, note('outer')] }));
    const opened = { ...links(outer, note('{{answer.order}}')), trigger: { type: 'chat.opened' } };
    await someone.publish(opened);
    await someone.customerSays('chat', '반품');
    await someone.customerSays('chat', 'A-77');
    expect(await story(someone, 'chat')).toEqual(['주문 번호는요?', 'outer', 'A-77']);
  });

  test('exclusive: an agent cannot start it beside a live exclusive run; a link runs inside its caller', async () => {
    const someone = await given.newcomer();
    const m = await someone.publish(inChat({ mode: 'exclusive' }));
    await someone.publish({ ...links(m, pause('PT5M')), mode: 'exclusive' });
    await someone.customerSays('chat');
    expect(await story(someone, 'chat')).toEqual(['fired']);
    await agentStarts(someone, 'chat', m);
    expect(await story(someone, 'chat')).toEqual(['fired']);
    expect((await judged(someone, m, 'chat')).at(-1)).toBe('exclusive');
    await someone.advance('PT6M');
    await agentStarts(someone, 'chat', m);
    expect(await story(someone, 'chat')).toEqual(['fired', 'fired']);
  });

  test('its filter decides when an agent starts it', async () => {
    const someone = await given.newcomer();
    const m = await someone.publish(inChat({ filter: is('customer.tier', 'VIP') }));
    await someone.customerSays('vip', 'hello', { id: 'a', tier: 'VIP' });
    await someone.customerSays('other', 'hello', { id: 'b', tier: 'basic' });
    for (const chat of ['vip', 'other']) await agentStarts(someone, chat, m);
    expect(await did(someone, m)).toEqual(['vip']);
    expect(await judged(someone, m, 'other')).toEqual(['condition']);
  });

  test('starts by agents are counted apart', async () => {
    const someone = await given.newcomer();
    const m = await someone.publish(inChat());
    await someone.publish(links(m));
    await someone.customerSays('chat');
    await agentStarts(someone, 'chat', m);
    await agentStarts(someone, 'chat', m);
    await someone.settle();
    await someone.advance('PT1M');
    const counts = await someone.ask('GET', `/v1/workflows/${m}/statistics`);
    expect(counts).toMatchObject({ started: 3, startedByAgent: 2, completed: 3 });
  });

  test('a filter on the caller’s message holds inside: facts are those of the event', async () => {
    const someone = await given.newcomer();
    const branches = [{ when: is('customer.tier', 'VIP'), steps: [note('VIP')] }];
    const m = await someone.publish(module({}, { steps: [{ do: 'branch', branches, otherwise: [note('other')] }] }));
    await someone.publish(links(m));
    await someone.customerSays('vip', 'hello', { id: 'a', tier: 'VIP' });
    await someone.customerSays('basic', 'hello', { id: 'b', tier: 'basic' });
    expect(await story(someone, 'vip')).toEqual(['VIP']);
    expect(await story(someone, 'basic')).toEqual(['other']);
  });
});
