/** Changes of state that events, steps and waits share: each says what follows from it. */
import type { Conversation, Priority } from './conversation';
import type { Cause } from './event';
import { assigneeChanged, beginSession, endSession, isBroughtBack, putAside, turnedOff } from './reconnect';
import { endRunsOnClose, endRunsWaitingFor } from './run-ends';
import { parseDuration } from './time';
import {
  addCustomerUpdate,
  addSystemEffect,
  endWait,
  nextEpisode,
  type Occurrence,
  startWait,
  type Turn,
} from './turn';

export const MAX_TAGS = 100;

export type OpenedBy = 'customer' | 'agent' | 'workflow' | 'snoozeExpiry';

/** What an occurrence carries beside its trigger. */
export type Carried = Pick<Occurrence, 'message' | 'agentId'>;

/** The silent chat outside the inbox closes some time after the last event; inside it never does by itself. */
export function restartInactivity(turn: Turn): void {
  const { conversation } = turn;
  endWait(turn, 'inactivity', 'cancelled', 'something happened');
  const isIdle = conversation.status === 'started' || (conversation.status === 'snoozed' && !conversation.snoozedUntil);
  if (conversation.kind === 'chat' && !conversation.inInbox && isIdle)
    startWait(turn, 'inactivity', { dueAt: turn.arrived + (parseDuration(turn.settings.inactivity) ?? 0) });
}

/** Opens a chat; nothing on one that is open. */
export function openChat(turn: Turn, by: OpenedBy, cause: Cause, carried: Carried = {}): boolean {
  const { conversation } = turn;
  if (conversation.kind !== 'chat' || conversation.status === 'open') return false;
  const side = by === 'agent' ? 'agent' : 'customer';
  const first = conversation.firstOpenings[side] === undefined;
  conversation.firstOpenings[side] = true;
  beginSession(turn);
  Object.assign(conversation, { status: 'open', inInbox: true, openedAt: turn.arrived });
  conversation.openedCount += 1;
  turn.hasClosed = false;
  delete conversation.snoozedUntil;
  delete conversation.closedAt;
  delete conversation.closedBy;
  for (const kind of ['snooze', 'wrapUp', 'inactivity'] as const) endWait(turn, kind, 'cancelled', `opened by ${by}`);
  startWait(turn, 'customerWaitingWhenOpened', cause.depth > 0 ? { depth: cause.depth } : {});
  turn.occurrences.push({
    trigger: by === 'agent' ? 'chat.openedByAgent' : 'chat.opened',
    episode: nextEpisode(turn),
    cause,
    first,
    ...carried,
  });
  return true;
}

const QUEUES = { chat: 'chatQueued', call: 'callQueued' } as const;

/** Puts it into the queue; nothing for one that stands there. */
export function enterQueue(turn: Turn): void {
  const { conversation } = turn;
  if (conversation.queued || conversation.status === 'closed') return;
  conversation.queued = true;
  startWait(turn, QUEUES[conversation.kind]);
}

export function leaveQueue(turn: Turn, why: string): void {
  turn.conversation.queued = false;
  endWait(turn, QUEUES[turn.conversation.kind], 'cancelled', why);
}

function cancelAnswerWaits(turn: Turn, why: string): void {
  for (const kind of ['customerWaiting', 'customerWaitingWhenOpened', 'agentWaiting', 'emailRequest'] as const)
    endWait(turn, kind, 'cancelled', why);
}

/** Closes a conversation; nothing on a closed one. `closing` is the run that closes, which may finish. */
export function closeChat(turn: Turn, by: string, cause: Cause, closing?: string): boolean {
  const { conversation } = turn;
  if (conversation.status === 'closed') return false;
  turn.hasClosed = true;
  Object.assign(conversation, { status: 'closed', closedAt: turn.arrived, closedBy: by, unread: [] });
  delete conversation.snoozedUntil;
  leaveQueue(turn, 'closed');
  cancelAnswerWaits(turn, 'closed');
  endWait(turn, 'unread', 'cancelled', 'closed');
  endSession(turn, by === 'customer' ? 'customer' : 'agent');
  for (const kind of ['snooze', 'wrapUp', 'inactivity'] as const)
    endWait(turn, kind, kind === by ? 'fired' : 'cancelled', 'closed');
  endRunsOnClose(turn, closing);
  if (conversation.kind === 'chat')
    turn.occurrences.push({ trigger: 'chat.closed', episode: nextEpisode(turn), cause });
  rememberForCustomer(turn);
  return true;
}

/** Snoozes a chat (nothing would open a call again) until a time, or until something opens it. `depth` is that of the workflow that does. */
export function snoozeChat(turn: Turn, until: number | undefined, depth = 0): void {
  const { conversation } = turn;
  if (conversation.kind !== 'chat') return;
  conversation.status = 'snoozed';
  for (const name of ['snoozedUntil', 'closedAt', 'closedBy'] as const) delete conversation[name];
  leaveQueue(turn, 'snoozed');
  putAside(turn);
  cancelAnswerWaits(turn, 'snoozed');
  for (const kind of ['snooze', 'wrapUp', 'inactivity'] as const) endWait(turn, kind, 'cancelled', 'snoozed');
  if (until === undefined) return;
  conversation.snoozedUntil = until;
  startWait(turn, 'snooze', { dueAt: until, ...(depth > 0 ? { depth } : {}) });
}

/** The session is over; the conversation closes a while later. */
export function wrapUp(turn: Turn): void {
  const { conversation } = turn;
  if (conversation.status === 'closed' || conversation.status === 'wrapUp') return;
  conversation.status = 'wrapUp';
  delete conversation.snoozedUntil;
  cancelAnswerWaits(turn, 'wrapped up');
  for (const kind of ['snooze', 'inactivity'] as const) endWait(turn, kind, 'cancelled', 'wrapped up');
  startWait(turn, 'wrapUp', { dueAt: turn.arrived + (parseDuration(turn.settings.wrapUp) ?? 0) });
}

/** Nobody came back in time: the session is over. */
export function limitReached(turn: Turn): void {
  if (!isBroughtBack(turn)) return turnedOff(turn);
  endSession(turn, 'limit');
  wrapUp(turn);
  addSystemEffect(turn, 'conversation.wrapUp', { reason: 'reconnectExpired' });
}

/** Takes away who is assigned: the agent, the team, or both. */
export function unassign(turn: Turn, ...what: ('agentId' | 'teamId')[]): void {
  const { agentId } = turn.conversation;
  for (const name of what) delete turn.conversation[name];
  if (agentId !== undefined && turn.conversation.agentId === undefined) assigneeChanged(turn);
}

const MAX_FOLLOWERS = 50;

/** Lets agents follow, up to 50, or no longer. */
export function changeFollowers(turn: Turn, add: readonly string[], remove: readonly string[]): void {
  const { conversation } = turn;
  const kept = (conversation.followers ?? []).filter((agentId) => !remove.includes(agentId));
  const all = [...new Set([...kept, ...add])];
  if (all.length > MAX_FOLLOWERS) turn.notes.push(`more than ${MAX_FOLLOWERS} followers: the newest were left out`);
  conversation.followers = all.slice(0, MAX_FOLLOWERS);
}

/** Assigns; an agent (not a team) takes the conversation out of the queue. */
export function assign(turn: Turn, to: { agentId?: string | undefined; teamId?: string | undefined }): void {
  const { conversation } = turn;
  if (to.teamId !== undefined) conversation.teamId = to.teamId;
  if (to.agentId === undefined) return;
  const isNew = conversation.agentId !== to.agentId;
  conversation.agentId = to.agentId;
  leaveQueue(turn, 'assigned');
  // The channel tells us of our own assignments too: that must not end the run which made one and waits for another.
  if (!isNew) return;
  assigneeChanged(turn);
  endRunsWaitingFor(turn, 'assigned', 'assigned');
}

/** Adds and removes tags, up to 100. */
export function changeTags(turn: Turn, add: readonly string[], remove: readonly string[]): void {
  const { conversation } = turn;
  const kept = conversation.tags.filter((tag) => !remove.includes(tag));
  const all = [...new Set([...kept, ...add])];
  if (all.length > MAX_TAGS) turn.notes.push(`more than ${MAX_TAGS} tags: the newest were left out`);
  const next = all.slice(0, MAX_TAGS);
  const isSame =
    next.length === conversation.tags.length && next.every((tag, index) => tag === conversation.tags[index]);
  conversation.tags = next;
  if (!isSame && conversation.status === 'closed') rememberForCustomer(turn);
}

export function setPriority(conversation: Conversation, priority: Priority): void {
  conversation.priority = priority;
}

/** Keeps the customer's index of conversations true: when it is known whose one is, and when it has ended. */
export function rememberForCustomer(turn: Turn): void {
  const { conversation } = turn;
  if (conversation.customerId === undefined) return;
  addCustomerUpdate(turn, {
    customerId: conversation.customerId,
    conversation: {
      channelId: conversation.ref.channelId,
      conversationId: conversation.ref.conversationId,
      kind: conversation.kind,
      startedAt: conversation.startedAt,
      tags: conversation.tags.slice(0, 20),
      ...(conversation.call?.missedReason ? { missedReason: conversation.call.missedReason } : {}),
    },
  });
}
