import type { Instant } from '../engine/time';

/** Why an address is not written to any more: it bounced for good, its owner complained, unsubscribed, or an operator said so. */
export type SuppressionReason = 'bounce' | 'complaint' | 'unsubscribe' | 'manual';

/** An address that a workspace does not write to. Addresses are compared without regard to case. */
export interface Suppression {
  workspaceId: string;
  /** In lower case. */
  address: string;
  reason: SuppressionReason;
  at: Instant;
  /** What the provider said. */
  detail?: string;
}

/** The suppression list of each workspace. */
export interface Suppressions {
  get(workspaceId: string, address: string): Promise<Suppression | undefined>;
  /** Over one that is there. */
  put(suppression: Suppression): Promise<void>;
  /** False when there was none. */
  remove(workspaceId: string, address: string): Promise<boolean>;
  /** Newest first, one page. @throws StoreError `store.badCursor` */
  list(workspaceId: string, page: { limit: number; after?: string }): Promise<{ items: Suppression[]; next?: string }>;
}
