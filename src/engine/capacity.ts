/** Which agent a conversation takes up, told to the record of agents whenever it changes, so that a router can count. */
import type { Conversation } from './conversation';
import { isBroughtBack, limitAt } from './reconnect';
import type { Instant } from './time';
import type { Turn } from './turn';

/** An agent's hold of a conversation: `reserved` while the customer is gone and waited for, until the time told. */
export interface Hold {
  agentId: string;
  until?: Instant;
}

/** What has changed for one agent; of two about the same agent and conversation the higher sequence holds. */
export interface AgentChange {
  agentId: string;
  state: 'active' | 'reserved' | 'free';
  until?: Instant;
  /** Of the conversation, when it was decided. */
  sequence: number;
  at: Instant;
}

function holdOf(conversation: Conversation): Hold | undefined {
  const { away, status, agentId } = conversation;
  const until = limitAt(conversation);
  if (away?.reserved !== undefined) return { agentId: away.reserved, ...(until !== undefined && { until }) };
  return status === 'open' && agentId !== undefined ? { agentId } : undefined;
}

/**
 * What is to be told since the last time; the conversation remembers what was. Only where customers are brought back: elsewhere it
 * would cost a write with each assignment, for nobody.
 */
export function agentChanges(turn: Turn): AgentChange[] {
  const { conversation, arrived: at } = turn;
  const { hold: before, sequence } = conversation;
  const now = isBroughtBack(turn) ? holdOf(conversation) : undefined;
  if (before?.agentId === now?.agentId && before?.until === now?.until) return [];
  if (now) conversation.hold = now;
  else delete conversation.hold;
  const isLeft = before !== undefined && before.agentId !== now?.agentId;
  const state = now?.until === undefined ? 'active' : 'reserved';
  return [
    ...(isLeft ? [{ agentId: before.agentId, state: 'free' as const, sequence, at }] : []),
    ...(now ? [{ ...now, state: state as AgentChange['state'], sequence, at }] : []),
  ];
}
