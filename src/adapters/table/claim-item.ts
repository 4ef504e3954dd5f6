/** A claim as an item: plain attributes, because its conditions look at them. */
import type { Claim, EffectAnswer, EffectState } from '../../ports/claims';
import { decode, newerSchema } from './codec';
import { bytesOf, numberOf, textOf } from './item';
import { CLAIMS } from './keys';
import type { Item } from './table';

const OPTIONAL = ['detail', 'workflowId', 'runId'] as const;

export const isClaim = (item: Item): boolean => item.sk.startsWith(CLAIMS);

export function claimOf(item: Item): Claim {
  if (numberOf(item, 'schema') > 1) throw newerSchema(item);
  const present = OPTIONAL.filter((name) => item[name] !== undefined);
  return {
    effectId: item.sk.slice(CLAIMS.length),
    type: textOf(item, 'type'),
    state: textOf(item, 'state') as EffectState,
    owner: textOf(item, 'owner'),
    leaseUntil: numberOf(item, 'leaseUntil'),
    attempts: numberOf(item, 'attempts'),
    since: numberOf(item, 'since'),
    updatedAt: numberOf(item, 'updatedAt'),
    ...Object.fromEntries(present.map((name) => [name, textOf(item, name)])),
    ...(item.notBefore !== undefined && { notBefore: numberOf(item, 'notBefore') }),
    ...(item.answer !== undefined && { answer: decode(bytesOf(item, 'answer'), item) as EffectAnswer }),
  };
}
