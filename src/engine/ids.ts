/** Ids are hashes of causes: the same cause gives the same id on every retry, machine and run. */
import { createHash } from 'node:crypto';

/** Longest identifier, in characters. */
export const MAX_ID = 128;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(value >>> bits) & 31];
    }
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}

/**
 * Hash of its parts: 52 characters of lower-case base32 (all of SHA-256), safe in every AWS name.
 * Parts are framed, so `('a', 'bc')` and `('ab', 'c')` differ.
 */
export function hashId(...parts: readonly (string | number)[]): string {
  return base32(createHash('sha256').update(JSON.stringify(parts)).digest());
}

/** A shorter hash (26 characters, 130 bits) for ids that live in every conversation item. */
export function shortHash(...parts: readonly (string | number)[]): string {
  return hashId(...parts).slice(0, 26);
}

/** Id of an event's timeline entry, by which it is known to have been applied. */
export function timelineId(eventId: string): string {
  return shortHash('event', eventId);
}
