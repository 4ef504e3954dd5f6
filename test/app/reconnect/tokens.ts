/** Customers' tokens as sites sign them, and as others would like to. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import type { CustomerIdentity } from '../../../src/engine/customer-identity';

export const NOW = Date.parse('2026-01-05T09:00:00Z');
export const SECRET = 'a secret of the shop, 32 bytes at least';
export const AUDIENCE = 'threadkeeper';

export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }) as string;
export const jwkOf = (key: KeyObject, more: object = {}) => ({ ...key.export({ format: 'jwk' }), ...more });

export const HS: CustomerIdentity = { algorithm: 'HS256', audience: AUDIENCE, keys: [{ secret: SECRET }] };
export const RS: CustomerIdentity = {
  algorithm: 'RS256',
  audience: AUDIENCE,
  keys: [{ publicKey: pem(rsa.publicKey) }],
};
export const ES: CustomerIdentity = {
  ...{ algorithm: 'ES256', audience: AUDIENCE },
  keys: [{ publicKey: jwkOf(ec.publicKey) as never }],
};

const seconds = (at: number) => Math.floor(at / 1000);
/** What a token says unless told otherwise: good for five minutes. */
export const CLAIMS = { sub: 'cu-7', aud: AUDIENCE, iat: seconds(NOW), exp: seconds(NOW) + 300 };

/** `undefined` takes a claim out. */
export function signed(
  claims: JWTPayload & Record<string, unknown> = {},
  key: KeyObject | Uint8Array = Buffer.from(SECRET),
  header: { alg: string; kid?: string } = { alg: 'HS256' },
): Promise<string> {
  const all = Object.entries({ ...CLAIMS, ...claims }).filter(([, value]) => value !== undefined);
  return new SignJWT(Object.fromEntries(all)).setProtectedHeader(header as never).sign(key);
}

/** Signed by nobody, or as somebody else writes it. */
export const raw = (header: unknown, payload: unknown, signature = ''): string =>
  [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + `.${signature}`;
