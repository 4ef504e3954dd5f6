/**
 * The waits: one mechanism for wait triggers, steps that wait, snooze, wrap-up and inactivity. An anchor says what goes on
 * since when; due times come from what is configured when it is judged. What starts, restarts and cancels each kind:
 *
 * | kind | starts | restarts | cancelled by |
 * |---|---|---|---|
 * | chatQueued (T4), callQueued (T7) | entering the queue | – (a new entry is a new occasion) | an agent assigned, answered, close, snooze, end |
 * | customerWaiting (T9 every) | counted message of the customer in an open chat | each further one | public agent message, close, snooze, wrap-up |
 * | customerWaitingWhenOpened (T9 when opened) | opening | next opening | as above |
 * | agentWaiting (T10) | public agent message in an open chat | each further one | counted message of the customer, close, snooze, wrap-up |
 * | callEnded (T12) | call ended | – | – |
 * | snooze | snoozed until a time | snoozed anew | opening, closing |
 * | wrapUp | session ended | – | opening, closing |
 * | inactivity | any event of a chat that is not in the inbox | each further one | opening, closing |
 * | unread (C1) | first unread answer of an agent | the customer comes back | reading, deleting or answering all of it, close |
 * | emailRequest (C3) | counted message of the customer in an open chat, until asked once | each further one, an agent's too | close, snooze, wrap-up |
 * | presence (R2) | a widget tells that the customer is there, or is going | – (each further sign of life moves it) | the connections are gone |
 * | reconnect (R2) | the last connection of a chat in session is gone; who has come back by a link or prompt has yet to connect | gone again before connecting | the customer connects or writes, session ended, close, snooze |
 * | runStep | a run's `wait`, or its question to a webhook or the customer | – | the answer, the end of the run |
 */
import type { Anchor, Conversation, WaitKind } from './conversation';
import type { Matcher, OpenWorkflows } from './matcher';
import type { Instant } from './time';

/** Kinds whose due times are those of a trigger's active workflows. */
const TRIGGER_OF: Partial<Record<WaitKind, { trigger: string; timing?: string }>> = {
  chatQueued: { trigger: 'chat.queued' },
  callQueued: { trigger: 'call.queued' },
  customerWaiting: { trigger: 'chat.customerWaiting', timing: 'every' },
  customerWaitingWhenOpened: { trigger: 'chat.customerWaiting', timing: 'whenOpened' },
  agentWaiting: { trigger: 'chat.agentWaiting' },
  callEnded: { trigger: 'call.ended' },
};

/** The trigger whose workflows wait on this kind; `undefined` for waits of the system and of runs. */
export function triggerOf(kind: WaitKind): { trigger: string; timing?: string } | undefined {
  return TRIGGER_OF[kind];
}

/** A wait of an anchor that is configured and not judged yet. */
export interface OpenWait {
  millis: number;
  due: Instant;
  workflows: OpenWorkflows;
  /** When the newest of their revisions was published. */
  newest: Instant;
}

/** Open waits of an anchor, the next first; lazily, since mostly only the first is asked for. */
function* openWaits(anchor: Anchor, matcher: Matcher): Generator<OpenWait> {
  const of = TRIGGER_OF[anchor.kind];
  if (!of) return;
  const configured = matcher.waits(of.trigger, of.timing);
  const mayBeEdited = anchor.judgedAt !== undefined && configured.newest > anchor.judgedAt;
  for (const group of configured.byWait) {
    if (group.wait <= anchor.passedUpTo && !mayBeEdited) continue;
    const workflows = group.openFor(anchor);
    if (workflows) yield { millis: group.wait, due: anchor.since + group.wait, workflows, newest: configured.newest };
  }
}

/** The next open wait of an anchor of a trigger. */
export function nextOpenWait(anchor: Anchor, matcher: Matcher): OpenWait | undefined {
  return openWaits(anchor, matcher).next().value ?? undefined;
}

/** When an anchor is due next; `undefined` when nothing is configured for it. */
export function dueOf(anchor: Anchor, matcher: Matcher): Instant | undefined {
  return anchor.dueAt ?? nextOpenWait(anchor, matcher)?.due;
}

/** The anchor that is due first, and when. */
export function earliestDue(
  conversation: Conversation,
  matcher: Matcher,
): { anchor: Anchor; due: Instant } | undefined {
  let first: { anchor: Anchor; due: Instant } | undefined;
  for (const anchor of conversation.anchors) {
    const due = dueOf(anchor, matcher);
    if (due !== undefined && (!first || due < first.due)) first = { anchor, due };
  }
  return first;
}
