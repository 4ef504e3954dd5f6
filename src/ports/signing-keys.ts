import type { Instant } from '../engine/time';

/** A secret of the installation that tokens (reply addresses, links) are signed with. */
export interface SigningKey {
  /** One character of lower-case base32; no two keys that are in use have the same. */
  id: string;
  /** 32 random bytes. */
  secret: Uint8Array;
  createdAt: Instant;
}

/** The installation's signing keys: the newest signs, all verify. */
export interface SigningKeys {
  /** Newest first; makes the first key when there is none. `fresh` skips what a cache in front may hold. */
  list(options?: { fresh?: boolean }): Promise<SigningKey[]>;
  /** Adds a key, which signs from now on (others see it within a minute). At most 8. */
  rotate(now: Instant): Promise<SigningKey>;
  /** Takes a key out of use: what it signed is refused. False when it is not there; the last one cannot be taken. */
  retire(id: string): Promise<boolean>;
}
