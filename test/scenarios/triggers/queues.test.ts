import { describe, expect, test } from '@jest/globals';
import type { Client } from '../client';
import { MINUTE, SECOND, sharedStack } from '../given';
import { aCall, did, judged, note } from './tale';

const given = sharedStack();
const chatQueued = (wait?: string) => ({ trigger: { type: 'chat.queued', ...(wait && { wait }) } });
const callQueued = (wait?: string) => ({ trigger: { type: 'call.queued', ...(wait && { wait }) } });
const enters = (someone: Client, chat: string) => someone.event(chat, 'conversation.queued');
/** A chat that came in while no agent was free. */
const aQueuedChat = async (someone: Client, chat = 'chat') => {
  await someone.customerSays(chat);
  await enters(someone, chat);
};
const aQueuedCall = (someone: Client, call = 'call') => aCall(someone, call, 'call.ringing', 'call.queued');

describe.each([
  ['T4 chat.queued', chatQueued, aQueuedChat, 'chat'],
  ['T7 call.queued', callQueued, aQueuedCall, 'call'],
] as const)('%s', (_, queued, comesIn, name) => {
  test.each([
    [undefined, MINUTE],
    ['PT0S', 0],
    ['PT40S', 40 * SECOND],
    ['PT4M', 4 * MINUTE],
  ])('fires once it has stayed in the queue for the whole wait: %s (default one minute)', async (wait, millis) => {
    const someone = await given.newcomer();
    const w = await someone.publish(queued(wait));
    const began = Date.parse((await someone.info()).now);
    await comesIn(someone);
    await someone.advance('PT7M');
    const [entry, ...more] = await someone.outbox(w);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ conversationId: name });
    expect(Date.parse(entry!.at) - began).toBeGreaterThanOrEqual(millis);
    expect(Date.parse(entry!.at) - began).toBeLessThanOrEqual(millis + 5 * SECOND);
  });

  test('queued while queued changes nothing: the wait counts from when it came into the queue', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(queued('PT3M'));
    await comesIn(someone);
    await someone.advance('PT2M');
    await someone.event(name, name === 'chat' ? 'conversation.queued' : 'call.queued');
    await someone.advance('PT1M5S');
    expect(await did(someone, w)).toEqual([name]);
    await someone.advance('PT5M');
    expect(await did(someone, w)).toEqual([name]);
  });

  test('never fires when an agent was assigned before the wait ends', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(queued('PT3M'));
    await comesIn(someone);
    await someone.advance('PT2M59S');
    await someone.event(name, 'conversation.assigned', { agentId: 'kim' });
    await someone.advance('PT5M');
    expect(await did(someone, w)).toEqual([]);
    expect(await someone.conversation(name)).toMatchObject({ queued: false });
  });

  test('fires all the same when only a team was assigned: it is still in the queue', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(queued('PT3M'));
    await comesIn(someone);
    await someone.event(name, 'conversation.assigned', { teamId: 'returns' });
    await someone.advance('PT4M');
    expect(await did(someone, w)).toEqual([name]);
  });

  test('an agent assigned by a workflow ends the stay, too', async () => {
    const someone = await given.newcomer();
    const early = await someone.publish({ ...queued('PT1M'), steps: [{ do: 'agent.assign', agentId: 'kim' }] });
    const late = await someone.publish(queued('PT3M'));
    await comesIn(someone);
    await someone.advance('PT5M');
    expect((await someone.outbox(early)).map(({ type, data }) => [type, data.agentId])).toEqual([
      ['agent.assign', 'kim'],
    ]);
    expect(await did(someone, late)).toEqual([]);
  });

  test('left and entered again it is another stay, with its own wait', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(queued('PT2M'));
    await comesIn(someone);
    await someone.advance('PT1M');
    await someone.event(name, 'conversation.assigned', { agentId: 'kim' });
    await someone.event(name, 'conversation.unassigned');
    await someone.advance('PT3M');
    expect(await did(someone, w)).toEqual([]);
    await someone.event(name, name === 'chat' ? 'conversation.queued' : 'call.queued');
    await someone.advance('PT1M50S');
    expect(await did(someone, w)).toEqual([]);
    await someone.advance('PT1M');
    expect(await did(someone, w)).toEqual([name]);
  });

  test('pausing cancels; publishing never arms what stands in the queue already', async () => {
    const someone = await given.newcomer();
    const paused = await someone.publish(queued('PT2M'));
    await comesIn(someone);
    await someone.advance('PT1M');
    await someone.pause(paused);
    await someone.ask('POST', `/v1/workflows/${paused}/publish`);
    const late = await someone.publish(queued('PT2M'));
    await someone.advance('PT5M');
    expect([await did(someone, paused), await did(someone, late)]).toEqual([[], []]);
  });
});

describe('T4 chat.queued never fires when', () => {
  test.each([
    ['closed', 'conversation.closed', { by: 'customer' }],
    ['snoozed', 'conversation.snoozed', {}],
  ])('it was %s before the wait ends', async (_, type, data) => {
    const someone = await given.newcomer();
    const w = await someone.publish(chatQueued('PT2M'));
    await aQueuedChat(someone);
    await someone.advance('PT1M');
    await someone.event('chat', type, data);
    await someone.advance('PT5M');
    expect(await did(someone, w)).toEqual([]);
    expect(await someone.conversation('chat')).toMatchObject({ queued: false });
  });

  test('it never came into the queue, or is a call', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(chatQueued('PT1M'));
    await someone.customerSays('chat');
    await aQueuedCall(someone);
    await someone.advance('PT3M');
    expect(await did(someone, w)).toEqual([]);
  });
});

describe('T4 chat.queued', () => {
  test('closed and opened again it waits from the new entry', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(chatQueued('PT2M'));
    await aQueuedChat(someone);
    await someone.advance('PT3M');
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await aQueuedChat(someone);
    await someone.advance('PT3M');
    expect(await did(someone, w)).toEqual(['chat', 'chat']);
  });

  test('nothing that is said ends the stay', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(chatQueued('PT2M'));
    await aQueuedChat(someone);
    await someone.customerSays('chat', 'hello?');
    await someone.agentSays('chat', 'a moment please');
    await someone.advance('PT3M');
    expect(await did(someone, w)).toEqual(['chat']);
  });

  test('filter and facts are those of the moment it is due', async () => {
    const someone = await given.newcomer();
    const filter = { fact: 'conversation.priority', op: 'is', value: 'high' };
    const w = await someone.publish({ ...chatQueued('PT2M'), filter });
    for (const chat of ['urgent', 'plain']) await aQueuedChat(someone, chat);
    await someone.advance('PT1M');
    await someone.event('urgent', 'conversation.updated', { priority: 'high' });
    await someone.advance('PT2M');
    expect(await did(someone, w)).toEqual(['urgent']);
    expect(await judged(someone, w, 'plain')).toEqual(['condition']);
  });
});

describe('T7 call.queued never fires when', () => {
  test.each([
    ['answered', 'call.answered', { agentId: 'kim' }],
    ['ended', 'call.ended', { missedReason: 'abandonedInQueue' }],
  ])('it was %s before the wait ends', async (_, type, data) => {
    const someone = await given.newcomer();
    const w = await someone.publish(callQueued('PT2M'));
    await aQueuedCall(someone);
    await someone.advance('PT1M');
    await someone.event('call', type, data);
    await someone.advance('PT5M');
    expect(await did(someone, w)).toEqual([]);
  });

  test('it is a chat', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(callQueued('PT1M'));
    await aQueuedChat(someone);
    await someone.advance('PT3M');
    expect(await did(someone, w)).toEqual([]);
  });
});

test('T7 call.queued: its steps act on the waiting call: SMS, priority, whom it rings', async () => {
  const someone = await given.newcomer();
  const steps = [
    { do: 'priority.set', priority: 'high' },
    { do: 'sms.send', text: '채팅으로 문의해 주세요' },
    { do: 'team.assign', teamId: 'vip' },
    { do: 'agent.assign', agentId: 'kim' },
    note('rings kim'),
  ];
  const w = await someone.publish({ ...callQueued('PT3M'), steps });
  await aQueuedCall(someone);
  await someone.advance('PT4M');
  const sent = (await someone.outbox(w)).map(({ to, type, data }) => [to, type, data]);
  expect(sent).toHaveLength(5);
  expect(sent).toEqual(
    expect.arrayContaining([
      ['channel', 'priority.set', expect.objectContaining({ priority: 'high' })],
      ['sms', 'sms.send', expect.objectContaining({ to: '+821012345678', text: '채팅으로 문의해 주세요' })],
      ['channel', 'team.assign', expect.objectContaining({ teamId: 'vip' })],
      ['channel', 'agent.assign', expect.objectContaining({ agentId: 'kim' })],
    ]),
  );
  expect(await someone.conversation('call')).toMatchObject({ queued: false, agentId: 'kim', teamId: 'vip' });
});
