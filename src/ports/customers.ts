import type { CustomerConversation, CustomerUpdate } from '../engine/effects';
import type { CustomerFields } from '../engine/event';
import type { Instant } from '../engine/time';

/** What is known of a customer of a workspace. */
export interface CustomerRecord extends CustomerFields {
  schema: 1;
  workspaceId: string;
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
  /** Newest last, at most 20. */
  conversations: CustomerConversation[];
  /** Ids of the last updates, so that each is applied once. */
  applied: string[];
}

/** Customers, changed by updates that apply once however often they come. */
export interface Customers {
  get(workspaceId: string, customerId: string): Promise<CustomerRecord | undefined>;
  /** Applies the update to the record, creating it; retries version conflicts itself. `known`, if that customer's, saves a read. */
  apply(workspaceId: string, update: CustomerUpdate, known?: CustomerRecord): Promise<void>;
}
