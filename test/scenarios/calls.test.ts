import { describe, expect, test } from '@jest/globals';
import type { Client } from './client';
import { MINUTE, SECOND, sharedStack } from './given';

const given = sharedStack();
const ended = (settings = {}) => ({ trigger: { type: 'call.ended', ...settings } });

async function aCall(someone: Client, subject: string, types: string[], end: object): Promise<void> {
  for (const type of types) await someone.event(subject, type, { from: '+821012345678', to: '+8225550100' });
  await someone.event(subject, 'call.ended', end);
}

describe('T12: a call ended', () => {
  test.each([
    [undefined, MINUTE],
    ['PT0S', 0],
    ['PT40S', 40 * SECOND],
    ['PT5M', 5 * MINUTE],
  ])('after a wait of %s (default one minute)', async (wait, millis) => {
    const someone = await given.newcomer();
    const w = await someone.publish(ended(wait === undefined ? {} : { wait }));
    await aCall(someone, 'call', ['call.ringing', 'call.inbound', 'call.answered'], { durationSeconds: 5 });
    const end = Date.parse((await someone.info()).now);
    await someone.advance('PT7M');
    const [entry, ...more] = await someone.outbox(w);
    expect(more).toEqual([]);
    expect(Date.parse(entry!.at) - end).toBeGreaterThanOrEqual(millis);
    expect(Date.parse(entry!.at) - end).toBeLessThanOrEqual(millis + 5 * SECOND);
  });

  const REASONS = [
    ...['allAgentsBusy', 'userLeft', 'exceededQueue', 'abandonedInQueue', 'ringTimeOver', 'noOperator'],
    ...['notInOperation', 'rateLimit', 'preservedNumber', 'unregisteredNumber'],
  ];
  test('filter on the reason for which it was missed', async () => {
    const someone = await given.newcomer();
    const steps = [{ do: 'note.add', text: '{{call.missedReason}}' }];
    const by = async (filter: object) => someone.publish({ ...ended({ wait: 'PT0S' }), filter, steps });
    const each = await Promise.all(REASONS.map((value) => by({ fact: 'call.missedReason', op: 'is', value })));
    const answered = await by({ fact: 'call.missedReason', op: 'missing' });
    for (const missedReason of REASONS) await aCall(someone, missedReason, ['call.ringing'], { missedReason });
    await aCall(someone, 'answered', ['call.ringing', 'call.inbound', 'call.answered'], { durationSeconds: 5 });
    await someone.advance('PT10S');
    const wrote = await Promise.all(each.map((w) => someone.wrote(w)));
    expect(wrote).toEqual(REASONS.map((reason) => [reason]));
    expect(await someone.did(answered)).toEqual(['answered']);
  });

  test('scope: whether the call had come into the inbox', async () => {
    const someone = await given.newcomer();
    const inside = await someone.publish(ended({ scope: 'inInbox', wait: 'PT0S' }));
    const outside = await someone.publish(ended({ scope: 'notInInbox', wait: 'PT0S' }));
    await aCall(someone, 'abandoned', ['call.ringing', 'call.queued'], { missedReason: 'abandonedInQueue' });
    await aCall(someone, 'taken', ['call.ringing', 'call.queued', 'call.inbound', 'call.answered'], {});
    await someone.advance('PT10S');
    expect(await someone.did(inside)).toEqual(['taken']);
    expect(await someone.did(outside)).toEqual(['abandoned']);
  });

  test('a call that is told to have ended twice ended once', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(ended());
    await aCall(someone, 'call', ['call.ringing'], { missedReason: 'userLeft' });
    await someone.event('call', 'call.ended', { missedReason: 'userLeft' });
    await someone.advance('PT5M');
    await someone.event('call', 'call.ended', { missedReason: 'userLeft' });
    await someone.advance('PT5M');
    expect(await someone.did(w)).toEqual(['call']);
  });

  test('its run lives after the end', async () => {
    const someone = await given.newcomer();
    const steps = [
      { do: 'wait', duration: 'PT5M' },
      { do: 'note.add', text: 'call back' },
    ];
    const w = await someone.publish({ ...ended({ wait: 'PT0S' }), steps });
    await aCall(someone, 'call', ['call.ringing'], { missedReason: 'userLeft' });
    await someone.event('call', 'conversation.closed', { by: 'agent' });
    await someone.advance('PT10M');
    expect(await someone.wrote(w)).toEqual(['call back']);
  });

  test('pausing within the wait cancels it', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(ended({ wait: 'PT5M' }));
    await aCall(someone, 'call', ['call.ringing'], { missedReason: 'userLeft' });
    await someone.advance('PT1M');
    await someone.pause(w);
    await someone.advance('PT10M');
    expect(await someone.did(w)).toEqual([]);
  });

  test('facts of the call', async () => {
    const someone = await given.newcomer();
    const filter = {
      all: [
        { fact: 'call.direction', op: 'is', value: 'inbound' },
        { fact: 'call.from', op: 'startsWith', value: '+8210' },
        { fact: 'call.to', op: 'is', value: '+8225550100' },
      ],
    };
    const w = await someone.publish({ ...ended({ wait: 'PT0S' }), filter });
    await aCall(someone, 'inbound', ['call.ringing'], { missedReason: 'userLeft' });
    await aCall(someone, 'outbound', ['call.placed'], {});
    await someone.advance('PT10S');
    expect(await someone.did(w)).toEqual(['inbound']);
  });
});

describe('the conversation before this one', () => {
  test('is known by what it was and how it ended', async () => {
    const someone = await given.newcomer();
    const filter = { fact: 'previous.missedReason', op: 'is', value: 'userLeft' };
    const w = await someone.publish({ trigger: { type: 'message.customer' }, filter });
    const customer = { id: 'caller' };
    await someone.event('call', 'call.ringing', { customer });
    await someone.event('call', 'call.ended', { missedReason: 'userLeft', customer });
    await someone.advance('PT10S');
    await someone.customerSays('chat', 'I called', customer);
    await someone.customerSays('other', 'I did not', { id: 'somebody else' });
    expect(await someone.did(w)).toEqual(['chat']);
  });
});
