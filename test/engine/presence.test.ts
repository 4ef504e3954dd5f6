/** Who is there, of connections that have to be told of again and again (requirements R2). */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { reconnectSchema } from '../../src/engine/reconnect-settings';
import { START, Story } from './story';

const LEASE = 120_000;
const GRACE = 5_000;

function chat(): Story {
  const story = new Story([]);
  story.more = { reconnect: reconnectSchema.parse({ enabled: true, portalUrl: 'https://shop.example/help' }) };
  story.customerSays();
  story.event('conversation.assigned', { agentId: 'ag' });
  return story;
}
let serial = 0;
const present = (story: Story, data: object) =>
  story.take({
    ...{ schema: 1, id: `p${++serial}`, workspaceId: 'w', channelId: 'web', subject: 'c', type: 'customer.present' },
    ...{ receivedAt: story.now, data },
  } as never);
const beats = (story: Story, connectionId = 'k1') => present(story, { connectionId, until: story.now + LEASE });
const goes = (story: Story, connectionId = 'k1') =>
  present(story, { connectionId, until: story.now + GRACE, leaving: true });
const isAway = ({ conversation }: Story) => conversation?.away !== undefined;

describe('a connection that tells of itself', () => {
  test('counts as long as it does, and not a moment longer', () => {
    const story = chat();
    beats(story);
    story.pass('PT1M');
    beats(story);
    story.pass('PT1M59S');
    expect(isAway(story)).toBe(false);
    story.pass('PT1S');
    expect(story.conversation).toMatchObject({ connections: [], away: { since: START + 180_000, reserved: 'ag' } });
    story.pass('PT3M');
    expect(story.conversation).toMatchObject({ status: 'wrapUp', sessionEnd: 'limit' });
  });

  test('is written down once: signs of life leave no entry, and put off nothing but their own end', () => {
    const story = chat();
    story.customerSays();
    const [first, again] = [beats(story), beats(story)];
    expect(first.outbox?.timeline).toHaveLength(1);
    expect(again.outbox?.timeline).toEqual([]);
    const waits = (some: typeof again) => some.conversation?.anchors.filter(({ kind }) => kind !== 'presence');
    story.pass('PT1S');
    expect(waits(beats(story))).toEqual(waits(again));
    expect(story.conversation?.touchedAt).toBe(START);
  });

  test('is not gone while its page turns', () => {
    const story = chat();
    beats(story);
    goes(story);
    story.pass('PT4S');
    beats(story, 'k2');
    story.pass('PT1M');
    expect(story.effects).toEqual([]);
    expect(story.conversation?.connections).toEqual(['k2']);
  });

  test('that was going stays when it is told of again', () => {
    const story = chat();
    beats(story);
    goes(story);
    beats(story);
    story.pass('PT1M');
    expect(isAway(story)).toBe(false);
  });

  test('told of once more at its end, before the alarm has rung, has not ended', () => {
    const story = chat();
    beats(story);
    story.now += LEASE;
    beats(story);
    expect(isAway(story)).toBe(false);
  });

  test('is gone at once when the channel says so, and one that the channel told of never ends by itself', () => {
    const story = chat();
    beats(story);
    story.event('customer.disconnected', { connectionId: 'k1' });
    expect(isAway(story)).toBe(true);
    story.event('customer.connected', { connectionId: 'k2' });
    story.pass('PT10H');
    expect(isAway(story)).toBe(false);
    expect(story.conversation).not.toHaveProperty('leases');
  });

  test('that the channel told of for good, and that goes, is told of as a wait that begins', () => {
    const story = chat();
    story.event('customer.connected', { connectionId: 'k1' });
    const { outbox } = goes(story);
    expect(outbox?.timeline).toMatchObject([{ waitsStarted: [{ kind: 'presence', due: story.now + GRACE }] }]);
    story.pass('PT5S');
    expect(isAway(story)).toBe(true);
  });

  test('may be named like what every object has', () => {
    const story = chat();
    beats(story);
    for (const connectionId of ['constructor', '__proto__']) {
      story.event('customer.connected', { connectionId });
      beats(story, connectionId);
    }
    const end = story.now + LEASE;
    expect(Object.entries(story.conversation?.leases ?? {})).toEqual([
      ['k1', end],
      ['constructor', end],
      ['__proto__', end],
    ]);
    story.pass('PT2M');
    expect(isAway(story)).toBe(true);
  });

  test('is forgotten where fifty newer ones are, and those are kept', () => {
    const story = chat();
    for (let at = 1; at <= 55; at++) beats(story, `k${at}`);
    expect(story.conversation?.connections).toEqual(Array.from({ length: 50 }, (_, at) => `k${at + 6}`));
    for (let at = 6; at <= 54; at++) story.event('customer.disconnected', { connectionId: `k${at}` });
    expect(isAway(story)).toBe(false);
    story.event('customer.disconnected', { connectionId: 'k55' });
    expect(isAway(story)).toBe(true);
  });

  test('that nobody knows cannot go', () => {
    const story = chat();
    goes(story, 'nobody');
    expect(isAway(story)).toBe(false);
    expect(story.conversation?.anchors.some(({ kind }) => kind === 'presence')).toBe(false);
  });
});

test('whatever is told, in whatever order: there is who was told of within the lease, and has not gone since', () => {
  const ids = fc.constantFrom('k1', 'k2', 'k3');
  const deed = fc.record({ after: fc.integer({ min: 0, max: 150 }), id: ids, goes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(deed, { minLength: 1, maxLength: 30 }), (deeds) => {
      const story = chat();
      const ends = new Map<string, number>();
      for (const { after, id, goes: isGoing } of deeds) {
        story.pass(`PT${after}S`);
        for (const [some, end] of ends) if (end <= story.now) ends.delete(some);
        const end = ends.get(id);
        if (!isGoing) ends.set(id, story.now + LEASE);
        else if (end !== undefined) ends.set(id, Math.min(end, story.now + GRACE));
        (isGoing ? goes : beats)(story, id);
        expect(new Set(story.conversation?.connections)).toEqual(new Set(ends.keys()));
        expect(story.conversation?.leases ?? {}).toEqual(Object.fromEntries(ends));
        const wait = story.conversation?.anchors.find(({ kind }) => kind === 'presence');
        expect(wait?.dueAt).toBe(ends.size === 0 ? undefined : Math.min(...ends.values()));
      }
    }),
  );
});
