import { describe, expect, test } from '@jest/globals';
import type { Client, Fields } from '../client';
import { MINUTE, SECOND, sharedStack } from '../given';
import { did, judged, note, pause } from './tale';

const given = sharedStack();
const customerWaits = (settings: Fields = {}) => ({
  trigger: { type: 'chat.customerWaiting', wait: 'PT3M', ...settings },
});
const agentWaits = (settings: Fields = {}) => ({ trigger: { type: 'chat.agentWaiting', wait: 'PT3M', ...settings } });

/** So long after an instant a workflow acted, in seconds, rounded down to five. */
async function actedAfter(someone: Client, workflowId: string, since: string): Promise<number[]> {
  const entries = await someone.outbox(workflowId);
  return entries.map(({ at }) => Math.floor((Date.parse(at) - Date.parse(since)) / (5 * SECOND)) * 5);
}
const now = async (someone: Client) => (await someone.info()).now;

describe('T9 chat.customerWaiting fires when', () => {
  test('the last message is the customer’s and no agent replied for the whole wait', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaits());
    await someone.customerSays('chat');
    await someone.advance('PT2M');
    await someone.customerSays('chat', '계세요?');
    const last = await now(someone);
    await someone.advance('PT8M');
    expect(await actedAfter(someone, w, last)).toEqual([180]);
  });

  test('timing every (the default): each last message of the customer; when opened: one wait, counted from the opening', async () => {
    const someone = await given.newcomer();
    const every = await someone.publish(customerWaits({ timing: 'every' }));
    const byDefault = await someone.publish(customerWaits());
    const whenOpened = await someone.publish(customerWaits({ timing: 'whenOpened' }));
    const began = await now(someone);
    await someone.customerSays('chat');
    await someone.advance('PT2M');
    await someone.customerSays('chat');
    await someone.advance('PT5M');
    await someone.customerSays('chat');
    await someone.advance('PT5M');
    expect(await actedAfter(someone, every, began)).toEqual([300, 600]);
    expect(await actedAfter(someone, byDefault, began)).toEqual([300, 600]);
    expect(await actedAfter(someone, whenOpened, began)).toEqual([180]);
  });

  test('when opened: again at the next opening, after a close and after a snooze that ran out', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaits({ timing: 'whenOpened', wait: 'PT1M' }));
    await someone.customerSays('chat');
    await someone.advance('PT2M');
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await someone.customerSays('chat');
    await someone.advance('PT2M');
    const until = new Date(Date.parse(await now(someone)) + 2 * MINUTE).toISOString();
    await someone.event('chat', 'conversation.snoozed', { until });
    await someone.advance('PT4M');
    expect(await did(someone, w)).toEqual(['chat', 'chat', 'chat']);
  });

  test('in a new stay of a chat only what is said in it counts for every', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaits({ wait: 'PT2M' }));
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await someone.event('chat', 'conversation.opened', { by: 'agent' });
    await someone.advance('PT5M');
    expect(await did(someone, w)).toEqual([]);
  });
});

describe('T9 chat.customerWaiting never fires when', () => {
  const ends: [what: string, end: (someone: Client) => Promise<unknown>][] = [
    ['an agent replied', (someone) => someone.agentSays('chat')],
    [
      'an agent replied by the desk',
      (someone) => someone.command('chat', 'message', { text: 'hi', author: { type: 'agent', id: 'kim' } }),
    ],
    ['the chat was closed', (someone) => someone.event('chat', 'conversation.closed', { by: 'customer' })],
    ['the chat was snoozed', (someone) => someone.event('chat', 'conversation.snoozed')],
    ['it went to wrap-up', (someone) => someone.event('chat', 'session.ended', { by: 'agent' })],
  ];
  test.each(ends)('%s', async (_, end) => {
    const someone = await given.newcomer();
    const every = await someone.publish(customerWaits({ timing: 'every' }));
    const whenOpened = await someone.publish(customerWaits({ timing: 'whenOpened' }));
    await someone.customerSays('chat');
    await someone.advance('PT2M');
    await end(someone);
    await someone.advance('PT5M');
    expect([await did(someone, every), await did(someone, whenOpened)]).toEqual([[], []]);
  });

  test('when opened: nobody of the customers has said anything', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaits({ timing: 'whenOpened', wait: 'PT1M' }));
    await someone.event('pressed', 'conversation.opened', { by: 'agent', agentId: 'kim' });
    await someone.agentSays('written');
    await someone.advance('PT3M');
    expect(await did(someone, w)).toEqual([]);
  });

  test('when opened: the customer goes on after the reply; only the next opening waits again', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaits({ timing: 'whenOpened' }));
    await someone.customerSays('chat');
    await someone.agentSays('chat');
    await someone.customerSays('chat');
    await someone.advance('PT5M');
    expect(await did(someone, w)).toEqual([]);
  });
});

describe('T10 chat.agentWaiting', () => {
  test('fires when the last message is the agent’s and the customer has not replied for the whole wait', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(agentWaits());
    await someone.customerSays('chat');
    await someone.agentSays('chat');
    await someone.advance('PT2M');
    await someone.agentSays('chat', 'anything else?');
    const last = await now(someone);
    await someone.advance('PT8M');
    expect(await actedAfter(someone, w, last)).toEqual([180]);
  });

  const ends: [what: string, end: (someone: Client) => Promise<unknown>][] = [
    ['the customer replied', (someone) => someone.customerSays('chat')],
    [
      'the customer replied by e-mail',
      (someone) => someone.event('chat', 'message.created', someone.message('customer', 'thanks', { via: 'email' })),
    ],
    ['the chat was closed', (someone) => someone.event('chat', 'conversation.closed', { by: 'agent' })],
    ['the chat was snoozed', (someone) => someone.event('chat', 'conversation.snoozed')],
    ['it went to wrap-up', (someone) => someone.event('chat', 'session.ended', { by: 'customer' })],
  ];
  test.each(ends)('never fires when %s', async (_, end) => {
    const someone = await given.newcomer();
    const w = await someone.publish(agentWaits());
    await someone.agentSays('chat');
    await someone.advance('PT2M');
    await end(someone);
    await someone.advance('PT5M');
    expect(await did(someone, w)).toEqual([]);
  });

  test('never fires for notes and for what a workflow or a bot wrote', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(agentWaits({ wait: 'PT1M' }));
    await someone.publish({ trigger: { type: 'message.customer' }, steps: [{ do: 'message.send', text: 'bot here' }] });
    await someone.customerSays('chat');
    await someone.agentSays('chat', 'psst', { private: true });
    await someone.event('chat', 'message.created', someone.message('bot', 'bot here'));
    await someone.advance('PT3M');
    expect(await did(someone, w)).toEqual([]);
  });

  test('says that it will close, waits, closes; a reply meanwhile stops it', async () => {
    const someone = await given.newcomer();
    const steps = [{ do: 'message.send', text: '곧 종료됩니다' }, pause('PT2M'), { do: 'conversation.close' }];
    const w = await someone.publish({ ...agentWaits({ wait: 'PT1M' }), steps });
    for (const chat of ['silent', 'answering']) await someone.agentSays(chat);
    await someone.advance('PT2M');
    await someone.customerSays('answering', '아직이요');
    await someone.advance('PT3M');
    expect(await someone.conversation('silent')).toMatchObject({ status: 'closed' });
    expect(await someone.conversation('answering')).toMatchObject({ status: 'open', runs: [] });
    const sent = (await someone.outbox(w)).map(({ type, conversationId }) => `${conversationId}: ${type}`);
    expect(sent.sort()).toEqual(['answering: message.send', 'silent: conversation.close', 'silent: message.send']);
  });
});

describe.each([
  ['T9', customerWaits, 'customerSays'],
  ['T10', agentWaits, 'agentSays'],
] as const)('%s', (_, waits, says) => {
  test('scope: an open chat has entered the inbox', async () => {
    const someone = await given.newcomer();
    const all = await someone.publish(waits({ wait: 'PT1M', scope: 'all' }));
    const inside = await someone.publish(waits({ wait: 'PT1M', scope: 'inInbox' }));
    const outside = await someone.publish(waits({ wait: 'PT1M', scope: 'notInInbox' }));
    await someone[says]('chat');
    await someone.advance('PT2M');
    const acted = [await did(someone, all), await did(someone, inside), await did(someone, outside)];
    expect(acted).toEqual([['chat'], ['chat'], []]);
    expect(await judged(someone, outside, 'chat')).toEqual(['scope']);
  });

  test('wait: each workflow its own, one minute by default, none is zero', async () => {
    const someone = await given.newcomer();
    const waitsOf = async (wait?: string) => someone.publish({ trigger: { type: waits().trigger.type, wait } });
    const [zero, byDefault, four] = [await waitsOf('PT0S'), await waitsOf(), await waitsOf('PT4M')];
    const began = await now(someone);
    await someone[says]('chat');
    await someone.advance('PT6M');
    const acted = (w: string) => actedAfter(someone, w, began);
    expect([await acted(zero), await acted(byDefault), await acted(four)]).toEqual([[0], [60], [240]]);
  });

  test('its run knows the message, and steps that wait are given up on the reply', async () => {
    const someone = await given.newcomer();
    const steps = [note('{{message.text}}'), pause('PT2M'), note('still nothing')];
    const w = await someone.publish({ ...waits({ wait: 'PT1M' }), steps });
    for (const chat of ['waiting', 'answered']) await someone[says](chat, `last in ${chat}`);
    await someone.advance('PT2M');
    await someone[says === 'customerSays' ? 'agentSays' : 'customerSays']('answered');
    await someone.advance('PT3M');
    expect(await someone.wrote(w, 'waiting')).toEqual(['last in waiting', 'still nothing']);
    expect(await someone.wrote(w, 'answered')).toEqual(['last in answered']);
  });

  test('pausing cancels it, publishing never arms what was said before', async () => {
    const someone = await given.newcomer();
    const paused = await someone.publish(waits());
    await someone[says]('chat');
    await someone.advance('PT1M');
    await someone.pause(paused);
    await someone.ask('POST', `/v1/workflows/${paused}/publish`);
    const late = await someone.publish(waits());
    await someone.advance('PT5M');
    expect([await did(someone, paused), await did(someone, late)]).toEqual([[], []]);
    await someone[says]('chat');
    await someone.advance('PT5M');
    expect([await did(someone, paused), await did(someone, late)]).toEqual([['chat'], ['chat']]);
  });
});
