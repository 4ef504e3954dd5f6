import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { conversationKey, shardOf } from '../../src/adapters/table/keys';
import { REMEMBERED } from '../../src/engine/conversation';
import type { ConversationRef } from '../../src/engine/event';
import { timelineId } from '../../src/engine/ids';
import { ref as anyRef, hostileNames } from './names';
import { aWorkspace, type Given, MINUTE, T0 } from './subject';
import { conversation, entry, refIn, update } from './values';

/** Hangul at random, which hardly shrinks: three bytes for each character. */
const noise = (length: number) =>
  Array.from({ length }, (_, at) => String.fromCharCode(0xac00 + ((at * 7919 * (at + 31)) % 11172))).join('');

export const conversations = (given: Given) =>
  describe('conversations', () => {
    const mySweep = async (ref: ConversationRef, until: number) =>
      (await given().conversations.sweep(Number(shardOf(ref)), until, 1000)).filter(
        (ring) => ring.workspaceId === ref.workspaceId,
      );

    test('before its first event there is none, at version 0', async () => {
      expect(await given().conversations.load(refIn(aWorkspace()), 'e1', 'cu-7')).toEqual({
        version: 0,
        inTimeline: false,
      });
    });

    test('what is committed is loaded, one version up', async () => {
      const { conversations } = given();
      const ref = refIn(aWorkspace());
      const next = conversation(ref, { description: 'as it was' });
      expect(await conversations.commit(ref, next, 0, null)).toBe('committed');
      next.description = 'changed afterwards';
      expect(await conversations.load(ref)).toEqual({
        conversation: conversation(ref, { description: 'as it was' }),
        version: 1,
        inTimeline: false,
      });
    });

    test('a commit over another version than the expected changes nothing', async () => {
      const { conversations } = given();
      const ref = refIn(aWorkspace());
      expect(await conversations.commit(ref, conversation(ref), 1, null)).toBe('conflict');
      await conversations.commit(ref, conversation(ref), 0, null);
      expect(await conversations.commit(ref, conversation(ref, { sequence: 9 }), 0, null)).toBe('conflict');
      expect(await conversations.commit(ref, conversation(ref, { sequence: 9 }), 2, null)).toBe('conflict');
      expect((await conversations.load(ref)).conversation?.sequence).toBe(1);
    });

    test('of writers at the same time exactly one commits, and its value stays', async () => {
      const { conversations } = given();
      const ref = refIn(aWorkspace());
      for (let expected = 0; expected < 3; expected++) {
        const write = (sequence: number) => conversations.commit(ref, conversation(ref, { sequence }), expected, null);
        const results = await Promise.all([10, 11, 12, 13, 14].map(write));
        expect(results.filter((result) => result === 'committed')).toHaveLength(1);
        const loaded = await conversations.load(ref);
        expect(loaded.version).toBe(expected + 1);
        expect(loaded.conversation?.sequence).toBe(10 + results.indexOf('committed'));
      }
    });

    test('knows an event by the timeline when the conversation may have forgotten it', async () => {
      const { conversations, timeline } = given();
      const ref = refIn(aWorkspace());
      const applied = Array.from({ length: REMEMBERED }, (_, at) => timelineId(`later ${at}`));
      await conversations.commit(ref, conversation(ref, { applied }), 0, null);
      await timeline.put(ref, entry(ref, 'e1', 1));
      expect((await conversations.load(ref, 'e1')).inTimeline).toBe(true);
      expect((await conversations.load(ref, 'e1', 'cu-7')).inTimeline).toBe(true);
      expect((await conversations.load(ref, 'e2')).inTimeline).toBe(false);
      expect((await conversations.load(ref)).inTimeline).toBe(false);
      expect((await conversations.load({ ...ref, conversationId: 'other' }, 'e1')).inTimeline).toBe(false);
    });

    test('brings the customer that the event names, else the conversation’s own', async () => {
      const { conversations, customers } = given();
      const ref = refIn(aWorkspace());
      await conversations.commit(ref, conversation(ref, { customerId: 'cu-7' }), 0, null);
      await customers.apply(ref.workspaceId, update('u1', { customerId: 'cu-7', set: { name: 'Kim' } }));
      await customers.apply(ref.workspaceId, update('u2', { customerId: 'cu-8', set: { name: 'Lee' } }));
      expect((await conversations.load(ref, 'e1')).customer?.name).toBe('Kim');
      expect((await conversations.load(ref, 'e1', 'cu-8')).customer?.name).toBe('Lee');
      expect((await conversations.load(ref, 'e1', 'cu-9')).customer).toBeUndefined();
      expect((await conversations.load(ref, 'e1', undefined, 'cu-8')).customer?.name).toBe('Kim');
      const another = { ...ref, conversationId: 'another' };
      expect((await conversations.load(another, 'e1', undefined, 'cu-8')).customer?.name).toBe('Lee');
    });

    test('is in the sweep from its sweep time on, oldest first, and only while it has one', async () => {
      const { conversations } = given();
      const workspaceId = aWorkspace();
      const ref = refIn(workspaceId);
      const { channelId, conversationId: subject } = ref;
      await conversations.commit(ref, conversation(ref), 0, T0 + MINUTE);
      expect((await conversations.load(ref)).sweepAt).toBe(T0 + MINUTE);
      expect(await mySweep(ref, T0 + MINUTE - 1)).toEqual([]);
      expect(await mySweep(ref, T0 + MINUTE)).toEqual([{ schema: 1, workspaceId, channelId, subject }]);
      await conversations.commit(ref, conversation(ref), 1, T0 + 2 * MINUTE);
      expect(await mySweep(ref, T0 + MINUTE)).toEqual([]);
      await conversations.commit(ref, conversation(ref), 2, null);
      expect(await mySweep(ref, Number.MAX_SAFE_INTEGER)).toEqual([]);
      expect((await conversations.load(ref)).sweepAt).toBeUndefined();
    });

    test('a sweep finds each overdue conversation in one shard, oldest first, and no more than asked for', async () => {
      const { conversations } = given();
      const workspaceId = aWorkspace();
      const refs = Array.from({ length: 40 }, (_, at) => refIn(workspaceId, `chat-${at}`));
      await Promise.all(refs.map((ref, at) => conversations.commit(ref, conversation(ref), 0, T0 - 40 * MINUTE + at)));
      const shards = await Promise.all(
        Array.from({ length: 16 }, (_, shard) => conversations.sweep(shard, T0 - MINUTE, 1000)),
      );
      const mine = shards.map((rings) =>
        rings.filter((ring) => ring.workspaceId === workspaceId).map(({ subject }) => subject),
      );
      expect(mine.flat().sort()).toEqual(refs.map(({ conversationId }) => conversationId).sort());
      for (const subjects of mine)
        expect(subjects).toEqual(subjects.toSorted((a, b) => Number(a.slice(5)) - Number(b.slice(5))));
      const fullest = mine.findIndex(({ length }) => length > 1);
      expect(await conversations.sweep(fullest, T0 - MINUTE, 1)).toHaveLength(1);
    });

    test('holds a conversation of 200 KB', async () => {
      const { conversations } = given();
      const ref = refIn(aWorkspace());
      const next = conversation(ref, { tags: Array.from({ length: 100 }, (_, at) => noise(900) + at) });
      expect(await conversations.commit(ref, next, 0, T0 + 60 * MINUTE)).toBe('committed');
      expect((await conversations.load(ref)).conversation).toEqual(next);
    });

    test('names of any script stay apart, and come back from the sweep as they were', async () => {
      const { conversations } = given();
      const workspaceId = aWorkspace();
      const refs = hostileNames.map((name) => ({ workspaceId, channelId: name, conversationId: name }));
      for (const ref of refs)
        expect(await conversations.commit(ref, conversation(ref), 0, T0 - 60 * MINUTE)).toBe('committed');
      for (const ref of refs) {
        expect((await conversations.load(ref)).conversation?.ref).toEqual(ref);
        const swept = (await mySweep(ref, T0 - 60 * MINUTE)).map(({ channelId, subject }) => [channelId, subject]);
        expect(swept).toContainEqual([ref.channelId, ref.conversationId]);
      }
    });

    test('two names are one conversation only when they are equal', async () => {
      await fc.assert(
        fc.asyncProperty(anyRef, anyRef, async (a, b) => {
          const { conversations } = given();
          const workspaceId = `${aWorkspace()}`;
          const [one, other] = [a, b].map((ref) => ({ ...ref, workspaceId })) as [ConversationRef, ConversationRef];
          const isSame = one.channelId === other.channelId && one.conversationId === other.conversationId;
          await conversations.commit(one, conversation(one), 0, null);
          expect((await conversations.load(other)).version).toBe(isSame ? 1 : 0);
        }),
        { numRuns: 50 },
      );
    });

    test('one of a newer version is left alone, and read when that version is here', async () => {
      const { conversations, table } = given();
      const ref = refIn(aWorkspace());
      await conversations.commit(ref, conversation(ref), 0, null);
      await table.change(conversationKey(ref), { set: { schema: 2 } });
      await expect(conversations.load(ref)).rejects.toMatchObject({ code: 'store.newerSchema', retry: true });
    });
  });
