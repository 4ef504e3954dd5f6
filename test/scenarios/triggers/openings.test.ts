import { describe, expect, test } from '@jest/globals';
import type { Client } from '../client';
import { later, MINUTE, sharedStack } from '../given';
import { contains, did, is, judged, note, pause } from './tale';

const given = sharedStack();
const opened = (timing?: string) => ({ trigger: { type: 'chat.opened', ...(timing && { timing }) } });
const byAgent = (timing?: string) => ({ trigger: { type: 'chat.openedByAgent', ...(timing && { timing }) } });
const closes = (someone: Client, chat: string) => someone.event(chat, 'conversation.closed', { by: 'agent' });
const snoozes = async (someone: Client, chat: string, minutes: number) =>
  someone.event(chat, 'conversation.snoozed', { until: later((await someone.info()).now, minutes * MINUTE) });

const OPENINGS: [what: string, act: (someone: Client) => Promise<unknown>, trigger: 'T3' | 'T5'][] = [
  ["the customer's message", (someone) => someone.customerSays('chat'), 'T3'],
  ['the customer pressing open', (someone) => someone.event('chat', 'conversation.opened', { by: 'customer' }), 'T3'],
  [
    'a workflow, as the channel tells',
    (someone) => someone.event('chat', 'conversation.opened', { by: 'workflow' }),
    'T3',
  ],
  ['a snooze that ran out', (someone) => someone.event('chat', 'conversation.opened', { by: 'snoozeExpiry' }), 'T3'],
  ['an agent pressing open', (someone) => someone.event('chat', 'conversation.opened', { by: 'agent' }), 'T5'],
  ["an agent's message", (someone) => someone.agentSays('chat'), 'T5'],
  ["an agent's desk", (someone) => someone.command('chat', 'open', { agentId: 'kim' }), 'T5'],
];

describe.each(['new', 'snoozed', 'closed'])('a %s chat, opened by', (state) => {
  test.each(OPENINGS)('%s', async (_, act, trigger) => {
    const someone = await given.newcomer();
    await someone.event('chat', 'conversation.started', { kind: 'chat', by: 'customer' });
    if (state !== 'new') await someone.customerSays('chat');
    if (state === 'snoozed') await snoozes(someone, 'chat', 60);
    if (state === 'closed') await closes(someone, 'chat');
    await someone.settle();
    const [t3, t5] = [await someone.publish(opened('every')), await someone.publish(byAgent('every'))];
    await act(someone);
    expect({ T3: await did(someone, t3), T5: await did(someone, t5) }).toEqual({ T3: [], T5: [], [trigger]: ['chat'] });
  });
});

describe('T3 chat.opened', () => {
  test("fires by a workflow's open step, after the bot and after a close", async () => {
    const someone = await given.newcomer();
    const t3 = await someone.publish(opened('every'));
    const t5 = await someone.publish(byAgent('every'));
    const open = { do: 'conversation.open' };
    await someone.publish({ trigger: { type: 'chat.started' }, steps: [open] });
    await someone.publish({ trigger: { type: 'chat.closed' }, steps: [pause('PT1M'), open] });
    await someone.event('chat', 'conversation.started', { kind: 'chat', by: 'customer' });
    expect(await did(someone, t3)).toEqual(['chat']);
    await closes(someone, 'chat');
    await someone.advance('PT2M');
    expect(await did(someone, t3)).toEqual(['chat', 'chat']);
    expect(await did(someone, t5)).toEqual([]);
  });

  test('fires when a snooze runs out by our clock, not before, and once though the channel tells of it too', async () => {
    const someone = await given.newcomer();
    const t3 = await someone.publish(opened('every'));
    await someone.agentSays('chat');
    await snoozes(someone, 'chat', 4);
    await someone.advance('PT3M59S');
    expect(await did(someone, t3)).toEqual([]);
    await someone.advance('PT10S');
    await someone.event('chat', 'conversation.opened', { by: 'snoozeExpiry' });
    expect(await did(someone, t3)).toEqual(['chat']);
  });

  test('never fires for what opens nothing: a note, a bot, marketing, an open chat', async () => {
    const someone = await given.newcomer();
    const t3 = await someone.publish(opened('every'));
    await someone.agentSays('chat', 'psst', { private: true });
    for (const author of ['bot', 'marketing', 'system'])
      await someone.event('chat', 'message.created', someone.message(author, 'hello'));
    await someone.agentSays('chat', 'opened by me');
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.opened', { by: 'customer' });
    expect(await did(someone, t3)).toEqual([]);
  });

  test('timing first: once in a conversation; every: each opening, snooze expiry included', async () => {
    const someone = await given.newcomer();
    const [first, every] = [await someone.publish(opened('first')), await someone.publish(opened('every'))];
    await someone.customerSays('chat');
    await snoozes(someone, 'chat', 2);
    await someone.advance('PT3M');
    await closes(someone, 'chat');
    await someone.customerSays('chat');
    await someone.customerSays('other');
    expect(await did(someone, every)).toEqual(['chat', 'chat', 'chat', 'other']);
    expect(await did(someone, first)).toEqual(['chat', 'other']);
    expect(await judged(someone, first, 'chat')).toEqual(['fired', 'timing', 'timing']);
  });

  test('timing first survives the same event coming again and ten openings at once', async () => {
    const someone = await given.newcomer();
    const first = await someone.publish(opened('first'));
    const event = someone.made('chat', 'message.created', someone.message('customer', 'hello'));
    await Promise.all(Array.from({ length: 5 }, () => someone.send(event)));
    const open = () => someone.event('chat', 'conversation.opened', { by: 'customer' });
    const close = () => closes(someone, 'chat');
    await Promise.all(Array.from({ length: 10 }, (_, nth) => (nth % 2 ? open() : close())));
    expect(await did(someone, first)).toEqual(['chat']);
  });

  test('timing first is used up by an opening before the workflow was published: it was the first', async () => {
    const someone = await given.newcomer();
    await someone.customerSays('chat');
    await closes(someone, 'chat');
    await someone.settle();
    const first = await someone.publish(opened('first'));
    await someone.customerSays('chat');
    expect(await did(someone, first)).toEqual([]);
    expect(await judged(someone, first, 'chat')).toEqual(['timing']);
  });

  test("filter: the customer's tier, the campaign, the messenger", async () => {
    const someone = await given.newcomer();
    const on = (fact: string, value: string) => someone.publish({ ...opened(), filter: is(fact, value) });
    const vip = await on('customer.tier', 'VIP');
    const campaign = await on('campaign.id', 'spring');
    const kakao = await on('messenger', 'kakaoTalk');
    const start = { kind: 'chat', by: 'customer' };
    await someone.customerSays('vip', 'hello', { id: 'cu-1', tier: 'VIP' });
    await someone.event('campaign', 'conversation.started', { ...start, by: 'marketing', campaignId: 'spring' });
    await someone.customerSays('campaign');
    await someone.event('kakao', 'conversation.started', { ...start, messenger: 'kakaoTalk' });
    await someone.customerSays('kakao');
    expect([await did(someone, vip), await did(someone, campaign), await did(someone, kakao)]).toEqual([
      ['vip'],
      ['campaign'],
      ['kakao'],
    ]);
  });
});

describe('T5 chat.openedByAgent', () => {
  test('timing first: once in a conversation; every: each opening by an agent', async () => {
    const someone = await given.newcomer();
    const [first, every] = [await someone.publish(byAgent('first')), await someone.publish(byAgent('every'))];
    for (let time = 0; time < 3; time++) {
      await someone.agentSays('chat');
      await closes(someone, 'chat');
    }
    await someone.agentSays('other');
    expect(await did(someone, every)).toEqual(['chat', 'chat', 'chat', 'other']);
    expect(await did(someone, first)).toEqual(['chat', 'other']);
  });

  test("timing first is not used up by the customer's openings, nor T3's by the agent's", async () => {
    const someone = await given.newcomer();
    const [t3, t5] = [await someone.publish(opened('first')), await someone.publish(byAgent('first'))];
    await someone.customerSays('chat');
    await closes(someone, 'chat');
    await someone.agentSays('chat');
    expect([await did(someone, t3), await did(someone, t5)]).toEqual([['chat'], ['chat']]);
  });

  test("filter on the agent's message: its words; an opening by a button has none", async () => {
    const someone = await given.newcomer();
    const refund = { ...byAgent('every'), filter: contains('message.text', ['환불', 'refund']) };
    const w = await someone.publish({ ...refund, steps: [note('{{message.text}}')] });
    await someone.agentSays('refund', '환불 도와드릴게요');
    await someone.agentSays('other', '안녕하세요');
    await someone.event('button', 'conversation.opened', { by: 'agent', agentId: 'kim' });
    expect(await someone.wrote(w)).toEqual(['환불 도와드릴게요']);
    expect(await judged(someone, w, 'other')).toEqual(['condition']);
    expect(await judged(someone, w, 'button')).toEqual(['condition']);
  });

  test("an agent's message fires T5, then T14; a note opens nothing", async () => {
    const someone = await given.newcomer();
    await someone.publish({ trigger: { type: 'message.agent' }, steps: [note('T14')] });
    const t5 = await someone.publish({ ...byAgent(), steps: [note('T5')] });
    await someone.agentSays('note', 'psst', { private: true });
    await someone.agentSays('chat');
    await someone.settle();
    const sent = (await someone.outbox()).filter(({ channelId }) => channelId === someone.channel);
    const texts = (chat: string) => sent.filter((entry) => entry.conversationId === chat).map(({ data }) => data.text);
    expect(texts('chat')).toEqual(['T5', 'T14']);
    expect(texts('note')).toEqual(['T14']);
    expect(await did(someone, t5)).toEqual(['chat']);
  });
});
