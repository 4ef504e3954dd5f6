import { describe, expect, test } from '@jest/globals';
import { Story, workflow } from './story';

const note = [{ do: 'note.add', text: 'now' }];
const waiting = (more: Record<string, unknown> = {}) =>
  workflow('waits', { trigger: { type: 'chat.customerWaiting', wait: 'PT3M', ...more }, steps: note });

describe('T3 chat.opened', () => {
  const opened = (timing: string) => workflow('opened', { trigger: { type: 'chat.opened', timing }, steps: note });

  test('fires when the customer’s message opens a chat, not on the next message', () => {
    const story = new Story([opened('every')]);
    story.customerSays();
    story.customerSays();
    expect(story.times('opened')).toEqual([0]);
  });

  test('every: also when it opens again, and when a snooze runs out', () => {
    const story = new Story([opened('every')]);
    story.customerSays();
    story.event('conversation.closed', { by: 'agent' });
    story.pass('PT1M');
    story.customerSays();
    story.event('conversation.snoozed', { until: new Date(story.now + 600_000).toISOString() });
    story.pass('PT20M');
    expect(story.times('opened')).toEqual([0, 60, 660]);
    expect(story.conversation?.status).toBe('open');
  });

  test('first: once in a conversation’s life, used up even when the filter did not hold', () => {
    const vip = workflow('opened', {
      trigger: { type: 'chat.opened', timing: 'first' },
      filter: { fact: 'customer.tier', op: 'is', value: 'VIP' },
      steps: note,
    });
    const story = new Story([vip]);
    story.customerSays();
    story.event('conversation.closed', { by: 'agent' });
    story.customer = { id: 'cu', tier: 'VIP' };
    story.customerSays();
    expect(story.times('opened')).toEqual([]);
  });

  test('never when an agent opens it: that uses up T5’s first, not T3’s', () => {
    const story = new Story([opened('first')]);
    story.agentSays();
    expect(story.conversation?.status).toBe('open');
    expect(story.times('opened')).toEqual([]);
    story.event('conversation.closed', {});
    story.customerSays();
    expect(story.times('opened')).toEqual([0]);
  });

  test('private notes, bots, marketing and the system open nothing', () => {
    const story = new Story([opened('every')]);
    story.agentSays('note', { private: true });
    for (const type of ['bot', 'marketing', 'system'])
      story.event('message.created', { messageId: type, author: { type }, text: 'x' });
    expect(story.conversation?.status).toBe('started');
    expect(story.conversation?.inInbox).toBe(false);
  });
});

describe('T9 chat.customerWaiting', () => {
  test('every: fires at the last message + wait, once', () => {
    const story = new Story([waiting()]);
    story.customerSays();
    story.pass('PT2M');
    story.customerSays();
    story.pass('PT1H');
    expect(story.times('waits')).toEqual([300]);
  });

  test('an agent’s answer, a close or a snooze cancels; a note does not', () => {
    for (const cancel of ['answer', 'close', 'snooze', 'note'] as const) {
      const story = new Story([waiting()]);
      story.customerSays();
      story.pass('PT2M59S');
      if (cancel === 'answer') story.agentSays();
      if (cancel === 'close') story.event('conversation.closed', {});
      if (cancel === 'snooze') story.event('conversation.snoozed', {});
      if (cancel === 'note') story.agentSays('hm', { private: true });
      story.pass('PT1H');
      expect(story.times('waits')).toEqual(cancel === 'note' ? [180] : []);
    }
  });

  test('whenOpened: one wait per opening, counted from it', () => {
    const story = new Story([waiting({ timing: 'whenOpened' })]);
    story.customerSays();
    story.pass('PT2M');
    story.customerSays();
    story.pass('PT10M');
    story.customerSays();
    story.pass('PT10M');
    expect(story.times('waits')).toEqual([180]);
    story.event('conversation.closed', {});
    story.customerSays();
    story.pass('PT10M');
    expect(story.times('waits')).toEqual([180, 1500]);
  });

  test('the filter is judged when it is due, on the last counted message', () => {
    const angry = workflow('waits', {
      trigger: { type: 'chat.customerWaiting', wait: 'PT3M' },
      filter: { fact: 'message.text', op: 'contains', value: ['환불'] },
      steps: note,
    });
    const story = new Story([angry]);
    story.customerSays('환불해 주세요');
    story.customerSays('여보세요?');
    story.pass('PT5M');
    expect(story.times('waits')).toEqual([]);
    story.customerSays('환불!');
    story.pass('PT5M');
    expect(story.times('waits')).toEqual([480]);
  });

  test('published after the message came: nothing is armed by it', () => {
    const story = new Story([]);
    story.customerSays();
    story.pass('PT1M');
    story.workflows = [{ ...waiting(), activeSince: story.now, publishedAt: story.now }];
    story.event('customer.connected', { connectionId: 'x' });
    story.pass('PT1H');
    expect(story.times('waits')).toEqual([]);
  });

  test('several waits on one message fire each at its time, and none twice after an edit', () => {
    const five = { ...waiting({ wait: 'PT5M' }), id: 'five' };
    const story = new Story([waiting(), five]);
    story.customerSays();
    story.pass('PT4M');
    story.workflows = [{ ...waiting({ wait: 'PT10M' }), revision: 2, publishedAt: story.now }, five];
    story.pass('PT1H');
    expect(story.times('waits')).toEqual([180]);
    expect(story.times('five')).toEqual([300]);
  });
});

describe('T10, T11, T12', () => {
  const warnAndClose = workflow('closes', {
    trigger: { type: 'chat.agentWaiting', wait: 'PT10M' },
    steps: [
      { do: 'message.send', text: 'Still there?' },
      { do: 'wait', duration: 'PT5M' },
      { do: 'conversation.close' },
    ],
  });

  test('warns, waits, closes; T11 sees the close', () => {
    const closed = workflow('closed', { trigger: { type: 'chat.closed', scope: 'inInbox' }, steps: note });
    const story = new Story([warnAndClose, closed]);
    story.customerSays();
    story.agentSays();
    story.pass('PT1H');
    expect(story.times('closes')).toEqual([600, 900]);
    expect(story.times('closed')).toEqual([900]);
    expect(story.conversation?.status).toBe('closed');
  });

  test('the customer’s reply during the wait ends the run', () => {
    const story = new Story([warnAndClose]);
    story.customerSays();
    story.agentSays();
    story.pass('PT12M');
    story.customerSays('yes');
    story.pass('PT1H');
    expect(story.times('closes')).toEqual([600]);
    expect(story.conversation?.status).toBe('open');
  });

  test('a missed call: after its wait, by reason', () => {
    const missed = workflow('missed', {
      trigger: { type: 'call.ended' },
      filter: { fact: 'call.missedReason', op: 'oneOf', value: ['userLeft', 'ringTimeOver'] },
      steps: [{ do: 'message.send', text: 'Sorry, {{call.from}}' }],
    });
    const story = new Story([missed]);
    story.event('call.ringing', { from: '+8210', to: '+822' });
    story.event('call.ended', { missedReason: 'userLeft' });
    story.pass('PT10M');
    expect(story.effects).toEqual([
      { at: 60_000, type: 'message.send', workflowId: 'missed', fields: { text: 'Sorry, +8210', to: '+8210' } },
    ]);
    expect(story.conversation?.anchors).toEqual([]);
  });

  test('callbacks in any order: the first reason stays, an answer clears it, an ended call stays ended', () => {
    const story = new Story([]);
    story.event('call.ended', { missedReason: 'userLeft' });
    story.event('call.queued', {});
    expect(story.conversation).toMatchObject({
      status: 'closed',
      queued: false,
      inInbox: false,
      call: { state: 'ended', missedReason: 'userLeft' },
    });
    story.event('call.answered', { agentId: 'a' });
    expect(story.conversation).toMatchObject({
      status: 'closed',
      inInbox: true,
      call: { state: 'ended', answered: true },
    });
    expect(story.conversation?.call?.missedReason).toBeUndefined();
  });

  test('wait PT0S fires with the event itself', () => {
    const story = new Story([workflow('missed', { trigger: { type: 'call.ended', wait: 'PT0S' }, steps: note })]);
    story.event('call.ringing', {});
    story.event('call.ended', {});
    expect(story.times('missed')).toEqual([0]);
  });

  test('a chat that never was in the inbox closes for inactivity', () => {
    const closed = workflow('closed', { trigger: { type: 'chat.closed', scope: 'notInInbox' }, steps: note });
    const story = new Story([closed]);
    story.event('conversation.started', { kind: 'chat', by: 'customer' });
    story.pass('PT23H');
    story.event('customer.connected', { connectionId: 'a' });
    story.pass('PT30H');
    expect(story.times('closed')).toEqual([47 * 3600]);
  });

  test('wrap-up closes after its time and is no closing before', () => {
    const closed = workflow('closed', { trigger: { type: 'chat.closed' }, steps: note });
    const story = new Story([closed]);
    story.customerSays();
    story.event('session.ended', { by: 'agent' });
    expect(story.conversation?.status).toBe('wrapUp');
    story.pass('PT1H');
    expect(story.times('closed')).toEqual([900]);
  });
});

describe('T13, T14', () => {
  test('every customer message; words in Korean without word boundaries, NFC and case', () => {
    const words = workflow('words', {
      trigger: { type: 'message.customer' },
      filter: { fact: 'message.text', op: 'contains', value: ['반품', 'RETURN'] },
      steps: note,
    });
    const story = new Story([words]);
    story.customerSays('반품하고싶어요'.normalize('NFD'));
    story.customerSays('can I return it');
    story.customerSays('배송');
    expect(story.times('words')).toHaveLength(2);
  });

  test('kinds of agent messages; bots and workflows never', () => {
    const kinds = ['all', 'customer', 'internal'].map((kind) =>
      workflow(kind, { trigger: { type: 'message.agent', kind }, steps: note }),
    );
    const story = new Story(kinds);
    story.agentSays();
    story.agentSays('note', { private: true });
    story.event('message.created', { messageId: 'b', author: { type: 'bot' }, text: 'x' });
    expect(['all', 'customer', 'internal'].map((id) => story.times(id).length)).toEqual([2, 1, 1]);
  });

  test('answers to a workflow’s question count only where the setting says so', () => {
    const story = new Story([
      workflow('plain', { trigger: { type: 'message.customer' }, steps: note }),
      workflow('answers', { trigger: { type: 'message.customer', includeAnswers: true }, steps: note }),
    ]);
    story.event('message.created', { messageId: 'm', author: { type: 'customer' }, text: '1', answer: { runId: 'r' } });
    expect([story.times('plain').length, story.times('answers').length]).toEqual([0, 1]);
  });
});

describe('runs', () => {
  test('exclusive: the first in order wins, none starts while one is going on, background ones do', () => {
    const steps = [{ do: 'wait', duration: 'PT10M' }, ...note];
    const story = new Story([
      workflow('a', { trigger: { type: 'message.customer' }, mode: 'exclusive', steps }),
      workflow('b', { trigger: { type: 'message.customer' }, mode: 'exclusive', steps: note }),
      workflow('c', { trigger: { type: 'message.customer' }, steps: note }),
    ]);
    const first = story.customerSays();
    story.customerSays();
    expect([story.times('b').length, story.times('c').length]).toEqual([0, 2]);
    expect(first.entry?.evaluations?.find((one) => one.workflowId === 'b')?.reason?.kind).toBe('exclusive');
    story.pass('PT20M');
    story.customerSays();
    expect(story.times('a')).toEqual([600]);
  });

  test('the run that closes finishes what needs no waiting; others end', () => {
    const story = new Story([
      workflow('sleeper', { trigger: { type: 'chat.opened' }, steps: [{ do: 'wait', duration: 'PT1H' }, ...note] }),
      workflow('closer', {
        trigger: { type: 'message.customer' },
        filter: { fact: 'message.text', op: 'is', value: 'bye' },
        steps: [{ do: 'conversation.close' }, ...note, { do: 'wait', duration: 'PT1M' }, ...note],
      }),
    ]);
    story.customerSays();
    story.customerSays('BYE');
    story.pass('PT2H');
    expect(story.effects.filter((effect) => effect.workflowId === 'closer').map((effect) => effect.type)).toEqual([
      'conversation.close',
      'note.add',
    ]);
    expect(story.times('sleeper')).toEqual([]);
    expect(story.conversation?.runs).toEqual([]);
  });

  test('a run that matched together with the one that closes finishes what needs no waiting, too', () => {
    const steps = [
      { do: 'note.add', text: 'n' },
      { do: 'wait', duration: 'PT1M' },
      { do: 'note.add', text: 'late' },
    ];
    const story = new Story([
      workflow('closes', { trigger: { type: 'message.customer' }, steps: [{ do: 'conversation.close' }] }),
      workflow('with-it', { trigger: { type: 'message.customer' }, steps }),
      workflow('after-it', { trigger: { type: 'chat.closed' }, steps }),
    ]);
    story.customerSays();
    story.pass('PT2M');
    expect(story.times('with-it')).toEqual([0]);
    expect(story.times('after-it')).toEqual([0, 60]);
  });

  test('the agent who acted is known to the run after it has waited', () => {
    const steps = [
      { do: 'wait', duration: 'PT1M' },
      { do: 'note.add', text: '{{agent.id}}' },
    ];
    const story = new Story([workflow('w', { trigger: { type: 'message.agent' }, steps })]);
    story.agentSays();
    story.pass('PT2M');
    expect(story.effects.map(({ fields }) => fields)).toEqual([{ text: 'ag' }]);
  });

  test('workflows that open and close one another stop at the depth limit, visibly', () => {
    const story = new Story([
      workflow('opens', { trigger: { type: 'chat.closed' }, steps: [{ do: 'conversation.open' }] }),
      workflow('closes', { trigger: { type: 'chat.opened' }, steps: [{ do: 'conversation.close' }] }),
    ]);
    const { entry } = story.customerSays();
    expect(story.effects).toHaveLength(9);
    expect(entry?.evaluations?.at(-1)?.reason?.kind).toBe('depth');
  });

  test('the fuse trips at 20 runs a minute and mends itself', () => {
    const story = new Story([workflow('chatty', { trigger: { type: 'message.customer' }, steps: note })]);
    for (let i = 0; i < 25; i++) story.customerSays();
    expect(story.times('chatty')).toHaveLength(20);
    story.pass('PT2M');
    story.customerSays();
    expect(story.times('chatty')).toHaveLength(21);
  });

  test('branches, tags, assignment and placeholders', () => {
    const story = new Story([
      workflow('route', {
        trigger: { type: 'chat.opened' },
        steps: [
          {
            do: 'branch',
            branches: [
              {
                when: { fact: 'customer.tier', op: 'is', value: 'VIP' },
                steps: [{ do: 'agent.assign', agentId: 'a1' }],
              },
            ],
            otherwise: [{ do: 'team.assign', teamId: 't1' }],
          },
          { do: 'conversation.tag', tag: 'seen' },
          { do: 'message.send', text: '{{customer.name}}님 {{customer.profile.city}}!{{nothing.here}}' },
        ],
      }),
    ]);
    story.customer = { id: 'cu', tier: 'vip', name: '김', profile: { city: '서울' } };
    story.customerSays();
    expect(story.effects.map((effect) => effect.fields)).toEqual([
      { agentId: 'a1' },
      { tag: 'seen' },
      { text: '김님 서울!' },
    ]);
    expect(story.conversation).toMatchObject({ agentId: 'a1', tags: ['seen'] });
    expect(story.conversation?.teamId).toBeUndefined();
  });

  test('a webhook’s answer resumes the run; its failure ends it', () => {
    for (const outcome of ['effect.answered', 'effect.failed'] as const) {
      const story = new Story([
        workflow('asks', {
          trigger: { type: 'chat.opened' },
          steps: [
            { do: 'webhook.call', url: 'https://shop.example/o', as: 'order' },
            { do: 'message.send', text: '{{result.order.state}}' },
          ],
        }),
      ]);
      const { outbox } = story.customerSays();
      const effect = outbox?.slow[0];
      expect(effect).toMatchObject({ type: 'webhook.call', lane: 'slow', awaited: true });
      story.take({
        schema: 1,
        id: 'x',
        workspaceId: 'w',
        channelId: 'web',
        subject: 'c',
        type: outcome,
        receivedAt: story.now,
        data: {
          effectId: effect?.id,
          runId: effect?.runId,
          workflowId: 'asks',
          type: 'webhook.call',
          status: 200,
          body: { state: '배송 중' },
          reason: 'gone',
          attempts: 5,
        },
      } as never);
      const sent = story.effects.filter((one) => one.type === 'message.send').map((one) => one.fields.text);
      expect(sent).toEqual(outcome === 'effect.answered' ? ['배송 중'] : []);
      expect(story.conversation?.runs).toEqual([]);
    }
  });

  test('a duplicate changes nothing', () => {
    const story = new Story([workflow('c', { trigger: { type: 'message.customer' }, steps: note })]);
    story.event('message.created', { messageId: 'm', author: { type: 'customer' }, text: 'x' }, 'same');
    const again = story.event('message.created', { messageId: 'm', author: { type: 'customer' }, text: 'x' }, 'same');
    expect(again.outcome).toBe('duplicate');
    expect(story.times('c')).toHaveLength(1);
  });
});
