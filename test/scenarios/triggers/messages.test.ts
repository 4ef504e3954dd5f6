import { describe, expect, test } from '@jest/globals';
import type { Client, Fields } from '../client';
import { sharedStack } from '../given';
import { answersTo, contains, judged, note } from './tale';

const given = sharedStack();
const told = [note('{{message.text}}')];
const customerSent = (settings: Fields = {}, more: Fields = {}) => ({
  trigger: { type: 'message.customer', ...settings },
  steps: told,
  ...more,
});
const agentSent = (settings: Fields = {}, more: Fields = {}) => ({
  trigger: { type: 'message.agent', ...settings },
  steps: told,
  ...more,
});
const start = (someone: Client, chat: string) =>
  someone.event(chat, 'conversation.started', { kind: 'chat', by: 'customer' });

describe('T13 message.customer', () => {
  test('fires at every message of the customer: the first, one by e-mail, one with files only, in a snoozed chat', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerSent({}, { steps: [note('[{{message.text}}] {{message.via}}')] }));
    await someone.customerSays('chat', '하나');
    await someone.event('chat', 'message.created', someone.message('customer', '둘', { via: 'email' }));
    const files = [{ name: 'photo.png', type: 'image/png', url: 'https://files.example/photo.png' }];
    const { text: _, ...picture } = someone.message('customer', '', { files });
    await someone.event('chat', 'message.created', picture);
    await someone.event('chat', 'conversation.snoozed');
    await someone.customerSays('chat', '넷');
    expect(await someone.wrote(w)).toEqual(['[하나] chat', '[둘] email', '[] chat', '[넷] chat']);
  });

  test('filter on words, on files, on the way it came', async () => {
    const someone = await given.newcomer();
    const words = await someone.publish(customerSent({}, { filter: contains('message.text', ['반품', 'return']) }));
    const hasFiles = { fact: 'message.hasFiles', op: 'is', value: true };
    const files = await someone.publish(customerSent({}, { filter: hasFiles }));
    const byMail = await someone.publish(
      customerSent({}, { filter: { fact: 'message.via', op: 'is', value: 'email' } }),
    );
    await someone.customerSays('chat', '반품하고 싶어요');
    await someone.customerSays('chat', '배송은요?');
    const file = { name: 'a.pdf', url: 'https://files.example/a.pdf' };
    await someone.event('chat', 'message.created', someone.message('customer', 'file', { files: [file] }));
    await someone.event('chat', 'message.created', someone.message('customer', 'mail', { via: 'email' }));
    expect(await someone.wrote(words)).toEqual(['반품하고 싶어요']);
    expect(await someone.wrote(files)).toEqual(['file']);
    expect(await someone.wrote(byMail)).toEqual(['mail']);
  });

  describe('includeAnswers: messages given as an answer to a workflow', () => {
    const questions: [what: string, step: Fields, answer: Fields, text: string][] = [
      [
        'a pressed button',
        { do: 'message.buttons', text: '?', buttons: [{ id: 'yes', label: '네', steps: [] }] },
        { buttonId: 'yes' },
        '네',
      ],
      [
        'a form',
        { do: 'form.send', text: '?', fields: [{ name: 'order', label: '주문', type: 'text' }] },
        { fields: { order: 'A-1' } },
        'A-1',
      ],
      ['a rating', { do: 'survey.send', question: '?', scale: 5 }, { rating: 5 }, '5'],
    ];
    test.each(questions)('%s', async (_, step, answer, text) => {
      const someone = await given.newcomer();
      const asks = await someone.publish({
        trigger: { type: 'message.customer' },
        filter: contains('message.text', 'start'),
        steps: [step],
      });
      const [without, withAnswers] = [
        await someone.publish(customerSent()),
        await someone.publish(customerSent({ includeAnswers: true })),
      ];
      await someone.customerSays('chat', 'start');
      await answersTo(asks, someone, 'chat', answer, text);
      await someone.customerSays('chat', 'after');
      expect(await someone.wrote(without)).toEqual(['start', 'after']);
      expect(await someone.wrote(withAnswers)).toEqual(['start', text, 'after']);
      expect(await judged(someone, without, 'chat')).toEqual(['fired', 'answer', 'fired']);
    });

    test('what is said to an ask once step', async () => {
      const someone = await given.newcomer();
      await someone.publish({
        trigger: { type: 'chat.opened' },
        steps: [{ do: 'ask.once', text: '주문 번호는요?', as: 'order' }],
      });
      const [without, withAnswers] = [
        await someone.publish(customerSent()),
        await someone.publish(customerSent({ includeAnswers: true })),
      ];
      for (const text of ['hello', 'A-77', 'when?']) await someone.customerSays('chat', text);
      expect(await someone.wrote(without)).toEqual(['hello', 'when?']);
      expect(await someone.wrote(withAnswers)).toEqual(['hello', 'A-77', 'when?']);
    });
  });

  test('scope: inside the bot it is not in the inbox', async () => {
    const someone = await given.newcomer();
    const ask = { do: 'ask.once', text: '?', as: 'x' };
    await someone.publish({ trigger: { type: 'chat.started' }, steps: [ask] });
    const scoped = (scope: string) => someone.publish(customerSent({ includeAnswers: true, scope }));
    const [all, inside, outside] = [await scoped('all'), await scoped('inInbox'), await scoped('notInInbox')];
    await start(someone, 'chat');
    for (const text of ['to the bot', 'to the agents']) await someone.customerSays('chat', text);
    expect(await someone.wrote(all)).toEqual(['to the bot', 'to the agents']);
    expect(await someone.wrote(inside)).toEqual(['to the agents']);
    expect(await someone.wrote(outside)).toEqual(['to the bot']);
    expect(await judged(someone, inside, 'chat')).toEqual(['scope', 'fired']);
  });

  test('never fires for anybody else, nor for what a workflow writes', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerSent({ includeAnswers: true }));
    await someone.publish({ trigger: { type: 'chat.openedByAgent' }, steps: [{ do: 'message.send', text: 'hello' }] });
    for (const author of ['agent', 'bot', 'marketing', 'system'])
      await someone.event('chat', 'message.created', someone.message(author, 'hello'));
    expect(await someone.did(w)).toEqual([]);
  });
});

describe('T14 message.agent', () => {
  test('kind: all (the default), to the customer only, internal notes only', async () => {
    const someone = await given.newcomer();
    const byDefault = await someone.publish(agentSent());
    const kinds = ['all', 'customer', 'internal'];
    const [all, customer, internal] = await Promise.all(kinds.map((kind) => someone.publish(agentSent({ kind }))));
    await someone.agentSays('chat', 'public');
    await someone.agentSays('chat', 'note', { private: true });
    for (const w of [byDefault, all!]) expect(await someone.wrote(w)).toEqual(['public', 'note']);
    expect(await someone.wrote(customer!)).toEqual(['public']);
    expect(await someone.wrote(internal!)).toEqual(['note']);
    expect(await judged(someone, customer!, 'chat')).toEqual(['fired', 'kind']);
    expect(await judged(someone, internal!, 'chat')).toEqual(['kind', 'fired']);
  });

  test('never fires for bot and marketing messages, nor for what a workflow writes', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(agentSent());
    const steps = [{ do: 'message.send', text: 'hello' }, note('hello')];
    await someone.publish({ trigger: { type: 'message.customer' }, steps });
    for (const author of ['bot', 'marketing', 'system', 'customer'])
      await someone.event('chat', 'message.created', someone.message(author, 'hello'));
    expect(await someone.did(w)).toEqual([]);
  });

  test('filter on words and on who wrote', async () => {
    const someone = await given.newcomer();
    const byWord = await someone.publish(agentSent({}, { filter: contains('message.text', '환불') }));
    const byAgent = await someone.publish(agentSent({}, { filter: { fact: 'agent.id', op: 'is', value: 'kim' } }));
    await someone.agentSays('chat', '환불해 드렸습니다', { author: { type: 'agent', id: 'lee' } });
    await someone.agentSays('chat', '안녕하세요', { author: { type: 'agent', id: 'kim' } });
    expect(await someone.wrote(byWord)).toEqual(['환불해 드렸습니다']);
    expect(await someone.wrote(byAgent)).toEqual(['안녕하세요']);
  });

  test('scope: a note in a chat that is with the bot is not in the inbox; a message opens it', async () => {
    const someone = await given.newcomer();
    const scoped = (scope: string) => someone.publish(agentSent({ scope }));
    const [all, inside, outside] = [await scoped('all'), await scoped('inInbox'), await scoped('notInInbox')];
    await start(someone, 'chat');
    await someone.agentSays('chat', 'note', { private: true });
    await someone.agentSays('chat', 'public');
    expect(await someone.wrote(all)).toEqual(['note', 'public']);
    expect(await someone.wrote(inside)).toEqual(['public']);
    expect(await someone.wrote(outside)).toEqual(['note']);
  });
});
