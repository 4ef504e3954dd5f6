/** The keys that tokens are signed with, and how signatures compare. */
import { timingSafeEqual } from 'node:crypto';

export interface TokenKey {
  /** One character of lower-case base32. */
  id: string;
  secret: Uint8Array;
}

/** Whether two signatures are the same text, in a time that tells nothing of where they differ. */
export function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
