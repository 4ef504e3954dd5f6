/**
 * The token of a link back into a conversation: key id, what it is about, signature; all of it lower-case base32, since chat clients
 * break addresses at other characters. There is one spelling of it and no other.
 */
import { createHmac } from 'node:crypto';
import type { ConversationRef } from '../../engine/event';
import { base32, bytesOfBase32 } from '../../engine/ids';
import { isSame, type TokenKey } from '../../mail/token-key';

/** What a link leads to: one session of one conversation. */
export interface LinkedSession {
  ref: ConversationRef;
  /** The opening that began the session, counted from 1. */
  session: number;
}

/** 160 bits: whole bytes and whole characters. */
const SIGNATURE_LENGTH = 32;
/** Three names of 128 characters that JSON escapes, which takes six bytes for each. */
const SHAPE = /^([a-z2-7])([a-z2-7]{8,3800})([a-z2-7]{32})$/;

const bodyOf = ({ ref: { workspaceId, channelId, conversationId }, session }: LinkedSession): string => {
  const bytes = Buffer.from(JSON.stringify([workspaceId, channelId, conversationId, session]));
  return base32(bytes, Math.ceil((bytes.length * 8) / 5));
};

/** A token of 60 to 3,833 characters, mostly about 120. */
export function linkToken(about: LinkedSession, key: TokenKey): string {
  const body = bodyOf(about);
  return `${key.id}${body}${signatureOf(body, key)}`;
}

/** What a token is about, if one of the keys signed it; undefined for any other text. */
export function readLinkToken(text: string, keys: readonly TokenKey[]): LinkedSession | undefined {
  const [, keyId, body = '', signature = ''] = SHAPE.exec(text) ?? [];
  const key = keys.find(({ id }) => id === keyId);
  if (!key || !isSame(signature, signatureOf(body, key))) return undefined;
  const [workspaceId, channelId, conversationId, session] = JSON.parse(String(bytesOfBase32(body)));
  return { ref: { workspaceId, channelId, conversationId }, session };
}

/** Of the text itself, so that no other spelling of the same bytes has this signature. */
function signatureOf(body: string, { id, secret }: TokenKey): string {
  const mac = createHmac('sha256', secret).update(JSON.stringify(['reconnect', id, body]));
  return base32(mac.digest(), SIGNATURE_LENGTH);
}
