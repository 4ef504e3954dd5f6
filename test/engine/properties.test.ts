import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/engine/decide';
import { customerSchema, eventData } from '../../src/engine/event';
import { compileWorkflows } from '../../src/engine/matcher';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import { anyString } from '../support/any-string';
import { START, Story, workflow } from './story';

type Act = 'customer' | 'agent' | 'note' | 'bot' | 'close' | 'open' | 'snooze' | 'wrapUp' | 'read';
const ACTS: Act[] = [
  'customer',
  'customer',
  'customer',
  'agent',
  'agent',
  'note',
  'bot',
  'close',
  'open',
  'snooze',
  'wrapUp',
  'read',
];
const script = fc.array(fc.record({ act: fc.constantFrom(...ACTS), gap: fc.integer({ min: 0, max: 400 }) }), {
  maxLength: 25,
});
type Script = { act: Act; gap: number }[];

function play(story: Story, steps: Script): void {
  for (const { act, gap } of steps) {
    story.pass(`PT${gap}S`);
    if (act === 'customer') story.customerSays();
    if (act === 'agent') story.agentSays();
    if (act === 'note') story.agentSays('n', { private: true });
    if (act === 'bot') story.event('message.created', { messageId: 'b', author: { type: 'bot' }, text: 'x' });
    if (act === 'close') story.event('conversation.closed', {});
    if (act === 'open') story.event('conversation.opened', { by: 'agent' });
    if (act === 'snooze') story.event('conversation.snoozed', {});
    if (act === 'wrapUp') story.event('session.ended', { by: 'agent' });
    if (act === 'read') story.event('message.read', { upToMessageId: 'm1' });
  }
  story.pass('PT3H');
}

/** Reads the raw script by the words of the requirement alone; knows nothing of the engine's state. */
function expectedWaits(steps: Script, wait: number, from: 'customer' | 'agent'): number[] {
  let at = 0;
  let open = false;
  const timed = steps.map(({ act, gap }) => {
    at += gap;
    if (act === 'customer' || act === 'agent' || act === 'open') open = true;
    if (act === 'close' || act === 'snooze' || act === 'wrapUp') open = false;
    return { act, at, open };
  });
  return timed.flatMap(({ act, at: since, open: isOpen }, index) => {
    if (act !== from || !isOpen) return [];
    const next = timed
      .slice(index + 1)
      .find((later) => ['customer', 'agent', 'close', 'snooze', 'wrapUp'].includes(later.act));
    return next === undefined || next.at >= since + wait ? [since + wait] : [];
  });
}

describe('waits against a brute-force reading of the log', () => {
  const note = [{ do: 'note.add', text: 'x' }];

  test('T9 every and T10 fire exactly when the message stayed the last counted one for the whole wait', () => {
    fc.assert(
      fc.property(script, fc.integer({ min: 1, max: 500 }), (steps, wait) => {
        const story = new Story([
          workflow('t9', { trigger: { type: 'chat.customerWaiting', wait: `PT${wait}S` }, steps: note }),
          workflow('t10', { trigger: { type: 'chat.agentWaiting', wait: `PT${wait}S` }, steps: note }),
        ]);
        play(story, steps);
        expect(story.times('t9')).toEqual(expectedWaits(steps, wait, 'customer'));
        expect(story.times('t10')).toEqual(expectedWaits(steps, wait, 'agent'));
      }),
      { numRuns: 300 },
    );
  });

  test('first fires at most once, every at each opening by the customer', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const story = new Story(
          ['first', 'every'].map((timing) =>
            workflow(timing, { trigger: { type: 'chat.opened', timing }, steps: note }),
          ),
        );
        play(story, steps);
        let open = false;
        const openings = steps.filter(({ act }) => {
          const opens = act === 'customer' && !open;
          if (['customer', 'agent', 'open'].includes(act)) open = true;
          if (['close', 'snooze', 'wrapUp'].includes(act)) open = false;
          return opens;
        });
        expect(story.times('every').length).toBe(openings.length);
        expect(story.times('first').length).toBe(Math.min(1, openings.length));
      }),
      { numRuns: 200 },
    );
  });

  test('every wait that was started ends exactly once, or goes on', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const story = new Story([
          workflow('t9', {
            trigger: { type: 'chat.customerWaiting' },
            steps: [{ do: 'wait', duration: 'PT1M' }, ...note],
          }),
        ]);
        play(story, steps);
        const key = (wait: { kind: string; episode: string }) => `${wait.kind} ${wait.episode}`;
        const applied = story.decisions.filter((decision) => decision.outcome === 'applied');
        const started = applied.flatMap(({ entry }) => entry?.waitsStarted ?? []).map(key);
        const ended = applied.flatMap(({ entry }) => entry?.waits ?? []).map(key);
        const goingOn = (story.conversation?.anchors ?? []).map(key);
        expect([...ended, ...goingOn].sort()).toEqual([...started].sort());
        expect(new Set(started).size).toBe(started.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('decide', () => {
  test('the same input gives the same answer, and is left as it was', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const story = new Story([
          workflow('t13', {
            trigger: { type: 'message.customer' },
            steps: [{ do: 'note.add', text: '{{message.text}}' }],
          }),
        ]);
        play(story, steps);
        const input = {
          event: {
            schema: 1,
            id: 'x',
            workspaceId: 'w',
            channelId: 'web',
            subject: 'c',
            type: 'message.created',
            receivedAt: story.now,
            data: { messageId: 'x', author: { type: 'customer' }, text: 'x' },
          },
          matcher: compileWorkflows(story.workflows),
          settings: DEFAULT_SETTINGS,
          now: story.now,
          ...(story.conversation ? { conversation: story.conversation } : {}),
        } as Parameters<typeof decide>[0];
        const before = JSON.stringify(input.conversation);
        const [first, second] = [decide(input), decide(input)];
        expect(JSON.stringify(second)).toBe(JSON.stringify(first));
        expect(JSON.stringify(input.conversation)).toBe(before);
      }),
      { numRuns: 50 },
    );
  });

  test('whatever legal data an event carries, deciding succeeds', () => {
    const anyText = fc.oneof(
      anyString({ maxLength: 40 }),
      fc.constantFrom('__proto__', 'constructor', '{{customer.name}}', '%00', '\u0000'),
    );
    const customer = fc.record(
      {
        id: anyText,
        name: anyText,
        tags: fc.array(anyText, { maxLength: 3 }),
        profile: fc.dictionary(anyText, anyText, { maxKeys: 3 }),
      },
      { requiredKeys: ['id'] },
    );
    const data = fc.record(
      {
        messageId: anyText,
        author: fc.record({ type: fc.constantFrom('customer', 'agent', 'bot') }),
        text: anyText,
        customer,
        addTags: fc.array(anyText, { maxLength: 3 }),
        connectionId: anyText,
        upToMessageId: anyText,
        agentId: anyText,
        until: fc.constant('2026-01-05T09:30:00Z'),
        by: fc.constantFrom('customer', 'agent'),
        missedReason: fc.constant('userLeft'),
      },
      { requiredKeys: [] },
    );
    const types = Object.keys(eventData) as (keyof typeof eventData)[];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...types), data), { maxLength: 12 }), (events) => {
        const story = new Story([
          workflow('t13', {
            trigger: { type: 'message.customer' },
            filter: {
              not: {
                any: [
                  { fact: 'customer.profile.__proto__', op: 'is', value: 'x' },
                  { fact: 'message.text', op: 'matches', value: '(a+)+$' },
                ],
              },
            },
            steps: [
              { do: 'message.send', text: '{{customer.profile.constructor}}{{message.text}}' },
              { do: 'conversation.tag', tag: '{{message.text}}' },
            ],
          }),
        ]);
        for (const [type, raw] of events) {
          const known = Object.fromEntries(
            Object.entries(raw).filter(([name]) => name in (eventData[type] as { shape: object }).shape),
          );
          const parsed = eventData[type].safeParse(known);
          if (parsed.success) expect(story.event(type, parsed.data as Record<string, unknown>).outcome).toBe('applied');
          story.pass('PT10S');
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the largest legal conversation', () => {
  const random = (() => {
    let state = 12345;
    // Mulberry32: each next number is as good as random, which multiplying beyond 2^53 is not.
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  })();
  /** Hangul at random: the worst that deflate can meet within the character limits. */
  const noise = (length: number) =>
    Array.from({ length }, () => String.fromCharCode(0xac00 + Math.floor(random() * 11172))).join('');

  /** The door takes 256 KB. */
  const FITS = 250_000;

  test('stays far under what DynamoDB takes, however full', () => {
    const big = { do: 'webhook.call', url: 'https://a.example', as: 'r', body: { text: noise(300) } };
    const asks = { do: 'ask.once', text: noise(300), as: 'x' };
    const talks = { do: 'assistant.handOver', url: 'https://ai.example' };
    const workflows = Array.from({ length: 60 }, (_, index) =>
      workflow(`w${index}`, {
        trigger: { type: 'message.customer' },
        steps: [
          { do: 'message.send', text: noise(5000) },
          { do: 'conversation.tag', tags: Array.from({ length: 20 }, () => noise(100)) },
          { do: 'followers.add', agentIds: Array.from({ length: 50 }, () => noise(128)) },
          [big, asks, talks][index % 3] as object,
          big,
        ],
      }),
    );
    const story = new Story(workflows);
    const tags = Array.from({ length: 100 }, () => noise(100));
    const customer = customerSchema.parse({
      ...{ id: noise(128), name: noise(500), segments: tags, tags, profile: { x: noise(2600) } },
    });
    story.event('conversation.updated', { addTags: tags, description: noise(2000), customer });
    for (let i = 0; i < 60; i++)
      story.event('customer.connected', { connectionId: noise(128), page: { url: noise(2048), title: noise(500) } });
    for (let i = 0; i < 120; i++) {
      const data = { messageId: noise(128), author: { type: 'agent', id: noise(128) }, text: 'x' };
      story.take({
        ...{ schema: 1, id: `cmd${i}`, workspaceId: 'w', channelId: 'web', subject: 'c', receivedAt: story.now },
        ...{ type: 'message.created', origin: 'command', data },
      } as never);
    }
    let largest = 0;
    for (let i = 0; i < 8; i++) {
      const files = Array.from({ length: 30 }, () => ({ name: noise(500), url: noise(1400) }));
      const event = {
        ...{ messageId: noise(128), author: { type: 'customer' as const }, text: noise(i < 4 ? 20_000 : 3_000) },
        ...{ files: i % 2 === 0 ? files.slice(0, 20) : [], customer },
      };
      const data = eventData['message.created'].parse(event);
      expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThan(FITS);
      const { conversation } = story.event('message.created', data);
      largest = Math.max(largest, deflateRawSync(JSON.stringify(conversation)).byteLength);
      if (i % 2 === 1) story.pass('PT2M');
    }
    expect(story.now).toBeGreaterThan(START);
    expect(largest).toBeGreaterThan(200_000);
    expect(largest).toBeLessThan(330_000);
  });
});
