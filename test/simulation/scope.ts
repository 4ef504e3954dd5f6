/** Which invocation, message and port call the running code belongs to, however many run side by side. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Conversation } from '../../src/engine/conversation';
import type { ConversationRef } from '../../src/engine/event';
import type { Reconnect } from '../../src/engine/reconnect-settings';
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
  /** How the channel at hand brings customers back, as the process knows. */
  reconnect?: Reconnect | undefined;
  /** The session that a link is for which somebody follows. */
  session?: number;
  /** It reads an e-mail, until its next call. */
  isReading?: boolean;
  /** It committed something of note: a wait judged, a workflow looked at. */
  isOfNote?: boolean;
}

/** A port call under way. */
export interface PortCall {
  label: string;
  /** What a commit is to write. */
  commit?: { ref: ConversationRef; next: Conversation } & Pick<Flow, 'message' | 'reconnect'>;
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
