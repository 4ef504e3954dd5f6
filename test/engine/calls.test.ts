/** T2, T6, T7, T8 and T4: calls and queues; phone menus on channels that are told what to do. */
import { describe, expect, test } from '@jest/globals';
import { Story, workflow } from './story';

const note = (text: string) => ({ do: 'note.add', text });
const on = (id: string, type: string, trigger: object = {}, steps: object[] = [note(id)]) =>
  workflow(id, { trigger: { type, ...trigger }, steps });
const all = () => [
  on('rings', 'call.ringing'),
  on('inbound', 'call.inbound'),
  on('outbound', 'call.outbound'),
  on('waits', 'call.queued', { wait: 'PT30S' }),
];
const told = (story: Story) => story.effects.map(({ workflowId }) => workflowId);

describe('a call', () => {
  test('rings, comes in and is answered: each trigger once, however often it is told', () => {
    const story = new Story(all());
    for (const type of ['call.ringing', 'call.ringing', 'call.inbound', 'call.answered', 'call.inbound'] as const)
      story.event(type, { from: '+82101' });
    expect(told(story)).toEqual(['rings', 'inbound']);
  });

  test('is told in another order', () => {
    const story = new Story(all());
    for (const type of ['call.answered', 'call.ringing', 'call.inbound'] as const) story.event(type);
    expect(told(story)).toEqual(['inbound']);
  });

  test('that an agent places is outbound alone', () => {
    const story = new Story(all());
    story.event('call.placed', { agentId: 'ag' });
    for (const type of ['call.ringing', 'call.inbound', 'call.answered'] as const) story.event(type);
    expect(told(story)).toEqual(['outbound']);
  });

  test('in the queue for the whole wait; not one that was answered, ended or assigned before', () => {
    for (const [then, fired] of [
      [undefined, ['rings', 'waits']],
      ['call.answered', ['rings']],
      ['call.ended', ['rings']],
      ['conversation.assigned', ['rings']],
    ] as const) {
      const story = new Story(all());
      story.event('call.ringing');
      story.event('call.queued');
      story.pass('PT29S');
      if (then) story.event(then, then === 'conversation.assigned' ? { agentId: 'ag' } : {});
      story.pass('PT5M');
      expect(told(story)).toEqual(fired);
    }
  });

  test('in the inbox and in the queue at once', () => {
    const story = new Story(all());
    for (const type of ['call.ringing', 'call.inbound', 'call.queued'] as const) story.event(type);
    expect(story.conversation).toMatchObject({ queued: true, inInbox: true });
    story.pass('PT1M');
    expect(story.times('waits')).toEqual([30]);
  });

  test('assigned from the queue rings the assignee', () => {
    const story = new Story([on('assigns', 'call.queued', { wait: 'PT0S' }, [{ do: 'agent.assign', agentId: 'ag' }])]);
    story.event('call.ringing');
    story.event('call.queued');
    story.pass('PT0S');
    expect(story.effects[0]?.fields).toEqual({ agentId: 'ag', ring: true });
    expect(story.conversation).toMatchObject({ queued: false, agentId: 'ag' });
  });
});

describe('a chat in the queue', () => {
  const workflows = () => [on('queue', 'chat.queued', { wait: 'PT1M' })];

  test('for the whole wait; a new entry is a new occasion', () => {
    const story = new Story(workflows());
    story.customerSays();
    story.event('conversation.queued');
    story.pass('PT30S');
    story.event('conversation.queued');
    story.pass('PT30S');
    expect(story.times('queue')).toEqual([60]);
    story.event('conversation.assigned', { agentId: 'ag' });
    story.event('conversation.unassigned');
    story.event('conversation.queued');
    story.pass('PT2M');
    expect(story.times('queue')).toEqual([60, 120]);
  });

  test('not one that was assigned to an agent, closed or snoozed before; a team does not end it', () => {
    for (const [type, data, times] of [
      ['conversation.assigned', { agentId: 'ag' }, []],
      ['conversation.assigned', { teamId: 'te' }, [60]],
      ['conversation.closed', {}, []],
      ['conversation.snoozed', {}, []],
    ] as const) {
      const story = new Story(workflows());
      story.customerSays();
      story.event('conversation.queued');
      story.pass('PT59S');
      story.event(type, data);
      story.pass('PT5M');
      expect(story.times('queue')).toEqual(times);
    }
  });
});

describe('a phone menu', () => {
  const menu = {
    ...{ do: 'call.menu', text: 'Press 1 or 2', repeat: 1, otherwise: [note('nothing')] },
    choices: {
      '1': [{ do: 'call.digits', text: 'Order number', length: 4, as: 'order' }],
      '2': [{ do: 'call.voicemail' }],
    },
  };
  const ivr = (...steps: object[]) =>
    new Story([
      workflow('ivr', { trigger: { type: 'call.ringing' }, steps: [{ do: 'call.say', text: 'Hello' }, ...steps] }),
    ]);
  const run = (story: Story) => story.conversation?.runs[0];
  const keys = (story: Story, digits: string) =>
    story.event('message.created', {
      ...{
        messageId: `d${story.decisions.length}`,
        author: { type: 'customer' },
        answer: { runId: run(story)?.id, digits },
      },
    });
  const answered = (story: Story, body: object) => {
    const waitsFor = run(story)?.waitsFor;
    const effectId = waitsFor?.kind === 'answer' ? waitsFor.effectId : '';
    story.event('effect.answered' as never, {
      ...{ effectId, runId: run(story)?.id, workflowId: 'ivr', type: 'call.route', status: 200, body },
    });
  };
  const types = (story: Story) => story.effects.map(({ type }) => type);

  test('menu, digits, route: answered, it is done', () => {
    const story = ivr(menu, { do: 'call.route', teamId: 'sales' }, note('nobody: {{answer.order}}'));
    story.event('call.ringing', { from: '+82101' });
    expect(story.effects.at(-1)).toMatchObject({
      type: 'call.menu',
      fields: { text: 'Press 1 or 2', keys: ['1', '2'] },
    });
    keys(story, '1');
    keys(story, '1234');
    answered(story, { outcome: 'answered' });
    expect(types(story)).toEqual(['call.say', 'call.menu', 'call.digits', 'call.route']);
    expect(run(story)).toBeUndefined();
  });

  test('nobody free: the run goes on behind the route', () => {
    const story = ivr(
      { do: 'call.route', agentId: 'ag' },
      { do: 'sms.send', text: 'Later?' },
      { do: 'call.hangUp' },
      note('x'),
    );
    story.event('call.ringing', { from: '+82101' });
    answered(story, { outcome: 'noAnswer' });
    expect(types(story).toSorted()).toEqual(['call.hangUp', 'call.route', 'call.say', 'sms.send']);
    expect(story.effects.find(({ type }) => type === 'sms.send')?.fields).toEqual({ to: '+82101', text: 'Later?' });
  });

  test('a wrong key is asked again, then `otherwise`', () => {
    const story = ivr(menu);
    story.event('call.ringing');
    keys(story, '9');
    keys(story, '');
    expect(types(story)).toEqual(['call.say', 'call.menu', 'call.menu', 'note.add']);
  });

  test('voicemail, and the caller who hangs up ends it all', () => {
    const story = ivr(menu, note('{{answer.voicemail}}'));
    story.event('call.ringing');
    keys(story, '2');
    answered(story, { recordingUrl: 'https://rec.example/1', seconds: 9 });
    expect(story.effects.at(-1)?.fields.text).toBe('https://rec.example/1');
    const gone = ivr({ do: 'call.voicemail' }, note('{{answer.voicemail}}'), { do: 'call.hangUp' });
    gone.event('call.ringing');
    gone.event('call.ended');
    answered(gone, { recordingUrl: 'https://rec.example/2' });
    expect(gone.effects.at(-1)?.fields.text).toBe('https://rec.example/2');
    expect(gone.conversation?.runs).toEqual([]);
    const left = ivr(menu, note('behind'));
    left.event('call.ringing');
    left.event('call.ended', { missedReason: 'userLeft' });
    expect(left.conversation).toMatchObject({ runs: [], status: 'closed' });
  });

  test('has no place in a chat, nor in a call that is over', () => {
    const module = workflow('m', {
      trigger: { type: 'module', usableInChat: true },
      steps: [{ do: 'call.say', text: 'x' }],
    });
    const story = new Story([module]);
    story.customerSays();
    expect(story.event('workflow.requested', { workflowId: 'm' }).runs.at(-1)).toMatchObject({ change: 'failed' });
    expect(() => workflow('w', { trigger: { type: 'chat.opened' }, steps: [{ do: 'call.say', text: 'x' }] })).toThrow(
      /stepNotOffered/,
    );
  });
});
