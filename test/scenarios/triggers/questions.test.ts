/** What workflows ask: buttons, forms, one answer, ratings. A customer's answer goes to the run that asked. */
import { describe, expect, test } from '@jest/globals';
import type { Client, Fields } from '../client';
import { HOUR, later, sharedStack } from '../given';
import { answersTo, did, note, pause, wentOf } from './tale';

const given = sharedStack();
/** Asks in a chat of its own, where nothing else is said. */
const aQuestion = async (...steps: Fields[]) => {
  const someone = await given.newcomer();
  const w = await someone.publish({ trigger: { type: 'chat.opened', timing: 'first' }, steps });
  await someone.customerSays('chat');
  await someone.settle();
  const answers = (answer: Fields, text?: string) => answersTo(w, someone, 'chat', answer, text);
  const wrote = async () => (await someone.wrote(w)).slice(1);
  return { someone, w, answers, wrote };
};
const buttons = (more: Fields = {}) => ({
  do: 'message.buttons',
  text: '{{customer.name}}무엇을 도와드릴까요?',
  buttons: [
    { id: 'return', label: '반품', steps: [note('return')] },
    { label: '배송', steps: [note('delivery')] },
    { id: 'nothing', label: '그만' },
  ],
  ...more,
});
const after = note('after');
const isOver = async (someone: Client) => expect(await someone.conversation('chat')).toMatchObject({ runs: [] });

/** What holds of every step that waits for an answer. */
const QUESTIONS: [step: Fields, answer: Fields, text: string][] = [
  [buttons(), { buttonId: 'return' }, '반품'],
  [
    { do: 'form.send', text: '?', fields: [{ name: 'order', label: '주문', type: 'text' }] },
    { fields: { order: 'A' } },
    '',
  ],
  [{ do: 'ask.once', text: '?', as: 'x' }, {}, 'an answer'],
];
describe.each(QUESTIONS)('a question: %j', (step, answer, text) => {
  test('stands still until it is answered; the answer counts once', async () => {
    const { someone, w, answers, wrote } = await aQuestion(step, after);
    expect(await someone.conversation('chat')).toMatchObject({ runs: [{ workflowId: w, waitsFor: 'answer' }] });
    expect(await wrote()).toEqual([]);
    const runId = await answers(answer, text);
    await isOver(someone);
    expect((await wrote()).at(-1)).toBe('after');
    const again = someone.message('customer', text, { answer: { runId, ...answer } });
    await someone.event('chat', 'message.created', again);
    expect((await wrote()).filter((said) => said === 'after')).toHaveLength(1);
  });

  test('timeout and onTimeout: so long it stays open, then that is done and the run goes on', async () => {
    const { someone, wrote } = await aQuestion({ ...step, timeout: 'PT2M', onTimeout: [note('no answer')] }, after);
    await someone.advance('PT1M58S');
    expect(await wrote()).toEqual([]);
    await someone.advance('PT7S');
    expect(await wrote()).toEqual(['no answer', 'after']);
    await isOver(someone);
  });

  test('answered in time there is no timeout; a wait behind it counts from the answer', async () => {
    const { someone, answers, wrote } = await aQuestion(
      { ...step, timeout: 'PT2M', onTimeout: [note('no answer')] },
      pause('PT1M'),
      after,
    );
    await someone.advance('PT1M30S');
    await answers(answer, text);
    await someone.advance('PT50S');
    expect(await wrote()).not.toContain('after');
    await someone.advance('PT15S');
    expect((await wrote()).at(-1)).toBe('after');
    expect(await wrote()).not.toContain('no answer');
  });

  test('closing ends the run; the late answer goes nowhere', async () => {
    const { someone, w, wrote } = await aQuestion(step, after);
    const [run] = (await someone.conversation('chat')).runs;
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    const late = someone.message('customer', text, { answer: { runId: run!.id, ...answer } });
    await someone.event('chat', 'message.created', late);
    await someone.settle();
    expect(await wrote()).toEqual([]);
    expect(await wentOf(someone, w, 'chat')).toEqual(['started', 'suspended', 'ended']);
  });

  test('an answer for another run is not taken', async () => {
    const { someone, w, wrote } = await aQuestion(step, after);
    const other = someone.message('customer', text, { answer: { runId: 'run_of_another', ...answer } });
    await someone.event('chat', 'message.created', other);
    expect(await wrote()).toEqual([]);
    expect(await someone.conversation('chat')).toMatchObject({ runs: [{ workflowId: w }] });
  });

  test('two runs that ask at once: each gets its own answer', async () => {
    const someone = await given.newcomer();
    const both = [];
    for (const name of ['one', 'other'])
      both.push(await someone.publish({ trigger: { type: 'chat.opened' }, steps: [step, note(name)] }));
    await someone.customerSays('chat');
    await answersTo(both[1]!, someone, 'chat', answer, text);
    expect((await someone.wrote(both[0]!)).at(-1)).not.toBe('one');
    expect((await someone.wrote(both[1]!)).at(-1)).toBe('other');
    await answersTo(both[0]!, someone, 'chat', answer, text);
    expect((await someone.wrote(both[0]!)).at(-1)).toBe('one');
  });
});

describe('message.buttons', () => {
  test('tells the channel its text and each button with an id', async () => {
    const { someone, w } = await aQuestion(buttons());
    const [entry] = await someone.outbox(w);
    expect(entry).toMatchObject({ to: 'channel', type: 'message.buttons', data: { text: '무엇을 도와드릴까요?' } });
    expect(entry!.data.buttons).toEqual([
      { id: 'return', label: '반품' },
      { id: expect.any(String), label: '배송' },
      { id: 'nothing', label: '그만' },
    ]);
  });

  test('each leads to its branch, then on', async () => {
    for (const [at, done] of [['return', 'after'], ['delivery', 'after'], ['after']].entries()) {
      const { someone, w, answers, wrote } = await aQuestion(buttons(), after);
      const shown = (await someone.outbox(w))[0]!.data.buttons as { id: string }[];
      await answers({ buttonId: shown[at]!.id });
      expect(await wrote()).toEqual(done);
    }
  });

  test('a button that is not there is not taken', async () => {
    const { someone, w, answers, wrote } = await aQuestion(buttons(), after);
    await answers({ buttonId: 'nobody' });
    expect(await wrote()).toEqual([]);
    expect(await someone.conversation('chat')).toMatchObject({ runs: [{ workflowId: w }] });
  });

  test('within buttons: what a button leads to may ask again', async () => {
    const inner = buttons({ text: 'inner', buttons: [{ id: 'deep', label: 'deep', steps: [note('deep')] }] });
    const outer = buttons({ buttons: [{ id: 'on', label: 'on', steps: [inner, note('behind inner')] }] });
    const { answers, wrote } = await aQuestion(outer, after);
    await answers({ buttonId: 'on' });
    await answers({ buttonId: 'deep' });
    expect(await wrote()).toEqual(['inner', 'deep', 'behind inner', 'after']);
  });

  test('without timeout it stays open for a day', async () => {
    const { someone } = await aQuestion(buttons());
    const { waits } = await someone.conversation('chat');
    const due = waits.find(({ kind }) => kind === 'runStep')?.due;
    expect(due).toBe(later((await someone.info()).now, 24 * HOUR));
  });

  test('eleven are refused', async () => {
    const someone = await given.newcomer();
    const eleven = Array.from({ length: 11 }, (_, at) => ({ label: `${at}` }));
    const draft = { name: 'w', trigger: { type: 'chat.opened' }, steps: [buttons({ buttons: eleven })] };
    expect((await someone.request('POST', '/v1/workflows', draft)).status).toBe(400);
  });
});

describe('form.send', () => {
  const fields = [
    { name: 'email', label: '이메일', type: 'email', required: true },
    { name: 'order', label: '주문 번호', type: 'text' },
    { name: 'size', label: '크기', type: 'select', options: ['S', 'M'] },
  ];
  const form = (more: Fields = {}) => ({ do: 'form.send', text: '알려 주세요', fields, ...more });

  test('tells the channel its fields', async () => {
    const { someone, w } = await aQuestion(form());
    const [entry] = await someone.outbox(w);
    expect(entry).toMatchObject({ to: 'channel', type: 'form.send', data: { text: '알려 주세요', fields } });
  });

  test("saveTo customer, the default: named fields go to the customer's profile", async () => {
    const { someone, answers } = await aQuestion(form(), after);
    await answers({ fields: { email: 'kim@example.com', order: 'A-77', size: 'M' } });
    await someone.settle();
    const customer = await someone.ask<Fields>('GET', '/v1/customers/cu');
    expect(customer).toMatchObject({ email: 'kim@example.com', profile: { order: 'A-77', size: 'M' } });
    const vip = {
      trigger: { type: 'message.customer' },
      filter: { fact: 'customer.profile.order', op: 'is', value: 'a-77' },
    };
    const w = await someone.publish(vip);
    await someone.advance('PT2S');
    await someone.customerSays('chat');
    expect(await did(someone, w)).toEqual(['chat']);
  });

  test('saveTo answer: for the run alone', async () => {
    const { someone, answers, wrote } = await aQuestion(
      form({ saveTo: 'answer' }),
      note('{{answer.order}} {{answer.size}}'),
    );
    await answers({ fields: { email: 'kim@example.com', order: 'A-77', size: 'M' } });
    expect(await wrote()).toEqual(['A-77 M']);
    expect(await someone.ask('GET', '/v1/customers/cu')).not.toHaveProperty('email');
  });

  test.each([
    ['a required field left out', { order: 'A-77' }],
    ['an address that is none', { email: 'kim' }],
    ['an option that is not offered', { email: 'kim@example.com', size: 'XL' }],
  ])('%s is not taken', async (_, given) => {
    const { someone, answers, wrote } = await aQuestion(form(), after);
    await answers({ fields: given });
    expect(await wrote()).not.toContain('after');
    const customer = await someone.ask<Fields>('GET', '/v1/customers/cu');
    expect(customer).not.toHaveProperty('email');
    await answers({ fields: { email: 'kim@example.com' } });
    expect(await wrote()).toContain('after');
  });

  test('five fields are refused', async () => {
    const someone = await given.newcomer();
    const five = Array.from({ length: 5 }, (_, at) => ({ name: `f${at}`, label: 'f', type: 'text' }));
    const draft = { name: 'w', trigger: { type: 'chat.opened' }, steps: [form({ fields: five })] };
    expect((await someone.request('POST', '/v1/workflows', draft)).status).toBe(400);
  });
});

describe('ask.once', () => {
  const ask = (more: Fields = {}) => ({ do: 'ask.once', text: '주문 번호는요?', as: 'order', ...more });

  test('takes what the customer says next, and only that', async () => {
    const { someone, w, wrote } = await aQuestion(
      ask(),
      note('[{{answer.order}}]'),
      pause('PT1M'),
      note('[{{answer.order}}]'),
    );
    expect((await someone.outbox(w))[0]).toMatchObject({
      to: 'channel',
      type: 'ask.once',
      data: { text: '주문 번호는요?' },
    });
    await someone.customerSays('chat', ' A-77 ');
    await someone.customerSays('chat', 'B-88');
    await someone.advance('PT2M');
    const said = (await wrote()) as string[];
    expect(said.map((text) => text.replaceAll(' ', ''))).toEqual(['[A-77]', '[A-77]']);
  });

  test("never an agent's, a bot's or a note's", async () => {
    const { someone, w, wrote } = await aQuestion(ask(), note('[{{answer.order}}]'));
    await someone.agentSays('chat', 'A-1');
    await someone.agentSays('chat', 'A-2', { private: true });
    await someone.event('chat', 'message.created', someone.message('bot', 'A-3'));
    expect(await wrote()).toEqual([]);
    expect(await someone.conversation('chat')).toMatchObject({ runs: [{ workflowId: w }] });
  });

  test('a branch looks at the answer’s message', async () => {
    const branches = [{ when: { fact: 'message.text', op: 'startsWith', value: 'A-' }, steps: [note('A')] }];
    const { someone, wrote } = await aQuestion(ask(), { do: 'branch', branches, otherwise: [note('other')] });
    await someone.customerSays('chat', 'A-77');
    expect(await wrote()).toEqual(['A']);
  });
});

describe('survey.send', () => {
  test.each([2, 5, 10])('on a scale of %i: the rating is an answer, and an event in the timeline', async (scale) => {
    const survey = { do: 'survey.send', question: '만족하셨나요?', scale };
    const { someone, w, answers } = await aQuestion(survey, note('{{answer.rating}}'));
    expect((await someone.outbox(w))[0]).toMatchObject({
      type: 'survey.send',
      data: { question: '만족하셨나요?', scale },
    });
    await answers({ rating: scale });
    expect((await someone.wrote(w)).at(-1)).toBe(`${scale}`);
    const events = (await someone.timeline('chat')).flatMap(({ event }) => (event ? [event.data] : []));
    expect(events.at(-1)).toMatchObject({ answer: { rating: scale } });
  });

  test('a rating beyond the scale is not taken', async () => {
    const { someone, w, answers } = await aQuestion({ do: 'survey.send', question: '?', scale: 5 }, after);
    await answers({ rating: 6 });
    await someone.settle();
    expect((await someone.outbox(w)).map(({ type }) => type)).toEqual(['survey.send']);
  });
});
