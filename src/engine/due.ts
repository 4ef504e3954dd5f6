/** What is due: judged from the conversation when a ring or an event arrives, never by the clock of the evaluator. */
import { timedOut } from './answers';
import type { Anchor, WaitKind } from './conversation';
import type { Cause } from './event';
import { leasesEnded } from './presence';
import { endRun } from './run-ends';
import { resumeRun } from './runs';
import { lastMessageFacts } from './sources';
import { closeChat, limitReached, openChat } from './state';
import { addSystemEffect, endAnchor, type Turn } from './turn';
import { earliestDue, nextOpenWait, triggerOf } from './waits';

/** Waits of runs and of the system that may be due at once, beside one for each workflow; a loop beyond it is a fault of ours. */
const MAX_ROUNDS = 500;

function runStepDue(turn: Turn, anchor: Anchor): void {
  const run = turn.conversation.runs.find((some) => some.id === anchor.runId);
  const kind = run?.waitsFor.kind;
  endAnchor(turn, anchor, kind === 'wait' ? 'fired' : 'expired');
  if (!run) return;
  if (kind === 'wait') resumeRun(turn, run);
  else if (kind === 'effect') endRun(turn, run, 'failed', 'no answer came in time');
  else timedOut(turn, run);
}

/** What comes of a wait comes of what started it, not of the ring or event with which it happens to be judged. */
const causeOf = ({ episode, depth = 0 }: Anchor): Cause => ({ rootEventId: episode, depth });

/** Waits whose ends meet a trigger of the product's own workflows. */
const SYSTEM_TRIGGERS: Partial<Record<WaitKind, string>> = {
  unread: 'system.continuity',
  emailRequest: 'system.requestEmail',
};

/** The trigger of the product's own workflow that the end of such a wait meets. */
export const systemTriggerOf = (kind: WaitKind): string | undefined => SYSTEM_TRIGGERS[kind];

/** Nothing comes of it where it was turned off meanwhile. */
function meetSystemTrigger(turn: Turn, anchor: Anchor, trigger: string): void {
  const isOn = turn.matcher.group(trigger).members.length > 0;
  if (!isOn) return endAnchor(turn, anchor, 'expired', 'turned off meanwhile');
  endAnchor(turn, anchor, 'fired');
  if (anchor.kind === 'emailRequest') turn.conversation.emailAsked = true;
  const { agentId } = turn.conversation;
  turn.occurrences.push({ trigger, episode: anchor.episode, cause: causeOf(anchor), ...(agentId ? { agentId } : {}) });
}

/** The ends of waits that are the system's own. */
function systemDue(turn: Turn, anchor: Anchor): void {
  if (anchor.kind === 'runStep') return runStepDue(turn, anchor);
  if (anchor.kind === 'presence') return leasesEnded(turn);
  if (anchor.kind === 'reconnect') return limitReached(turn);
  const trigger = systemTriggerOf(anchor.kind);
  if (trigger !== undefined) return meetSystemTrigger(turn, anchor, trigger);
  const cause = causeOf(anchor);
  if (anchor.kind === 'snooze') {
    endAnchor(turn, anchor, 'fired');
    if (openChat(turn, 'snoozeExpiry', cause))
      addSystemEffect(turn, 'conversation.open', { by: 'snoozeExpiry' }, cause);
    return;
  }
  if (closeChat(turn, anchor.kind, cause)) addSystemEffect(turn, 'conversation.close', { by: anchor.kind }, cause);
  else endAnchor(turn, anchor, 'expired');
}

function triggerDue(turn: Turn, anchor: Anchor, trigger: string, timing?: string): void {
  const open = nextOpenWait(anchor, turn.matcher);
  if (!open) return;
  const message = lastMessageFacts(turn.conversation.lastMessage);
  const { conversation } = turn;
  turn.occurrences.push({
    trigger,
    episode: anchor.episode,
    cause: causeOf(anchor),
    wait: { millis: open.millis, anchor, workflows: open.workflows, ...(timing ? { timing } : {}) },
    ...(message ? { message } : {}),
    ...(conversation.agentId ? { agentId: conversation.agentId } : {}),
  });
  anchor.passedUpTo = Math.max(anchor.passedUpTo, open.millis);
  // Not before the newest revision that was looked at: clocks differ, and none may be judged over and over.
  anchor.judgedAt = Math.max(turn.now, open.newest);
}

/** Judges the one wait that is due first; false when nothing is due. */
export function judgeNext(turn: Turn): boolean {
  const first = earliestDue(turn.conversation, turn.matcher);
  if (!first || first.due > turn.arrived) return false;
  if (turn.rounds++ > MAX_ROUNDS + turn.matcher.size) throw new Error('more waits due than a conversation can have');
  turn.cause = causeOf(first.anchor);
  const of = triggerOf(first.anchor.kind);
  if (of) triggerDue(turn, first.anchor, of.trigger, of.timing);
  else systemDue(turn, first.anchor);
  return true;
}
