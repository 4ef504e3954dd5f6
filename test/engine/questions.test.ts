/** Buttons, forms, questions, surveys and assistants: the customer's answer goes to the run that asked. */
import { describe, expect, test } from '@jest/globals';
import { Story, workflow } from './story';

const note = (text: string) => ({ do: 'note.add', text });
const asks = (id: string, steps: object[]) => workflow(id, { trigger: { type: 'chat.opened' }, steps });
const notes = (story: Story, of?: string) =>
  story.effects
    .filter(({ type, workflowId }) => type === 'note.add' && (of === undefined || of === workflowId))
    .map(({ fields }) => fields.text);
const runOf = (story: Story, workflowId: string) =>
  story.conversation?.runs.find((run) => run.workflowId === workflowId)?.id ?? 'none';

let serial = 0;
const answers = (story: Story, runId: string, answer: object, text = 'x') =>
  story.event('message.created', {
    ...{ messageId: `a${++serial}`, author: { type: 'customer', id: 'cu' }, text, answer: { runId, ...answer } },
  });

function open(...steps: object[]): Story {
  const story = new Story([asks('w', steps)]);
  story.customerSays('hello');
  return story;
}

describe('ask once', () => {
  const ask = { do: 'ask.once', text: 'Order?', as: 'order', timeout: 'PT10M' };

  test('takes the next message of the customer, and later texts can say it', () => {
    const story = open(ask, note('order {{answer.order}}'));
    expect(story.effects.at(-1)).toMatchObject({ type: 'ask.once', fields: { text: 'Order?', as: 'order' } });
    story.agentSays('moment');
    story.customerSays('A-17');
    expect(notes(story)).toEqual(['order A-17']);
  });

  test('in time; late it takes `onTimeout` and goes on, or ends', () => {
    const late = open({ ...ask, onTimeout: [note('late')] }, note('behind'));
    late.pass('PT10M');
    expect(notes(late)).toEqual(['late', 'behind']);
    const ended = open(ask, note('behind'));
    ended.pass('PT10M');
    expect(notes(ended)).toEqual([]);
    expect(ended.decisions.at(-1)?.runs.at(-1)).toMatchObject({ change: 'ended', step: '/steps/0' });
  });

  test('is answered once: the newest question first', () => {
    const story = new Story([
      asks('one', [ask, note('one {{answer.order}}')]),
      asks('two', [{ ...ask, as: 'x' }, note('two {{answer.x}}')]),
    ]);
    story.customerSays('hello');
    story.customerSays('first');
    story.customerSays('second');
    expect(notes(story)).toEqual(['two first', 'one second']);
  });

  test('its answer is no T13 but for those that want answers', () => {
    const story = new Story([
      asks('w', [ask]),
      workflow('all', { trigger: { type: 'message.customer', includeAnswers: true }, steps: [note('all')] }),
      workflow('plain', { trigger: { type: 'message.customer' }, steps: [note('plain')] }),
    ]);
    story.customerSays('hello');
    story.customerSays('A-17');
    expect([story.times('all'), story.times('plain')]).toEqual([[0, 0], [0]]);
  });
});

describe('an answer that names its run', () => {
  const buttons = {
    do: 'message.buttons',
    text: 'Which?',
    buttons: [
      { label: 'A', steps: [note('A')] },
      { id: 'b', label: 'B', steps: [] },
    ],
  };

  test('goes to that one of two, by the id or the place of the button', () => {
    const story = new Story([asks('one', [buttons, note('one')]), asks('two', [buttons, note('two')])]);
    story.customerSays('hello');
    expect(story.effects[0]?.fields.buttons).toEqual([
      { id: '1', label: 'A' },
      { id: 'b', label: 'B' },
    ]);
    answers(story, runOf(story, 'one'), { buttonId: '1' });
    expect(notes(story)).toEqual(['A', 'one']);
    answers(story, runOf(story, 'two'), { buttonId: 'b' });
    expect(notes(story)).toEqual(['A', 'one', 'two']);
  });

  test('is a message like any other when its run is over, or never had such a button', () => {
    const story = open(buttons, note('behind'));
    answers(story, runOf(story, 'w'), { buttonId: 'c' });
    expect(notes(story)).toEqual([]);
    const run = runOf(story, 'w');
    answers(story, run, { buttonId: 'b' });
    const twice = answers(story, run, { buttonId: 'b' });
    expect(notes(story)).toEqual(['behind']);
    expect(twice.entry?.notes).toEqual(['nobody waits for this answer any more']);
  });

  test('survives that the workflow is edited and published meanwhile', () => {
    const story = open(buttons, note('old'));
    story.workflows = [...story.workflows, { ...asks('w', [note('new')]), revision: 2 }];
    answers(story, runOf(story, 'w'), { buttonId: 'b' });
    expect(notes(story)).toEqual(['old']);
  });
});

describe('a form', () => {
  const form = {
    ...{ do: 'form.send', text: 'Who are you?' },
    fields: [
      { name: 'email', label: 'E-mail', type: 'email', required: true },
      { name: 'size', label: 'Size', type: 'select', options: ['S', 'M'] },
    ],
  };

  function asked(more: object = {}): Story {
    const story = new Story([asks('w', [{ ...form, ...more }, note('{{answer.email}} {{customer.profile.size}}')])]);
    story.event('message.created', {
      ...{ messageId: 'm', author: { type: 'customer', id: 'cu' }, text: 'hello', customer: { id: 'cu' } },
    });
    return story;
  }

  test('fills the customer’s own fields and profile, and later texts', () => {
    const story = asked();
    const decision = answers(story, runOf(story, 'w'), { fields: { email: 'kim@example.com', size: 'm', other: 1 } });
    expect(notes(story)).toEqual(['kim@example.com m']);
    expect(decision.outbox?.customers).toMatchObject([
      { customerId: 'cu', set: { email: 'kim@example.com', profile: { size: 'm' } } },
    ]);
  });

  test('takes nothing away from what is known, and nothing that is too long', () => {
    const story = new Story([
      asks('w', [
        {
          do: 'form.send',
          text: '?',
          fields: [
            { name: 'memo', label: 'M', type: 'text' },
            { name: 'name', label: 'N', type: 'text' },
          ],
        },
      ]),
    ]);
    story.customer = { id: 'cu', profile: { plan: 'gold' } };
    story.event('message.created', {
      messageId: 'm',
      author: { type: 'customer', id: 'cu' },
      text: 'x',
      customer: { id: 'cu' },
    });
    const decision = answers(story, runOf(story, 'w'), { fields: { memo: 'x'.repeat(9000), name: 'y'.repeat(900) } });
    const set = decision.outbox?.customers[0]?.set;
    expect(Object.keys(set?.profile ?? {})).toEqual(['memo']);
    expect([String(set?.profile?.memo).length, set?.name?.length]).toEqual([2000, 500]);
  });

  test('for the answer alone leaves the customer as it is', () => {
    const story = asked({ saveTo: 'answer' });
    const decision = answers(story, runOf(story, 'w'), { fields: { email: 'kim@example.com' } });
    expect(decision.outbox?.customers).toEqual([]);
    expect(notes(story)).toEqual(['kim@example.com ']);
  });

  test('that is not filled in as asked is asked for again, saying what is wrong, three times in all', () => {
    const story = asked();
    for (const email of ['', 'kím@example.com']) answers(story, runOf(story, 'w'), { fields: { email, size: 'XL' } });
    const again = story.effects.filter(({ type }) => type === 'form.send');
    expect(again).toHaveLength(3);
    expect(again[1]?.fields.problems).toEqual({ email: 'is required', size: 'is none of S, M' });
    expect(again[2]?.fields.problems).toMatchObject({ email: 'holds accented or other non-ASCII characters' });
    answers(story, runOf(story, 'w'), { fields: {} });
    expect(story.conversation?.runs).toEqual([]);
    expect(notes(story)).toEqual([]);
  });
});

describe('a survey', () => {
  test('of a closed chat is answered by a rating, which opens nothing of its own run', () => {
    const story = new Story([
      workflow('csat', {
        trigger: { type: 'chat.closed' },
        steps: [{ do: 'survey.send', question: 'How was it?', scale: 5 }, note('rated {{answer.rating}}')],
      }),
    ]);
    story.customerSays();
    story.event('conversation.closed', { by: 'agent' });
    expect(story.effects.at(-1)?.fields).toEqual({ question: 'How was it?', scale: 5 });
    answers(story, runOf(story, 'csat'), { rating: 4 });
    expect(notes(story)).toEqual(['rated 4']);
    expect(story.conversation).toMatchObject({ status: 'closed', openedCount: 1, anchors: [] });
  });
});

describe('an assistant', () => {
  const handOver = { do: 'assistant.handOver', url: 'https://ai.example/turn', maxTurns: 3 };
  const asked = (story: Story) =>
    story.effects.filter(({ type }) => type === 'assistant.handOver').map(({ fields }) => fields);
  const said = (story: Story) =>
    story.effects.filter(({ type }) => type === 'message.send').map(({ fields }) => fields.text);

  function replies(story: Story, body: unknown): void {
    const run = story.conversation?.runs[0];
    const effectId = run?.waitsFor.kind === 'effect' ? run.waitsFor.effectId : '';
    story.event('effect.answered' as never, {
      ...{ effectId, runId: run?.id, workflowId: 'w', type: 'assistant.handOver', status: 200, body },
    });
  }

  test('is asked what the customer said, answers, and hands back', () => {
    const story = open(handOver, note('people now'));
    expect(asked(story)).toEqual([{ url: 'https://ai.example/turn', turn: 1, text: 'hello' }]);
    replies(story, { text: 'Which order?' });
    story.customerSays('A-17');
    replies(story, { text: 'I get somebody.', handBack: true });
    expect(asked(story).map(({ turn, text }) => [turn, text])).toEqual([
      [1, 'hello'],
      [2, 'A-17'],
    ]);
    expect(said(story)).toEqual(['Which order?', 'I get somebody.']);
    expect(notes(story)).toEqual(['people now']);
  });

  test('hears what was said while it was thinking, in one', () => {
    const story = open(handOver);
    story.customerSays('and');
    story.customerSays('another thing');
    expect(asked(story)).toHaveLength(1);
    replies(story, { text: 'ok' });
    expect(asked(story)[1]).toMatchObject({ turn: 2, text: 'and\nanother thing' });
  });

  test('is not told an internal note, and what it never heard opens the chat', () => {
    const noted = new Story([
      workflow('w', { trigger: { type: 'message.agent', kind: 'internal' }, steps: [handOver] }),
    ]);
    noted.customerSays('hello');
    noted.agentSays('SECRET', { private: true });
    expect(asked(noted)).toMatchObject([{ text: 'hello' }]);
    const held = new Story([workflow('w', { trigger: { type: 'chat.started' }, steps: [handOver] })]);
    held.event('conversation.started', {});
    held.customerSays('hi');
    held.customerSays('my number is 7');
    replies(held, { text: 'I get somebody', handBack: true });
    expect(held.conversation).toMatchObject({ status: 'open', runs: [] });
  });

  test('goes on after its last turn, and falls silent when an agent speaks', () => {
    const story = open({ ...handOver, maxTurns: 1 }, note('behind'));
    replies(story, { text: 'only this' });
    expect(notes(story)).toEqual(['behind']);
    const taken = open(handOver, note('behind'));
    taken.agentSays('I am here');
    expect(taken.conversation?.runs).toEqual([]);
    expect(notes(taken)).toEqual([]);
  });
});

describe('an answer that comes too late', () => {
  const menu = (label: string, steps: object[]) => ({ do: 'message.buttons', text: '?', buttons: [{ label, steps }] });

  test('is not taken for one to the next question when it says what it answers', () => {
    const story = open(menu('Orders', []), menu('Cancel', [note('cancelled')]));
    const [runId, effectId] = [runOf(story, 'w'), story.conversation?.runs[0]?.waitsFor];
    const first = effectId?.kind === 'answer' ? effectId.effectId : '';
    for (let press = 0; press < 2; press++) answers(story, runId, { buttonId: '1', effectId: first });
    expect(notes(story)).toEqual([]);
    expect(story.conversation?.runs).toHaveLength(1);
  });

  test('opens no chat that is over: neither a rating twice nor a button', () => {
    const story = new Story([
      workflow('csat', { trigger: { type: 'chat.closed' }, steps: [{ do: 'survey.send', question: '?' }] }),
    ]);
    story.customerSays();
    story.event('conversation.closed', { by: 'agent' });
    const runId = runOf(story, 'csat');
    for (const answer of [{ rating: 5 }, { rating: 4 }, { rating: 99 }, { buttonId: '1' }])
      answers(story, runId, answer);
    expect(story.conversation).toMatchObject({ status: 'closed', openedCount: 1 });
    story.customerSays('one more thing');
    expect(story.conversation?.status).toBe('open');
  });
});

describe('a run that asks', () => {
  test('ends when the chat is closed, and asks nobody in one that closes', () => {
    const ask = { do: 'ask.once', text: 'Order?', as: 'order' };
    const story = open(ask, note('behind'));
    story.event('conversation.closed', { by: 'agent' });
    expect(story.conversation).toMatchObject({ runs: [], anchors: [] });
    const closing = open({ do: 'conversation.close' }, ask, note('behind'));
    expect(closing.effects.map(({ type }) => type)).toEqual(['conversation.close']);
  });
});
