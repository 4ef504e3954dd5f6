import { describe, expect, test } from '@jest/globals';
import type { Ending } from '../../src/ports/claims';
import { aWorkspace, type Given, MINUTE, T0 } from './subject';
import { claiming, refIn } from './values';

const LATER = T0 + 10 * MINUTE;

export const claims = (given: Given) =>
  describe('claims', () => {
    test('the first to claim is granted; what is told stands in the claim', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      expect(await claims.get(ref, 'ef_1')).toBeUndefined();
      const { result, claim } = await claims.claim(ref, claiming('ef_1', { workflowId: 'wf', runId: 'r' }));
      expect(result).toBe('granted');
      expect(claim).toEqual({
        ...{ effectId: 'ef_1', type: 'message.send', state: 'claimed', owner: 'request-1/1', attempts: 1 },
        ...{ leaseUntil: T0 + 2 * MINUTE, since: T0, updatedAt: T0, workflowId: 'wf', runId: 'r' },
      });
      expect(await claims.get(ref, 'ef_1')).toEqual(claim);
    });

    test('of claimants at the same time exactly one is granted', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      const owners = ['a', 'b', 'c', 'd', 'e'];
      const results = await Promise.all(owners.map((owner) => claims.claim(ref, claiming('ef_1', { owner }))));
      expect(results.filter(({ result }) => result === 'granted')).toHaveLength(1);
      expect(results.filter(({ result }) => result === 'busy')).toHaveLength(4);
    });

    test('its owner may ask again, and it is the same attempt', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      await claims.claim(ref, claiming('ef_1'));
      expect(await claims.claim(ref, claiming('ef_1'))).toMatchObject({ result: 'granted', claim: { attempts: 1 } });
    });

    test('while the lease runs, others come again', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      await claims.claim(ref, claiming('ef_1', { repeatable: true }));
      const late = claiming('ef_1', { owner: 'b', now: T0 + 2 * MINUTE - 1, repeatable: true });
      expect((await claims.claim(ref, late)).result).toBe('busy');
    });

    test('a lease that ran out goes to the next where repeating does no harm', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      await claims.claim(ref, claiming('ef_1', { repeatable: true }));
      const next = claiming('ef_1', { owner: 'b', now: LATER, leaseUntil: LATER + MINUTE, repeatable: true });
      expect(await claims.claim(ref, next)).toMatchObject({
        result: 'granted',
        claim: { owner: 'b', attempts: 2, since: T0, updatedAt: LATER },
      });
      expect(await claims.settle(ref, 'ef_1', 'request-1/1', { state: 'done', at: LATER })).toBe(false);
      expect(await claims.settle(ref, 'ef_1', 'b', { state: 'done', at: LATER })).toBe(true);
    });

    test('a lease that ran out on what must be done once leaves it unknown, and nobody acts again', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      await claims.claim(ref, claiming('ef_1'));
      const others = ['b', 'c', 'd'].map((owner) => claims.claim(ref, claiming('ef_1', { owner, now: LATER })));
      for (const answer of await Promise.all(others)) {
        expect(answer).toMatchObject({ result: 'settled', claim: { state: 'unknown', owner: 'request-1/1' } });
      }
    });

    test('who comes back late can still say how the unknown ended', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      await claims.claim(ref, claiming('ef_1'));
      await claims.claim(ref, claiming('ef_1', { owner: 'b', now: LATER }));
      expect(await claims.settle(ref, 'ef_1', 'b', { state: 'done', at: LATER })).toBe(false);
      expect(await claims.settle(ref, 'ef_1', 'request-1/1', { state: 'done', at: LATER })).toBe(true);
      expect((await claims.get(ref, 'ef_1'))?.state).toBe('done');
    });

    test('released, it is anybody’s, and the next attempt', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      await claims.claim(ref, claiming('ef_1'));
      expect(
        await claims.settle(ref, 'ef_1', 'request-1/1', {
          state: 'released',
          at: T0 + 1,
          detail: 'the channel answered 503',
        }),
      ).toBe(true);
      expect((await claims.get(ref, 'ef_1'))?.detail).toBe('the channel answered 503');
      const { result, claim } = await claims.claim(ref, claiming('ef_1', { owner: 'b', now: T0 + 2 }));
      expect(result).toBe('granted');
      expect(claim).toMatchObject({ attempts: 2, owner: 'b' });
      expect(claim.detail).toBeUndefined();
      expect(await claims.settle(ref, 'ef_1', 'request-1/1', { state: 'done', at: T0 + 3 })).toBe(false);
    });

    test.each<Ending['state']>(['done', 'failed', 'skipped', 'unknown', 'expired'])('%s is final', async (state) => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      await claims.claim(ref, claiming('ef_1'));
      expect(await claims.settle(ref, 'ef_1', 'request-1/1', { state, at: T0 + 1 })).toBe(true);
      expect(await claims.settle(ref, 'ef_1', 'request-1/1', { state, at: T0 + 1 })).toBe(true);
      const again = claiming('ef_1', { owner: 'b', now: LATER, repeatable: true });
      expect(await claims.claim(ref, again)).toMatchObject({ result: 'settled', claim: { state } });
      const other = state === 'done' ? 'failed' : 'released';
      if (state !== 'unknown')
        expect(await claims.settle(ref, 'ef_1', 'request-1/1', { state: other, at: T0 + 2 })).toBe(false);
    });

    test('released for later, it is nobody’s until then', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      const next = (now: number) => claims.claim(ref, claiming('ef_1', { owner: 'b', now, repeatable: true }));
      await claims.claim(ref, claiming('ef_1'));
      const pause = { state: 'released' as const, at: T0 + 1, notBefore: LATER };
      expect(await claims.settle(ref, 'ef_1', 'request-1/1', pause)).toBe(true);
      expect(await next(LATER - 1)).toMatchObject({ result: 'busy', claim: { state: 'released', notBefore: LATER } });
      const { result, claim } = await next(LATER);
      expect([result, claim.attempts, claim.notBefore]).toEqual(['granted', 2, undefined]);
    });

    test('given back uncounted, the attempt was none, said once or twice', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      await claims.claim(ref, claiming('ef_1'));
      const uncounted: Ending = { state: 'released', at: T0 + 1, attempts: 0 };
      for (const _ of [1, 2]) expect(await claims.settle(ref, 'ef_1', 'request-1/1', uncounted)).toBe(true);
      expect((await claims.get(ref, 'ef_1'))?.attempts).toBe(0);
      const { claim } = await claims.claim(ref, claiming('ef_1', { owner: 'b', now: T0 + 2 }));
      expect([claim.attempts, claim.since]).toEqual([1, T0]);
    });

    test('the answer of what is done stands in the claim', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      const answer = { status: 200, body: { stock: 3, note: '재고' } };
      await claims.claim(ref, claiming('ef_1'));
      expect(await claims.settle(ref, 'ef_1', 'request-1/1', { state: 'done', at: T0, answer })).toBe(true);
      expect((await claims.get(ref, 'ef_1'))?.answer).toEqual(answer);
      expect((await claims.claim(ref, claiming('ef_1', { owner: 'b' }))).claim.answer).toEqual(answer);
    });

    test('nothing claimed, nothing settled', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      expect(await claims.settle(ref, 'ef_1', 'a', { state: 'done', at: T0 })).toBe(false);
      expect(await claims.get(ref, 'ef_1')).toBeUndefined();
    });

    describe('what the receiver confirms', () => {
      const confirmed = (ref: ReturnType<typeof refIn>) => given().claims.confirm(ref, 'ef_1', LATER, 'SES sent it.');

      test('was done, though its attempt ended in the dark', async () => {
        const { claims } = given();
        const ref = refIn(aWorkspace());
        await claims.claim(ref, claiming('ef_1'));
        await claims.settle(ref, 'ef_1', 'request-1/1', { state: 'unknown', at: T0 + 1, detail: 'no answer' });
        expect(await confirmed(ref)).toBe(true);
        expect(await claims.get(ref, 'ef_1')).toMatchObject({
          state: 'done',
          updatedAt: LATER,
          detail: 'SES sent it.',
        });
        expect(await confirmed(ref)).toBe(true);
      });

      test.each(['unknown', 'released', 'failed'] as const)(
        'before its attempt is over, it is done, and %s is not heard any more',
        async (state) => {
          const { claims } = given();
          const ref = refIn(aWorkspace());
          await claims.claim(ref, claiming('ef_1'));
          expect(await confirmed(ref)).toBe(true);
          expect(await claims.settle(ref, 'ef_1', 'request-1/1', { state, at: LATER })).toBe(false);
          const next = await claims.claim(ref, claiming('ef_1', { owner: 'b', now: LATER }));
          expect(next).toMatchObject({ result: 'settled', claim: { state: 'done', detail: 'SES sent it.' } });
        },
      );

      test('its own attempt may still say so too', async () => {
        const { claims } = given();
        const ref = refIn(aWorkspace());
        await claims.claim(ref, claiming('ef_1'));
        await confirmed(ref);
        const ending: Ending = { state: 'done', at: LATER, detail: 'Taken as m-1.' };
        expect(await claims.settle(ref, 'ef_1', 'request-1/1', ending)).toBe(true);
        expect(await claims.get(ref, 'ef_1')).toMatchObject({ state: 'done', detail: 'Taken as m-1.' });
      });

      test('is not tried again after it was given back, nor given up when its lease is over', async () => {
        const { claims } = given();
        const [released, left] = [refIn(aWorkspace()), refIn(aWorkspace())];
        for (const ref of [released, left]) await claims.claim(ref, claiming('ef_1'));
        await claims.settle(released, 'ef_1', 'request-1/1', { state: 'released', at: T0, notBefore: LATER });
        for (const ref of [released, left]) {
          expect(await confirmed(ref)).toBe(true);
          const next = await claims.claim(ref, claiming('ef_1', { owner: 'b', now: LATER + MINUTE, repeatable: true }));
          expect(next).toMatchObject({ result: 'settled', claim: { state: 'done', attempts: 1 } });
          expect(next.claim.notBefore).toBeUndefined();
        }
      });

      test.each(['failed', 'skipped', 'expired'] as const)('leaves %s as it is', async (state) => {
        const { claims } = given();
        const ref = refIn(aWorkspace());
        await claims.claim(ref, claiming('ef_1'));
        await claims.settle(ref, 'ef_1', 'request-1/1', { state, at: T0 + 1 });
        expect(await confirmed(ref)).toBe(false);
        expect((await claims.get(ref, 'ef_1'))?.state).toBe(state);
      });

      test('is nothing where nothing was claimed', async () => {
        const ref = refIn(aWorkspace());
        expect(await confirmed(ref)).toBe(false);
        expect(await given().claims.get(ref, 'ef_1')).toBeUndefined();
      });
    });

    test('a detail may be cut anywhere', async () => {
      const { claims } = given();
      const ref = refIn(aWorkspace());
      await claims.claim(ref, claiming('ef_1'));
      expect(
        await claims.settle(ref, 'ef_1', 'request-1/1', { state: 'failed', at: T0, detail: '🧵'.slice(0, 1) }),
      ).toBe(true);
      expect((await claims.get(ref, 'ef_1'))?.detail).toBe('\ufffd');
    });
  });
