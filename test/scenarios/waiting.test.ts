import { describe, expect, test } from '@jest/globals';
import { later, MINUTE, SECOND, sharedStack } from './given';

const given = sharedStack({ ring: 'latest' });
const customerWaiting = (settings = {}) => ({ trigger: { type: 'chat.customerWaiting', wait: 'PT3M', ...settings } });
const agentWaiting = (settings = {}) => ({ trigger: { type: 'chat.agentWaiting', wait: 'PT3M', ...settings } });
const note = (text: string) => ({ do: 'note.add', text });

describe('T9: the customer waits, every', () => {
  test('each message restarts the wait: one firing, at the last message + wait', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaiting({ timing: 'every' }));
    for (let time = 0; time < 4; time++) {
      await someone.advance('PT2M');
      await someone.customerSays('chat');
    }
    const last = (await someone.info()).now;
    await someone.advance('PT10M');
    const [entry, ...more] = await someone.outbox(w);
    expect(more).toEqual([]);
    expect(Date.parse(entry!.at)).toBeGreaterThanOrEqual(Date.parse(last) + 3 * MINUTE);
    expect(Date.parse(entry!.at)).toBeLessThanOrEqual(Date.parse(last) + 3 * MINUTE + 5 * SECOND);
  });

  test('fires again for the next message that stays unanswered', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaiting({ timing: 'every' }));
    for (let time = 0; time < 3; time++) {
      await someone.customerSays('chat');
      await someone.advance('PT4M');
    }
    expect(await someone.did(w)).toEqual(['chat', 'chat', 'chat']);
  });

  const cancels: [what: string, type: string, data: object][] = [
    ['an assigned agent', 'conversation.assigned', { agentId: 'kim' }],
    ['a connection', 'customer.connected', { connectionId: 'c-1' }],
    ['reading', 'message.read', { upToMessageId: 'm-1' }],
    ['a tag', 'conversation.updated', { addTags: ['x'] }],
  ];
  test.each(cancels)('is not cancelled by %s', async (_, type, data) => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaiting());
    await someone.customerSays('chat');
    await someone.event('chat', type, data);
    await someone.advance('PT5M');
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('private notes, bot, marketing and system messages neither start, restart nor cancel', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaiting());
    const v = await someone.publish(agentWaiting());
    const chatter = async () => {
      for (const author of ['bot', 'marketing', 'system'])
        await someone.event('chat', 'message.created', someone.message(author, 'hello'));
      await someone.agentSays('chat', 'a note', { private: true });
    };
    await someone.customerSays('chat');
    const began = (await someone.info()).now;
    await someone.advance('PT2M');
    await chatter();
    await someone.advance('PT3M');
    const [entry, ...more] = await someone.outbox(w);
    expect(more).toEqual([]);
    expect(Date.parse(entry!.at) - Date.parse(began)).toBeLessThanOrEqual(3 * MINUTE + 5 * SECOND);
    expect(await someone.did(v)).toEqual([]);
  });

  test('a message by e-mail counts as any other', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaiting());
    await someone.event('chat', 'message.created', someone.message('customer', 'hello', { via: 'email' }));
    await someone.advance('PT5M');
    expect(await someone.did(w)).toEqual(['chat']);
  });
});

describe('T9: the customer waits, when opened', () => {
  const whenOpened = customerWaiting({ timing: 'whenOpened' });

  test('one wait for an opening, counted from it; later messages start none', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(whenOpened);
    const openedAt = (await someone.info()).now;
    await someone.customerSays('chat');
    await someone.advance('PT2M');
    await someone.customerSays('chat');
    await someone.advance('PT2M');
    const [entry] = await someone.outbox(w);
    expect(Date.parse(entry!.at)).toBeGreaterThanOrEqual(Date.parse(openedAt) + 3 * MINUTE);
    expect(Date.parse(entry!.at)).toBeLessThanOrEqual(Date.parse(openedAt) + 3 * MINUTE + 5 * SECOND);
    await someone.customerSays('chat');
    await someone.advance('PT10M');
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('a public agent message cancels it until the next opening, a note does not', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(whenOpened);
    await someone.customerSays('answered');
    await someone.customerSays('noted');
    await someone.agentSays('answered');
    await someone.agentSays('noted', 'psst', { private: true });
    await someone.customerSays('answered', 'one more thing');
    await someone.advance('PT10M');
    expect(await someone.did(w)).toEqual(['noted']);
    await someone.event('answered', 'conversation.closed', { by: 'agent' });
    await someone.customerSays('answered', 'me again');
    await someone.advance('PT10M');
    expect(await someone.did(w)).toEqual(['noted', 'answered']);
  });
});

describe('T10: the agent waits', () => {
  test('from the last agent message, cancelled by the customer', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(agentWaiting());
    await someone.customerSays('silent');
    await someone.customerSays('answering');
    await someone.agentSays('silent');
    await someone.agentSays('answering');
    await someone.advance('PT2M');
    await someone.agentSays('silent', 'are you there?');
    const last = (await someone.info()).now;
    await someone.customerSays('answering');
    await someone.advance('PT10M');
    const [entry, ...more] = await someone.outbox(w);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ conversationId: 'silent' });
    expect(Date.parse(entry!.at)).toBeGreaterThanOrEqual(Date.parse(last) + 3 * MINUTE);
  });

  test('a note does not start it', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(agentWaiting());
    await someone.customerSays('chat');
    await someone.agentSays('chat', 'psst', { private: true });
    await someone.advance('PT10M');
    expect(await someone.did(w)).toEqual([]);
  });
});

describe('both', () => {
  test.each([
    ['a snooze', 'conversation.snoozed', {}],
    ['wrap-up', 'session.ended', { by: 'agent' }],
    ['closing', 'conversation.closed', { by: 'agent' }],
  ])('are cancelled by %s', async (_, type, data) => {
    const someone = await given.newcomer();
    const waiting = [
      await someone.publish(customerWaiting({ timing: 'every' })),
      await someone.publish(customerWaiting({ timing: 'whenOpened' })),
      await someone.publish(agentWaiting()),
    ];
    await someone.customerSays('customer waits');
    await someone.customerSays('agent waits');
    await someone.agentSays('agent waits');
    for (const chat of ['customer waits', 'agent waits']) await someone.event(chat, type, data);
    await someone.advance('PT10M');
    for (const w of waiting) expect(await someone.did(w)).toEqual([]);
  });

  test('scope is judged when due: an open chat is in the inbox', async () => {
    const someone = await given.newcomer();
    const inside = await someone.publish(customerWaiting({ scope: 'inInbox' }));
    const outside = await someone.publish(customerWaiting({ scope: 'notInInbox' }));
    await someone.customerSays('chat');
    await someone.advance('PT5M');
    expect(await someone.did(inside)).toEqual(['chat']);
    expect(await someone.did(outside)).toEqual([]);
    expect(await someone.evaluations('chat', outside)).toMatchObject([{ fired: false, reason: { kind: 'scope' } }]);
  });

  test('the default wait is one minute', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish({ trigger: { type: 'chat.customerWaiting' } });
    await someone.customerSays('chat');
    await someone.advance('PT59S');
    expect(await someone.did(w)).toEqual([]);
    await someone.advance('PT6S');
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('each workflow has its own wait', async () => {
    const someone = await given.newcomer();
    const began = (await someone.info()).now;
    const waits = ['PT10S', 'PT2M', 'PT4M', 'PT20M'];
    const workflows = await Promise.all(waits.map((wait) => someone.publish(customerWaiting({ wait }))));
    await someone.customerSays('chat');
    await someone.advance('PT5M');
    const [ten, two, four, twenty] = await Promise.all(workflows.map((w) => someone.outbox(w)));
    for (const [entries, millis] of [
      [ten!, 10 * SECOND] as const,
      [two!, 2 * MINUTE] as const,
      [four!, 4 * MINUTE] as const,
    ]) {
      expect(entries).toHaveLength(1);
      expect(Date.parse(entries[0]!.at)).toBeGreaterThanOrEqual(Date.parse(later(began, millis)));
      expect(Date.parse(entries[0]!.at)).toBeLessThanOrEqual(Date.parse(later(began, millis + 5 * SECOND)));
    }
    expect(twenty).toEqual([]);
  });
});

describe('the workflow as published when the wait is due', () => {
  test('filter: facts of that moment, the last counted message', async () => {
    const someone = await given.newcomer();
    const said = (value: string) => ({ fact: 'message.text', op: 'contains', value });
    const high = await someone.publish({
      ...customerWaiting(),
      filter: { fact: 'conversation.priority', op: 'is', value: 'high' },
    });
    const first = await someone.publish({ ...customerWaiting(), filter: said('first') });
    const last = await someone.publish({ ...customerWaiting(), filter: said('last') });
    await someone.customerSays('chat', 'my first word');
    await someone.customerSays('chat', 'my last word');
    await someone.event('chat', 'message.created', someone.message('bot', 'my first word'));
    await someone.agentSays('chat', 'my first word', { private: true });
    await someone.event('chat', 'conversation.updated', { priority: 'high' });
    await someone.advance('PT5M');
    expect(await someone.did(high)).toEqual(['chat']);
    expect(await someone.did(first)).toEqual([]);
    expect(await someone.did(last)).toEqual(['chat']);
    const [why] = await someone.evaluations('chat', first);
    expect(why).toMatchObject({ fired: false, reason: { fact: 'message.text', actual: 'my last word' } });
  });

  test('publishing never arms what already happened', async () => {
    const someone = await given.newcomer();
    await someone.customerSays('chat');
    await someone.advance('PT1M');
    const late = await someone.publish(customerWaiting());
    await someone.advance('PT10M');
    expect(await someone.did(late)).toEqual([]);
    await someone.customerSays('chat');
    await someone.advance('PT10M');
    expect(await someone.did(late)).toEqual(['chat']);
  });

  test('pausing cancels, and publishing again does not bring it back', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaiting());
    await someone.customerSays('chat');
    await someone.advance('PT1M');
    await someone.pause(w);
    await someone.advance('PT1M');
    await someone.ask('POST', `/v1/workflows/${w}/publish`);
    await someone.advance('PT10M');
    expect(await someone.did(w)).toEqual([]);
  });

  const edited = async (from: string, to: string) => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaiting({ wait: from }));
    const began = Date.parse((await someone.info()).now);
    await someone.customerSays('chat');
    await someone.advance('PT30S');
    const steps = [note('edited')];
    await someone.ask('PUT', `/v1/workflows/${w}`, { name: 'w', steps, ...customerWaiting({ wait: to }) });
    await someone.ask('POST', `/v1/workflows/${w}/publish`);
    await someone.advance('PT20M');
    const [entry, ...more] = await someone.outbox(w);
    expect(more).toEqual([]);
    expect(entry!.data.text).toBe('edited');
    return Date.parse(entry!.at) - began;
  };

  test('a wait made longer: on time by the new one', async () => {
    const delay = await edited('PT2M', 'PT6M');
    expect(delay).toBeGreaterThanOrEqual(6 * MINUTE);
    expect(delay).toBeLessThanOrEqual(6 * MINUTE + 5 * SECOND);
  });

  test('a wait made shorter: not early, at the latest by the old alarm', async () => {
    const delay = await edited('PT10M', 'PT5M');
    expect(delay).toBeGreaterThanOrEqual(5 * MINUTE);
    expect(delay).toBeLessThanOrEqual(10 * MINUTE + 5 * SECOND);
  });

  test('an edit that is not published changes nothing', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(customerWaiting());
    await someone.customerSays('chat');
    await someone.ask('PUT', `/v1/workflows/${w}`, {
      name: 'w',
      steps: [note('edited')],
      ...customerWaiting({ wait: 'PT1S' }),
    });
    await someone.advance('PT2M');
    expect(await someone.wrote(w)).toEqual([]);
    await someone.advance('PT2M');
    expect(await someone.wrote(w)).toEqual(['fired']);
  });
});

describe('a wait step', () => {
  const steps = (more = {}) => [note('now'), { do: 'wait', duration: 'PT5M', ...more }, note('later')];
  const begins: [trigger: string, ends: string[], goesOn: string[]][] = [
    ['chat.customerWaiting', ['agentSays', 'conversation.closed'], ['customerSays', 'conversation.assigned']],
    ['chat.agentWaiting', ['customerSays', 'conversation.closed'], ['agentSays', 'conversation.assigned']],
    ['message.customer', ['conversation.closed'], ['agentSays', 'conversation.assigned']],
    ['message.agent', ['conversation.closed'], ['customerSays', 'conversation.assigned']],
  ];
  const cases = begins.flatMap(([trigger, ends, goesOn]) => [
    ...ends.map((what) => [trigger, what, 'is cancelled by', ['now']] as const),
    ...goesOn.map((what) => [trigger, what, 'goes on after', ['now', 'later']] as const),
  ]);
  test.each(cases)('by default, begun by %s, with %s: %s it', async (trigger, what, _, expected) => {
    const someone = await given.newcomer();
    const w = await someone.publish({
      trigger: { type: trigger, ...(trigger.startsWith('chat.') && { wait: 'PT1M' }) },
      filter: { fact: 'message.text', op: 'is', value: 'start' },
      steps: steps(),
    });
    await someone.agentSays('chat', 'hello');
    if (trigger === 'chat.agentWaiting' || trigger === 'message.agent') await someone.agentSays('chat', 'start');
    else await someone.customerSays('chat', 'start');
    await someone.advance('PT2M');
    if (what === 'agentSays' || what === 'customerSays') await someone[what]('chat', 'and then');
    else await someone.event('chat', what, what === 'conversation.assigned' ? { agentId: 'kim' } : {});
    await someone.advance('PT10M');
    expect(await someone.wrote(w)).toEqual(expected);
  });

  test.each([
    ['customerMessage', 'customerSays'],
    ['agentMessage', 'agentSays'],
    ['assigned', 'conversation.assigned'],
  ] as const)('cancelOn %s ends the run', async (cancelOn, what) => {
    const someone = await given.newcomer();
    const w = await someone.publish({
      trigger: { type: 'message.customer' },
      filter: { fact: 'message.text', op: 'is', value: 'start' },
      steps: steps({ cancelOn: [cancelOn] }),
    });
    await someone.customerSays('chat', 'start');
    await someone.advance('PT1M');
    if (what === 'conversation.assigned') await someone.event('chat', what, { agentId: 'kim' });
    else await someone[what]('chat', 'and then');
    await someone.advance('PT10M');
    expect(await someone.wrote(w)).toEqual(['now']);
    expect(await someone.conversation('chat')).toMatchObject({ runs: [] });
  });
});
