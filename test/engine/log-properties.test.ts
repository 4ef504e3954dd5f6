/** What the engine does against a reading of the raw log that knows nothing of it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isTied,
  type Logged,
  type Moment,
  openings,
  read,
  stayedLast,
  stayedQueued,
  stayedUnanswered,
} from './log-reading';
import { START, Story, workflow } from './story';

const ACTS = [
  ...(['customer', 'customer', 'customer', 'agent', 'agent', 'note', 'bot', 'marketing', 'mail'] as const),
  ...(['queue', 'queue', 'assign', 'team', 'unassign', 'update'] as const),
  ...([
    'close',
    'snooze',
    'snoozeUntil',
    'wrapUp',
    'openByAgent',
    'openByCustomer',
    'openByWorkflow',
    'expire',
  ] as const),
  ...(['again', 'ring'] as const),
];
type Act = { act: (typeof ACTS)[number]; gap: number; length: number };
const acts = fc.array(
  fc.record({
    act: fc.constantFrom(...ACTS),
    gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })),
    length: fc.integer({ min: 1, max: 600 }),
  }),
  { maxLength: 30 },
);

const message = (author: string, more: object = {}) => ({
  messageId: 'm',
  author: { type: author, id: author },
  ...more,
});
type Sent = [type: string, data: Record<string, unknown>];

/** What an act sends; nothing where it makes no sense as the chat stands. */
function sent({ act, length }: Act, status: Moment['status'], now: number): Sent | undefined {
  const opened = (by: string): Sent => ['conversation.opened', { by }];
  const simple: Partial<Record<Act['act'], Sent>> = {
    customer: ['message.created', message('customer', { text: 'hello' })],
    mail: ['message.created', message('customer', { text: 'hello', via: 'email' })],
    agent: ['message.created', message('agent', { text: 'hi' })],
    note: ['message.created', message('agent', { text: 'n', private: true })],
    bot: ['message.created', message('bot', { text: 'b' })],
    marketing: ['message.created', message('marketing', { text: 'b' })],
    assign: ['conversation.assigned', { agentId: 'kim' }],
    team: ['conversation.assigned', { teamId: 'returns' }],
    unassign: ['conversation.unassigned', {}],
    update: ['conversation.updated', { addTags: ['x'] }],
    close: ['conversation.closed', { by: 'agent' }],
    openByAgent: opened('agent'),
    openByCustomer: opened('customer'),
    openByWorkflow: opened('workflow'),
    expire: opened('snoozeExpiry'),
  };
  if (act === 'queue') return status === 'open' ? ['conversation.queued', {}] : undefined;
  if (act === 'wrapUp') return status === 'open' ? ['session.ended', { by: 'agent' }] : undefined;
  if (act === 'snooze') return status === 'open' || status === 'snoozed' ? ['conversation.snoozed', {}] : undefined;
  if (act === 'snoozeUntil' && (status === 'open' || status === 'snoozed'))
    return ['conversation.snoozed', { until: now + length * 1000 }];
  return simple[act];
}

const ended = (story: Story) => story.now - START;
/** Days are not of interest here: a chat that never left the bot is not closed for inactivity. */
const AFTERWARDS = 'PT2H';

/** Plays the acts, some of them delivered twice, some with rings that nobody armed in between; the log of what was accepted. */
function play(story: Story, script: readonly Act[]): Logged[] {
  const log: Logged[] = [];
  for (const [index, one] of script.entries()) {
    story.pass(`PT${one.gap}S`);
    const now = ended(story);
    if (one.act === 'again') {
      const before = log[one.length % Math.max(1, log.length)];
      if (before) story.event(before.type as never, dataOf(before), `${log.indexOf(before)}`);
    } else if (one.act === 'ring') {
      const ring = { schema: 1, workspaceId: 'w', channelId: 'web', subject: 'c', receivedAt: story.now };
      story.take(ring as never);
    } else {
      // Behind a snooze that we ended ourselves, what the channel says of it is an echo.
      if ((one.act === 'expire' || one.act === 'openByWorkflow') && log.some(({ data }) => data.until !== undefined))
        continue;
      const what = sent(one, read(log, now).at(-1)?.status ?? 'started', now);
      if (!what) continue;
      const [type, data] = what;
      const logged = { at: now, type, data: data.messageId ? { ...data, messageId: `m${index}` } : data };
      log.push(logged);
      story.event(type as never, dataOf(logged), `${log.length - 1}`);
    }
  }
  story.pass(AFTERWARDS);
  return log;
}

const dataOf = ({ data }: Logged) =>
  typeof data.until === 'number' ? { ...data, until: new Date(START + data.until).toISOString() } : data;

const steps = [{ do: 'note.add', text: 'x' }];
const seconds = (times: readonly number[]) => times.map((at) => at / 1000);
const wait = fc.integer({ min: 0, max: 500 });

describe('against a brute-force reading of the raw log', () => {
  const waiting = (type: string, length: number, more: object = {}) =>
    workflow(type, { trigger: { type, wait: `PT${length}S`, ...more }, steps });
  const isPlayed = (workflows: () => ReturnType<typeof workflow>[], script: readonly Act[]) => {
    const story = new Story(workflows());
    const log = play(story, script);
    return { story, moments: read(log, ended(story)) };
  };
  /** `due` says when the workflow has to act. */
  const expectTimes = (
    trigger: (length: number) => ReturnType<typeof workflow>,
    due: (moments: Moment[], length: number) => number[],
  ) =>
    fc.assert(
      fc.property(acts, wait, (script, length) => {
        const w = trigger(length);
        const { story, moments } = isPlayed(() => [w], script);
        const expected = due(moments, length * 1000).filter((at) => at <= ended(story));
        fc.pre(!isTied(moments, expected));
        expect(story.times(w.id)).toEqual(seconds(expected).sort((a, b) => a - b));
      }),
      { numRuns: 400 },
    );

  test("T9 every fires iff the customer's message stayed the last counted one, in an open chat, for the whole wait", () =>
    expectTimes(
      (length) => waiting('chat.customerWaiting', length),
      (moments, length) => stayedLast(moments, 'customer', length),
    ));

  test('T9 when opened fires iff no agent answered from the opening on, and the customer has the last word', () =>
    expectTimes((length) => waiting('chat.customerWaiting', length, { timing: 'whenOpened' }), stayedUnanswered));

  test("T10 fires iff the agent's message stayed the last counted one", () =>
    expectTimes(
      (length) => waiting('chat.agentWaiting', length),
      (moments, length) => stayedLast(moments, 'agent', length),
    ));

  test('T4 fires iff the chat stayed in the queue for the whole wait, once for each stay', () =>
    expectTimes((length) => waiting('chat.queued', length), stayedQueued));

  test('T3 and T5: every at each opening of their kind, first once in a conversation, whatever comes twice', () => {
    const kinds = [
      ['chat.opened', false],
      ['chat.openedByAgent', true],
    ] as const;
    const all = () =>
      kinds.flatMap(([type]) =>
        ['first', 'every'].map((timing) => workflow(`${type} ${timing}`, { trigger: { type, timing }, steps })),
      );
    fc.assert(
      fc.property(acts, (script) => {
        const { story, moments } = isPlayed(all, script);
        for (const [type, byAgent] of kinds) {
          const times = seconds(openings(moments, byAgent).map(({ at }) => at));
          expect(story.times(`${type} every`)).toEqual(times);
          expect(story.times(`${type} first`)).toEqual(times.slice(0, 1));
        }
      }),
      { numRuns: 400 },
    );
  });

  test('first is used up by the first opening, whether or not its filter passed', () => {
    const filter = { fact: 'message.via', op: 'is', value: 'email' };
    const first = () => [workflow('first', { trigger: { type: 'chat.opened', timing: 'first' }, filter, steps })];
    fc.assert(
      fc.property(acts, (script) => {
        const { story, moments } = isPlayed(first, script);
        const [opening] = openings(moments, false);
        const passes = opening?.event?.data.via === 'email';
        expect(story.times('first')).toEqual(passes ? seconds([opening.at]) : []);
      }),
      { numRuns: 400 },
    );
  });

  test('T11 fires at each closing, T13 and T14 at each message', () => {
    const of = (type: string, more: object = {}) => workflow(type, { trigger: { type, ...more }, steps });
    const all = () => [of('chat.closed'), of('message.customer'), of('message.agent', { kind: 'customer' })];
    fc.assert(
      fc.property(acts, (script) => {
        const { story, moments } = isPlayed(all, script);
        const at = (is: (moment: Moment) => boolean) => seconds(moments.filter(is).map((moment) => moment.at));
        expect(story.times('chat.closed')).toEqual(at(({ isClosing }) => isClosing === true));
        expect(story.times('message.customer')).toEqual(at(({ messageBy }) => messageBy === 'customer'));
        expect(story.times('message.agent')).toEqual(at(({ messageBy }) => messageBy === 'agent'));
      }),
      { numRuns: 400 },
    );
  });
});
