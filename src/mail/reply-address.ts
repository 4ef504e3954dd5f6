/**
 * The address that a customer answers to: `reply+` key id, thread, signature `@` reply domain, 47 characters before the @ of the
 * 64 that RFC 5321 allows. In base32, because mail systems on the way may change the case of letters.
 */
import { createHmac } from 'node:crypto';
import type { ConversationRef } from '../engine/event';
import { base32, hashId } from '../engine/ids';
import { isSame, type TokenKey } from './token-key';

const THREAD_LENGTH = 16;
/** 120 bits: whole bytes and whole characters, so that no two texts stand for the same signature. */
const SIGNATURE_LENGTH = 24;
const LOCAL = /^reply\+([a-z2-7])([a-z2-7]{16})([a-z2-7]{24})$/;

/** Id of the thread of a conversation's e-mails with an address: 16 characters of lower-case base32, the same in any case of the address. */
export function threadId({ workspaceId, channelId, conversationId }: ConversationRef, address: string): string {
  return hashId('mail thread', workspaceId, channelId, conversationId, address.toLowerCase()).slice(0, THREAD_LENGTH);
}

/** Where answers of a thread go. @param key one character of base32, and its secret */
export function replyAddress(thread: string, domain: string, key: TokenKey): string {
  return `reply+${key.id}${thread}${signatureOf(thread, key)}@${domain.toLowerCase()}`;
}

/** `notOurs`: of another domain; `malformed`: no reply address; `unknownKey`: its key was retired, or never was; `forged`: not signed by us. */
export type ReadReplyAddress =
  | { ok: true; threadId: string }
  | { ok: false; reason: 'notOurs' | 'malformed' | 'forged' | 'unknownKey' };

/** The thread that a recipient's address names, if we signed it; in any case of its letters, and in no other spelling. */
export function readReplyAddress(address: string, domain: string, keys: readonly TokenKey[]): ReadReplyAddress {
  // Letters of other scripts may become ASCII in lower case: the Kelvin sign does.
  if (/[^\x21-\x7e]/.test(address)) return { ok: false, reason: 'malformed' };
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  if (at === -1 || lower.slice(at + 1) !== domain.toLowerCase()) return { ok: false, reason: 'notOurs' };
  const [, keyId, thread = '', signature = ''] = LOCAL.exec(lower.slice(0, at)) ?? [];
  if (keyId === undefined) return { ok: false, reason: 'malformed' };
  const key = keys.find(({ id }) => id === keyId);
  if (!key) return { ok: false, reason: 'unknownKey' };
  return isSame(signature, signatureOf(thread, key)) ? { ok: true, threadId: thread } : { ok: false, reason: 'forged' };
}

function signatureOf(thread: string, { id, secret }: TokenKey): string {
  const mac = createHmac('sha256', secret).update(JSON.stringify(['reply address', id, thread]));
  return base32(mac.digest(), SIGNATURE_LENGTH);
}
