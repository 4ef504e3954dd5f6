import type { AgentChange } from '../engine/capacity';
import type { ConversationRef } from '../engine/event';
import type { Instant } from '../engine/time';

/** A conversation that takes an agent up; with `until` it is kept for a customer who is gone, until then at most. */
export interface HeldConversation {
  channelId: string;
  conversationId: string;
  until?: Instant;
}

/** Which conversations take up which agents. */
export interface Agents {
  /** Idempotent; one that is older than what is known of this agent and conversation changes nothing. */
  apply(ref: ConversationRef, change: AgentChange): Promise<void>;
  /** In no order. */
  heldBy(workspaceId: string, agentId: string): Promise<HeldConversation[]>;
}
