/** T1: a bot that talks before anybody in the inbox does; settled cases, *Opening*. */
import { describe, expect, test } from '@jest/globals';
import { Story, workflow } from './story';

const note = (text: string) => ({ do: 'note.add', text });
const buttons = (more: object = {}) => ({
  do: 'message.buttons',
  text: 'What is it about?',
  buttons: [
    { id: 'returns', label: '반품', steps: [note('returns')] },
    { label: 'Other', steps: [note('other'), { do: 'conversation.open' }] },
  ],
  ...more,
});
const started = (steps: object[], more: object = {}) =>
  workflow('bot', { trigger: { type: 'chat.started' }, steps, ...more });
const inbox = workflow('inbox', { trigger: { type: 'chat.opened' }, steps: [note('opened')] });
const says = workflow('says', { trigger: { type: 'message.customer' }, steps: [note('said')] });

function begin(steps: object[], data: Record<string, unknown> = {}, more: object = {}): Story {
  const story = new Story([started(steps, more), inbox, says]);
  story.event('conversation.started', { by: 'customer', ...data });
  return story;
}
const press = (story: Story, buttonId: string, runId = story.conversation?.runs[0]?.id) =>
  story.event('message.created', {
    ...{ messageId: `p${story.decisions.length}`, author: { type: 'customer' }, text: buttonId },
    answer: { runId, buttonId },
  });
const notes = (story: Story) =>
  story.effects.filter(({ type }) => type === 'note.add').map(({ fields }) => fields.text);

describe('a chat that starts', () => {
  test('is begun by the customer or by marketing; never by an agent, never twice', () => {
    for (const [by, times] of [
      ['customer', [0]],
      ['marketing', [0]],
      [undefined, [0]],
      ['agent', []],
    ] as const) {
      const story = new Story([started([note('hello')])]);
      story.event('conversation.started', by ? { by } : {});
      story.event('conversation.started', { by: 'customer' });
      expect(story.times('bot')).toEqual(times);
    }
  });

  test('meets its page filter, and the campaigns that it is attached to', () => {
    const filter = { fact: 'page.url', op: 'contains', value: '/pricing' };
    for (const [url, times] of [
      ['https://shop.example/pricing?x=1', [0]],
      ['https://shop.example/', []],
    ] as const)
      expect(begin([note('hello')], { page: { url } }, { filter }).times('bot')).toEqual(times);
    const trigger = { type: 'chat.started', campaigns: ['spring'] };
    expect(begin([note('hello')], { by: 'marketing', campaignId: 'spring' }, { trigger }).times('bot')).toEqual([0]);
    const other = begin([note('hello')], { by: 'marketing', campaignId: 'autumn' }, { trigger });
    expect(other.times('bot')).toEqual([]);
    expect(other.decisions[0]?.entry?.evaluations?.[0]?.reason).toMatchObject({ kind: 'campaign' });
  });

  test('takes the bot that is attached to its campaign before others, whatever the order', () => {
    const story = new Story([
      started([note('anybody')]),
      workflow('attached', { trigger: { type: 'chat.started', campaigns: ['spring'] }, steps: [note('spring')] }),
    ]);
    story.event('conversation.started', { by: 'marketing', campaignId: 'spring' });
    expect(notes(story)).toEqual(['spring']);
  });
});

describe('while the bot talks', () => {
  test('an answer goes to it, opens nothing and sets off no T13; afterwards the next message opens', () => {
    const story = begin([buttons(), note('behind')]);
    press(story, 'returns');
    expect(notes(story)).toEqual(['returns', 'behind']);
    expect(story.conversation).toMatchObject({ status: 'started', inInbox: false, runs: [] });
    story.customerSays();
    expect(story.conversation).toMatchObject({ status: 'open', inInbox: true });
    expect(notes(story)).toEqual(['returns', 'behind', 'opened', 'said']);
  });

  test('what stands on a button may be written too', () => {
    const story = begin([buttons()]);
    story.customerSays(' other ');
    expect(notes(story).slice(0, 2)).toEqual(['other', 'opened']);
  });

  test('other words take `otherwise`; without one they end the run and open the chat', () => {
    const one = begin([buttons({ otherwise: [note('else')] }), note('behind')]);
    one.customerSays('something');
    expect(notes(one)).toEqual(['else', 'behind', 'said']);
    expect(one.conversation?.status).toBe('started');
    const two = begin([buttons(), note('behind')]);
    two.customerSays('something');
    expect(notes(two)).toEqual(['opened', 'said']);
    expect(two.conversation).toMatchObject({ status: 'open', runs: [] });
  });

  test('a button that is pressed twice changes nothing the second time', () => {
    const story = begin([buttons(), buttons(), note('behind')]);
    const runId = story.conversation?.runs[0]?.id;
    press(story, 'returns');
    story.event('message.created', {
      ...{ messageId: 'again', author: { type: 'customer' }, answer: { runId, buttonId: 'gone' } },
    });
    expect(story.conversation).toMatchObject({ status: 'started', runs: [{ id: runId }] });
  });

  test('what answers something else is taken by its words; nobody else is spoken to', () => {
    const story = begin([buttons()]);
    story.event('message.created', {
      ...{
        messageId: 'x',
        author: { type: 'customer' },
        text: 'help',
        answer: { runId: 'run_of_another_chat', buttonId: '1' },
      },
    });
    expect(story.conversation?.status).toBe('open');
    const asks = workflow('asks', {
      trigger: { type: 'message.customer' },
      steps: [{ do: 'ask.once', text: '?', as: 'x' }],
    });
    const held = new Story([started([buttons({ otherwise: [{ do: 'wait', duration: 'PT1M' }] })]), asks]);
    held.event('conversation.started', {});
    held.customerSays('one');
    held.customerSays('two');
    expect(held.conversation?.status).toBe('open');
  });

  test('words during a wait end it and open the chat', () => {
    const story = begin([{ do: 'wait', duration: 'PT1M' }, note('behind')]);
    story.customerSays();
    expect(story.conversation).toMatchObject({ status: 'open', runs: [] });
    story.pass('PT5M');
    expect(notes(story)).not.toContain('behind');
  });

  test('files, bots and notes open nothing; an agent does', () => {
    const story = begin([buttons()]);
    story.event('message.created', { messageId: 'b', author: { type: 'bot' }, text: 'x' });
    story.agentSays('note', { private: true });
    expect(story.conversation?.status).toBe('started');
    story.agentSays('hello');
    expect(story.conversation?.status).toBe('open');
  });

  test('no other exclusive workflow starts, and the evaluation says so', () => {
    const story = new Story([
      started([{ do: 'wait', duration: 'PT1H' }]),
      workflow('second', { trigger: { type: 'message.customer' }, mode: 'exclusive', steps: [note('second')] }),
    ]);
    story.event('conversation.started', { by: 'customer' });
    story.agentSays('hi');
    const decision = story.customerSays('hello');
    expect(decision.entry?.evaluations?.[0]?.reason).toMatchObject({ kind: 'exclusive' });
    story.pass('PT1H');
    story.customerSays('again');
    expect(notes(story)).toEqual(['second']);
  });

  test('silence closes it in the end, and nothing of the run is left', () => {
    const story = begin([buttons({ timeout: 'PT720H' })]);
    story.pass('PT24H');
    expect(story.conversation).toMatchObject({ status: 'closed', closedBy: 'inactivity', runs: [], anchors: [] });
  });
});
