/**
 * Signed tokens of links: payload in base64url, `.`, signature, key id. Whoever has one can read its payload, and cannot change it.
 * The last character is a letter or a digit: programs that make links of plain text leave a hyphen at the end out.
 */
import { createHmac } from 'node:crypto';
import { isSame, type TokenKey } from './token-key';

/** 192 bits: 32 characters of base64url without a bit to spare. */
const SIGNATURE_BYTES = 24;
const SHAPE = /^([A-Za-z0-9_-]*)\.([A-Za-z0-9_-]{32})([a-z2-7])$/;
const LONGEST = 4096;

/** What a token is good for; one of another purpose is refused. */
export type TokenPurpose = 'unsubscribe' | 'files';

/** A token of characters that need no escaping in a URL. @param payload well-formed text */
export function signToken(purpose: TokenPurpose, payload: string, key: TokenKey): string {
  const body = Buffer.from(payload).toString('base64url');
  return `${body}.${signatureOf(purpose, body, key)}${key.id}`;
}

/** The payload, if the token was signed for this purpose by one of the keys; undefined for any other text. */
export function readToken(
  purpose: TokenPurpose,
  token: string,
  keys: readonly TokenKey[],
): { payload: string } | undefined {
  if (token.length > LONGEST) return undefined;
  const [, body = '', signature = '', keyId] = SHAPE.exec(token) ?? [];
  const key = keys.find(({ id }) => id === keyId);
  if (!key || !isSame(signature, signatureOf(purpose, body, key))) return undefined;
  return { payload: Buffer.from(body, 'base64url').toString() };
}

/** Of the payload as it is spelt, so that no other spelling of it has this signature. */
function signatureOf(purpose: TokenPurpose, body: string, { id, secret }: TokenKey): string {
  const mac = createHmac('sha256', secret).update(JSON.stringify([purpose, id, body]));
  return mac.digest().subarray(0, SIGNATURE_BYTES).toString('base64url');
}
