import { describe, expect, test } from '@jest/globals';
import type { Client } from './client';
import { later, MINUTE, sharedStack } from './given';

const given = sharedStack();
const opened = (settings = {}) => ({ trigger: { type: 'chat.opened', ...settings } });

describe('what opens a chat', () => {
  type Act = (someone: Client) => Promise<unknown>;
  const opens: [what: string, act: Act][] = [
    ["a customer's message", (someone) => someone.customerSays('chat')],
    ['a public agent message', (someone) => someone.agentSays('chat')],
    ...['customer', 'agent', 'workflow', 'snoozeExpiry'].map((by): [string, Act] => [
      `opened by ${by}`,
      (someone) => someone.event('chat', 'conversation.opened', { by }),
    ]),
    ['opened by nobody named', (someone) => someone.event('chat', 'conversation.opened')],
  ];
  test.each(opens)('%s', async (_, act) => {
    const someone = await given.newcomer();
    await someone.event('chat', 'conversation.started', { kind: 'chat', by: 'customer' });
    expect(await someone.conversation('chat')).toMatchObject({ status: 'started', inInbox: false, openedCount: 0 });
    await act(someone);
    expect(await someone.conversation('chat')).toMatchObject({ status: 'open', inInbox: true, openedCount: 1 });
  });

  const message =
    (author: string, more = {}) =>
    (someone: Client) =>
      someone.event('chat', 'message.created', someone.message(author, 'hello', more));
  const never: [what: string, act: Act][] = [
    ['a private note', (someone) => someone.agentSays('chat', 'psst', { private: true })],
    ['a bot message', message('bot')],
    ['a marketing message', message('marketing')],
    ['a system message', message('system')],
    ['an assignment', (someone) => someone.event('chat', 'conversation.assigned', { agentId: 'kim' })],
    ['the customer coming by', (someone) => someone.event('chat', 'customer.connected', { connectionId: 'c' })],
    ['reading', (someone) => someone.event('chat', 'message.read', { upToMessageId: 'm' })],
  ];
  test.each(never)('never %s', async (_, act) => {
    const someone = await given.newcomer();
    const w = await someone.publish(opened());
    await act(someone);
    expect(await someone.conversation('chat')).toMatchObject({ status: 'started', inInbox: false, openedCount: 0 });
    expect(await someone.did(w)).toEqual([]);
  });

  test('opening an open chat changes nothing', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(opened({ timing: 'every' }));
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.opened', { by: 'customer' });
    await someone.customerSays('chat');
    expect(await someone.conversation('chat')).toMatchObject({ openedCount: 1 });
    expect(await someone.did(w)).toEqual(['chat']);
  });
});

describe('T3: a chat was opened', () => {
  test('by the customer, not by an agent', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(opened());
    await someone.customerSays('by customer');
    await someone.event('by customer, pressed', 'conversation.opened', { by: 'customer' });
    await someone.agentSays('by agent');
    await someone.event('by agent, pressed', 'conversation.opened', { by: 'agent', agentId: 'kim' });
    await someone.event('by command', 'conversation.started');
    await someone.settle();
    expect((await someone.command('by command', 'open')).status).toBe(200);
    expect(await someone.conversation('by command')).toMatchObject({ status: 'open' });
    expect(await someone.did(w)).toEqual(['by customer', 'by customer, pressed']);
  });

  test("by a workflow's open step", async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(opened());
    const opener = { trigger: { type: 'chat.closed' }, steps: [{ do: 'conversation.open' }] };
    await someone.publish(opener);
    await someone.agentSays('chat');
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    expect(await someone.did(w)).toEqual(['chat']);
    expect(await someone.conversation('chat')).toMatchObject({ status: 'open', openedCount: 2 });
  });

  test('by a snooze that ran out, at the second', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(opened());
    await someone.agentSays('chat');
    const until = later((await someone.info()).now, 7 * MINUTE);
    await someone.event('chat', 'conversation.snoozed', { until });
    expect(await someone.conversation('chat')).toMatchObject({ status: 'snoozed' });
    await someone.advance('PT10M');
    const [entry, ...more] = await someone.outbox(w);
    expect(more).toEqual([]);
    expect(Date.parse(entry!.at) - Date.parse(until)).toBeGreaterThanOrEqual(0);
    expect(Date.parse(entry!.at) - Date.parse(until)).toBeLessThanOrEqual(5_000);
    expect(await someone.conversation('chat')).toMatchObject({ status: 'open', openedCount: 2 });
  });

  test('a snooze without an end lasts until somebody ends it', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(opened());
    await someone.agentSays('chat');
    await someone.event('chat', 'conversation.snoozed');
    await someone.advance('PT30M');
    expect(await someone.conversation('chat')).toMatchObject({ status: 'snoozed' });
    await someone.event('chat', 'conversation.opened', { by: 'snoozeExpiry' });
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('every: each opening; first: once in a conversation', async () => {
    const someone = await given.newcomer();
    const every = await someone.publish(opened({ timing: 'every' }));
    const first = await someone.publish(opened({ timing: 'first' }));
    for (let time = 0; time < 3; time++) {
      await someone.customerSays('chat');
      await someone.event('chat', 'conversation.closed', { by: 'agent' });
    }
    await someone.customerSays('other');
    expect(await someone.did(every)).toEqual(['chat', 'chat', 'chat', 'other']);
    expect(await someone.did(first)).toEqual(['chat', 'other']);
  });

  test('first is used up although the filter did not pass', async () => {
    const someone = await given.newcomer();
    const filter = { fact: 'message.text', op: 'contains', value: '환불' };
    const first = await someone.publish({ ...opened({ timing: 'first' }), filter });
    await someone.customerSays('chat', '안녕하세요');
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await someone.customerSays('chat', '환불해 주세요');
    expect(await someone.did(first)).toEqual([]);
    const [refused, late] = await someone.evaluations('chat', first);
    expect(refused).toMatchObject({ fired: false, reason: { kind: 'condition', fact: 'message.text' } });
    expect(late).toMatchObject({ fired: false, reason: { kind: 'timing' } });
  });

  test("first is not used up by an agent's opening", async () => {
    const someone = await given.newcomer();
    const first = await someone.publish(opened({ timing: 'first' }));
    await someone.agentSays('chat');
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await someone.customerSays('chat');
    expect(await someone.did(first)).toEqual(['chat']);
  });

  test('first stays first after an edit, a pause and a publication', async () => {
    const someone = await given.newcomer();
    const first = await someone.publish(opened({ timing: 'first' }));
    await someone.customerSays('chat');
    await someone.settle();
    await someone.pause(first);
    await someone.ask('POST', `/v1/workflows/${first}/publish`);
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await someone.customerSays('chat');
    expect(await someone.did(first)).toEqual(['chat']);
  });
});

describe("an agent's message on a snoozed or closed chat", () => {
  test.each([
    ['conversation.snoozed', { until: '2036-01-01T00:00:00Z' }],
    ['conversation.closed', { by: 'agent' }],
  ])('%s: opens it, fires T14, starts T10, no T3', async (type, data) => {
    const someone = await given.newcomer();
    await someone.customerSays('chat');
    await someone.event('chat', type, data);
    await someone.settle();
    const t3 = await someone.publish(opened());
    const t14 = await someone.publish({ trigger: { type: 'message.agent' } });
    const t10 = await someone.publish({ trigger: { type: 'chat.agentWaiting', wait: 'PT2M' } });
    await someone.agentSays('chat');
    expect(await someone.conversation('chat')).toMatchObject({ status: 'open', openedCount: 2 });
    expect(await someone.did(t14)).toEqual(['chat']);
    expect(await someone.did(t10)).toEqual([]);
    await someone.advance('PT5M');
    expect(await someone.did(t10)).toEqual(['chat']);
    expect(await someone.did(t3)).toEqual([]);
  });

  test('cancels the snooze', async () => {
    const someone = await given.newcomer();
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.snoozed', { until: later((await someone.info()).now, 5 * MINUTE) });
    await someone.agentSays('chat');
    await someone.event('chat', 'conversation.snoozed');
    await someone.advance('PT10M');
    expect(await someone.conversation('chat')).toMatchObject({ status: 'snoozed' });
  });
});

describe('status', () => {
  test('queued ends with an agent, not with a team, and with closing or snoozing', async () => {
    const someone = await given.newcomer();
    const ends: [type: string, data: object, queued: boolean][] = [
      ['conversation.assigned', { teamId: 'returns' }, true],
      ['conversation.assigned', { agentId: 'kim' }, false],
      ['conversation.closed', { by: 'agent' }, false],
      ['conversation.snoozed', {}, false],
    ];
    for (const [index, [type, data, queued]] of ends.entries()) {
      await someone.customerSays(`chat-${index}`);
      await someone.event(`chat-${index}`, 'conversation.queued');
      expect(await someone.conversation(`chat-${index}`)).toMatchObject({ queued: true });
      await someone.event(`chat-${index}`, type, data);
      expect(await someone.conversation(`chat-${index}`)).toMatchObject({ queued });
    }
  });

  test('the end of a session leads to wrap-up, which closes after settings.wrapUp and not before', async () => {
    const someone = await given.newcomer();
    const closed = await someone.publish({ trigger: { type: 'chat.closed' } });
    await someone.customerSays('chat');
    await someone.event('chat', 'session.ended', { by: 'agent' });
    await someone.advance('PT14M58S');
    expect(await someone.conversation('chat')).toMatchObject({ status: 'wrapUp' });
    expect(await someone.did(closed)).toEqual([]);
    await someone.advance('PT10S');
    expect(await someone.conversation('chat')).toMatchObject({ status: 'closed' });
    expect(await someone.did(closed)).toEqual(['chat']);
  });

  test('settings.wrapUp says how long', async () => {
    const someone = await given.newcomer();
    await someone.ask('PATCH', '/v1/settings', { wrapUp: 'PT2M' });
    await someone.customerSays('chat');
    await someone.event('chat', 'session.ended', { by: 'customer' });
    await someone.advance('PT1M58S');
    expect(await someone.conversation('chat')).toMatchObject({ status: 'wrapUp' });
    await someone.advance('PT10S');
    expect(await someone.conversation('chat')).toMatchObject({ status: 'closed' });
  });

  test('a chat outside the inbox that falls silent is closed; one in the inbox is not', async () => {
    const someone = await given.newcomer();
    await someone.ask('PATCH', '/v1/settings', { inactivity: 'PT20M' });
    const outside = await someone.publish({ trigger: { type: 'chat.closed', scope: 'notInInbox' } });
    const inside = await someone.publish({ trigger: { type: 'chat.closed', scope: 'inInbox' } });
    await someone.event('silent', 'conversation.started', { by: 'customer' });
    await someone.customerSays('opened');
    await someone.advance('PT15M');
    await someone.event('talking', 'conversation.started', { by: 'customer' });
    await someone.advance('PT10M');
    expect(await someone.conversation('silent')).toMatchObject({ status: 'closed', inInbox: false });
    expect(await someone.conversation('opened')).toMatchObject({ status: 'open' });
    expect(await someone.conversation('talking')).toMatchObject({ status: 'started' });
    expect(await someone.did(outside)).toEqual(['silent']);
    expect(await someone.did(inside)).toEqual([]);
  });

  test('a call abandoned in the queue was not in the inbox; one that came in was', async () => {
    const someone = await given.newcomer();
    for (const type of ['call.ringing', 'call.queued']) await someone.event('abandoned', type, { from: '+8210' });
    await someone.event('abandoned', 'call.ended', { missedReason: 'abandonedInQueue' });
    for (const type of ['call.ringing', 'call.queued', 'call.inbound', 'call.answered'])
      await someone.event('taken', type, { from: '+8210' });
    await someone.event('taken', 'call.ended', { durationSeconds: 60 });
    expect(await someone.conversation('abandoned')).toMatchObject({ inInbox: false });
    expect(await someone.conversation('taken')).toMatchObject({ inInbox: true });
  });
});
