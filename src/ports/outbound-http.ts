import type { Millis } from '../engine/time';

export interface OutboundRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: Millis;
}
/** What a person is told of the request where the outside is recorded (the embedded stack). */
export interface OutboundNote {
  effectId: string;
  type: string;
  to: 'channel' | 'email' | 'hook' | 'sms';
  workflowId?: string;
  channelId: string;
  conversationId: string;
  data: Record<string, unknown>;
}
/**
 * `refused`: the receiver certainly did not take it (no connection, name not found, address not allowed).
 * `ambiguous`: it may have (time-out or break after sending).
 */
export type OutboundResult =
  | { kind: 'answer'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'refused'; reason: string; forGood: boolean }
  | { kind: 'ambiguous'; reason: string };

/** Requests to the outside: only unicast addresses, no redirects followed, answers up to 256 KB. Never throws. */
export interface OutboundHttp {
  send(request: OutboundRequest, note: OutboundNote): Promise<OutboundResult>;
}
