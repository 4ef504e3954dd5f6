import { describe, expect, test } from '@jest/globals';
import type { Client, Fields } from '../client';
import { sharedStack } from '../given';
import { answersTo, contains, did, is, judged, note, pause, wentOf } from './tale';

const given = sharedStack();
const started = (settings: Fields = {}, more: Fields = {}) => ({
  trigger: { type: 'chat.started', ...settings },
  ...more,
});
const starts = (someone: Client, chat: string, more: Fields = {}) =>
  someone.event(chat, 'conversation.started', { kind: 'chat', by: 'customer', ...more });

describe('T1 chat.started fires when', () => {
  test('the customer presses [new enquiry] and enters the chat window, once', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(started());
    await starts(someone, 'chat');
    await starts(someone, 'chat');
    expect(await did(someone, w)).toEqual(['chat']);
  });

  test('the chat starts from a marketing message', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(started());
    await starts(someone, 'chat', { by: 'marketing', campaignId: 'spring' });
    expect(await did(someone, w)).toEqual(['chat']);
  });

  test.each(['kakaoTalk', 'naver', 'instagram'])('it comes by an external messenger: %s', async (messenger) => {
    const someone = await given.newcomer();
    const any = await someone.publish(started({}, { filter: { fact: 'messenger', op: 'missing' } }));
    const own = await someone.publish(started({}, { filter: is('messenger', messenger) }));
    await starts(someone, 'from messenger', { messenger });
    await starts(someone, 'from our own button');
    expect(await did(someone, own)).toEqual(['from messenger']);
    expect(await did(someone, any)).toEqual(['from our own button']);
  });
});

describe('T1 chat.started never fires when', () => {
  test('the chat was started by an agent', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(started());
    await starts(someone, 'by agent', { by: 'agent' });
    await someone.agentSays('by agent');
    await someone.agentSays('by message');
    expect(await did(someone, w)).toEqual([]);
  });

  test('a call started', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(started());
    await starts(someone, 'call', { kind: 'call' });
    await someone.event('other call', 'call.ringing', { from: '+821012345678' });
    expect(await did(someone, w)).toEqual([]);
  });
});

describe('T1 settings', () => {
  test('page filter: only the pages it is for', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(started({}, { filter: contains('page.url', '/pricing') }));
    await starts(someone, 'pricing', { page: { url: 'https://shop.example/pricing?plan=pro', title: '가격 안내' } });
    await starts(someone, 'home', { page: { url: 'https://shop.example/' } });
    await starts(someone, 'no page');
    expect(await did(someone, w)).toEqual(['pricing']);
    expect(await someone.evaluations('home', w)).toMatchObject([
      { fired: false, reason: { kind: 'condition', fact: 'page.url', actual: 'https://shop.example/' } },
    ]);
  });

  test('page title, customer, operating hours are facts of a start', async () => {
    const someone = await given.newcomer();
    const vip = await someone.publish(started({}, { filter: is('customer.tier', 'VIP') }));
    const price = await someone.publish(started({}, { filter: is('page.title', '가격 안내') }));
    const out = await someone.publish(started({}, { filter: is('hours.inside', false) }));
    await starts(someone, 'vip', { customer: { id: 'kim', tier: 'vip' } });
    await starts(someone, 'price', { page: { url: 'https://shop.example/x', title: '가격 안내' } });
    expect(await did(someone, vip)).toEqual(['vip']);
    expect(await did(someone, price)).toEqual(['price']);
    expect(await did(someone, out)).toEqual([]);
  });

  test('campaigns: only the marketing messages it is attached to', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(started({ campaigns: ['spring', 'summer'] }));
    for (const campaignId of ['spring', 'summer', 'autumn'])
      await starts(someone, campaignId, { by: 'marketing', campaignId });
    await starts(someone, 'plain');
    expect(await did(someone, w)).toEqual(['spring', 'summer']);
    expect(await judged(someone, w, 'autumn')).toEqual(['campaign']);
    expect(await judged(someone, w, 'plain')).toEqual(['campaign']);
  });

  test('campaigns: it goes before the others, whatever the order', async () => {
    const someone = await given.newcomer();
    const plain = await someone.publish(started());
    const campaign = await someone.publish(started({ campaigns: ['spring'] }));
    await starts(someone, 'spring', { by: 'marketing', campaignId: 'spring' });
    await starts(someone, 'autumn', { by: 'marketing', campaignId: 'autumn' });
    await starts(someone, 'plain');
    expect(await did(someone, campaign)).toEqual(['spring']);
    expect(await did(someone, plain)).toEqual(['autumn', 'plain']);
    expect(await judged(someone, plain, 'spring')).toEqual(['exclusive']);
  });

  test('campaigns: one whose filter does not pass leaves the place to the others', async () => {
    const someone = await given.newcomer();
    const plain = await someone.publish(started());
    await someone.publish(started({ campaigns: ['spring'] }, { filter: is('customer.tier', 'VIP') }));
    await starts(someone, 'spring', { by: 'marketing', campaignId: 'spring' });
    expect(await did(someone, plain)).toEqual(['spring']);
  });

  test('it is always exclusive: among several that match the first in order wins', async () => {
    const someone = await given.newcomer();
    const first = await someone.publish(started());
    const second = await someone.publish(started({}, { mode: 'exclusive' }));
    await starts(someone, 'chat');
    expect([await did(someone, first), await did(someone, second)]).toEqual([['chat'], []]);
    expect(await judged(someone, second, 'chat')).toEqual(['exclusive']);
    await someone.ask('PUT', '/v1/workflows/order', { order: [second, first] });
    await starts(someone, 'other');
    expect([await did(someone, first), await did(someone, second)]).toEqual([['chat'], ['other']]);
  });

  test('campaigns belong to this trigger only', async () => {
    const someone = await given.newcomer();
    const trigger = { type: 'chat.opened', campaigns: ['spring'] };
    const answer = await someone.request('POST', '/v1/workflows', { name: 'w', trigger, steps: [note()] });
    expect(answer.status).toBe(400);
  });
});

describe('while its run is live the chat stays out of the inbox', () => {
  const buttons = (more: Fields = {}) => ({
    do: 'message.buttons',
    text: '무엇을 도와드릴까요?',
    buttons: [
      { id: 'price', label: '가격', steps: [note('price')] },
      { id: 'agent', label: '상담원 연결', steps: [{ do: 'conversation.open' }] },
    ],
    ...more,
  });
  const outside = { status: 'started', inInbox: false, openedCount: 0 };
  const inside = { status: 'open', inInbox: true, openedCount: 1 };
  const withBot = async (...steps: Fields[]) => {
    const someone = await given.newcomer();
    await someone.ask('PATCH', '/v1/settings', { inactivity: 'PT20M' });
    const bot = await someone.publish(started({}, { steps }));
    const opened = await someone.publish({ trigger: { type: 'chat.opened' }, steps: [note('opened')] });
    await starts(someone, 'chat');
    await someone.settle();
    return { someone, bot, opened };
  };

  test('a pressed button goes to the run and opens nothing', async () => {
    const { someone, bot, opened } = await withBot(buttons(), note('after'));
    await answersTo(bot, someone, 'chat', { buttonId: 'price' }, '가격');
    expect(await someone.conversation('chat')).toMatchObject({ ...outside, runs: [] });
    expect(await someone.wrote(bot)).toEqual(['무엇을 도와드릴까요?', 'price', 'after']);
    expect(await did(someone, opened)).toEqual([]);
  });

  test("a text that it does not wait for takes the step's otherwise", async () => {
    const { someone, bot, opened } = await withBot(buttons({ otherwise: [note('otherwise')] }), note('after'));
    await someone.customerSays('chat', '반품이요');
    expect(await someone.conversation('chat')).toMatchObject({ ...outside, runs: [] });
    expect(await someone.wrote(bot)).toEqual(['무엇을 도와드릴까요?', 'otherwise', 'after']);
    expect(await did(someone, opened)).toEqual([]);
  });

  test('without otherwise it ends the run and opens the chat', async () => {
    const { someone, bot, opened } = await withBot(buttons(), note('after'));
    await someone.customerSays('chat', '반품이요');
    expect(await someone.conversation('chat')).toMatchObject({ ...inside, runs: [] });
    expect(await someone.wrote(bot)).toEqual(['무엇을 도와드릴까요?']);
    expect(await did(someone, opened)).toEqual(['chat']);
    expect(await wentOf(someone, bot, 'chat')).toEqual(['started', 'suspended', 'ended']);
  });

  test('a text while it merely waits ends the run and opens the chat', async () => {
    const { someone, bot, opened } = await withBot(note('hello'), pause('PT5M'), note('still there?'));
    await someone.customerSays('chat', '반품이요');
    expect(await someone.conversation('chat')).toMatchObject({ ...inside, runs: [] });
    await someone.advance('PT6M');
    expect(await someone.wrote(bot)).toEqual(['hello']);
    expect(await did(someone, opened)).toEqual(['chat']);
  });

  test('the answer to ask once is no opening; after the run the next message opens', async () => {
    const ask = { do: 'ask.once', text: '주문 번호는요?', as: 'order' };
    const { someone, bot, opened } = await withBot(ask, note('{{answer.order}}'));
    await someone.customerSays('chat', 'A-77');
    expect(await someone.conversation('chat')).toMatchObject({ ...outside, runs: [] });
    expect(await someone.wrote(bot)).toEqual(['주문 번호는요?', 'A-77']);
    expect(await did(someone, opened)).toEqual([]);
    await someone.customerSays('chat', '언제 오나요?');
    expect(await someone.conversation('chat')).toMatchObject(inside);
    expect(await did(someone, opened)).toEqual(['chat']);
  });

  test('after the run ended a late press of its button opens too, and that is an opening', async () => {
    const { someone, bot, opened } = await withBot(buttons());
    const runId = await answersTo(bot, someone, 'chat', { buttonId: 'price' }, '가격');
    expect(await someone.conversation('chat')).toMatchObject({ ...outside, runs: [] });
    const late = someone.message('customer', '상담원 연결', { answer: { runId, buttonId: 'agent' } });
    await someone.event('chat', 'message.created', late);
    expect(await someone.conversation('chat')).toMatchObject(inside);
    expect(await did(someone, opened)).toEqual(['chat']);
  });

  test("its own open step opens the chat: that is a workflow's opening", async () => {
    const { someone, bot, opened } = await withBot(buttons());
    await answersTo(bot, someone, 'chat', { buttonId: 'agent' }, '상담원 연결');
    expect(await someone.conversation('chat')).toMatchObject(inside);
    expect(await did(someone, opened)).toEqual(['chat']);
  });

  test('an agent who writes opens it all the same', async () => {
    const { someone, opened } = await withBot(buttons());
    const byAgent = await someone.publish({ trigger: { type: 'chat.openedByAgent' } });
    await someone.agentSays('chat', 'I take over');
    expect(await someone.conversation('chat')).toMatchObject(inside);
    expect(await did(someone, byAgent)).toEqual(['chat']);
    expect(await did(someone, opened)).toEqual([]);
  });

  test('nobody waits in it: T9 does not count what is said to the bot', async () => {
    const { someone } = await withBot(buttons({ otherwise: [note('otherwise'), pause('PT10M')] }));
    const waiting = await someone.publish({ trigger: { type: 'chat.customerWaiting', wait: 'PT1M' } });
    await someone.customerSays('chat', '반품이요');
    await someone.advance('PT3M');
    expect(await did(someone, waiting)).toEqual([]);
  });

  test('silent, it is closed: T11 for chats not in the inbox, never T3', async () => {
    const { someone, bot, opened } = await withBot(buttons());
    const closed = await someone.publish({ trigger: { type: 'chat.closed', scope: 'notInInbox' } });
    await someone.advance('PT21M');
    expect(await someone.conversation('chat')).toMatchObject({ status: 'closed', inInbox: false, runs: [] });
    expect(await did(someone, closed)).toEqual(['chat']);
    expect(await did(someone, opened)).toEqual([]);
    expect(await wentOf(someone, bot, 'chat')).toEqual(['started', 'suspended', 'ended']);
  });
});
