/** Who is gone is waited for, and each absence ends in one way, the same whoever is asked (invariants 2, 3, 4, 9 and 14). */
import type { ConversationEvent } from '../../../src/engine/event';
import type { Instant } from '../../../src/engine/time';
import type { TimelineEntry } from '../../../src/engine/timeline';
import { nameOf } from '../log';
import type { World } from '../world';
import type { History, Told } from './history';
import { SKEW, wasQueuedBefore } from './waits';

type Effect = NonNullable<TimelineEntry['effects']>[number];

/** Channels are remembered for so long. */
const REMEMBERED = 30_000;

export function checkReturns(history: History): string[] {
  return [
    ...history.told.flatMap((told, at) => [
      ...checkTold(history, told),
      ...checkWaits(history, told),
      ...checkOvertaken(history, at),
    ]),
    ...checkCapacity(history),
    ...checkAssigned(history),
    ...checkSettings(history),
    ...checkLeft(history),
  ];
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What the channel was told is what the contract's words lead to, and so is what somebody was answered. */
function checkTold({ name }: History, { entry, away, event }: Told): string[] {
  const words = (entry.effects ?? []).flatMap((effect) => wordsOf(effect, event));
  const about = `14: ${name}: ${entry.id}`;
  return [
    ...(same(words, away.words) ? [] : [`${about}: told [${words}], not [${away.words}]`]),
    ...(same(entry.returned, away.returned)
      ? []
      : [`${about}: answered ${JSON.stringify(entry.returned)}, not ${JSON.stringify(away.returned)}`]),
  ];
}

/** Effects of no run. */
function wordsOf({ type, fields = {}, runId }: Effect, event: ConversationEvent | undefined): string[] {
  if (runId !== undefined) return [];
  const { agentId, until, reason, sameAgent } = fields;
  if (type === 'capacity.reserved') return [`${type} ${agentId} ${until}`];
  if (type === 'capacity.released') return [`${type} ${agentId} ${reason}`];
  if (type === 'conversation.resumed') return [`${type} ${agentId} ${sameAgent}`];
  if (type === 'conversation.wrapUp') return [`${type} ${reason}`];
  return type === 'agent.assign' && event?.type !== 'conversation.assigned' ? [`${type} ${agentId}`] : [];
}

const KINDS = ['reconnect', 'presence'];

function checkWaits({ name }: History, { entry, away }: Told): string[] {
  const started = (entry.waitsStarted ?? []).filter(({ kind }) => KINDS.includes(kind));
  const ended = (entry.waits ?? []).filter(({ kind }) => KINDS.includes(kind));
  const is = {
    started: started.map(({ kind, due }) => `${kind} until ${due}`),
    ended: ended.map(({ kind, outcome }) => `${kind} ${outcome}`),
  };
  if (same(is, away.waits)) return [];
  return [`3: ${name}: ${entry.id}: waits ${JSON.stringify(is)}, not ${JSON.stringify(away.waits)}`];
}

/** The limit did not end what had been accepted before it. */
function checkOvertaken({ told: all, name, world }: History, at: number): string[] {
  const { entry, away } = all[at] as Told;
  return away.ends.flatMap(({ how, of }) => {
    if (how !== 'expired') return [];
    const overtook = all
      .slice(at + 1)
      .filter((later) => isReturn(later, of.until) && wasQueuedBefore(later, entry.at, world));
    return overtook.map(
      ({ event }) => `2: ${name}: ${entry.id}: the limit came ahead of ${event?.id}, which was accepted before`,
    );
  });
}

function isReturn({ event, entry, customerMessage }: Told, until: Instant): boolean {
  const type: string = event?.type ?? '';
  return entry.at < until && (customerMessage || type === 'customer.connected' || type === 'customer.present');
}

/** At most one agent is kept for a conversation, and each that was is released. */
function checkCapacity({ commits, name }: History): string[] {
  const wrongs: string[] = [];
  let kept: unknown;
  for (const { type, fields } of commits.flatMap(({ next }) => next.outbox?.channel ?? [])) {
    if (type === 'capacity.reserved') {
      if (kept !== undefined) wrongs.push(`14: ${name}: ${fields.agentId} is reserved while ${kept} is`);
      kept = fields.agentId;
    }
    if (type !== 'capacity.released') continue;
    if (kept !== fields.agentId) wrongs.push(`14: ${name}: ${fields.agentId} is released, and ${kept} was reserved`);
    kept = undefined;
  }
  return kept === undefined ? wrongs : [...wrongs, `14: ${name}: ${kept} is never released`];
}

/** The same agent is seen at the channel: who was assigned when the customer came back. */
function checkAssigned({ told, name, world }: History): string[] {
  const returns = told.filter(({ away }) => away.ends.some(({ how }) => how === 'back'));
  return returns.flatMap(({ entry, away }) => {
    const said = away.words.find((word) => word.startsWith('agent.assign '))?.split(' ')[1];
    const effect = entry.effects?.find(({ type, runId }) => type === 'agent.assign' && runId === undefined);
    const taken = world.provider.taken.filter(({ effectId }) => effectId === effect?.id);
    return taken
      .filter(({ words }) => !words.includes(`"agentId":"${said}"`))
      .map(({ words }) => `14: ${name}: ${entry.id}: the channel was told ${words}, and ${said} was kept`);
  });
}

/** Nothing is decided by what a channel was set to long ago. */
function checkSettings({ commits, told, publisher, name, ref }: History): string[] {
  if (!ref.channelId.startsWith('web')) return [];
  const arrivals = new Map(told.map(({ entry }) => [entry.sequence, entry.at]));
  return commits.flatMap(({ next, at, reconnect }) => {
    const since = arrivals.get(next.sequence);
    if (!next.outbox || since === undefined) return [];
    const live = publisher.reconnects.filter((one, nth, all) => {
      const end = all[nth + 1]?.at ?? Infinity;
      return one.at <= at && end >= since - REMEMBERED - SKEW;
    });
    return live.some((one) => same(one.reconnect, reconnect))
      ? []
      : [`9: ${name}: ${next.sequence} was decided by ${JSON.stringify(reconnect)}, which was set long before`];
  });
}

/** At rest nobody is waited for. */
function checkLeft({ stored, name }: History): string[] {
  const left = (stored?.anchors ?? []).filter(({ kind }) => KINDS.includes(kind));
  return [
    ...left.map(({ kind, episode }) => `7: ${name}: ${kind} ${episode} is never judged`),
    ...(stored?.away ? [`7: ${name}: the customer is away for ever`] : []),
  ];
}

const AGENTS = Array.from({ length: 9 }, (_, nth) => `ag-${nth + 1}`);

/** The record of agents says what their conversations say. */
export async function checkAgents(
  { ports, publishers }: World,
  histories: ReadonlyMap<string, History>,
): Promise<string[]> {
  const wrongs: string[] = [];
  for (const workspaceId of publishers.keys())
    for (const agentId of AGENTS) {
      const held = (await ports.agents.heldBy(workspaceId, agentId)).map(
        ({ channelId, conversationId, until }) =>
          `${nameOf({ workspaceId, channelId, conversationId })}${until === undefined ? '' : ` until ${until}`}`,
      );
      const due = [...histories.values()].flatMap(({ ref, name, model }) => {
        const { hold } = model.away;
        if (ref.workspaceId !== workspaceId || hold?.agentId !== agentId) return [];
        return [`${name}${hold.until === undefined ? '' : ` until ${hold.until}`}`];
      });
      if (!same(held.toSorted(), due.toSorted()))
        wrongs.push(`14: ${workspaceId}: ${agentId} is said to hold [${held}], and holds [${due}]`);
    }
  return wrongs;
}
