import { describe, expect, test } from '@jest/globals';
import { sharedStack } from './given';

const given = sharedStack();
const customerMessage = (settings = {}) => ({ trigger: { type: 'message.customer', ...settings } });
const agentMessage = (settings = {}) => ({ trigger: { type: 'message.agent', ...settings } });
const note = (text: string) => ({ do: 'note.add', text });

describe('T13: the customer sent a message', () => {
  test('each one, the one that opens included', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish({ ...customerMessage(), steps: [note('{{message.text}}')] });
    for (const text of ['하나', '둘', '셋']) await someone.customerSays('chat', text);
    expect(await someone.wrote(w)).toEqual(['하나', '둘', '셋']);
  });

  test('never for an agent, a bot, marketing or the system', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerMessage());
    for (const author of ['agent', 'bot', 'marketing', 'system'])
      await someone.event('chat', 'message.created', someone.message(author, 'hello'));
    expect(await someone.did(w)).toEqual([]);
  });

  test('an answer to the bot only with includeAnswers', async () => {
    const someone = await given.newcomer();
    const plain = await someone.publish(customerMessage());
    const all = await someone.publish(customerMessage({ includeAnswers: true }));
    const answer = { runId: 'run-1', buttonId: 'yes' };
    await someone.event('chat', 'message.created', someone.message('customer', 'yes', { answer }));
    expect(await someone.did(plain)).toEqual([]);
    expect(await someone.did(all)).toEqual(['chat']);
    expect(await someone.evaluations('chat', plain)).toMatchObject([{ fired: false, reason: { kind: 'answer' } }]);
  });

  test('scope: a message in an opened chat is in the inbox', async () => {
    const someone = await given.newcomer();
    const inside = await someone.publish(customerMessage({ scope: 'inInbox' }));
    const outside = await someone.publish(customerMessage({ scope: 'notInInbox' }));
    await someone.customerSays('chat');
    expect(await someone.did(inside)).toEqual(['chat']);
    expect(await someone.did(outside)).toEqual([]);
  });

  const words: [filter: object, matching: string[], others: string[]][] = [
    [{ op: 'contains', value: ['반품', 'refund'] }, ['반품하고 싶어요', 'A REFUND please', '환불/반품?'], ['return']],
    [{ op: 'containsNone', value: ['감사', 'thanks'] }, ['안녕하세요', 'hi'], ['감사합니다', 'Thanks!', 'thanks']],
    [{ op: 'startsWith', value: '주문' }, ['주문 취소'], ['내 주문']],
    [{ op: 'endsWith', value: '?' }, ['언제 와요?'], ['언제 와요']],
    [{ op: 'is', value: '네' }, ['네', '네'.normalize('NFD')], ['네네']],
    [{ op: 'isNot', value: 'STOP' }, ['go'], ['stop', 'Stop']],
    [{ op: 'matches', value: '[0-9]{4}-[0-9]{4}' }, ['번호 1234-5678'], ['12-34']],
    [{ op: 'oneOf', value: ['네', '예'] }, ['예'], ['아니요']],
    [{ op: 'noneOf', value: ['네', '예'] }, ['아니요'], ['네']],
  ];
  test.each(words)('filter on the text: %j', async (leaf, matching, others) => {
    const someone = await given.newcomer();
    const filter = { fact: 'message.text', ...leaf };
    const w = await someone.publish({ ...customerMessage(), filter, steps: [note('{{message.text}}')] });
    for (const text of [...others, ...matching]) await someone.customerSays('chat', text);
    expect(await someone.wrote(w)).toEqual(matching);
  });

  test('an absent fact makes its leaf false and the negation true, never an error', async () => {
    const someone = await given.newcomer();
    const leaf = { fact: 'customer.tier', op: 'isNot', value: 'VIP' };
    const plain = await someone.publish({ ...customerMessage(), filter: leaf });
    const negated = await someone.publish({ ...customerMessage(), filter: { not: leaf } });
    const missing = await someone.publish({ ...customerMessage(), filter: { fact: 'customer.tier', op: 'missing' } });
    await someone.customerSays('chat');
    expect(await someone.did(plain)).toEqual([]);
    expect(await someone.did(negated)).toEqual(['chat']);
    expect(await someone.did(missing)).toEqual(['chat']);
  });

  test('a hostile text against a pattern takes linear time', async () => {
    const someone = await given.newcomer();
    const filter = { fact: 'message.text', op: 'matches', value: '(a+)+$' };
    const w = await someone.publish({ ...customerMessage(), filter });
    await someone.customerSays('chat', `${'a'.repeat(19_000)}!`);
    expect(await someone.did(w)).toEqual([]);
  });
});

describe('T14: an agent sent a message', () => {
  test('kind: all, to the customer, internal', async () => {
    const someone = await given.newcomer();
    const publish = (kind: string) => someone.publish({ ...agentMessage({ kind }), steps: [note('{{message.text}}')] });
    const [all, customer, internal] = [await publish('all'), await publish('customer'), await publish('internal')];
    await someone.agentSays('chat', 'public');
    await someone.agentSays('chat', 'private', { private: true });
    expect(await someone.wrote(all)).toEqual(['public', 'private']);
    expect(await someone.wrote(customer)).toEqual(['public']);
    expect(await someone.wrote(internal)).toEqual(['private']);
    const [first] = await someone.evaluations('chat', internal);
    expect(first).toMatchObject({ fired: false, reason: { kind: 'kind' } });
  });

  test('never for bot, marketing, system or customer messages', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(agentMessage({ kind: 'all' }));
    for (const author of ['bot', 'marketing', 'system', 'customer'])
      for (const more of [{}, { private: true }])
        await someone.event('chat', 'message.created', someone.message(author, 'hello', more));
    expect(await someone.did(w)).toEqual([]);
  });

  test('scope: a note on a chat that was never opened is not in the inbox', async () => {
    const someone = await given.newcomer();
    const inside = await someone.publish(agentMessage({ scope: 'inInbox' }));
    const outside = await someone.publish(agentMessage({ scope: 'notInInbox' }));
    await someone.agentSays('chat', 'psst', { private: true });
    expect([await someone.did(inside), await someone.did(outside)]).toEqual([[], ['chat']]);
    await someone.agentSays('chat', 'hello');
    expect([await someone.did(inside), await someone.did(outside)]).toEqual([['chat'], ['chat']]);
  });

  test("a workflow's own messages and notes fire neither T13 nor T14", async () => {
    const someone = await given.newcomer();
    const steps = [{ do: 'message.send', text: 'hello' }, note('said hello')];
    const w = await someone.publish({ ...agentMessage(), steps });
    const v = await someone.publish(customerMessage());
    await someone.agentSays('chat');
    expect(await someone.did(w)).toEqual(['chat', 'chat']);
    expect(await someone.did(v)).toEqual([]);
  });

  test('an agent who writes by the API is an agent', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish({ ...agentMessage(), steps: [note('{{message.text}}')] });
    await someone.customerSays('chat');
    await someone.settle();
    const said = await someone.command('chat', 'message', { author: { type: 'agent', id: 'kim' }, text: 'hello' });
    expect(said.status).toBe(200);
    expect(await someone.wrote(w)).toEqual(['hello']);
  });
});
