/** Ids are hashes of causes: the same cause gives the same id on every retry, machine and run. */
import { hash } from 'node:crypto';

/** Longest identifier, in characters. */
export const MAX_ID = 128;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** The first characters of bytes in lower-case base32 (RFC 4648), without padding. */
export function base32(bytes: Uint8Array, length: number): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (let at = 0; text.length < length; at++) {
    // Behind the last byte come zeros.
    value = ((value << 8) | (bytes[at] ?? 0)) & 0xfff;
    for (bits += 8; bits >= 5 && text.length < length; bits -= 5) text += ALPHABET[(value >>> (bits - 5)) & 31];
  }
  return text;
}

/** The bytes that a base32 text stands for; bits left over are dropped. */
export function bytesOfBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text) {
    value = ((value << 5) | ALPHABET.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((value >>> (bits -= 8)) & 0xff);
  }
  return Buffer.from(bytes);
}

const digest = (parts: readonly (string | number)[]) => hash('sha256', JSON.stringify(parts), 'buffer');

/**
 * Hash of its parts: 52 characters of lower-case base32 (all of SHA-256), safe in every AWS name.
 * Parts are framed, so `('a', 'bc')` and `('ab', 'c')` differ.
 */
export function hashId(...parts: readonly (string | number)[]): string {
  return base32(digest(parts), 52);
}

/** A shorter hash (26 characters, 130 bits) for ids that live in every conversation item. */
export function shortHash(...parts: readonly (string | number)[]): string {
  return base32(digest(parts), 26);
}

/** Id of an event's timeline entry, by which it is known to have been applied. */
export function timelineId(eventId: string): string {
  return shortHash('event', eventId);
}
