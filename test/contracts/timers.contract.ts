import { describe, expect, test } from '@jest/globals';
import { hostileNames } from './names';
import { aWorkspace, type Given, MINUTE, type Subject } from './subject';
import { refIn, ring } from './values';

export const timers = (given: Given) =>
  describe('timers', () => {
    /** The beginning of the minute that is so many minutes ahead. */
    const ahead = ({ clock }: Subject, minutes: number) => Math.floor(clock.now() / MINUTE) * MINUTE + minutes * MINUTE;
    const rings = async ({ arrived }: Subject) => (await arrived('delays')).map(({ body }) => body);

    test('rings once, in the minute before the one it is due in', async () => {
      const subject = given();
      const mine = ring(refIn(aWorkspace()), ahead(subject, 5) + 42_000);
      expect(await subject.timers.arm(mine)).toBe('armed');
      expect(await subject.alarms()).toEqual([ahead(subject, 4)]);
      await subject.pass(ahead(subject, 4) - subject.clock.now() - 1);
      expect(await rings(subject)).toEqual([]);
      await subject.pass(MINUTE + 1);
      expect(await rings(subject)).toEqual([mine]);
      await subject.pass(10 * MINUTE);
      expect(await rings(subject)).toEqual([]);
      expect(await subject.alarms()).toEqual([]);
    });

    test('arming again is arming once', async () => {
      const subject = given();
      const mine = ring(refIn(aWorkspace()), ahead(subject, 5));
      const armed = await Promise.all([1, 2, 3].map(() => subject.timers.arm(mine)));
      expect(armed).toEqual(['armed', 'armed', 'armed']);
      await subject.pass(10 * MINUTE);
      expect(await rings(subject)).toEqual([mine]);
    });

    test('an earlier alarm is not swallowed by a later one of the same minute', async () => {
      const subject = given();
      const ref = refIn(aWorkspace());
      const [later, earlier] = [ring(ref, ahead(subject, 5) + 50_000), ring(ref, ahead(subject, 5) + 10_000)];
      await subject.timers.arm(later);
      await subject.timers.arm(earlier);
      await subject.pass(10 * MINUTE);
      const due = ((await rings(subject)) as { due: number }[]).map((some) => some.due);
      expect(due.sort()).toEqual([earlier.due, later.due]);
    });

    test('a cancelled alarm does not ring; cancelling what is not armed is no error', async () => {
      const subject = given();
      const ref = refIn(aWorkspace());
      const [mine, other] = [ring(ref, ahead(subject, 5)), ring(ref, ahead(subject, 6))];
      await subject.timers.arm(mine);
      await subject.timers.arm(other);
      await subject.timers.cancel(mine);
      await subject.timers.cancel(mine);
      await subject.pass(10 * MINUTE);
      expect(await rings(subject)).toEqual([other]);
    });

    test('what is due within this minute or the next, or was, is past', async () => {
      const subject = given();
      for (const due of [ahead(subject, 1) + 59_999, subject.clock.now(), ahead(subject, -5)]) {
        expect(await subject.timers.arm(ring(refIn(aWorkspace()), due))).toBe('past');
      }
      expect(await subject.alarms()).toEqual([]);
    });

    test('conversations of any name are told apart and named in the ring', async () => {
      const subject = given();
      const workspaceId = aWorkspace();
      const all = hostileNames.map((name) =>
        ring({ workspaceId, channelId: name, conversationId: name }, ahead(subject, 5)),
      );
      for (const some of all) expect(await subject.timers.arm(some)).toBe('armed');
      await subject.pass(10 * MINUTE);
      const rung = await rings(subject);
      expect(rung).toHaveLength(all.length);
      for (const some of all) expect(rung).toContainEqual(some);
    });
  });
