/** How a channel's site proves who its customers are: secrets are told by their hints only. */
import * as z from 'zod';
import { type CustomerIdentity, identitySchema } from '../../../engine/customer-identity';
import { etagHeader } from '../etag';
import { type ApiDeps, type ApiResponse, answer, noContent, notFound } from '../http';
import type { Call } from '../route';
import { named } from '../schemas';
import { changeChannel, ownChannel } from './channels';
import { hintOf } from './shapes';

export const newIdentityShape = named('NewCustomerIdentity', identitySchema);
export const identityShape = named(
  'CustomerIdentity',
  z.strictObject({
    ...{ algorithm: z.enum(['HS256', 'RS256', 'ES256']), audience: z.string(), issuer: z.string().optional() },
    keys: z
      .array(z.strictObject({ kid: z.string().optional(), hint: z.string(), publicKey: z.unknown().optional() }))
      .optional(),
    jwksUrl: z.string().optional(),
  }),
);

type One<B = undefined> = Call<{ id: string }, B>;

export async function getIdentity(call: One, deps: ApiDeps): Promise<ApiResponse> {
  const record = await ownChannel(call, deps);
  if (!record) return notFound('channel');
  return record.identity
    ? answer(200, toIdentity(record.identity), etagHeader(record.version))
    : notFound('customer identity');
}

/** Sets all of it, live within half a minute; a secret that is to stay is given again. */
export function putIdentity(call: One<CustomerIdentity>, deps: ApiDeps): Promise<ApiResponse> {
  const set = { identity: call.body };
  return changeChannel(
    call,
    deps,
    (record) => ({ ...record, ...set }),
    ({ version }) => answer(200, toIdentity(call.body), etagHeader(version)),
  );
}

/** Nobody is asked at the prompt any more; links go on. */
export function deleteIdentity(call: One, deps: ApiDeps): Promise<ApiResponse> {
  return changeChannel(call, deps, ({ identity: _, ...record }) => record, noContent);
}

function toIdentity({ keys, ...rest }: CustomerIdentity): z.infer<typeof identityShape> {
  return { ...rest, ...(keys && { keys: keys.map(toKey) }) };
}

function toKey(key: NonNullable<CustomerIdentity['keys']>[number]) {
  const kid = key.kid === undefined ? {} : { kid: key.kid };
  if ('secret' in key) return { ...kid, hint: hintOf(key.secret) };
  return { ...kid, hint: hintOf(JSON.stringify(key.publicKey)), publicKey: key.publicKey };
}
