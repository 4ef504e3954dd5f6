/** The state of a conversation: the fold of its accepted events. Message texts are not in here, only ids. */

import type { AgentChange, Hold } from './capacity';
import type { CustomerUpdate, Effect } from './effects';
import type { Cause, ConversationRef } from './event';
import type { CancelOn } from './steps';
import type { Instant } from './time';
import type { TimelineEntry } from './timeline';

export type Status = 'started' | 'open' | 'snoozed' | 'wrapUp' | 'closed';
export type Priority = 'low' | 'medium' | 'high';

/** The kinds of wait; what starts, restarts and cancels each stands in `waits.ts`. */
export type WaitKind =
  | 'chatQueued'
  | 'callQueued'
  | 'customerWaiting'
  | 'customerWaitingWhenOpened'
  | 'agentWaiting'
  | 'callEnded'
  | 'snooze'
  | 'wrapUp'
  | 'inactivity'
  | 'unread'
  | 'emailRequest'
  | 'presence'
  | 'reconnect'
  | 'runStep';

/** A wait that goes on. Its due times come from what is configured for its kind, unless it carries its own. */
export interface Anchor {
  kind: WaitKind;
  /** Arrival of what started it. */
  since: Instant;
  /** Names this occasion: the hash of the event (or run) that started it. */
  episode: string;
  /** Waits up to this long (ms) were judged; -1 when none. */
  passedUpTo: number;
  /** When waits were last judged; an edit published later is looked at again. */
  judgedAt?: Instant;
  /** Workflows that fired on this occasion: none fires twice, whatever is edited. */
  fired?: string[];
  /** Due at a time of its own (snooze until, run step). */
  dueAt?: Instant;
  /** The run that waits. */
  runId?: string;
  /** Depth of the cause that started it, so that no chain hides behind a wait. */
  depth?: number;
}

/** What a run stands still for. */
export type WaitsFor =
  | { kind: 'wait'; cancelOn: CancelOn[] }
  /** The answer of a webhook. `turn` counts what an assistant was asked; `pending` is what the customer said meanwhile. */
  | { kind: 'effect'; effectId: string; as?: string; until: Instant; turn?: number; pending?: string }
  /** The customer's answer to what the step asked, for the `asked`-th time; a recording comes after the end of its call. */
  | { kind: 'answer'; effectId: string; asked: number; afterEnd?: true }
  /** What the customer says next to an assistant, which was asked `turn` times. */
  | { kind: 'assistant'; turn: number };

/** A workflow at work in this conversation. */
export interface Run {
  id: string;
  workflowId: string;
  revision: number;
  trigger: string;
  mode: 'exclusive' | 'background';
  startedAt: Instant;
  cause: Cause;
  /** The event or episode that fired it. */
  firedBy: string;
  /** Where it stands: indices and list names from the top, e.g. `[2, 'branches', 0, 'steps', 1]`. */
  at: (string | number)[];
  /** How many effects it has made; numbers the next. */
  effects: number;
  /** The last effect it made, which the next names as predecessor. */
  lastEffect?: string;
  /** What it stands still for; a run without it never outlives the call of decide. */
  waitsFor: WaitsFor;
  /** The modules that it is in, outermost first, each with the place that led there; `at` is a place in the last. */
  modules?: { workflowId: string; revision: number; from: (string | number)[] }[];
  /** `{{result.NAME…}}`. */
  results?: Record<string, unknown>;
  /** `{{answer.NAME}}`. */
  answers?: Record<string, unknown>;
  /** The caller is held on the line until it goes on, and hears what it says then. */
  held?: true;
  /** The last message of the customer that it took for itself. */
  heard?: string;
  /** What `agent.id` means to it. `message.*` is the last counted message once it has stood still. */
  agentId?: string;
}

/** Who or what ended a session. */
export type SessionEnd = 'agent' | 'customer' | 'limit';

/** The counted last message: the customer's, or an agent's that is not private. */
export interface LastMessage {
  by: 'customer' | 'agent';
  messageId: string;
  at: Instant;
  /** Kept for filters of waits, which are judged later (cut to 2,000 characters). */
  text?: string;
  via?: string;
  hasFiles?: boolean;
}

export interface CallState {
  state: 'ringing' | 'queued' | 'inbound' | 'answered' | 'placed' | 'ended';
  direction: 'inbound' | 'outbound';
  /** Triggers that it has met: each once, whatever order it is told in. */
  met?: string[];
  from?: string;
  to?: string;
  /** Somebody answered; then it was not missed, whatever came first. */
  answered?: true;
  /** The first reason that was told. */
  missedReason?: string;
  durationSeconds?: number;
}

/** Events remembered in the conversation itself; the timeline knows the others. */
export const REMEMBERED = 32;

/** What is decided and may not be sent yet. */
export interface Outbox {
  /** The commit that put it here. */
  batchId: string;
  since: Instant;
  timeline: TimelineEntry[];
  channel: Effect[];
  slow: Effect[];
  /** Said to the caller as the answer to the request that is handled; kept for a repeat of that request. */
  voice?: Effect[];
  customers: CustomerUpdate[];
  /** Whom the conversation takes up, where that has changed. */
  agents?: AgentChange[];
  /** An alarm to arm. */
  arm?: Instant;
  /** An alarm to cancel, best effort. */
  disarm?: Instant;
}

export interface Conversation {
  schema: 1;
  ref: ConversationRef;
  kind: 'chat' | 'call';
  status: Status;
  inInbox: boolean;
  queued: boolean;
  startedAt: Instant;
  /** Arrival of the last event from outside. */
  touchedAt: Instant;
  startedBy?: 'customer' | 'marketing' | 'agent';
  openedCount: number;
  /** The nth session; absent while it was opened for as many: a chat that was put aside goes on with the one that it had. */
  session?: number;
  openedAt?: Instant;
  closedAt?: Instant;
  closedBy?: string;
  snoozedUntil?: Instant;
  /** Openings used up for `first`: T3 by customer, workflow or snooze; T5 by agent. */
  firstOpenings: { customer?: true; agent?: true };
  customerId?: string;
  agentId?: string;
  teamId?: string;
  /** Agents who follow it without being assigned. */
  followers?: string[];
  priority?: Priority;
  tags: string[];
  description?: string;
  page?: { url: string; title?: string };
  campaignId?: string;
  messenger?: string;
  /** Open connections of the customer. */
  connections: string[];
  /** Until when those of them count that tell of themselves, by their ids. */
  leases?: Record<string, Instant>;
  /**
   * The customer is gone and waited for; `reserved` is the agent whose capacity is kept; `moved`: not the one whom they had;
   * `resumed`: they have asked to go on, the channel was told so, and they have only to connect.
   */
  away?: { since: Instant; reserved?: string; moved?: true; resumed?: true };
  /** The customer came back within this session. */
  returnedAt?: Instant;
  /** Whom it takes up, as it was told last. */
  hold?: Hold;
  /** How the session ended; absent while it goes on. */
  sessionEnd?: SessionEnd;
  /** The agent has closed the window: the same agent is not guaranteed. */
  windowClosed?: true;
  lastMessage?: LastMessage;
  /**
   * Public, non-silent agent messages that the customer has not read, oldest first, at most 100. What else was said after them
   * stands between them as `quiet`, since customers read up to any message. `entryId` is where its text stands in the timeline;
   * `mailed`: it went into an e-mail.
   */
  unread: { messageId: string; at: Instant; quiet?: true; entryId?: string; mailed?: true }[];
  /** The customer's last message came by e-mail. */
  byEmail?: true;
  /** The customer was asked for an e-mail address, or told that it is known. */
  emailAsked?: true;
  /** Messages that the API asked the channel for, which the channel may tell of; the last 20. */
  echoes?: string[];
  /** Openings and closings that the channel was asked for within the last minutes, which it may tell of; the last 10. */
  asked?: { type: 'conversation.open' | 'conversation.close'; at: Instant }[];
  call?: CallState;
  /** What the customer had before this, as known when this one began. */
  previous?: { kind: 'chat' | 'call'; tags: string[]; missedReason?: string };
  anchors: Anchor[];
  runs: Run[];
  /** Starts of runs within the last minute, by workflow; feeds the fuse. */
  recentRuns: Record<string, Instant[]>;
  /** Hashes of the last 32 events applied, newest last. */
  applied: string[];
  /** The earliest alarm armed and not rung yet. */
  armed?: Instant;
  /** Numbers timeline entries. */
  sequence: number;
  outbox?: Outbox;
}

/** A conversation before its first event is folded. */
export function newConversation(ref: ConversationRef, kind: Conversation['kind'], at: Instant): Conversation {
  return {
    schema: 1,
    ref,
    kind,
    status: 'started',
    inInbox: false,
    queued: false,
    startedAt: at,
    touchedAt: at,
    openedCount: 0,
    firstOpenings: {},
    tags: [],
    connections: [],
    unread: [],
    anchors: [],
    runs: [],
    recentRuns: {},
    applied: [],
    sequence: 0,
  };
}
