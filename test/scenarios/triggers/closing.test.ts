import { describe, expect, test } from '@jest/globals';
import type { Client } from '../client';
import { sharedStack } from '../given';
import { aCall, answersTo, did, is, judged, note, pause } from './tale';

const given = sharedStack();
const closed = (scope?: string) => ({ trigger: { type: 'chat.closed', ...(scope && { scope }) } });
const starts = (someone: Client, chat: string) =>
  someone.event(chat, 'conversation.started', { kind: 'chat', by: 'customer' });

describe('T11 chat.closed fires, once, when it was closed', () => {
  const ways: [by: string, close: (someone: Client) => Promise<unknown>][] = [
    ['by an agent', (someone) => someone.event('chat', 'conversation.closed', { by: 'agent' })],
    ['by the customer', (someone) => someone.event('chat', 'conversation.closed', { by: 'customer' })],
    ['by the API', (someone) => someone.command('chat', 'close')],
    ["by a workflow's close step", (someone) => someone.customerSays('chat', '종료')],
    ['after wrap-up', (someone) => someone.event('chat', 'session.ended', { by: 'agent' })],
  ];
  test.each(ways)('%s', async (_, close) => {
    const someone = await given.newcomer();
    await someone.ask('PATCH', '/v1/settings', { wrapUp: 'PT1M' });
    const w = await someone.publish(closed());
    const steps = [{ do: 'conversation.close' }];
    await someone.publish({ trigger: { type: 'message.customer' }, filter: is('message.text', '종료'), steps });
    await someone.customerSays('chat');
    await someone.settle();
    expect(await did(someone, w)).toEqual([]);
    await close(someone);
    await someone.advance('PT2M');
    await someone.event('chat', 'conversation.closed', { by: 'workflow' });
    expect(await did(someone, w)).toEqual(['chat']);
    expect(await someone.conversation('chat')).toMatchObject({ status: 'closed' });
  });

  test('for inactivity, of a chat that never left the bot', async () => {
    const someone = await given.newcomer();
    await someone.ask('PATCH', '/v1/settings', { inactivity: 'PT5M' });
    const w = await someone.publish(closed());
    await starts(someone, 'silent');
    await someone.customerSays('in the inbox');
    await someone.advance('PT8M');
    expect(await did(someone, w)).toEqual(['silent']);
  });

  test('whoever closed can be told apart by scope: in the inbox, not in the inbox, all', async () => {
    const someone = await given.newcomer();
    const scoped = async (scope: string) => someone.publish(closed(scope));
    const [all, inside, outside] = [await scoped('all'), await scoped('inInbox'), await scoped('notInInbox')];
    await someone.publish({ trigger: { type: 'chat.started' }, steps: [{ do: 'ask.once', text: '?', as: 'x' }] });
    await starts(someone, 'left the bot');
    await someone.customerSays('left the bot', 'an answer to the bot');
    await someone.customerSays('talked to us');
    for (const chat of ['left the bot', 'talked to us'])
      await someone.event(chat, 'conversation.closed', { by: 'customer' });
    expect(await did(someone, all)).toEqual(['left the bot', 'talked to us']);
    expect(await did(someone, inside)).toEqual(['talked to us']);
    expect(await did(someone, outside)).toEqual(['left the bot']);
    expect(await judged(someone, inside, 'left the bot')).toEqual(['scope']);
    expect(await judged(someone, outside, 'talked to us')).toEqual(['scope']);
  });

  test('again after it was opened again; never by closing what is closed, by snooze, by the end of a call', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(closed());
    const close = () => someone.event('chat', 'conversation.closed', { by: 'agent' });
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.snoozed');
    await aCall(someone, 'call', 'call.ringing', 'call.inbound', 'call.ended');
    expect(await did(someone, w)).toEqual([]);
    await close();
    await close();
    await someone.customerSays('chat');
    await close();
    expect(await did(someone, w)).toEqual(['chat', 'chat']);
  });
});

describe('T11 chat.closed, its run', () => {
  test('lives in the closed chat: waits, asks how it was, and hears the answer', async () => {
    const someone = await given.newcomer();
    const survey = { do: 'survey.send', question: '만족하셨나요?', scale: 5 };
    const w = await someone.publish({ ...closed(), steps: [pause('PT1M'), survey, note('{{answer.rating}}점')] });
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await someone.advance('PT2M');
    await answersTo(w, someone, 'chat', { rating: 4 });
    await someone.settle();
    expect((await someone.outbox(w)).map(({ type, data }) => [type, data.question ?? data.text])).toEqual([
      ['survey.send', '만족하셨나요?'],
      ['note.add', '4점'],
    ]);
  });

  test('a reminder to tag: by what the chat was when it was closed', async () => {
    const someone = await given.newcomer();
    const noTags = { not: { fact: 'conversation.tags', op: 'exists' } };
    const reminder = [{ do: 'note.add', text: '태그를 붙여 주세요', mention: 'assignee' }];
    const w = await someone.publish({ ...closed(), filter: noTags, steps: reminder });
    for (const chat of ['tagged', 'bare']) {
      await someone.customerSays(chat);
      await someone.event(chat, 'conversation.assigned', { agentId: 'kim' });
    }
    await someone.event('tagged', 'conversation.updated', { addTags: ['반품'] });
    for (const chat of ['tagged', 'bare']) await someone.event(chat, 'conversation.closed', { by: 'agent' });
    expect(await did(someone, w)).toEqual(['bare']);
    const [entry] = await someone.outbox(w);
    expect(entry!.data).toMatchObject({ mention: 'assignee' });
  });
});
