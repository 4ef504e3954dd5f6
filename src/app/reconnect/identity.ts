/** Who a customer is, by a token that the channel's site has signed. Whoever cannot be made out is nobody. */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { type CustomerIdentity, publicKeyOf } from '../../engine/customer-identity';
import { MAX_ID } from '../../engine/event';
import type { ChannelRecord } from '../../ports/channels';
import type { Clock } from '../../ports/clock';
import type { OutboundHttp } from '../../ports/outbound-http';
import type { PublishedKeys } from './jwks';

export interface IdentityDeps {
  clock: Clock;
  outbound: OutboundHttp;
  publishedKeys: PublishedKeys;
}

/**
 * `invalid`: the token proves nothing, and `detail` says why to whoever builds the site. `unavailable`: the site's keys could not be
 * fetched. `disabled`: the channel takes no tokens.
 */
export type Identified =
  | { ok: true; customerId: string }
  | { ok: false; reason: 'invalid'; detail: string }
  | { ok: false; reason: 'unavailable' | 'disabled' };

/** More than any token with the claims that matter; read before anything is parsed. */
const LONGEST = 8_192;
const SKEW_SECONDS = 30;
const SHAPE = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
/** Bits that stand for nothing could be changed otherwise, and the token still be good. */
const isCanonical = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;
/** Keys without an id are tried one after the other. */
const MOST_TRIES = 10;

const invalid = (detail: string): Identified => ({ ok: false, reason: 'invalid', detail });

/** Never throws. */
export async function identify(
  token: string,
  channel: Pick<ChannelRecord, 'id' | 'identity'>,
  deps: IdentityDeps,
): Promise<Identified> {
  const { identity } = channel;
  if (!identity) return { ok: false, reason: 'disabled' };
  if (token.length > LONGEST) return invalid(`it is longer than ${LONGEST} characters`);
  const isCompact = SHAPE.test(token) && token.split('.').every(isCanonical);
  const header = isCompact ? headerOf(token) : undefined;
  if (!header) return invalid('it is no signed JWT in compact form');
  if (header.alg !== identity.algorithm) return invalid(`its algorithm must be ${identity.algorithm}`);
  const keys = await keysFor(header.kid, identity, channel.id, deps);
  if (!keys) return { ok: false, reason: 'unavailable' };
  if (keys.length === 0) return invalid('no key of the channel has its kid');
  return verified(token, identity, keys.slice(0, MOST_TRIES), deps.clock);
}

function headerOf(token: string): { alg?: unknown; kid?: string } | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (kid !== undefined && typeof kid !== 'string') return undefined;
    return { alg, ...(kid !== undefined && { kid }) };
  } catch {
    return undefined;
  }
}

/** Those that may have signed a token with this `kid`: of one without, any; undefined when they cannot be had. */
async function keysFor(
  kid: string | undefined,
  identity: CustomerIdentity,
  channelId: string,
  deps: IdentityDeps,
): Promise<KeyObject[] | undefined> {
  const isOf = (one: { kid?: string | undefined }) => kid === undefined || one.kid === undefined || one.kid === kid;
  if (identity.algorithm === 'HS256')
    return identity.keys.filter(isOf).map(({ secret }) => createSecretKey(Buffer.from(secret)));
  const { algorithm, jwksUrl: url } = identity;
  if (url !== undefined)
    return (await deps.publishedKeys.find({ url, algorithm, channelId }, kid, deps))?.map(({ key }) => key);
  return (identity.keys ?? []).filter(isOf).flatMap(({ publicKey }) => publicKeyOf(publicKey) ?? []);
}

async function verified(
  token: string,
  { algorithm, audience, issuer }: CustomerIdentity,
  keys: readonly KeyObject[],
  clock: Clock,
): Promise<Identified> {
  const options = {
    algorithms: [algorithm],
    ...{ audience, ...(issuer !== undefined && { issuer }) },
    ...{ clockTolerance: SKEW_SECONDS, currentDate: new Date(clock.now()), requiredClaims: ['exp', 'sub'] },
  };
  let detail = '';
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, key, options);
      return customerOf(payload.sub);
    } catch (error) {
      detail = whatIsWrong(error);
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) break;
    }
  }
  return invalid(detail);
}

/** `sub` is the id that the channel's events give the customer. */
function customerOf(sub: unknown): Identified {
  const isId = typeof sub === 'string' && sub !== '' && sub.length <= MAX_ID && sub.isWellFormed();
  if (!isId) return invalid(`its sub must be the customer's id, at most ${MAX_ID} characters`);
  return { ok: true, customerId: sub };
}

/** In words of ours: an error's own may quote what is in the token. */
function whatIsWrong(error: unknown): string {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not of a key of the channel';
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `its claim ${nameOf(error.claim)} is missing or not as the channel wants it`;
  return 'it is not well formed';
}

const nameOf = (claim: string): string => (/^[a-z]{1,20}$/.test(claim) ? claim : '');
