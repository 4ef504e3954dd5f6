/** What the provider tells of e-mails: it settles, suppresses, and is told in the conversation. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LiveConfigurations } from '../../src/app/configuration';
import { handleEvent, SentMemory } from '../../src/app/handle-event';
import { takeFeedback } from '../../src/app/mail-feedback';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import type { EffectState } from '../../src/ports/claims';
import type { MailFeedback } from '../../src/ports/mail-feedback';
import { ref, START, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
  await written();
});

const EFFECT = 'ef_1';
const TO = 'kim@example.com';
const THREAD = 'abcdefghijklmnop';
const MESSAGE_ID = '<m-1@eu-west-1.amazonses.com>';

/** An e-mail was claimed, and is about to be sent. */
async function written(): Promise<void> {
  const { claims, mailThreads, sentMails } = world.deps;
  const claiming = {
    type: 'continuity.send',
    owner: 'sender',
    now: START,
    leaseUntil: START + 180_000,
    repeatable: false,
  };
  await claims.claim(ref, { effectId: EFFECT, ...claiming });
  await mailThreads.open({ id: THREAD, ref, address: TO, language: 'ko' }, START);
  await sentMails.put({ schema: 1, effectId: EFFECT, ref, to: TO, threadId: THREAD, at: START });
}
const ended = (state: Exclude<EffectState, 'claimed'>) =>
  world.deps.claims.settle(ref, EFFECT, 'sender', { state, at: START + 1 });
const claim = () => world.deps.claims.get(ref, EFFECT);

const told = (kind: MailFeedback['kind'], more: Partial<MailFeedback> = {}): MailFeedback => ({
  ...{ effectId: EFFECT, messageId: MESSAGE_ID, at: START + 60_000, kind },
  ...more,
});
const take = (feedback: MailFeedback) => takeFeedback(feedback, world.deps);
const notes = () => world.events.map((event) => ('text' in event.data ? event.data.text : undefined));

describe('an e-mail that left', () => {
  test('is done, where nobody knew', async () => {
    await ended('unknown');
    expect(await take(told('sent'))).toBe('taken');
    expect(await claim()).toMatchObject({ state: 'done', detail: expect.stringContaining(MESSAGE_ID) });
    expect(world.events).toEqual([]);
  });

  test('is done before its sender knows how it went, and whatever it says then', async () => {
    await take(told('sent'));
    expect(await ended('unknown')).toBe(false);
    expect(await claim()).toMatchObject({ state: 'done' });
  });

  test('has its Message-ID in the thread, once', async () => {
    for (const _ of [1, 2]) await take(told('sent'));
    expect((await world.deps.mailThreads.get(THREAD))?.messageIds).toEqual([MESSAGE_ID]);
  });

  test('without a Message-ID adds none to the thread', async () => {
    expect(await take(told('sent', { messageId: '' }))).toBe('taken');
    expect((await world.deps.mailThreads.get(THREAD))?.messageIds).toEqual([]);
    expect(await claim()).toMatchObject({ state: 'done', detail: 'The mail service says that it was sent.' });
  });

  test.each(['failed', 'skipped', 'expired'] as const)('and had ended %s before stays so', async (state) => {
    await ended(state);
    await take(told('sent'));
    expect(await claim()).toMatchObject({ state });
  });
});

describe('an e-mail that came back or was unwelcome', () => {
  test.each([
    ['bounced', 'bounce', '반송되었습니다'],
    ['complained', 'complaint', '스팸으로 신고'],
  ] as const)(
    '%s: its address is not written to any more, and the conversation says so',
    async (kind, reason, says) => {
      await take(told(kind, { detail: '550 no such user' }));
      const listed = { workspaceId: 'main', address: TO, reason, at: START + 60_000, detail: '550 no such user' };
      expect(await world.deps.suppressions.get('main', TO)).toEqual(listed);
      expect(world.events).toMatchObject([
        {
          ...{ type: 'message.created', subject: ref.conversationId, channelId: ref.channelId, origin: 'command' },
          ...{ time: START + 60_000, receivedAt: START },
          data: { private: true, author: { type: 'system' }, text: expect.stringContaining(says) },
        },
      ]);
      expect(notes()[0]).toContain('(550 no such user)');
      expect(await claim()).toMatchObject({ state: 'done' });
    },
  );

  test.each(['bouncedForNow', 'rejected'] as const)('%s is noted, and the address stays good', async (kind) => {
    await take(told(kind));
    expect(await world.deps.suppressions.get('main', TO)).toBeUndefined();
    expect(notes()).toEqual([expect.stringContaining(TO)]);
  });

  test('was not sent where the service rejected it: that settles nothing', async () => {
    await ended('unknown');
    await take(told('rejected'));
    expect(await claim()).toMatchObject({ state: 'unknown' });
  });

  test("is told in the workspace's language", async () => {
    const settings = { ...DEFAULT_SETTINGS, language: 'de-AT' };
    await world.deps.configuration.putWorkspace({ workspaceId: 'main', version: 1, order: [], snapshot: 0, settings });
    await take(told('bounced'));
    expect(notes()).toEqual([`Die E-Mail an ${TO} kam zurück. An diese Adresse werden keine E-Mails mehr gesendet.`]);
  });

  test('stands in the conversation as a note of the system, which opens nothing and starts nothing', async () => {
    await take(told('bounced'));
    const [event] = world.events;
    const context = {
      live: new LiveConfigurations(world.deps.configuration).forBatch(),
      comesAgain: true,
      sent: new SentMemory(),
    };
    await handleEvent({ kind: 'event', event: event as never }, world.deps, context);
    const { conversation } = await world.deps.conversations.load(ref);
    expect(conversation).toMatchObject({ status: 'started', inInbox: false, unread: [] });
    expect(world.sent('actions')).toMatchObject([{ effects: [{ type: 'note.add', fields: { text: notes()[0] } }] }]);
    expect((await world.deps.timeline.list(ref)).map((entry) => entry.event?.id)).toEqual([event?.id]);
  });
});

test('what was sent for nothing that is known changes nothing', async () => {
  const before = world.ports.table.items;
  expect(await take(told('bounced', { effectId: 'ef_2' }))).toBe('unknown');
  expect(world.ports.table.items).toEqual(before);
  expect(world.events).toEqual([]);
});

test('in any order and however often, it comes to the same', async () => {
  const kinds = ['sent', 'bounced', 'complained', 'bouncedForNow'] as const;
  const all = fc.shuffledSubarray([...kinds, ...kinds], { minLength: 8 });
  await fc.assert(
    fc.asyncProperty(all, async (order) => {
      world = await World.open();
      await written();
      await ended('unknown');
      for (const kind of order) await take(told(kind));
      expect(await claim()).toMatchObject({ state: 'done' });
      expect(await world.deps.suppressions.get('main', TO)).toBeDefined();
      expect((await world.deps.suppressions.list('main', { limit: 10 })).items).toHaveLength(1);
      expect((await world.deps.mailThreads.get(THREAD))?.messageIds).toEqual([MESSAGE_ID]);
      expect(new Set(world.events.map(({ id }) => id)).size).toBe(3);
    }),
    { numRuns: 30 },
  );
});
