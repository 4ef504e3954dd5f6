/** What is written down of each event: for people, and to explain later why something fired or not. */
import type { ConversationEvent } from './event';
import type { ExplainedLeaf } from './explain';
import type { AgainstReturn } from './reconnect';
import type { Instant } from './time';

/** Why a workflow did not fire: the condition or setting that kept it, with what was found. */
export type Reason =
  | { kind: 'condition'; path: string; fact: string; op: string; expected?: unknown; actual?: unknown }
  | {
      kind:
        | 'scope'
        | 'timing'
        | 'kind'
        | 'hours'
        | 'answer'
        | 'exclusive'
        | 'fuse'
        | 'depth'
        | 'campaign'
        | 'chat'
        | 'module'
        | 'status';
      detail: string;
    };

/** One workflow looked at for one trigger. */
export interface Evaluation {
  workflowId: string;
  revision: number;
  trigger: string;
  /** The event, or the wait's occasion, that met the trigger. */
  episode: string;
  fired: boolean;
  runId?: string;
  reason?: Reason;
  /** Every condition of the filter with what was found; in a dry run only. */
  conditions?: ExplainedLeaf[];
}

/** How a wait ended. */
export interface WaitEnd {
  kind: string;
  episode: string;
  outcome: 'fired' | 'cancelled' | 'expired';
  since: Instant;
  due?: Instant;
  why?: string;
}

/** Where a run went in this step of the fold. */
export interface RunChange {
  runId: string;
  workflowId: string;
  change: 'started' | 'suspended' | 'resumed' | 'completed' | 'ended' | 'failed';
  /** The step where it stands or was lost, as a JSON pointer into its workflow. */
  step?: string;
  /** Of modules: who started it. */
  startedBy?: 'agent' | 'link';
  detail?: string;
}

/** What an attempt to come back came to: why not, or with whom it goes on. */
export type Returned = { reason: AgainstReturn } | { agentId?: string; sameAgent: boolean };

/** An entry of a conversation's timeline. Effects' outcomes are joined when it is read. */
export interface TimelineEntry {
  schema: 1;
  /** Hash of the event id, or of the ring. */
  id: string;
  /** Position in the conversation. */
  sequence: number;
  at: Instant;
  /** The evaluator's clock where it stood later: hours and times of day were judged by it. */
  now?: Instant;
  kind: 'event' | 'ring' | 'effect';
  /** The event as accepted (kind `event`). */
  event?: ConversationEvent;
  evaluations?: Evaluation[];
  /** How many more workflows did not fire than are listed. */
  moreNotFired?: number;
  waitsStarted?: { kind: string; episode: string; since: Instant; due?: Instant }[];
  waits?: WaitEnd[];
  runs?: RunChange[];
  /** Their fields stand in the outbox and are joined when the entry is sent. */
  effects?: { id: string; type: string; workflowId?: string; runId?: string; fields?: Record<string, unknown> }[];
  /** Outcome of an effect (kind `effect`, made by the reader from its claim). */
  effect?: {
    id: string;
    type: string;
    state: string;
    attempts: number;
    detail?: string;
    workflowId?: string;
    runId?: string;
  };
  /** Version of the configuration it was decided with. */
  configuration?: number;
  notes?: string[];
  /** Connections that were not told of in time. */
  gone?: string[];
  /** Of an attempt to come back. */
  returned?: Returned;
}
