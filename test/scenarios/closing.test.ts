import { describe, expect, test } from '@jest/globals';
import type { Client } from './client';
import { sharedStack } from './given';

const given = sharedStack();
const closed = (settings = {}) => ({ trigger: { type: 'chat.closed', ...settings } });
const note = (text: string) => ({ do: 'note.add', text });
const close = { do: 'conversation.close' };

describe('T11: a chat was closed', () => {
  test.each(['agent', 'workflow', 'api', 'customer'])('by %s, as the channel tells it', async (by) => {
    const someone = await given.newcomer();
    const w = await someone.publish(closed());
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.closed', { by });
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('by the API', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(closed());
    await someone.customerSays('chat');
    await someone.settle();
    expect(await someone.command('chat', 'close')).toMatchObject({ status: 200, body: { status: 'closed' } });
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test("by a workflow's close step, once, the channel's echo included", async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(closed());
    const closer = await someone.publish({ trigger: { type: 'message.agent' }, steps: [close] });
    await someone.customerSays('chat');
    await someone.agentSays('chat', 'bye');
    await someone.settle();
    await someone.event('chat', 'conversation.closed', { by: 'workflow' });
    expect(await someone.did(w)).toEqual(['chat']);
    expect((await someone.outbox(closer)).map(({ type }) => type)).toEqual(['conversation.close']);
  });

  test('closing a closed chat is no closing', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(closed());
    await someone.customerSays('chat');
    for (const by of ['agent', 'api', 'customer']) await someone.event('chat', 'conversation.closed', { by });
    expect(await someone.did(w)).toEqual(['chat']);
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    expect(await someone.did(w)).toEqual(['chat', 'chat']);
  });

  test('scope: in the inbox once it was opened, not in the inbox when it never was', async () => {
    const someone = await given.newcomer();
    const all = await someone.publish(closed({ scope: 'all' }));
    const inside = await someone.publish(closed({ scope: 'inInbox' }));
    const outside = await someone.publish(closed({ scope: 'notInInbox' }));
    await someone.customerSays('opened');
    await someone.event('started', 'conversation.started', { by: 'customer' });
    for (const chat of ['opened', 'started']) await someone.event(chat, 'conversation.closed', { by: 'customer' });
    expect(await someone.did(all)).toEqual(['opened', 'started']);
    expect(await someone.did(inside)).toEqual(['opened']);
    expect(await someone.did(outside)).toEqual(['started']);
    expect(await someone.evaluations('started', inside)).toMatchObject([{ fired: false, reason: { kind: 'scope' } }]);
  });

  test('the end of a call is not the closing of a chat, nor the other way round', async () => {
    const someone = await given.newcomer();
    const chats = await someone.publish(closed());
    const calls = await someone.publish({ trigger: { type: 'call.ended', wait: 'PT0S' } });
    for (const type of ['call.ringing', 'call.inbound']) await someone.event('call', type);
    await someone.event('call', 'call.ended');
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.closed');
    await someone.advance('PT1M');
    expect(await someone.did(chats)).toEqual(['chat']);
    expect(await someone.did(calls)).toEqual(['call']);
  });
});

describe('runs and closing', () => {
  const slow = (type: string, more = {}) => ({
    trigger: { type, ...more },
    steps: [{ do: 'wait', duration: 'PT5M', cancelOn: ['assigned'] }, note('after the wait')],
  });
  const aWaitingRun = async (someone: Client) => {
    const w = await someone.publish(slow('message.customer'));
    await someone.customerSays('chat');
    await someone.settle();
    return w;
  };

  test('closing ends a live run, whatever its wait would let through', async () => {
    const someone = await given.newcomer();
    const w = await aWaitingRun(someone);
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await someone.advance('PT10M');
    expect(await someone.did(w)).toEqual([]);
    const changes = (await someone.timeline('chat')).flatMap(({ runs = [] }) => runs);
    expect(changes.map(({ change }) => change)).toEqual(['started', 'suspended', 'ended']);
  });

  test('wrap-up ends none', async () => {
    const someone = await given.newcomer();
    const w = await aWaitingRun(someone);
    await someone.event('chat', 'session.ended', { by: 'agent' });
    await someone.advance('PT10M');
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('snoozing ends none', async () => {
    const someone = await given.newcomer();
    const w = await aWaitingRun(someone);
    await someone.event('chat', 'conversation.snoozed');
    await someone.advance('PT10M');
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('runs of T11 live in the closed chat', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(slow('chat.closed'));
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await someone.advance('PT10M');
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('the run that closed finishes the steps that need no waiting', async () => {
    const someone = await given.newcomer();
    const steps = [note('before'), close, note('after'), { do: 'wait', duration: 'PT1S' }, note('much later')];
    const w = await someone.publish({ trigger: { type: 'message.customer' }, steps });
    await someone.customerSays('chat');
    await someone.advance('PT1M');
    const sent = (await someone.outbox(w)).map(({ type, data }) => data.text ?? type);
    expect(sent).toEqual(['before', 'conversation.close', 'after']);
    expect(await someone.conversation('chat')).toMatchObject({ status: 'closed', runs: [] });
  });

  test('the run that closed after a wait, too', async () => {
    const someone = await given.newcomer();
    const steps = [{ do: 'wait', duration: 'PT40S' }, close, note('after')];
    const w = await someone.publish({ trigger: { type: 'chat.agentWaiting', wait: 'PT1M' }, steps });
    await someone.agentSays('chat');
    await someone.advance('PT5M');
    expect((await someone.outbox(w)).map(({ type }) => type)).toEqual(['conversation.close', 'note.add']);
  });
});
