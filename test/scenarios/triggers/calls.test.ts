import { describe, expect, test } from '@jest/globals';
import { MINUTE, SECOND, sharedStack } from '../given';
import { aCall, did, is, judged, note, pause } from './tale';

const given = sharedStack();
const on = (type: string, more: object = {}) => ({ trigger: { type: `call.${type}`, ...more } });

describe('T6 call.inbound', () => {
  test("fires when a customer's call enters the inbox, once", async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(on('inbound'));
    await aCall(someone, 'call', 'call.ringing');
    expect(await did(someone, w)).toEqual([]);
    await aCall(someone, 'call', 'call.inbound', 'call.inbound', 'call.answered', 'call.ended');
    expect(await did(someone, w)).toEqual(['call']);
    expect(await someone.conversation('call')).toMatchObject({ inInbox: true });
  });

  test('never fires when it is outbound, or never came into the inbox, or is a chat', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(on('inbound'));
    await aCall(someone, 'outbound', 'call.placed', 'call.answered', 'call.ended');
    await aCall(someone, 'abandoned', 'call.ringing', 'call.queued', 'call.ended');
    await someone.customerSays('chat');
    expect(await did(someone, w)).toEqual([]);
  });

  test('filter: who calls, which number; its steps tag and assign', async () => {
    const someone = await given.newcomer();
    const isVip = { fact: 'customer.segments', op: 'contains', value: 'VIP' };
    const filter = { all: [isVip, is('call.to', '+8225550100'), is('call.direction', 'inbound')] };
    const steps = [
      { do: 'conversation.tag', tag: 'VIP' },
      { do: 'agent.assign', agentId: 'kim' },
    ];
    const w = await someone.publish({ ...on('inbound'), filter, steps });
    const comesIn = (call: string, to: string, segments: string[]) =>
      someone.event(call, 'call.inbound', { from: '+821012345678', to, customer: { id: call, segments } });
    await comesIn('vip', '+8225550100', ['VIP', 'seoul']);
    await comesIn('other number', '+8225550199', ['VIP']);
    await comesIn('somebody', '+8225550100', ['seoul']);
    expect(await did(someone, w)).toEqual(['vip', 'vip']);
    expect(await someone.conversation('vip')).toMatchObject({ tags: ['VIP'], agentId: 'kim' });
    expect(await judged(someone, w, 'somebody')).toEqual(['condition']);
  });
});

describe('T8 call.outbound', () => {
  test('fires when an agent placed a call, once', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(on('outbound'));
    await aCall(someone, 'call', 'call.placed', 'call.placed', 'call.answered', 'call.ended');
    expect(await did(someone, w)).toEqual(['call']);
  });

  test('never fires when it is inbound', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(on('outbound'));
    await aCall(someone, 'call', 'call.ringing', 'call.queued', 'call.inbound', 'call.answered', 'call.ended');
    expect(await did(someone, w)).toEqual([]);
  });

  test('filter previous.*: a callback to a missed call, by its tag and by its reason', async () => {
    const someone = await given.newcomer();
    const tagged = { fact: 'previous.tags', op: 'contains', value: '부재중 상담' };
    const byTag = await someone.publish({ ...on('outbound'), filter: tagged });
    const byReason = await someone.publish({ ...on('outbound'), filter: is('previous.missedReason', 'userLeft') });
    const byKind = await someone.publish({ ...on('outbound'), filter: is('previous.kind', 'call') });
    const missed = { ...on('ended', { wait: 'PT0S' }), filter: is('call.missedReason', 'userLeft') };
    await someone.publish({ ...missed, steps: [{ do: 'conversation.tag', tag: '부재중 상담' }] });
    const customer = { id: 'missed' };
    await someone.event('missed', 'call.ringing', { customer });
    await someone.event('missed', 'call.ended', { missedReason: 'userLeft', customer });
    await someone.customerSays('chatted', 'hello', { id: 'chatted' });
    await someone.advance('PT10S');
    await someone.event('callback', 'call.placed', { customer });
    await someone.event('after a chat', 'call.placed', { customer: { id: 'chatted' } });
    await someone.event('to nobody known', 'call.placed', { customer: { id: 'new' } });
    expect(await did(someone, byTag)).toEqual(['callback']);
    expect(await did(someone, byReason)).toEqual(['callback']);
    expect(await did(someone, byKind)).toEqual(['callback']);
  });

  test('filter: the agent who calls, the direction', async () => {
    const someone = await given.newcomer();
    const kim = await someone.publish({ ...on('outbound'), filter: is('agent.id', 'kim') });
    const inbound = await someone.publish({ ...on('outbound'), filter: is('call.direction', 'inbound') });
    await someone.event('by kim', 'call.placed', { agentId: 'kim' });
    await someone.event('by lee', 'call.placed', { agentId: 'lee' });
    expect(await did(someone, kim)).toEqual(['by kim']);
    expect(await did(someone, inbound)).toEqual([]);
  });
});

describe('T12 call.ended', () => {
  test.each([
    ['an inbound call that was answered', ['call.ringing', 'call.inbound', 'call.answered']],
    ['one that was missed', ['call.ringing']],
    ['one that an agent placed', ['call.placed']],
  ])('fires after the wait (default one minute): %s', async (_, types) => {
    const someone = await given.newcomer();
    const w = await someone.publish(on('ended'));
    await aCall(someone, 'call', ...types, 'call.ended');
    const ended = Date.parse((await someone.info()).now);
    await someone.advance('PT3M');
    const [entry, ...more] = await someone.outbox(w);
    expect(more).toEqual([]);
    expect(Date.parse(entry!.at) - ended).toBeGreaterThanOrEqual(MINUTE);
    expect(Date.parse(entry!.at) - ended).toBeLessThanOrEqual(MINUTE + 5 * SECOND);
  });

  test('does not fire while the call goes on, nor for the end of a chat', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(on('ended', { wait: 'PT0S' }));
    await aCall(someone, 'call', 'call.ringing', 'call.inbound', 'call.answered');
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await someone.advance('PT1M');
    expect(await did(someone, w)).toEqual([]);
  });

  test('scope: who left within the menu was not in the inbox', async () => {
    const someone = await given.newcomer();
    const scoped = (scope: string) => someone.publish(on('ended', { wait: 'PT0S', scope }));
    const [all, inside, outside] = [await scoped('all'), await scoped('inInbox'), await scoped('notInInbox')];
    await aCall(someone, 'in the menu', 'call.ringing', 'call.ended');
    await aCall(someone, 'in the inbox', 'call.ringing', 'call.inbound', 'call.ended');
    await someone.advance('PT10S');
    expect(await did(someone, inside)).toEqual(['in the inbox']);
    expect(await did(someone, outside)).toEqual(['in the menu']);
    expect(await did(someone, all)).toEqual(['in the inbox', 'in the menu']);
    expect(await judged(someone, inside, 'in the menu')).toEqual(['scope']);
  });

  test('filter call.missedReason, in the filter and in a branch', async () => {
    const someone = await given.newcomer();
    const busy = { when: is('call.missedReason', 'allAgentsBusy'), steps: [note('busy')] };
    const w = await someone.publish({
      ...on('ended', { wait: 'PT0S' }),
      filter: { fact: 'call.missedReason', op: 'exists' },
      steps: [{ do: 'branch', branches: [busy], otherwise: [note('{{call.missedReason}}')] }],
    });
    for (const missedReason of ['allAgentsBusy', 'userLeft', undefined])
      await someone.event(`call ${missedReason}`, 'call.ended', missedReason ? { missedReason } : {});
    await someone.advance('PT10S');
    expect((await someone.wrote(w)).sort()).toEqual(['busy', 'userLeft']);
  });

  test('its run lives although the call has ended; others end with the call', async () => {
    const someone = await given.newcomer();
    const lasting = [note('now'), pause('PT2M'), note('later')];
    const ended = await someone.publish({ ...on('ended', { wait: 'PT0S' }), steps: lasting });
    const inbound = await someone.publish({ ...on('inbound'), steps: lasting });
    await aCall(someone, 'call', 'call.ringing', 'call.inbound', 'call.ended');
    await someone.advance('PT4M');
    expect(await someone.wrote(ended)).toEqual(['now', 'later']);
    expect(await someone.wrote(inbound)).toEqual(['now']);
  });
});
