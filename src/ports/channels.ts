import type { CustomerIdentity } from '../engine/customer-identity';
import type { Reconnect } from '../engine/reconnect-settings';
import type { Instant } from '../engine/time';

/** One configured source of conversations of a workspace. Channel ids are unique over all workspaces. */
export interface ChannelRecord {
  workspaceId: string;
  id: string;
  kind: string;
  name?: string;
  /** Newest first: all verify, the first signs (and during a rotation the others too). */
  secrets: string[];
  config: Record<string, unknown>;
  /** How customers who are cut off come back; absent: they do not. */
  reconnect?: Reconnect;
  /** How its site proves who a customer is; absent: it does not. */
  identity?: CustomerIdentity;
  createdAt: Instant;
  /** Changes with every edit; the ETag. */
  version: number;
}

/** The configured channels. */
export interface Channels {
  /** `fresh` skips what a cache in front may hold. */
  get(channelId: string, options?: { fresh?: boolean }): Promise<ChannelRecord | undefined>;
  list(workspaceId: string): Promise<ChannelRecord[]>;
  /** Writes version `record.version` over `record.version - 1` (1 over nothing); false when another write was first. */
  put(record: ChannelRecord): Promise<boolean>;
  remove(channelId: string): Promise<void>;
}
