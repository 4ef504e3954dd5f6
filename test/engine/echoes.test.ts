/** The channel tells us of what workflows did there: that changes nothing that goes on. */
import { describe, expect, test } from '@jest/globals';
import { Story, workflow } from './story';

const trigger = { type: 'message.customer' };
const note = { do: 'note.add', text: 'n' };

describe('the echo', () => {
  test('of an assignment does not end the run that made it and waits; another agent’s does', () => {
    const steps = [
      { do: 'agent.assign', agentId: 'ag' },
      { do: 'wait', duration: 'PT1M', cancelOn: ['assigned'] },
      note,
    ];
    for (const [agentId, times] of [
      ['ag', [0, 60]],
      ['other', [0]],
    ] as const) {
      const story = new Story([workflow('assigns', { trigger, steps })]);
      story.customerSays();
      story.event('conversation.assigned', { agentId });
      story.pass('PT2M');
      expect(story.times('assigns')).toEqual(times);
    }
  });

  test('of a snooze that does not say until when leaves the end that we know; one that does moves it', () => {
    for (const [data, status] of [
      [{}, 'open'],
      [{ until: '2026-01-05T09:30:00Z' }, 'snoozed'],
    ] as const) {
      const story = new Story([workflow('w', { trigger, steps: [{ do: 'conversation.snooze', duration: 'PT1M' }] })]);
      story.customerSays();
      story.event('conversation.snoozed', data);
      story.pass('PT2M');
      expect(story.conversation?.status).toBe(status);
    }
  });
});

describe('a message that the API asked for', () => {
  const said = (story: Story, origin: 'command' | 'channel', messageId = 'm1') =>
    story.take({
      ...{ schema: 1, id: `${origin} ${messageId}`, workspaceId: 'w', channelId: 'web', subject: 'c' },
      ...{ type: 'message.created', receivedAt: story.now, origin },
      data: { messageId, author: { type: 'agent', id: 'ag' }, text: 'hi' },
    });

  test('counts once, though the channel tells of it under an event id of its own', () => {
    const story = new Story([workflow('w', { trigger: { type: 'message.agent' }, steps: [note] })]);
    said(story, 'command');
    said(story, 'channel');
    expect(story.times('w')).toEqual([0]);
    expect(story.conversation?.unread).toHaveLength(1);
    said(story, 'channel', 'm2');
    expect(story.times('w')).toEqual([0, 0]);
    expect(story.conversation?.unread).toHaveLength(2);
  });
});

describe('what the channel tells of our own closings and openings', () => {
  const closes = workflow('closes', {
    trigger,
    filter: { fact: 'message.text', op: 'is', value: 'bye' },
    steps: [{ do: 'conversation.close' }],
  });
  const closed = workflow('closed', { trigger: { type: 'chat.closed' }, steps: [note] });

  test('comes late, and shuts out nobody who has written again', () => {
    const story = new Story([closes, closed]);
    story.customerSays('bye');
    story.customerSays('wait');
    story.event('conversation.closed', { by: 'workflow' });
    expect(story.conversation?.status).toBe('open');
    expect(story.times('closed')).toEqual([0]);
    story.event('conversation.closed', { by: 'workflow' });
    expect(story.conversation?.status).toBe('closed');
  });

  test('is not what an agent does', () => {
    const story = new Story([closes, closed]);
    story.customerSays('bye');
    story.customerSays('wait');
    story.event('conversation.closed', { by: 'agent' });
    expect(story.conversation?.status).toBe('closed');
    expect(story.times('closed')).toEqual([0, 0]);
  });

  test('keeps no chain going', () => {
    const opens = workflow('opens', { trigger: { type: 'chat.closed' }, steps: [{ do: 'conversation.open' }] });
    const shuts = workflow('shuts', { trigger: { type: 'chat.opened' }, steps: [{ do: 'conversation.close' }] });
    const story = new Story([opens, shuts]);
    story.customerSays();
    for (let told = 0; told < story.effects.length && told < 500; told++) {
      const by = 'workflow';
      story.pass('PT30S');
      story.event(story.effects[told]?.type === 'conversation.open' ? 'conversation.opened' : 'conversation.closed', {
        by,
      });
    }
    expect(story.effects.length).toBeLessThan(40);
  });
});

describe('unread', () => {
  const unread = (story: Story) => story.conversation?.unread.filter(({ quiet }) => !quiet).length;

  test('are no more those up to any later message, whoever wrote it', () => {
    for (const later of [{ author: { type: 'bot' } }, { author: { type: 'agent' }, silent: true }]) {
      const story = new Story([]);
      story.customerSays();
      story.agentSays();
      story.event('message.created', { messageId: 'later', text: 'hm', ...later });
      story.agentSays();
      story.event('message.read', { upToMessageId: 'unheard of' });
      expect(unread(story)).toBe(2);
      story.event('message.read', { upToMessageId: 'later' });
      expect(unread(story)).toBe(1);
    }
  });
});

describe('what the channel is not told of', () => {
  test('is not believed: with no room for one more effect the chat stays as it is', () => {
    const many = Array.from({ length: 50 }, () => note);
    const steps = [...many, { do: 'conversation.close' }];
    const story = new Story([workflow('w', { trigger, steps })]);
    story.customerSays();
    expect(story.conversation?.status).toBe('open');
    expect(story.decisions.at(-1)?.runs.at(-1)).toMatchObject({ change: 'failed' });
  });
});

describe('what a state leaves behind', () => {
  test('a wrap-up ends a snooze, a snooze ends a close', () => {
    const story = new Story([]);
    story.customerSays();
    story.event('conversation.snoozed', { until: '2026-01-05T10:00:00Z' });
    story.event('session.ended', { by: 'agent' });
    expect(story.conversation).not.toHaveProperty('snoozedUntil');
    story.event('conversation.closed');
    story.event('conversation.snoozed', {});
    expect(story.conversation).not.toHaveProperty('closedBy');
  });

  test('a call is not snoozed: it would stay so for ever', () => {
    const story = new Story([]);
    story.event('call.answered');
    story.event('conversation.snoozed', { until: '2026-01-05T09:01:00Z' });
    story.pass('PT2M');
    expect(story.conversation).toMatchObject({ status: 'open', anchors: [] });
  });
});
