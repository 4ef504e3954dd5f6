/** Which invocation, message and port call the running code belongs to, however many run side by side. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Conversation } from '../../src/engine/conversation';
import type { ConversationRef } from '../../src/engine/event';
import type { Instant } from '../../src/engine/time';
import type { EventMessage } from '../../src/ports/queues';
import type { Process } from './process';

export interface Invocation {
  id: string;
  process: Process;
  startedAt: Instant;
  /** Its process died: nothing of it runs on. */
  isDead: boolean;
}

/** One thread of calls, one after the other. */
export interface Flow {
  last: string;
  /** What evaluate is handling. */
  message?: EventMessage;
  /** It reads an e-mail, until its next call. */
  isReading?: boolean;
  /** It committed something of note: a wait judged, a workflow looked at. */
  isOfNote?: boolean;
}

/** A port call under way. */
export interface PortCall {
  label: string;
  /** What a commit is to write. */
  commit?: { ref: ConversationRef; next: Conversation };
}

export interface Scope {
  invocation: Invocation;
  flow: Flow;
  call?: PortCall;
}

const scopes = new AsyncLocalStorage<Scope>();

export function scope(): Scope {
  const current = scopes.getStore();
  if (!current) throw new Error('a port was called outside of any invocation');
  return current;
}

export const within = <T>(of: Scope, run: () => T): T => scopes.run(of, run);
