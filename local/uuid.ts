import { createHash } from 'node:crypto';

/** An id in the form of a UUID, the same for the same seed. */
export function uuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
