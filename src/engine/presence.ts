/**
 * Who is there. A connection that the channel tells of counts until it tells that it is gone. Widgets tell of theirs themselves
 * (requirements R2): nobody tells that a browser crashed or its network broke, so those count for as long as they were told of last.
 */
import { customerCameBack } from './continuity';
import type { Conversation } from './conversation';
import type { CustomerPresentData } from './event';
import { customerIsBack, customerLeft } from './reconnect';
import type { Instant } from './time';
import type { TimelineEntry } from './timeline';
import { endWait, startWait, type Turn } from './turn';

/** For so long a connection counts after its last sign of life. Browsers let what is in the background speak once a minute. */
export const LEASE = 120_000;
/** The oldest are forgotten. */
const MAX_CONNECTIONS = 50;

export const isConnected = ({ conversation }: Turn, connectionId: string): boolean =>
  conversation.connections.includes(connectionId);

/** Until when a connection counts that tells of itself; undefined for others, be they named like what every object has. */
export const leaseOf = ({ leases }: Pick<Conversation, 'leases'>, connectionId: string): Instant | undefined =>
  leases && Object.hasOwn(leases, connectionId) ? leases[connectionId] : undefined;

/** For good, or until a time unless it is told of again. */
export function connect(turn: Turn, connectionId: string, until?: Instant): void {
  const { conversation } = turn;
  keep(conversation, [...new Set([...conversation.connections, connectionId])].slice(-MAX_CONNECTIONS));
  if (until !== undefined) conversation.leases = { ...conversation.leases, [connectionId]: until };
  watch(turn);
  customerCameBack(turn);
  customerIsBack(turn);
}

export function disconnect(turn: Turn, connectionId: string): void {
  const { conversation } = turn;
  const rest = conversation.connections.filter((id) => id !== connectionId);
  keep(conversation, rest);
  watch(turn);
  customerLeft(turn);
}

/** Told of again, or that its page is going, which a sign of life takes back. Unknown ones are no matter. */
export function renew(turn: Turn, { connectionId, until, leaving }: CustomerPresentData): void {
  turn.isRoutine = true;
  const { conversation } = turn;
  if (!isConnected(turn, connectionId)) return;
  const before = leaseOf(conversation, connectionId) ?? (leaving ? Infinity : 0);
  conversation.leases = { ...conversation.leases, [connectionId]: (leaving ? Math.min : Math.max)(before, until) };
  watch(turn);
  // The channel had told of it, for good: that it ends now is news.
  if (turn.waitsStarted.length > 0) delete turn.isRoutine;
}

/** Some were not told of in time. */
export function leasesEnded(turn: Turn): void {
  const { conversation, arrived } = turn;
  endWait(turn, 'presence', 'fired', 'no sign of life');
  const ended = ([, until]: [string, Instant]) => until <= arrived;
  turn.gone = Object.entries(conversation.leases ?? {})
    .filter(ended)
    .map(([id]) => id);
  keep(
    conversation,
    conversation.connections.filter((id) => !turn.gone?.includes(id)),
  );
  watch(turn);
  customerLeft(turn);
}

/**
 * The conversation with the leases that it may have had when an entry of its timeline was decided, which tells only those that ended:
 * signs of life leave no entries.
 */
export function withLeasesOf(
  conversation: Conversation,
  { at, gone = [] }: Pick<TimelineEntry, 'at' | 'gone'>,
): Conversation {
  const ids = Object.keys(conversation.leases ?? {});
  if (ids.length === 0) return conversation;
  const leases = Object.fromEntries(ids.map((id) => [id, gone.includes(id) ? at : at + LEASE]));
  const dueAt = Math.min(...Object.values(leases));
  const anchors = conversation.anchors.map((anchor) => (anchor.kind === 'presence' ? { ...anchor, dueAt } : anchor));
  return { ...conversation, leases, anchors };
}

function keep(conversation: Conversation, connections: readonly string[]): void {
  conversation.connections = [...connections];
  const leases = Object.entries(conversation.leases ?? {}).filter(([id]) => connections.includes(id));
  delete conversation.leases;
  if (leases.length > 0) conversation.leases = Object.fromEntries(leases);
}

/** The wait is for the first that ends. Signs of life only move it: each would be an occasion of its own otherwise. */
function watch(turn: Turn): void {
  const { anchors, leases } = turn.conversation;
  const wait = anchors.find(({ kind }) => kind === 'presence');
  if (!leases) return endWait(turn, 'presence', 'cancelled', 'gone');
  const dueAt = Math.min(...Object.values(leases));
  if (wait) wait.dueAt = dueAt;
  else startWait(turn, 'presence', { dueAt });
}
