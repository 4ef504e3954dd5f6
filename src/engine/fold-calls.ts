/** Folds what is told of calls: providers' callbacks come in any order, so what is true stays true, and a call moves forward only. */
import { putThrough } from './answers';
import type { CallState } from './conversation';
import type { EventOf } from './event';
import { assign, closeChat, enterQueue, leaveQueue, rememberForCustomer } from './state';
import { nextEpisode, startWait, type Turn } from './turn';

/** How far a call has come. */
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

/** Folds any of them. */
export function callMoved(turn: Turn, event: EventOf<CallType>): void {
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
  if (state === 'ringing' || state === 'queued') return;
  conversation.status = 'open';
  // Closed by hand before it came in: the channel knows better.
  for (const name of ['closedAt', 'closedBy'] as const) delete conversation[name];
  if (state !== 'answered') return;
  leaveQueue(turn, 'answered');
  putThrough(turn);
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
