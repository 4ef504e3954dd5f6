import type { ConversationRef } from '../../engine/event';
import type { Claim, ClaimRequest, Claims, EffectState, Ending } from '../../ports/claims';
import { StoreError } from '../../ports/store-error';
import { claimOf } from './claim-item';
import { encode } from './codec';
import { claimKey } from './keys';
import type { Change, Condition, Table, Test } from './table';
import { TIMELINE_DAYS } from './table-timeline';
import { DAY, expires } from './time-to-live';

const state = (value: EffectState): Test => ({ is: ['state', value] });
/** How often a claim that changes under our eyes is looked at again. */
const TRIES = 4;

/** Claims over the table: taking one is one conditional change. */
export function tableClaims(table: Table): Claims {
  const get = async (ref: ConversationRef, effectId: string) => {
    const item = await table.get(claimKey(ref, effectId));
    return item && claimOf(item);
  };
  return {
    get,
    async claim(ref, request) {
      for (let tries = 0; tries < TRIES; tries++) {
        const taken = await table.change(claimKey(ref, request.effectId), taking(request), takeable(request));
        if (taken) return { result: 'granted', claim: claimOf(taken) };
        const claim = await get(ref, request.effectId);
        const answer = claim && (standing(claim, request) ?? (await giveUp(table, ref, claim, request)));
        if (answer) return answer;
      }
      throw new StoreError('store.conflict', `Effect ${request.effectId} is claimed by many at once: try again.`, {
        retry: true,
      });
    },
    async settle(ref, effectId, owner, ending) {
      const mine = (before: EffectState): Test[] => [{ is: ['owner', owner] }, state(before)];
      // Also over itself, since the answer to the first try may be lost; and over `unknown`, since the owner is who knows.
      const when = [mine('claimed'), mine('unknown'), mine(ending.state)];
      return (await table.change(claimKey(ref, effectId), settling(ending), when)) !== undefined;
    },
    async confirm(ref, effectId, at, detail) {
      const isOpen: Condition = [[state('claimed')], [state('released')], [state('unknown')]];
      const done = settling({ state: 'done', at, detail });
      return (
        (await table.change(claimKey(ref, effectId), done, isOpen)) !== undefined || isDone(await get(ref, effectId))
      );
    },
  };
}

const isDone = (claim: Claim | undefined) => claim?.state === 'done';

/** Nobody's, or given back and its time has come, or of one whose lease is over where doing it again does no harm. */
function takeable({ now, repeatable }: ClaimRequest): Condition {
  const leaseOver: Test[] = [state('claimed'), { atMost: ['leaseUntil', now] }];
  const released: Condition = [
    [state('released'), { absent: 'notBefore' }],
    [state('released'), { atMost: ['notBefore', now] }],
  ];
  return [[{ absent: 'pk' }], ...released, ...(repeatable ? [leaseOver] : [])];
}

function taking({ type, owner, now, leaseUntil, workflowId, runId }: ClaimRequest): Change {
  return {
    set: {
      ...{ schema: 1, type, state: 'claimed', owner, leaseUntil, updatedAt: now },
      ...expires(now + TIMELINE_DAYS * DAY),
      ...(workflowId !== undefined && { workflowId }),
      ...(runId !== undefined && { runId }),
    },
    init: { since: now },
    add: { attempts: 1 },
    drop: ['detail', 'notBefore'],
  };
}

function settling({ state: ended, at, detail, notBefore, attempts, answer }: Ending): Change {
  const set = {
    ...{ state: ended, updatedAt: at, ...expires(at + TIMELINE_DAYS * DAY) },
    ...(detail !== undefined && { detail }),
    ...(notBefore !== undefined && { notBefore }),
    ...(attempts !== undefined && { attempts }),
    ...(answer !== undefined && { answer: encode(answer) }),
  };
  return { set, drop: ['detail', 'notBefore'].filter((name) => !(name in set)) };
}

/** What a claim that could not be taken means; `undefined` when it is free again or nobody will end it. */
function standing(claim: Claim, { owner, now }: ClaimRequest) {
  if (claim.state === 'released') {
    return claim.notBefore !== undefined && claim.notBefore > now ? { result: 'busy' as const, claim } : undefined;
  }
  if (claim.state !== 'claimed') return { result: 'settled' as const, claim };
  if (claim.owner === owner) return { result: 'granted' as const, claim };
  return claim.leaseUntil > now ? { result: 'busy' as const, claim } : undefined;
}

/** The lease ran out on what must not be done twice: from now on nobody knows, and nobody acts. */
async function giveUp(table: Table, ref: ConversationRef, claim: Claim, { now, repeatable }: ClaimRequest) {
  if (claim.state !== 'claimed' || repeatable) return undefined;
  const unchanged: Test[] = [
    state('claimed'),
    { is: ['owner', claim.owner] },
    { is: ['leaseUntil', claim.leaseUntil] },
  ];
  const detail = 'Whoever was doing it did not say how it ended; it is not done again.';
  const item = await table.change(claimKey(ref, claim.effectId), settling({ state: 'unknown', at: now, detail }), [
    unchanged,
  ]);
  return item && { result: 'settled' as const, claim: claimOf(item) };
}
