/** Folds one event into the state, and says which triggers it meets: opening and closing first, then messages. */

import { effectAnswered } from './answers';
import { reviewBatch } from './continuity';
import type { ConversationEvent, CustomerPresentData, EventOf, PublicEvent } from './event';
import { callMoved } from './fold-calls';
import { keepUnread, messageCreated } from './fold-messages';
import { connect, disconnect, isConnected, renew } from './presence';
import { customerReturns, endSession, isTooLate } from './reconnect';
import { endRun } from './run-ends';
import {
  assign,
  changeTags,
  closeChat,
  enterQueue,
  limitReached,
  openChat,
  restartInactivity,
  setPriority,
  snoozeChat,
  unassign,
  wrapUp,
} from './state';
import { addSystemEffect, ECHO_WITHIN, nextEpisode, type Turn } from './turn';

type Fold<T extends PublicEvent['type']> = (turn: Turn, event: EventOf<T>) => void;

const started: Fold<'conversation.started'> = (turn, { data }) => {
  const { conversation } = turn;
  const hadStarted = conversation.startedBy !== undefined;
  conversation.startedBy ??= data.by ?? 'customer';
  if (data.page) conversation.page ??= page(data.page);
  if (data.campaignId) conversation.campaignId ??= data.campaignId;
  if (data.messenger) conversation.messenger ??= data.messenger;
  const isNew = !hadStarted && conversation.status === 'started' && conversation.kind === 'chat';
  if (isNew && conversation.startedBy !== 'agent')
    turn.occurrences.push({ trigger: 'chat.started', episode: nextEpisode(turn), cause: turn.cause });
};
const page = ({ url, title }: { url: string; title?: string | undefined }) => ({ url, ...(title ? { title } : {}) });

/**
 * The channel tells of what we asked it for, perhaps after the customer has written again: it changes nothing then. Agents' and
 * customers' own openings and closings are never taken for that.
 */
function isEcho(
  { conversation, arrived }: Turn,
  type: 'conversation.open' | 'conversation.close',
  by: string | undefined,
) {
  if (by === undefined || !ECHOED.has(by)) return false;
  const { asked = [] } = conversation;
  const at = asked.findIndex((some) => some.type === type && some.at > arrived - ECHO_WITHIN);
  if (at < 0) return false;
  conversation.asked = asked.filter((_, index) => index !== at);
  return true;
}
const ECHOED = new Set(['workflow', 'api', 'snoozeExpiry']);

const opened: Fold<'conversation.opened'> = (turn, event) => {
  if (event.origin !== 'command' && isEcho(turn, 'conversation.open', event.data.by))
    return void turn.notes.push('the channel tells of an opening that it was asked for');
  const by = event.data.by ?? (event.data.agentId ? 'agent' : 'customer');
  const isNew = openChat(turn, by, turn.cause, event.data.agentId ? { agentId: event.data.agentId } : {});
  if (isNew && event.origin === 'command') addSystemEffect(turn, 'conversation.open', {});
};

const closed: Fold<'conversation.closed'> = (turn, event) => {
  if (event.origin !== 'command' && isEcho(turn, 'conversation.close', event.data.by))
    return void turn.notes.push('the channel tells of a closing that it was asked for');
  const isNew = closeChat(turn, event.data.by ?? 'agent', turn.cause);
  if (isNew && event.origin === 'command') addSystemEffect(turn, 'conversation.close', {});
};

const snoozed: Fold<'conversation.snoozed'> = (turn, event) => {
  const until = event.data.until === undefined ? undefined : Date.parse(event.data.until);
  // A channel that only says so may be telling of our own snooze, whose end we keep: nobody else would end it.
  if (until === undefined && event.origin !== 'command' && turn.conversation.status === 'snoozed') return;
  snoozeChat(turn, until);
  if (event.origin === 'command')
    addSystemEffect(turn, 'conversation.snooze', until === undefined ? {} : { until: event.data.until });
};

const assigned: Fold<'conversation.assigned'> = (turn, event) => {
  const { kind, queued } = turn.conversation;
  const ring = kind === 'call' && queued ? { ring: true } : {};
  assign(turn, event.data);
  const { agentId, teamId } = event.data;
  if (event.origin === 'command' && agentId) addSystemEffect(turn, 'agent.assign', { agentId, ...ring });
  if (event.origin === 'command' && teamId) addSystemEffect(turn, 'team.assign', { teamId });
};

const updated: Fold<'conversation.updated'> = (turn, { data }) => {
  if (data.priority) setPriority(turn.conversation, data.priority);
  if (data.description !== undefined) turn.conversation.description = data.description;
  if (data.addTags || data.removeTags) changeTags(turn, data.addTags ?? [], data.removeTags ?? []);
};

const folds: { [T in PublicEvent['type']]: Fold<T> } = {
  'conversation.started': started,
  'conversation.opened': opened,
  'conversation.queued': enterQueue,
  'conversation.assigned': assigned,
  'conversation.unassigned': (turn) => unassign(turn, 'agentId', 'teamId'),
  'conversation.snoozed': snoozed,
  'conversation.closed': closed,
  'conversation.updated': updated,
  'message.created': messageCreated,
  'message.read': (turn, { data }) => {
    const { unread } = turn.conversation;
    const upTo = unread.findIndex((message) => message.messageId === data.upToMessageId);
    keepUnread(turn, unread.slice(upTo + 1));
    reviewBatch(turn, 'read');
  },
  'message.deleted': (turn, { data }) => {
    const { unread } = turn.conversation;
    keepUnread(
      turn,
      unread.filter((message) => message.messageId !== data.messageId),
    );
    reviewBatch(turn, 'deleted');
  },
  'customer.connected': (turn, { data }) => {
    if (data.page) turn.conversation.page = page(data.page);
    connect(turn, data.connectionId);
  },
  'customer.disconnected': (turn, { data }) => disconnect(turn, data.connectionId),
  'customer.updated': () => undefined,
  'session.ended': (turn, { data }) => {
    endSession(turn, data.by);
    wrapUp(turn);
  },
  'session.windowClosed': ({ conversation }) => {
    conversation.windowClosed = true;
  },
  'call.ringing': callMoved,
  'call.inbound': callMoved,
  'call.queued': callMoved,
  'call.answered': callMoved,
  'call.placed': callMoved,
  'call.ended': callMoved,
  'workflow.requested': (turn, { data }) => {
    const module = turn.matcher.group('module').members.find(({ workflow }) => workflow.id === data.workflowId);
    if (!module) return void turn.notes.push(`workflow ${data.workflowId} is no active module`);
    turn.occurrences.push({
      ...{ trigger: 'module', episode: nextEpisode(turn), cause: turn.cause, only: data.workflowId },
      ...(data.agentId ? { agentId: data.agentId } : {}),
    });
  },
  'teamMessage.created': () => undefined,
};

/** Folds what somebody did, at the channel or on its pages. */
function foldDeed(turn: Turn, isBeside: boolean, fold: () => void): void {
  // The limit holds to the moment; what stands before this event in the queue may still have kept it.
  if (!isBeside && isTooLate(turn)) limitReached(turn);
  fold();
  restartInactivity(turn);
  turn.conversation.touchedAt = turn.arrived;
}

/** Signs of life are news once. */
function foldPresence(turn: Turn, data: CustomerPresentData, isBeside: boolean): void {
  if (data.leaving || isConnected(turn, data.connectionId)) return renew(turn, data);
  foldDeed(turn, isBeside, () => connect(turn, data.connectionId, data.until));
}

/** Folds an event: from outside, or of an effect that came back. */
export function foldEvent(turn: Turn, event: ConversationEvent, isBeside: boolean): void {
  if (event.type === 'customer.returned') return customerReturns(turn, event.data.session);
  if (event.type === 'customer.present') return foldPresence(turn, event.data, isBeside);
  if (event.type !== 'effect.failed' && event.type !== 'effect.answered')
    return foldDeed(turn, isBeside, () => (folds[event.type] as Fold<never>)(turn, event as never));
  const run = turn.conversation.runs.find((some) => some.id === event.data.runId);
  if (!run) return void turn.notes.push('its run has ended before');
  if (event.type === 'effect.failed') return endRun(turn, run, 'failed', `${event.data.type}: ${event.data.reason}`);
  if (!effectAnswered(turn, run, event.data.effectId, event.data.body))
    turn.notes.push('its run does not wait for this answer');
}
