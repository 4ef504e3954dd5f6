/** Carrying unread answers on by e-mail, as the engine decides it (requirements C1–C3, C5, C7; contract, Unread). */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Continuity } from '../../src/engine/continuity-settings';
import { LANGUAGES } from '../../src/engine/language';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import { systemWorkflows } from '../../src/engine/system-workflows';
import { say, TEXTS } from '../../src/engine/texts';
import { Story, workflow } from './story';

const KIM = { id: 'cu', name: 'Kim', email: 'kim@example.com', language: 'ko' };

function chat(set: Partial<Continuity> = {}, customer: Record<string, unknown> | undefined = KIM): Story {
  const continuity = { ...DEFAULT_SETTINGS.continuity, enabled: true, ...set };
  const story = new Story(systemWorkflows({ ...DEFAULT_SETTINGS, continuity }), { continuity });
  if (customer) story.customer = customer as never;
  return story;
}

const mails = (story: Story) => story.effects.filter(({ type }) => type === 'continuity.send');
const times = (story: Story) => mails(story).map(({ at }) => at / 1000);
const carried = (story: Story) =>
  mails(story).map(({ fields }) => (fields.messages as { messageId: string }[]).map(({ messageId }) => messageId));

/** The customer writes, and 10 s later the agent. */
function answered(story = chat()): Story {
  story.customerSays();
  story.pass('PT10S');
  story.agentSays('answer');
  return story;
}

describe('a batch of unread answers', () => {
  test('is one e-mail, the delay after its first message', () => {
    const story = answered();
    story.pass('PT3M');
    story.agentSays('and more');
    story.pass('PT2H');
    expect(times(story)).toEqual([610]);
    expect(carried(story)).toEqual([['m1', 'm2']]);
  });

  test('that was mailed is followed by one of what comes after', () => {
    const story = answered();
    story.pass('PT1H');
    story.agentSays('later');
    story.pass('PT1H');
    expect(times(story)).toEqual([610, 3610 + 600]);
    expect(carried(story)).toEqual([['m1'], ['m2']]);
  });

  test.each([
    ['read', (story: Story) => story.event('message.read', { upToMessageId: 'm1' })],
    ['deleted', (story: Story) => story.event('message.deleted', { messageId: 'm1' })],
    ['answered', (story: Story) => story.customerSays()],
    ['closed', (story: Story) => story.event('conversation.closed', { by: 'agent' })],
  ])('is over once %s', (_, happens) => {
    const story = answered();
    story.pass('PT9M59S');
    happens(story);
    story.pass('PT2H');
    expect(times(story)).toEqual([]);
  });

  test.each([
    ['wrap-up', (story: Story) => story.event('session.ended', { by: 'agent' })],
    ['a snooze', (story: Story) => story.event('conversation.snoozed', {})],
    ['an internal note', (story: Story) => story.agentSays('note', { private: true })],
    ['going away', (story: Story) => story.event('customer.disconnected', { connectionId: 'k' })],
  ])('is not touched by %s', (_, happens) => {
    const story = answered();
    story.pass('PT5M');
    happens(story);
    story.pass('PT5M');
    expect(times(story)).toEqual([610]);
  });

  test('of which some were read carries the others, at the time of the first', () => {
    const story = answered();
    story.pass('PT1M');
    story.agentSays('two');
    story.event('message.read', { upToMessageId: 'm1' });
    story.pass('PT1H');
    expect(times(story)).toEqual([610]);
    expect(carried(story)).toEqual([['m2']]);
  });

  test.each(['private', 'silent'])('that could not be mailed is not begun anew by what is %s', (kind) => {
    const story = answered(chat({}, { id: 'cu' }));
    story.pass('PT1H');
    story.customer = { ...KIM };
    story.agentSays('psst', { [kind]: true });
    story.pass('PT1H');
    expect(times(story)).toEqual([]);
    story.agentSays('once more');
    story.pass('PT1H');
    expect(times(story)).toEqual([10 + 3600 + 3600 + 600]);
  });

  test('has a message once that is told of twice, and not after it was mailed', () => {
    const story = answered();
    const again = () =>
      story.event('message.created', { messageId: 'm1', author: { type: 'agent', id: 'ag' }, text: 'answer' });
    again();
    story.pass('PT1H');
    again();
    story.pass('PT1H');
    expect(carried(story)).toEqual([['m1']]);
  });

  test('that could not be mailed is not begun anew by being told of again', () => {
    const story = answered(chat({}, { id: 'cu' }));
    story.pass('PT1H');
    story.customer = { ...KIM };
    story.event('message.created', { messageId: 'm1', author: { type: 'agent', id: 'ag' }, text: 'answer' });
    story.pass('PT1H');
    expect(times(story)).toEqual([]);
  });

  test('of more than are kept count the newest, and are read with the last of them', () => {
    const story = chat();
    story.customerSays();
    for (let at = 1; at <= 120; at++)
      story.event('message.created', { messageId: `m-${at}`, author: { type: 'agent', id: 'ag' }, text: 'x' });
    const kept = story.conversation?.unread.map(({ messageId }) => messageId);
    expect(kept).toEqual(Array.from({ length: 100 }, (_, at) => `m-${at + 21}`));
    story.event('message.read', { upToMessageId: 'm-120' });
    expect(story.conversation?.unread).toEqual([]);
    story.pass('PT1H');
    expect(times(story)).toEqual([]);
  });

  test('begins anew when the customer comes back, in another tab too', () => {
    const story = answered();
    story.pass('PT9M');
    story.event('customer.connected', { connectionId: 'k1' });
    story.pass('PT9M');
    story.event('customer.connected', { connectionId: 'k2' });
    story.pass('PT9M59S');
    expect(times(story)).toEqual([]);
    story.pass('PT1S');
    expect(times(story)).toEqual([10 + 9 * 60 + 9 * 60 + 600]);
  });

  test('waits a minute only while the customer’s last message came by e-mail', () => {
    const story = chat();
    const byMail = (via: string) =>
      story.event('message.created', { messageId: `x${via}`, author: { type: 'customer', id: 'cu' }, text: 'x', via });
    byMail('email');
    story.agentSays();
    story.pass('PT1H');
    expect(times(story)).toEqual([60]);
    byMail('chat');
    story.agentSays();
    story.pass('PT1H');
    expect(times(story)).toEqual([60, 3600 + 600]);
  });

  test('is of agents’ public words alone', () => {
    const story = chat();
    story.customerSays();
    for (const type of ['bot', 'marketing', 'system'])
      story.event('message.created', { messageId: type, author: { type, id: 'b' }, text: 'x' });
    story.agentSays('psst', { silent: true });
    story.agentSays('note', { private: true });
    story.pass('PT72H');
    expect(times(story)).toEqual([]);
  });

  test.each([
    ['PT0S', 10],
    ['PT72H', 10 + 72 * 3600],
  ])('waits for %s where the workspace says so', (delay, at) => {
    const story = answered(chat({ delay }));
    story.pass('PT100H');
    expect(times(story)).toEqual([at]);
  });

  test('is for nobody without an address that can be written to, and says so', () => {
    for (const customer of [{ id: 'cu' }, { id: 'cu', email: 'müller@example.com' }, { id: 'cu', email: 'kim' }]) {
      const story = answered(chat({}, customer));
      story.pass('PT1H');
      expect(times(story)).toEqual([]);
      const [evaluation] = story.decisions.flatMap(({ entry }) => entry?.evaluations ?? []).slice(-1);
      expect(evaluation).toMatchObject({
        workflowId: 'system.continuity',
        fired: false,
        reason: { kind: 'condition', fact: 'customer.email' },
      });
      story.customer = { ...KIM };
      story.agentSays('once more');
      story.pass('PT1H');
      expect(carried(story)).toEqual([expect.arrayContaining(['m1'])]);
    }
  });

  test('of a messenger or a call is told there', () => {
    for (const data of [{ messenger: 'kakao' }, { kind: 'call' }]) {
      const story = chat();
      story.event('conversation.started', data);
      answered(story);
      story.pass('PT1H');
      expect(times(story)).toEqual([]);
    }
  });

  test('does nothing while it is turned off, nor after it was turned off in the meantime', () => {
    const off = new Story([]);
    answered(off);
    expect(off.conversation?.anchors.filter(({ kind }) => kind === 'unread')).toEqual([]);
    const story = answered();
    story.workflows = [];
    story.pass('PT1H');
    expect(times(story)).toEqual([]);
    const ends = story.decisions.flatMap(({ entry }) => entry?.waits ?? []);
    expect(ends).toContainEqual(expect.objectContaining({ kind: 'unread', outcome: 'expired' }));
  });
});

/** Told a second time, by brute force over the log. */
describe('any course of events', () => {
  const actions = [
    'customer',
    'mail',
    'agent',
    'note',
    'read',
    'connect',
    'close',
    'snooze',
    'wrapUp',
    'delete',
  ] as const;
  type Step = { what: (typeof actions)[number]; after: number };
  const step = fc.record({ what: fc.constantFrom(...actions), after: fc.integer({ min: 0, max: 700 }) });

  function play(steps: readonly Step[]) {
    const story = chat();
    const said: string[] = [];
    for (const [at, { what, after }] of steps.entries()) {
      story.pass(`PT${after}S`);
      const says = (author: string, more = {}) => {
        said.push(`m${at}`);
        story.event('message.created', {
          messageId: `m${at}`,
          author: { type: author, id: author },
          text: 'x',
          ...more,
        });
      };
      if (what === 'customer') says('customer');
      if (what === 'mail') says('customer', { via: 'email' });
      if (what === 'agent') says('agent');
      if (what === 'note') says('agent', { private: true });
      if (what === 'read') story.event('message.read', { upToMessageId: said.at(-1) ?? 'none' });
      if (what === 'delete') story.event('message.deleted', { messageId: said.at(-1) ?? 'none' });
      if (what === 'connect') story.event('customer.connected', { connectionId: 'k' });
      if (what === 'close') story.event('conversation.closed', { by: 'agent' });
      if (what === 'snooze') story.event('conversation.snoozed', {});
      if (what === 'wrapUp') story.event('session.ended', { by: 'agent' });
    }
    story.pass('PT24H');
    return story;
  }

  /** What the contract's words lead to. What is due at the very second of an event was due before it. */
  function expected(steps: readonly Step[]): { at: number; ids: string[] }[] {
    const found: { at: number; ids: string[] }[] = [];
    const log: string[] = [];
    let [now, due, isByEmail] = [0, 0, false];
    let batch: string[] = [];
    const wait = () => {
      due = now + (isByEmail ? 60 : 600);
    };
    const mailBefore = (until: number) => {
      if (batch.length > 0 && due <= until) {
        found.push({ at: due, ids: batch });
        batch = [];
      }
    };
    for (const [at, { what, after }] of steps.entries()) {
      now += after;
      mailBefore(now);
      if (SPOKEN.has(what)) log.push(`m${at}`);
      if (what === 'customer' || what === 'mail') [batch, isByEmail] = [[], what === 'mail'];
      if (what === 'agent' && batch.length === 0) wait();
      if (what === 'agent') batch = [...batch, `m${at}`];
      if (what === 'read' || what === 'close') batch = [];
      if (what === 'delete') batch = batch.filter((id) => id !== log.at(-1));
      if (what === 'connect') wait();
    }
    mailBefore(Number.POSITIVE_INFINITY);
    return found;
  }
  const SPOKEN = new Set<string>(['customer', 'mail', 'agent', 'note']);

  /** But for wrap-ups, whose end closes by itself. */
  test('gives the e-mails that the contract’s words lead to', () => {
    const others = fc.constantFrom(...actions.filter((what) => what !== 'wrapUp'));
    const steps = fc.array(fc.record({ what: others, after: fc.integer({ min: 0, max: 35 }).map((n) => n * 20) }), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(steps, (all) => {
        const story = play(all);
        const [at, ids] = [times(story), carried(story)];
        expect(at.map((time, nth) => ({ at: time, ids: ids[nth] }))).toEqual(expected(all));
      }),
      { numRuns: 300 },
    );
  });

  test('puts no message into two e-mails, and none that was read, answered or deleted before', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (all) => {
        const ids = carried(play(all)).flat();
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});

describe('the address', () => {
  const sent = (story: Story) => story.effects.filter(({ workflowId }) => workflowId === 'system.requestEmail');

  test('is asked for once, five seconds after the last word, in the customer’s language', () => {
    for (const language of LANGUAGES) {
      const story = chat({}, { id: 'cu', language });
      story.customerSays();
      story.pass('PT4S');
      story.customerSays();
      story.pass('PT3S');
      story.agentSays();
      story.pass('PT1M');
      story.customerSays();
      story.pass('PT1M');
      expect(sent(story)).toMatchObject([
        {
          at: 12_000,
          type: 'form.send',
          fields: {
            text: TEXTS[language].emailRequest,
            fields: [{ name: 'email', type: 'email', required: true, label: TEXTS[language].emailLabel }],
          },
        },
      ]);
    }
  });

  test('that is known is confirmed', () => {
    const story = chat();
    story.customerSays();
    story.pass('PT1M');
    const text = say('ko', 'emailConfirmation', { email: 'kim@example.com' });
    expect(sent(story)).toMatchObject([{ at: 5_000, type: 'message.send', fields: { text } }]);
  });

  test('is refused with a clear sentence when accented or malformed, and kept and confirmed when right', () => {
    const story = chat({}, { id: 'cu', language: 'de' });
    story.event('conversation.started', { customer: { id: 'cu', language: 'de' } });
    story.customerSays();
    story.pass('PT5S');
    const fill = (email: string) => {
      const runId = story.conversation?.runs[0]?.id;
      story.event('message.created', {
        ...{ messageId: email, author: { type: 'customer', id: 'cu' } },
        answer: { runId, fields: { email } },
      });
      return sent(story).at(-1);
    };
    expect(fill('müller@example.com')?.fields.problemTexts).toEqual({ email: TEXTS.de.accentedEmail });
    expect(fill('mueller@')?.fields.problemTexts).toEqual({ email: TEXTS.de.noEmail });
    const confirmed = fill('mueller@example.com');
    expect(confirmed).toMatchObject({
      type: 'message.send',
      fields: { text: say('de', 'emailConfirmation', { email: 'mueller@example.com' }) },
    });
    const updates = story.decisions.flatMap(({ outbox }) => outbox?.customers ?? []);
    expect(updates).toContainEqual(expect.objectContaining({ set: { email: 'mueller@example.com' } }));
  });

  test('is not asked for in a chat that was closed, snoozed or never opened by then', () => {
    for (const type of ['conversation.closed', 'conversation.snoozed', 'session.ended'] as const) {
      const story = chat({}, { id: 'cu' });
      story.customerSays();
      story.event(type, type === 'session.ended' ? { by: 'agent' } : {});
      story.pass('PT1M');
      expect(sent(story)).toEqual([]);
    }
    const story = chat({}, { id: 'cu' });
    story.event('conversation.started');
    story.pass('PT1M');
    expect(sent(story)).toEqual([]);
  });

  test('is not asked for while a bot has the chat to itself', () => {
    const steps = [
      { do: 'ask.once' as const, text: '?', as: 'x', onTimeout: [] },
      { do: 'wait' as const, duration: 'PT1H' },
    ];
    const story = chat({}, { id: 'cu' });
    story.workflows = [workflow('bot', { trigger: { type: 'chat.started' }, steps }), ...story.workflows];
    story.event('conversation.started');
    story.customerSays();
    story.pass('PT1M');
    expect(story.conversation?.status).toBe('started');
    expect(sent(story)).toEqual([]);
  });
});

describe('an answer by e-mail', () => {
  const mail = (story: Story, more: Record<string, unknown> = {}) =>
    story.take({
      ...{ schema: 1, id: 'mail-1', workspaceId: 'w', channelId: 'web', subject: 'c', type: 'message.created' },
      ...{ receivedAt: story.now, origin: 'command' },
      email: { messageId: '<1@example.com>', from: 'kim@example.com', threadId: 't' },
      data: { messageId: 'mail-a', author: { type: 'customer', id: 'cu' }, text: '네', via: 'email', ...more },
    } as never);

  test('is the customer’s message, told to the channel and to the assignee', () => {
    const other = workflow('w', {
      trigger: { type: 'message.customer' },
      steps: [{ do: 'note.add', text: '{{message.via}}' }],
    });
    const story = answered();
    story.event('conversation.assigned', { agentId: 'ag' });
    story.workflows = [...story.workflows, other];
    mail(story);
    const own = story.effects.filter(({ workflowId }) => workflowId === undefined);
    expect(own).toMatchObject([
      { type: 'message.send', fields: { messageId: 'mail-a', author: { type: 'customer' }, text: '네', via: 'email' } },
      { type: 'agent.notify', fields: { agentId: 'ag', text: 'Kim 님이 이메일로 답장했습니다.' } },
    ]);
    expect(story.effects.at(-1)).toMatchObject({ workflowId: 'w', fields: { text: 'email' } });
    expect(story.conversation?.unread).toEqual([]);
  });

  test('that the channel tells of again is no second one', () => {
    const story = answered();
    mail(story);
    const before = story.conversation?.lastMessage;
    story.event('message.created', { messageId: 'mail-a', author: { type: 'customer', id: 'cu' }, text: '네' });
    expect(story.conversation?.lastMessage).toEqual(before);
  });

  test('needs no word about the address that it came from', () => {
    const story = chat();
    mail(story);
    story.pass('PT1M');
    expect(story.conversation).toMatchObject({ status: 'open', byEmail: true });
    expect(story.effects.filter(({ workflowId }) => workflowId === 'system.requestEmail')).toEqual([]);
  });

  test('opens a chat that was closed', () => {
    const story = answered();
    story.event('conversation.closed', { by: 'agent' });
    mail(story);
    expect(story.conversation?.status).toBe('open');
  });

  test('that does not count is an internal note, and nobody’s reply', () => {
    const story = answered();
    story.event('conversation.assigned', { agentId: 'ag' });
    mail(story, { author: { type: 'system', name: 'kim@example.com' }, private: true });
    expect(story.effects).toMatchObject([{ type: 'message.send' }, { type: 'note.add' }]);
    story.pass('PT1H');
    expect(times(story)).toEqual([610]);
  });
});

test('every language says everything, with the same to be filled in', () => {
  const shape = (language: (typeof LANGUAGES)[number]) =>
    Object.entries(TEXTS[language]).map(([name, text]) => [name, (text.match(/\{\w+\}/g) ?? []).sort()]);
  for (const language of LANGUAGES) expect(shape(language)).toEqual(shape('en'));
});
