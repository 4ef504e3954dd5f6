import type { Instant } from '../engine/time';

export type Scope = 'read' | 'write' | 'admin';
/** An API key; only its hash is stored. */
export interface ApiKeyRecord {
  /** SHA-256 of the key, hex. */
  hash: string;
  /** First characters of the key, to tell keys apart. */
  hint: string;
  workspaceId: string;
  scope: Scope;
  name: string;
  createdAt: Instant;
}
export interface Keys {
  get(hash: string): Promise<ApiKeyRecord | undefined>;
  put(record: ApiKeyRecord): Promise<void>;
  list(workspaceId: string): Promise<ApiKeyRecord[]>;
  remove(hash: string): Promise<void>;
}
