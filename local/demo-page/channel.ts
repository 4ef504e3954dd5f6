/** The channel of the demo page: its desk is the stack itself, its portal the page. */
import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { newWebhookSecret } from '../../src/channels/webhook/signature';
import type { ChannelRecord, Channels } from '../../src/ports/channels';
import type { Instant } from '../front';
import { CHANNEL } from './cast';

export const AT = '/_local/demo';
const DELIVERIES = `${AT}/deliveries`;
const AUDIENCE = 'threadkeeper-demo';
const SECRET_BYTES = 32;
/** A demo may jump over days. */
const TOKEN_SECONDS = 30 * 24 * 3_600;

/** Makes the channel, or lets it follow the stack to another port; whatever somebody changed since stays as it is. */
export async function seedDemoChannel(channels: Channels, workspaceId: string, url: string, now: Instant) {
  const made = await channels.get(CHANNEL, { fresh: true });
  if (!made) return channels.put(newChannel(workspaceId, url, now));
  const { config, reconnect, version } = made;
  const deliverUrl = moved(config.deliverUrl, DELIVERIES, url);
  const portalUrl = moved(reconnect?.portalUrl, AT, url);
  if (deliverUrl === config.deliverUrl && portalUrl === reconnect?.portalUrl) return;
  const next = { ...made, version: version + 1, config: { ...config, deliverUrl } };
  await channels.put(reconnect && portalUrl ? { ...next, reconnect: { ...reconnect, portalUrl } } : next);
}

function newChannel(workspaceId: string, url: string, createdAt: Instant): ChannelRecord {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return {
    ...{ workspaceId, id: CHANNEL, kind: 'webhook', name: 'Demo page', createdAt, version: 1 },
    secrets: [newWebhookSecret(randomBytes(SECRET_BYTES))],
    config: { deliverUrl: url + DELIVERIES },
    reconnect: { enabled: true, timeLimit: 'PT3M', portalUrl: url + AT },
    identity: { algorithm: 'HS256', audience: AUDIENCE, keys: [{ secret }] },
  };
}

/** An address of ours, at the port where the stack is now; others' are left alone. */
function moved(address: unknown, path: string, url: string): string | undefined {
  if (typeof address !== 'string') return undefined;
  return /^http:\/\/localhost:\d+\//.test(address) && new URL(address).pathname === path ? url + path : address;
}

/** What the shop gives to the widget of a customer who is logged in; undefined where the channel takes no such token. */
export async function tokenFor({ identity }: ChannelRecord, customerId: string, now: Instant) {
  if (identity?.algorithm !== 'HS256') return undefined;
  const secret = identity.keys[0]?.secret ?? '';
  const exp = Math.floor(now / 1_000) + TOKEN_SECONDS;
  const claims = { sub: customerId, aud: identity.audience, exp, ...(identity.issuer && { iss: identity.issuer }) };
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(secret));
}
