/** Who is cut off comes back to the same agent, as the engine decides it (requirements R2, R5–R7). */
import { describe, expect, test } from '@jest/globals';
import type { Conversation } from '../../src/engine/conversation';
import { limitAt } from '../../src/engine/reconnect';
import { type Reconnect, reconnectSchema } from '../../src/engine/reconnect-settings';
import { Story, workflow } from './story';

function chat(set: Partial<Reconnect> = {}): Story {
  const story = new Story([workflow('assigns', { trigger: { type: 'module' } })]);
  story.more = {
    reconnect: reconnectSchema.parse({ enabled: true, portalUrl: 'https://shop.example/help', ...set }),
  };
  story.event('customer.connected', { connectionId: 'k1' });
  story.customerSays();
  story.event('conversation.assigned', { agentId: 'ag' });
  story.agentSays();
  return story;
}

const told = (story: Story) =>
  story.effects
    .filter(({ type }) => type.startsWith('capacity.') || type.startsWith('conversation.') || type === 'agent.assign')
    .map(({ at, type, fields }) => [
      at / 1000,
      type,
      fields.agentId ?? fields.reason,
      fields.reason ?? fields.sameAgent,
    ]);
const left = (story: Story, connectionId = 'k1') => story.event('customer.disconnected', { connectionId });
const returns = (story: Story, more: object = {}) =>
  story.take({
    ...{ schema: 1, id: `r${story.now}`, workspaceId: 'w', channelId: 'web', subject: 'c', type: 'customer.returned' },
    ...{ receivedAt: story.now, data: { by: 'link' } },
    ...more,
  } as never).entry?.returned;

describe('a customer who is cut off', () => {
  test('is waited for as long as the channel says, with the agent kept', () => {
    const story = chat();
    left(story);
    story.pass('PT2M59S');
    expect(story.conversation?.status).toBe('open');
    story.pass('PT1S');
    expect(story.conversation).toMatchObject({ status: 'wrapUp', sessionEnd: 'limit' });
    expect(told(story)).toEqual([
      [0, 'capacity.reserved', 'ag', undefined],
      [180, 'capacity.released', 'ag', 'expired'],
      [180, 'conversation.wrapUp', 'reconnectExpired', 'reconnectExpired'],
    ]);
  });

  test.each([
    ['connecting', (story: Story) => story.event('customer.connected', { connectionId: 'k2' })],
    ['writing', (story: Story) => story.customerSays()],
  ])('is back by %s in time, with the same agent', (_, back) => {
    const story = chat();
    left(story);
    story.pass('PT2M59S');
    back(story);
    expect(told(story).slice(1)).toEqual([
      [179, 'capacity.released', 'ag', 'reconnected'],
      [179, 'agent.assign', 'ag', undefined],
      [179, 'conversation.resumed', 'ag', true],
    ]);
    story.pass('PT1H');
    expect(story.conversation).toMatchObject({ status: 'open', agentId: 'ag' });
  });

  test('who writes at the limit, before its alarm has rung, begins a new session', () => {
    const story = chat();
    left(story);
    story.now += 180_000;
    story.customerSays();
    expect(story.conversation).toMatchObject({ status: 'open', openedCount: 2 });
    expect(told(story).map(([, type]) => type)).toEqual([
      'capacity.reserved',
      'capacity.released',
      'conversation.wrapUp',
    ]);
  });

  test('with another tab open is not gone', () => {
    const story = chat();
    story.event('customer.connected', { connectionId: 'k2' });
    left(story);
    expect(story.conversation?.away).toBeUndefined();
    left(story, 'k2');
    expect(story.conversation?.away).toBeDefined();
  });

  test('is not waited for twice when the channel says twice that they are gone', () => {
    const story = chat();
    left(story);
    story.pass('PT1M');
    left(story);
    left(story, 'unknown');
    story.pass('PT2M');
    expect(story.conversation?.status).toBe('wrapUp');
    expect(told(story).filter(([, type]) => type === 'capacity.reserved')).toHaveLength(1);
  });

  test('is not waited for where the channel does not, nor in chats that are not in session', () => {
    const off = chat({ enabled: false });
    left(off);
    const snoozed = chat();
    snoozed.event('conversation.snoozed', {});
    left(snoozed);
    const closed = chat();
    closed.event('conversation.closed', { by: 'agent' });
    left(closed);
    for (const story of [off, snoozed, closed]) expect(limitAt(story.conversation as never)).toBeUndefined();
  });

  test('frees the agent at once when the agent ends the session', () => {
    const story = chat();
    left(story);
    story.pass('PT1M');
    story.event('session.ended', { by: 'agent' });
    expect(told(story)).toEqual([
      [0, 'capacity.reserved', 'ag', undefined],
      [60, 'capacity.released', 'ag', 'endedByAgent'],
    ]);
    story.event('customer.connected', { connectionId: 'k2' });
    expect(story.conversation?.status).toBe('wrapUp');
  });

  test('and whose chat is put aside is waited for no more: the limit ends nothing', () => {
    const story = chat();
    left(story);
    story.event('conversation.snoozed', {});
    expect(limitAt(story.conversation as Conversation)).toBeUndefined();
    story.pass('PT1H');
    expect(story.conversation).toMatchObject({ status: 'snoozed', agentId: 'ag' });
    expect(story.conversation).not.toHaveProperty('sessionEnd');
    expect(told(story).map(([, type]) => type)).toEqual(['capacity.reserved', 'capacity.released']);
  });

  test('keeps whoever is assigned meanwhile instead', () => {
    const story = chat();
    left(story);
    story.event('conversation.assigned', { agentId: 'other' });
    story.event('conversation.unassigned', {});
    expect(told(story)).toEqual([
      [0, 'capacity.reserved', 'ag', undefined],
      [0, 'capacity.released', 'ag', 'reassigned'],
      [0, 'capacity.reserved', 'other', undefined],
      [0, 'capacity.released', 'other', 'reassigned'],
    ]);
  });
});

describe('asking to go on', () => {
  test('in time resumes with the same agent, who is kept no more, and waits for the connection', () => {
    const story = chat();
    left(story);
    story.pass('PT2M');
    expect(returns(story)).toEqual({ agentId: 'ag', sameAgent: true });
    story.pass('PT2M');
    expect(story.conversation).toMatchObject({ status: 'open', away: { resumed: true } });
    expect(story.conversation?.away).not.toHaveProperty('reserved');
    story.event('customer.connected', { connectionId: 'k2' });
    story.pass('PT1H');
    expect(story.conversation?.status).toBe('open');
    expect(told(story).filter(([, type]) => type === 'conversation.resumed' || type === 'agent.assign')).toEqual([
      [120, 'agent.assign', 'ag', undefined],
      [120, 'conversation.resumed', 'ag', true],
    ]);
  });

  test('twice is once', () => {
    const story = chat();
    left(story);
    story.pass('PT1M');
    returns(story);
    const once = told(story);
    story.pass('PT1M');
    expect(returns(story)).toEqual({ agentId: 'ag', sameAgent: true });
    expect(told(story)).toEqual(once);
    story.pass('PT8M59S');
    expect(story.conversation?.status).toBe('open');
    story.pass('PT1S');
    expect(story.conversation?.status).toBe('wrapUp');
  });

  test('has the time limit to connect where that is longer than ten minutes', () => {
    const story = chat({ timeLimit: 'PT1H' });
    left(story);
    story.pass('PT1M');
    returns(story);
    story.pass('PT59M59S');
    expect(story.conversation?.status).toBe('open');
    story.pass('PT1S');
    expect(story.conversation?.status).toBe('wrapUp');
  });

  test('and told of as gone again before any connection was: the limit begins anew, with the agent kept', () => {
    const story = chat();
    left(story);
    story.pass('PT1M');
    returns(story);
    story.pass('PT1M');
    left(story, 'k2');
    left(story, 'k2');
    expect(told(story).slice(-2)).toEqual([
      [60, 'conversation.resumed', 'ag', true],
      [120, 'capacity.reserved', 'ag', undefined],
    ]);
    story.pass('PT1M');
    expect(returns(story)).toEqual({ agentId: 'ag', sameAgent: true });
    left(story, 'k3');
    story.pass('PT3M');
    expect(story.conversation?.status).toBe('wrapUp');
    expect(told(story).filter(([, type]) => type === 'conversation.resumed')).toHaveLength(2);
  });

  test('whom it is given to before they connect is not kept either: the chat goes on', () => {
    const story = chat();
    left(story);
    returns(story);
    story.pass('PT1S');
    const before = told(story).length;
    story.event('conversation.assigned', { agentId: 'other' });
    expect(told(story)).toHaveLength(before);
    expect(returns(story)).toEqual({ agentId: 'other', sameAgent: false });
  });

  test('is answered with why not', () => {
    const cases: [string, Partial<Reconnect>, (story: Story) => void][] = [
      ['expired', {}, (story) => story.pass('PT3M')],
      ['endedByAgent', {}, (story) => void story.event('session.ended', { by: 'agent' })],
      ['closedByCustomer', {}, (story) => void story.event('session.ended', { by: 'customer' })],
      ['closedByCustomer', {}, (story) => void story.event('conversation.closed', { by: 'customer' })],
      ['endedByAgent', {}, (story) => void story.event('conversation.closed', { by: 'agent' })],
      ['disabled', { enabled: false }, () => undefined],
    ];
    for (const [reason, set, happens] of cases) {
      const story = chat(set);
      left(story);
      happens(story);
      expect(returns(story)).toEqual({ reason });
    }
  });

  test('of a chat that was put aside is granted, and opens nothing', () => {
    const story = chat();
    left(story);
    story.event('conversation.snoozed', {});
    story.pass('PT1H');
    expect(returns(story)).toEqual({ agentId: 'ag', sameAgent: true });
    expect(story.conversation?.status).toBe('snoozed');
    expect(told(story).at(-1)).toEqual([0, 'capacity.released', 'ag', 'putAside']);
  });

  test('at the limit is too late, whoever is asked: beside the queue, or behind its alarm', () => {
    for (const beside of [true, undefined]) {
      const story = chat();
      left(story);
      story.now += 180_000;
      story.more = { ...story.more, ...(beside && { beside }) };
      expect(returns(story)).toEqual({ reason: 'expired' });
    }
  });

  test('of an agent who has closed the window promises no same agent', () => {
    const story = chat();
    story.event('session.windowClosed', {});
    left(story);
    expect(returns(story)).toEqual({ agentId: 'ag', sameAgent: false });
    expect(told(story).map(([, type]) => type)).not.toContain('agent.assign');
  });

  test('who is connected goes on as they were', () => {
    const story = chat();
    expect(returns(story)).toEqual({ agentId: 'ag', sameAgent: true });
    expect(told(story)).toEqual([]);
  });

  test('of whom somebody else has got meanwhile promises no same agent, however often it is asked', () => {
    const story = chat();
    left(story);
    story.event('conversation.assigned', { agentId: 'other' });
    for (let times = 0; times < 2; times++) {
      expect(returns(story)).toEqual({ agentId: 'other', sameAgent: false });
      story.pass('PT1S');
    }
    story.event('customer.connected', { connectionId: 'k2' });
    expect(returns(story)).toEqual({ agentId: 'other', sameAgent: true });
  });

  test('of an agent who was assigned after another had closed the window is with the same one', () => {
    const story = chat();
    story.event('session.windowClosed', {});
    story.event('conversation.assigned', { agentId: 'other' });
    left(story);
    expect(returns(story)).toEqual({ agentId: 'other', sameAgent: true });
  });

  test('of an agent who writes after closing the window is with the same one again', () => {
    const story = chat();
    story.event('session.windowClosed', {});
    story.event('message.created', { messageId: 'n', author: { type: 'agent', id: 'colleague' }, text: 'hi' });
    left(story);
    expect(returns(story)).toEqual({ agentId: 'ag', sameAgent: false });
    story.event('message.created', { messageId: 'm', author: { type: 'agent', id: 'ag' }, text: 'back' });
    story.pass('PT1S');
    expect(returns(story)).toEqual({ agentId: 'ag', sameAgent: true });
  });

  test('by a link that was made before the session began is no coming back yet, and none too late', () => {
    const story = new Story([]);
    story.more = { reconnect: reconnectSchema.parse({ enabled: true, portalUrl: 'https://shop.example/help' }) };
    story.event('conversation.started', { kind: 'chat' });
    expect(returns(story, { data: { by: 'link', session: 1 } })).toEqual({ reason: 'unknown' });
  });
});

test('how a session ended first is how it ended', () => {
  const story = chat();
  story.event('session.ended', { by: 'customer' });
  story.event('conversation.closed', { by: 'agent' });
  expect(returns(story)).toEqual({ reason: 'closedByCustomer' });
});

test('a new session knows nothing of the last: neither of a window that was closed nor of a return', () => {
  const story = chat();
  left(story);
  story.event('customer.connected', { connectionId: 'k2' });
  story.event('session.windowClosed', {});
  expect(story.conversation).toMatchObject({ windowClosed: true, returnedAt: expect.any(Number) });
  story.event('conversation.closed', { by: 'agent' });
  story.customerSays();
  for (const name of ['windowClosed', 'returnedAt', 'sessionEnd']) expect(story.conversation).not.toHaveProperty(name);
  expect(returns(story)).toEqual({ agentId: 'ag', sameAgent: true });
});

test('turned off meanwhile: the agent is free at the limit, and no session ends', () => {
  const story = chat();
  left(story);
  story.more = {};
  story.pass('PT3M');
  expect(story.conversation).toMatchObject({ status: 'open', agentId: 'ag' });
  expect(told(story).at(-1)).toEqual([180, 'capacity.released', 'ag', 'disabled']);
});
