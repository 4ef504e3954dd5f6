/** What a customer's index says of a conversation, and what the next one finds there. */
import { describe, expect, test } from '@jest/globals';
import { START, Story } from './story';

const customer = { id: 'cu' };
const told = (story: Story) => story.decisions.at(-1)?.outbox?.customers.map(({ conversation }) => conversation);

describe('the customer’s index', () => {
  test('has the conversation as soon as it is known whose it is, and not anew with each event', () => {
    const story = new Story([]);
    story.event('conversation.started');
    expect(told(story)).toEqual([]);
    story.event('customer.connected', { connectionId: 'c', customer });
    expect(told(story)).toMatchObject([{ conversationId: 'c', kind: 'chat' }]);
    story.event('customer.connected', { connectionId: 'd', customer });
    expect(told(story)).toEqual([]);
  });

  test('has the missed reason, and loses it, however late either is told', () => {
    const story = new Story([]);
    story.event('call.ringing', { customer });
    story.event('conversation.closed');
    story.event('call.ended', { missedReason: 'userLeft' });
    expect(told(story)).toMatchObject([{ missedReason: 'userLeft' }]);
    story.event('call.answered');
    expect(told(story)).toMatchObject([{ kind: 'call' }]);
    expect(told(story)?.[0]).not.toHaveProperty('missedReason');
  });
});

describe('whose conversation it is', () => {
  const writes = (story: Story, id: string, more: object = {}) =>
    story.event('message.created', { messageId: `m-${id}`, author: { type: 'customer', id }, text: 'hello', ...more });

  test('says the first customer who writes, where nobody has said it', () => {
    const story = new Story([]);
    story.event('conversation.started');
    story.customer = {
      id: 'cu',
      conversations: [{ channelId: 'web', conversationId: 'b', kind: 'call', tags: ['x'], startedAt: 1 }],
    } as never;
    writes(story, 'cu');
    expect(story.conversation).toMatchObject({ customerId: 'cu' });
    expect(told(story)).toMatchObject([{ conversationId: 'c' }]);
    writes(story, 'cu');
    expect(told(story)).toEqual([]);
  });

  test('says no writer once it is known, nor one who is no customer: channels may name writers otherwise', () => {
    const story = new Story([]);
    story.agentSays();
    expect(story.conversation?.customerId).toBeUndefined();
    story.event('customer.connected', { connectionId: 'c', customer });
    writes(story, 'visitor-9');
    expect(story.conversation?.customerId).toBe('cu');
    writes(story, 'visitor-9', { customer: { id: 'cu-8' } });
    expect(story.conversation?.customerId).toBe('cu-8');
  });
});

describe('the previous conversation', () => {
  test('may have the same id at another channel, and did not begin after this one', () => {
    const story = new Story([]);
    story.event('conversation.started');
    const of = { kind: 'chat' as const, conversationId: 'c' };
    const conversations = [
      { ...of, channelId: 'mobile', startedAt: START - 1_000, tags: ['before'] },
      { ...of, channelId: 'web', startedAt: START, tags: ['this'] },
      { ...of, channelId: 'mobile', conversationId: 'd', startedAt: START + 1_000, tags: ['after'] },
    ];
    story.customer = { ...customer, conversations } as never;
    story.now += 2_000;
    story.event('customer.connected', { connectionId: 'c', customer });
    expect(story.conversation?.previous).toEqual({ kind: 'chat', tags: ['before'] });
  });
});
