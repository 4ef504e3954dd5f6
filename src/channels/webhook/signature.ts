/**
 * Standard Webhooks signatures on raw bytes: HMAC-SHA256 over `id.timestamp.body`, base64, `v1,` before it. Ours and not the npm
 * package, which takes `1614…abc` for a time and one byte for a key, and cannot verify bytes that are not UTF-8.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { MAX_ID } from '../../engine/event';
import type { Instant } from '../../engine/time';
import { CLOCK_TOLERANCE_MS, type Verdict } from '../channel';

const PREFIX = 'whsec_';
const [MIN_KEY, MAX_KEY] = [24, 64];
const CANONICAL_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** `whsec_` and 24–64 bytes in base64. */
export const webhookSecret = z.string().refine((secret) => keyOf(secret) !== undefined, {
  message: `must be ${PREFIX} followed by ${MIN_KEY} to ${MAX_KEY} bytes in base64`,
});

/** Makes a secret of random bytes. @throws RangeError unless there are 24–64. */
export function newWebhookSecret(random: Uint8Array): string {
  if (random.byteLength < MIN_KEY || random.byteLength > MAX_KEY) {
    throw new RangeError(`A webhook secret takes ${MIN_KEY} to ${MAX_KEY} random bytes, not ${random.byteLength}.`);
  }
  return PREFIX + Buffer.from(random).toString('base64');
}

function keyOf(secret: string): Buffer | undefined {
  const encoded = secret.slice(PREFIX.length);
  if (!secret.startsWith(PREFIX) || !CANONICAL_BASE64.test(encoded)) return undefined;
  const key = Buffer.from(encoded, 'base64');
  return key.byteLength >= MIN_KEY && key.byteLength <= MAX_KEY ? key : undefined;
}

/** The keys in use; what is not a secret signs and verifies nothing. */
function keysOf(secrets: readonly string[]): Buffer[] {
  return secrets.map(keyOf).filter((key) => key !== undefined);
}

function signature(key: Buffer, id: string, seconds: string, body: Uint8Array): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64')}`;
}

/** The three headers of a delivery at `now`; one signature for each secret, so that a receiver may rotate in its own time. */
export function signatureHeaders(
  secrets: readonly string[],
  id: string,
  now: Instant,
  body: Uint8Array,
): Record<string, string> {
  const seconds = String(Math.floor(now / 1000));
  const signatures = keysOf(secrets).map((key) => signature(key, id, seconds, body));
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}

/** What the header may hold as an id: as long as any identifier, printable ASCII, the empty string excluded. */
const ID = new RegExp(`^[\\x21-\\x7e]{1,${MAX_ID}}$`);

/** Checks the headers against the raw body: any of the secrets, any of the header's signatures, ±5 minutes. */
export function verifySignature(
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  secrets: readonly string[],
  now: Instant,
): Verdict {
  const [id, seconds, given] = [headers['webhook-id'], headers['webhook-timestamp'], headers['webhook-signature']];
  if (!id || !seconds || !given) {
    return refuse(401, 'signature.missing', 'Send the headers webhook-id, webhook-timestamp and webhook-signature.');
  }
  if (!ID.test(id))
    return refuse(400, 'signature.badId', `webhook-id must be 1 to ${MAX_ID} printable ASCII characters.`);
  if (!/^\d{1,12}$/.test(seconds)) {
    return refuse(
      400,
      'signature.badTimestamp',
      'webhook-timestamp must be the Unix time in whole seconds, digits only.',
    );
  }
  if (Math.abs(now - Number(seconds) * 1000) > CLOCK_TOLERANCE_MS) {
    return refuse(
      401,
      'signature.expired',
      'webhook-timestamp is more than 5 minutes off; sign each attempt anew, check the clock.',
    );
  }
  const expected = keysOf(secrets).map((key) => Buffer.from(signature(key, id, seconds, body)));
  const sent = given.split(' ').map((one) => Buffer.from(one));
  if (sent.some((one) => expected.some((right) => sameBytes(one, right)))) return { ok: true };
  return refuse(401, 'signature.invalid', "No signature matches; sign id.timestamp.body with the channel's secret.");
}

function sameBytes(one: Buffer, other: Buffer): boolean {
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}

function refuse(status: 400 | 401, code: string, detail: string): Verdict {
  return { ok: false, status, code, detail };
}
