/** How a channel's site proves who its customers are: signed tokens (JWT), by one algorithm and no other (requirements R4). */
import { createPublicKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';

const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}+$/u, { message: 'must have no line breaks or other control characters' });

/** HS256 is as strong as its secret: 32 bytes are what the algorithm itself has. @see https://www.rfc-editor.org/rfc/rfc7518#section-3.2 */
const MIN_SECRET_BYTES = 32;
const MIN_RSA_BITS = 2_048;
const MAX_KEYS = 5;

const secret = z
  .string()
  .max(500)
  .refine((text) => Buffer.byteLength(text) >= MIN_SECRET_BYTES, {
    message: `must have at least ${MIN_SECRET_BYTES} bytes`,
  })
  .refine((text) => !text.includes('-----BEGIN'), { message: 'must be a shared secret, not a key in PEM' });

const kid = line(200).optional();
const jwk = z.record(z.string().max(20), z.union([z.string().max(4_000), z.array(z.string().max(50)).max(20)]));

/** The public key of a PEM or JWK text; undefined for private keys and all that is none. */
export function publicKeyOf(given: string | Record<string, unknown>): KeyObject | undefined {
  try {
    if (typeof given === 'string')
      return /^\s*-----BEGIN PUBLIC KEY-----/.test(given) ? createPublicKey(given) : undefined;
    return 'd' in given || 'k' in given ? undefined : createPublicKey({ key: given as never, format: 'jwk' });
  } catch {
    return undefined;
  }
}

/** Whether a key is one that tokens of the algorithm are signed with. */
export function isKeyFor(algorithm: 'RS256' | 'ES256', key: KeyObject): boolean {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (algorithm === 'RS256') return key.asymmetricKeyType === 'rsa' && modulusLength >= MIN_RSA_BITS;
  return key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1';
}

const NEEDED = {
  RS256: `must be an RSA public key of at least ${MIN_RSA_BITS} bits, as PEM (BEGIN PUBLIC KEY) or JWK`,
  ES256: 'must be a public key of the curve P-256, as PEM (BEGIN PUBLIC KEY) or JWK',
};

const publicKeyFor = (algorithm: 'RS256' | 'ES256') =>
  z.union([z.string().max(4_000), jwk]).refine(
    (given) => {
      const key = publicKeyOf(given);
      return key !== undefined && isKeyFor(algorithm, key);
    },
    { message: NEEDED[algorithm] },
  );

const who = {
  /** What `aud` must name: this channel of ours, in the site's words. */
  audience: line(500),
  issuer: line(500).optional(),
};
const jwksUrl = z
  .url({ protocol: /^https$/, message: 'must be an https URL' })
  .max(2_048)
  .refine((url) => !/^https:\/\/[^/?#]*@/.test(url), { message: 'must have no user name in it' });

const asymmetric = <A extends 'RS256' | 'ES256'>(algorithm: A) =>
  z
    .strictObject({
      ...{ algorithm: z.literal(algorithm), ...who, jwksUrl: jwksUrl.optional() },
      keys: z
        .array(z.strictObject({ kid, publicKey: publicKeyFor(algorithm) }))
        .max(MAX_KEYS)
        .optional(),
    })
    .refine(({ keys = [], jwksUrl: url }) => keys.length > 0 !== (url !== undefined), {
      message: 'give either keys or jwksUrl',
      path: ['keys'],
    });

export const identitySchema = z.discriminatedUnion('algorithm', [
  z.strictObject({
    ...{ algorithm: z.literal('HS256'), ...who },
    keys: z.array(z.strictObject({ kid, secret })).min(1).max(MAX_KEYS),
  }),
  asymmetric('RS256'),
  asymmetric('ES256'),
]);
export type CustomerIdentity = z.infer<typeof identitySchema>;
