/**
 * Bringing back together whom the network parted (requirements R): who is gone is waited for as long as the channel says, with the
 * agent kept; who comes back in time goes on with the same agent; when nobody does, the session is over.
 */
import type { Conversation, SessionEnd } from './conversation';
import { parseDuration } from './time';
import { addSystemEffect, endWait, startWait, type Turn } from './turn';

/**
 * For so long at least, who asked to go on may take to connect: pages load late, and some channels tell of no connections. Nobody's
 * capacity is kept meanwhile, since the chat goes on.
 */
const MAY_CONNECT_LATE = 10 * 60_000;

/** Why there is no coming back. */
export type AgainstReturn = 'expired' | 'endedByAgent' | 'closedByCustomer' | 'disabled' | 'unknown';

/** Whether the channel brings customers back. */
export const isBroughtBack = ({ reconnect }: Turn): boolean => reconnect?.enabled === true;

const limitOf = ({ anchors }: Conversation) => anchors.find(({ kind }) => kind === 'reconnect');

/** The last moment to come back is the one before this; undefined while nobody is waited for. */
export const limitAt = (conversation: Conversation) => limitOf(conversation)?.dueAt;

/** The limit holds to the moment, though its alarm may ring later. */
export const isTooLate = ({ conversation, arrived }: Turn): boolean => {
  const due = limitAt(conversation);
  return due !== undefined && due <= arrived;
};

/** Tells the channel whose capacity is kept, and until when. */
function reserve(turn: Turn): void {
  const { conversation } = turn;
  const { agentId } = conversation;
  const { away } = conversation;
  if (!away || away.resumed || away.reserved === agentId) return;
  release(turn, 'reassigned');
  if (agentId === undefined) return;
  away.reserved = agentId;
  const until = limitAt(conversation);
  addSystemEffect(turn, 'capacity.reserved', {
    agentId,
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  });
}

function release(turn: Turn, reason: string): void {
  const { away } = turn.conversation;
  if (away?.reserved === undefined) return;
  addSystemEffect(turn, 'capacity.released', { agentId: away.reserved, reason });
  delete away.reserved;
}

/** The last connection is gone: the limit begins. `asked`: who has come back has none yet. */
export function customerLeft(turn: Turn, asked?: { resumed: true; moved?: true }): void {
  const { conversation } = turn;
  const isInSession = conversation.kind === 'chat' && conversation.status === 'open';
  if (!isBroughtBack(turn) || !isInSession || conversation.connections.length > 0) return;
  // Told of as gone before they had told that they are there.
  const isGoneAgain = conversation.away?.resumed && !asked;
  if (conversation.away && !isGoneAgain) return;
  endWait(turn, 'reconnect', 'cancelled', 'gone again');
  const limit = parseDuration(turn.reconnect?.timeLimit ?? '') ?? 0;
  startWait(turn, 'reconnect', { dueAt: turn.arrived + (asked ? Math.max(limit, MAY_CONNECT_LATE) : limit) });
  conversation.away = { since: turn.arrived, ...asked };
  reserve(turn);
}

/** Somebody else was assigned, or nobody: who is kept changes too, and a new one has a window of their own. */
export function assigneeChanged(turn: Turn): void {
  const { conversation } = turn;
  delete conversation.windowClosed;
  if (conversation.away) conversation.away.moved = true;
  reserve(turn);
}

/** An agent who had closed the window and writes has it open again. */
export function agentWrites({ conversation }: Turn, agentId: string | undefined): void {
  if (agentId === conversation.agentId) delete conversation.windowClosed;
}

/** Whether who comes back is with the agent whom they had. */
export const isSameAgent = ({ agentId, windowClosed, away }: Conversation): boolean =>
  agentId !== undefined && windowClosed === undefined && away?.moved === undefined;

/** Connected again, or written: in time it is a return, and later it is none. */
export function customerIsBack(turn: Turn): boolean {
  const { conversation } = turn;
  const { away } = conversation;
  if (!away || isTooLate(turn)) return false;
  endWait(turn, 'reconnect', 'cancelled', 'the customer is back');
  release(turn, 'reconnected');
  if (!away.resumed) resume(turn);
  delete conversation.away;
  return true;
}

/** Tells the channel with whom it goes on. */
function resume(turn: Turn): void {
  const { conversation } = turn;
  const { agentId } = conversation;
  const sameAgent = isSameAgent(conversation);
  // The channel may have taken the chat from its agent meanwhile.
  if (sameAgent) addSystemEffect(turn, 'agent.assign', { agentId });
  addSystemEffect(turn, 'conversation.resumed', { ...(agentId ? { agentId } : {}), sameAgent });
  conversation.returnedAt = turn.arrived;
}

/** The session is over for this reason: nobody is waited for any more. */
export function endSession(turn: Turn, by: SessionEnd): void {
  const { conversation } = turn;
  endWait(turn, 'reconnect', by === 'limit' ? 'fired' : 'cancelled', `ended by ${by}`);
  release(turn, by === 'limit' ? 'expired' : `endedBy${by === 'agent' ? 'Agent' : 'Customer'}`);
  delete conversation.away;
  if (isBroughtBack(turn)) conversation.sessionEnd ??= by;
}

/** The agent has put the chat aside: nobody is waited for, and nothing has ended. */
export function putAside(turn: Turn): void {
  endWait(turn, 'reconnect', 'cancelled', 'put aside');
  release(turn, 'putAside');
  delete turn.conversation.away;
}

/** The channel brings nobody back any more: no session ends for that. */
export function turnedOff(turn: Turn): void {
  endWait(turn, 'reconnect', 'expired', 'turned off meanwhile');
  release(turn, 'disabled');
  delete turn.conversation.away;
}

/** Asked for by a link or at a prompt; who has no connection yet is waited for once more. */
export function customerReturns(turn: Turn, session?: number): void {
  const { conversation } = turn;
  const isPast = isBroughtBack(turn) && isPastSession(conversation, session);
  const against = isPast ? 'expired' : againstReturn(conversation, isBroughtBack(turn), turn.arrived);
  const { agentId } = conversation;
  const sameAgent = isSameAgent(conversation);
  turn.returned = against ? { reason: against } : { ...(agentId ? { agentId } : {}), sameAgent };
  // Who has asked already, and has not connected yet, is waited for as it is: a second press changes nothing.
  const { away } = conversation;
  if (against || away?.resumed || !customerIsBack(turn)) return;
  customerLeft(turn, { resumed: true, ...(away?.moved && { moved: true }) });
}

/** The nth session of a conversation; 0 before the first. */
export const sessionOf = ({ session, openedCount }: Pick<Conversation, 'session' | 'openedCount'>): number =>
  session ?? openedCount;

/** About to be opened: a session begins, or goes on where it was put aside. What ended the last one is no matter. */
export function beginSession({ conversation }: Turn): void {
  const goesOn = conversation.status === 'snoozed' && conversation.sessionEnd === undefined;
  if (goesOn) conversation.session = sessionOf(conversation);
  else if (conversation.session !== undefined) conversation.session += 1;
  for (const name of ['sessionEnd', 'windowClosed', 'returnedAt'] as const) delete conversation[name];
}

/** Whether a link was made for a session before this one; one that is made before the first is for that. */
export const isPastSession = (conversation: Conversation, session: number | undefined): boolean =>
  session !== undefined && session < sessionOf(conversation);

/** Why the customer cannot go on with this conversation at a moment; undefined when they can. */
export function againstReturn(conversation: Conversation, isEnabled: boolean, at: number): AgainstReturn | undefined {
  if (!isEnabled) return 'disabled';
  if (conversation.sessionEnd === 'agent') return 'endedByAgent';
  if (conversation.sessionEnd === 'customer') return 'closedByCustomer';
  if (conversation.sessionEnd === 'limit') return 'expired';
  const due = limitAt(conversation);
  if (due !== undefined && due <= at) return 'expired';
  const { kind, status } = conversation;
  // One that its agent has put aside has not ended, and nobody is waited for.
  return kind === 'chat' && (status === 'open' || status === 'snoozed') ? undefined : 'unknown';
}
