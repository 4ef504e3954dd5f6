/** What customers were answered who asked to go on: the same whoever is asked (invariant 14). */
import { nameOf } from '../log';
import type { Ask } from '../return-doors';
import type { World } from '../world';
import type { History, Told } from './history';

/** Clocks of processes, a call that takes long, and what is remembered of a channel. */
const AROUND = 31_000;

export function checkAsks({ asks }: World, histories: ReadonlyMap<string, History>): string[] {
  return asks.flatMap((ask) => {
    const history = histories.get(nameOf(ask.ref));
    if (!history) return [`4: ${nameOf(ask.ref)}: nothing is known of a conversation that a link led to`];
    const about = `14: ${history.name}: who asked by ${ask.by} was answered ${JSON.stringify(ask.way)}`;
    const told = history.told.find(({ event }) => event !== undefined && event.id === ask.eventId);
    if (told) return checkAnswer(ask, told, about, asks.filter(({ eventId }) => eventId === ask.eventId).length > 1);
    if (ask.eventId !== undefined) return [`4: ${history.name}: ${ask.eventId} was answered, and is lost`];
    return checkRefused(ask, history, about);
  });
}

/** As it was decided; until when, as it is known when whoever asked at the same moment is answered. */
function checkAnswer({ way }: Ask, { away, entry, until: due }: Told, about: string, isOneOfTwo: boolean): string[] {
  const until = isOneOfTwo && way.ok ? way.until : due;
  const { reason, agentId, sameAgent } = away.returned ?? {};
  const decided = reason
    ? { ok: false, reason }
    : { ok: true, agentId, sameAgent: agentId !== undefined && sameAgent, until };
  const is = way.ok
    ? { ok: true, agentId: way.agentId, sameAgent: way.sameAgent, until: way.until }
    : { ok: false, reason: way.reason };
  return JSON.stringify(is) === JSON.stringify(decided)
    ? []
    : [`${about}, and ${entry.id} decided ${JSON.stringify(decided)}`];
}

/** Before anything was decided: by what the channel and the conversation were about that time. */
function checkRefused({ way, session, from, to, by }: Ask, { commits, publisher }: History, about: string): string[] {
  if (way.ok) return [`${about}, and nothing was decided`];
  const isSet = (enabled: boolean) =>
    publisher.reconnects.some(({ at, reconnect }, nth, all) => {
      const end = all[nth + 1]?.at ?? Infinity;
      return at <= to && end >= from - AROUND && (reconnect?.enabled ?? false) === enabled;
    });
  const states = commits.filter(({ at }, nth) => at <= to && (commits[nth + 1]?.at ?? Infinity) >= from);
  if (way.reason === 'disabled') return isSet(false) ? [] : [`${about}, and it was on`];
  if (way.reason === 'expired')
    return states.some(({ next }) => (next.session ?? next.openedCount) > (session ?? 0))
      ? []
      : [`${about}, of the session that goes on`];
  const isStranger = by === 'prompt' && !commits.some(({ at, next }) => at < from && next.customerId !== undefined);
  return way.reason === 'unknown' && isStranger ? [] : [`${about}, for no reason`];
}
