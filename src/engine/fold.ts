/** Folds one event into the state, and says which triggers it meets: opening and closing first, then messages. */

import { effectAnswered, endAssistants, holdingRun, take, takerOf } from './answers';
import type { CallState, Conversation } from './conversation';
import type { ConversationEvent, EventOf, PublicEvent } from './event';
import { endRun, endRunsWaitingFor } from './run-ends';
import {
  assign,
  type Carried,
  changeTags,
  closeChat,
  enterQueue,
  leaveQueue,
  openChat,
  rememberForCustomer,
  restartInactivity,
  setPriority,
  snoozeChat,
  unassign,
  wrapUp,
} from './state';
import { cut } from './text';
import { addSystemEffect, endWait, nextEpisode, startWait, type Turn } from './turn';

const MAX_KEPT_TEXT = 2_000;
const MAX_UNREAD = 100;
const MAX_CONNECTIONS = 50;
const MAX_ECHOES = 20;

type Fold<T extends PublicEvent['type']> = (turn: Turn, event: EventOf<T>) => void;

function isCounted(event: EventOf<'message.created'>): boolean {
  const { author } = event.data;
  return author.type === 'customer' || (author.type === 'agent' && !event.data.private);
}

function countMessage(turn: Turn, event: EventOf<'message.created'>): void {
  const { conversation } = turn;
  const { author, messageId, text, via, files, silent } = event.data;
  const by = author.type as 'customer' | 'agent';
  conversation.lastMessage = {
    by,
    messageId,
    at: event.receivedAt,
    via: via ?? 'chat',
    hasFiles: (files?.length ?? 0) > 0,
    ...(text ? { text: cut(text, MAX_KEPT_TEXT) } : {}),
  };
  if (by === 'customer') conversation.unread = [];
  else if (!silent) conversation.unread.push({ messageId, at: event.receivedAt });
}

/** Read are those up to it, whoever wrote it. */
function keepUnread(turn: Turn, kept: Conversation['unread']): void {
  const first = kept.findIndex((message) => !message.quiet);
  turn.conversation.unread = first < 0 ? [] : kept.slice(first).slice(-MAX_UNREAD);
}

/** What the API asked for was counted when it was asked for; the channel tells of it under an event id of its own. */
function isEcho({ conversation }: Turn, { origin, data }: EventOf<'message.created'>): boolean {
  const { messageId } = data;
  if (origin === 'command') conversation.echoes = [...(conversation.echoes ?? []), messageId].slice(-MAX_ECHOES);
  else if (data.author.type !== 'customer' && conversation.echoes?.includes(messageId)) return true;
  return false;
}

/** What a counted message cancels and starts, once the chat is open. */
function moveWaits(turn: Turn, by: 'customer' | 'agent'): void {
  const { conversation } = turn;
  const isOpen = conversation.kind === 'chat' && conversation.status === 'open';
  if (by === 'customer') {
    endWait(turn, 'agentWaiting', 'cancelled', 'the customer replied');
    endRunsWaitingFor(turn, 'customerMessage', 'the customer replied');
    if (isOpen) startWait(turn, 'customerWaiting');
    return;
  }
  endWait(turn, 'customerWaiting', 'cancelled', 'an agent replied');
  endWait(turn, 'customerWaitingWhenOpened', 'cancelled', 'an agent replied');
  endRunsWaitingFor(turn, 'agentMessage', 'an agent replied');
  endAssistants(turn);
  if (isOpen) startWait(turn, 'agentWaiting');
}

/** A message that the API asked for is not at the channel yet. */
function tellChannel(turn: Turn, { data }: EventOf<'message.created'>): void {
  const { messageId, author, text, files } = data;
  const fields = { messageId, author, ...(text === undefined ? {} : { text }), ...(files ? { files } : {}) };
  addSystemEffect(turn, data.private ? 'note.add' : 'message.send', fields);
}

const messageCreated: Fold<'message.created'> = (turn, event) => {
  if (isEcho(turn, event)) return void turn.notes.push('the channel tells of a message that the API had asked for');
  const { author, text, via, files, answer } = event.data;
  const holding = author.type === 'customer' ? holdingRun(turn) : undefined;
  const taker = author.type === 'customer' ? takerOf(turn, event.data) : undefined;
  const agentId = author.type === 'agent' ? author.id : undefined;
  const message = {
    text,
    via: via ?? 'chat',
    hasFiles: (files?.length ?? 0) > 0,
    private: event.data.private ?? false,
    isAnswer: answer !== undefined || (taker?.isAnswer ?? false),
  };
  const carried: Carried = { message, ...(agentId ? { agentId } : {}) };
  if (event.origin === 'command') tellChannel(turn, event);
  if (isCounted(event)) {
    countMessage(turn, event);
    if (holding && !taker) endRun(turn, holding, 'ended', 'the customer said what it does not wait for');
    if (!holding || !taker) openChat(turn, author.type as 'customer' | 'agent', turn.cause, carried);
    moveWaits(turn, author.type as 'customer' | 'agent');
  }
  const { conversation } = turn;
  const { messageId, silent } = event.data;
  if (!isCounted(event) || silent) conversation.unread.push({ messageId, at: event.receivedAt, quiet: true });
  keepUnread(turn, conversation.unread);
  if (author.type !== 'customer' && author.type !== 'agent') return;
  if (taker) take(turn, taker, event.data);
  turn.occurrences.push({
    trigger: `message.${author.type}`,
    episode: nextEpisode(turn),
    cause: turn.cause,
    ...carried,
  });
};

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

const opened: Fold<'conversation.opened'> = (turn, event) => {
  const by = event.data.by ?? (event.data.agentId ? 'agent' : 'customer');
  const isNew = openChat(turn, by, turn.cause, event.data.agentId ? { agentId: event.data.agentId } : {});
  if (isNew && event.origin === 'command') addSystemEffect(turn, 'conversation.open', {});
};

const closed: Fold<'conversation.closed'> = (turn, event) => {
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
  assign(turn, event.data);
  const { agentId, teamId } = event.data;
  if (event.origin === 'command' && agentId) addSystemEffect(turn, 'agent.assign', { agentId });
  if (event.origin === 'command' && teamId) addSystemEffect(turn, 'team.assign', { teamId });
};

const updated: Fold<'conversation.updated'> = (turn, { data }) => {
  if (data.priority) setPriority(turn.conversation, data.priority);
  if (data.description !== undefined) turn.conversation.description = data.description;
  if (data.addTags || data.removeTags) changeTags(turn, data.addTags ?? [], data.removeTags ?? []);
};

/** A call moves forward only: providers' callbacks come in any order. */
const RANK: Record<CallState['state'], number> = {
  ringing: 0,
  placed: 0,
  queued: 1,
  inbound: 2,
  answered: 3,
  ended: 4,
};
type CallType = 'call.ringing' | 'call.inbound' | 'call.queued' | 'call.answered' | 'call.placed' | 'call.ended';

/** What holds of a call in whatever order it is told: parties, direction, the first reason, that somebody answered. */
function learnOfCall(call: CallState, event: EventOf<CallType>): void {
  const { from, to } = event.data;
  if (event.type === 'call.placed') call.direction = 'outbound';
  if (event.type === 'call.answered') call.answered = true;
  if (from) call.from ??= from;
  if (to) call.to ??= to;
  const hint = event.extensions?.missedreason;
  const told = event.type === 'call.ended' ? (event as EventOf<'call.ended'>).data.missedReason : undefined;
  const reason = told ?? (typeof hint === 'string' ? hint : undefined);
  if (reason) call.missedReason ??= reason;
  if (call.answered || call.direction === 'outbound') delete call.missedReason;
}

function callMoved(turn: Turn, event: EventOf<CallType>): void {
  const { conversation } = turn;
  const state = event.type.slice('call.'.length) as CallState['state'];
  const before = conversation.call?.state;
  const call: CallState = (conversation.call ??= { state: 'ringing', direction: 'inbound' });
  const reason = call.missedReason;
  learnOfCall(call, event);
  if (conversation.status === 'closed' && call.missedReason !== reason) rememberForCustomer(turn);
  if (state === 'inbound' || state === 'answered' || state === 'placed') conversation.inInbox = true;
  if (state === 'ended') return callEnded(turn, event as EventOf<'call.ended'>, before === 'ended');
  if (before === 'ended') return;
  callOccurred(turn, state, event.data.agentId);
  if (state === 'queued' && before !== 'answered' && before !== 'placed') enterQueue(turn);
  if (before !== undefined && (RANK[state] < RANK[before] || (before === 'placed' && state !== 'answered'))) return;
  call.state = state;
  if (event.data.agentId) assign(turn, { agentId: event.data.agentId });
  if (state === 'answered') leaveQueue(turn, 'answered');
  if (state !== 'ringing' && state !== 'queued') conversation.status = 'open';
}

const TRIGGERS: Partial<Record<CallState['state'], string>> = {
  ringing: 'call.ringing',
  inbound: 'call.inbound',
  placed: 'call.outbound',
};

/** The triggers T2, T6 and T8: each once for a call, though it be told late; ringing only before anybody speaks. */
function callOccurred(turn: Turn, state: CallState['state'], agentId: string | undefined): void {
  const trigger = TRIGGERS[state];
  const call = turn.conversation.call as CallState;
  const isFor = call.direction === 'outbound' ? state === 'placed' : state !== 'placed';
  if (!trigger || !isFor || call.met?.includes(trigger)) return;
  if (state === 'ringing' && RANK[call.state] > RANK.queued) return;
  call.met = [...(call.met ?? []), trigger];
  turn.occurrences.push({ trigger, episode: nextEpisode(turn), cause: turn.cause, ...(agentId ? { agentId } : {}) });
}

function callEnded(turn: Turn, event: EventOf<'call.ended'>, isRepeat: boolean): void {
  const { conversation } = turn;
  const call = conversation.call as CallState;
  const { durationSeconds, agentId } = event.data;
  if (durationSeconds !== undefined) call.durationSeconds ??= durationSeconds;
  if (isRepeat) return;
  if (agentId) conversation.agentId ??= agentId;
  call.state = 'ended';
  closeChat(turn, 'callEnded', turn.cause);
  startWait(turn, 'callEnded');
}

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
  },
  'message.deleted': (turn, { data }) => {
    const { unread } = turn.conversation;
    keepUnread(
      turn,
      unread.filter((message) => message.messageId !== data.messageId),
    );
  },
  'customer.connected': ({ conversation }, { data }) => {
    conversation.connections = [...new Set([...conversation.connections, data.connectionId])].slice(-MAX_CONNECTIONS);
    if (data.page) conversation.page = page(data.page);
  },
  'customer.disconnected': ({ conversation }, { data }) => {
    conversation.connections = conversation.connections.filter((id) => id !== data.connectionId);
  },
  'customer.updated': () => undefined,
  'session.ended': (turn) => wrapUp(turn),
  'session.windowClosed': () => undefined,
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

/** Folds an event from outside. */
function foldPublic(turn: Turn, event: PublicEvent): void {
  (folds[event.type] as Fold<never>)(turn, event as never);
  restartInactivity(turn);
  turn.conversation.touchedAt = turn.arrived;
}

/** Folds an event: from outside, or of an effect that came back. */
export function foldEvent(turn: Turn, event: ConversationEvent): void {
  if (event.type !== 'effect.failed' && event.type !== 'effect.answered') return foldPublic(turn, event);
  const run = turn.conversation.runs.find((some) => some.id === event.data.runId);
  if (!run) return void turn.notes.push('its run has ended before');
  if (event.type === 'effect.failed') return endRun(turn, run, 'failed', `${event.data.type}: ${event.data.reason}`);
  if (!effectAnswered(turn, run, event.data.effectId, event.data.body))
    turn.notes.push('its run does not wait for this answer');
}
