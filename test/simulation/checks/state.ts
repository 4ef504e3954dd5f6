/** Invariants 4 and 9: nothing that was accepted or decided is lost, and the state is the fold of it. */
import type { Conversation } from '../../../src/engine/conversation';
import type { ConversationEvent } from '../../../src/engine/event';
import { refOf } from '../../../src/engine/event';
import { nameOf } from '../log';
import type { World } from '../world';
import type { History } from './history';

export function checkState(history: History): string[] {
  return [...checkCommits(history), ...checkFold(history)];
}

/** Each commit builds on the one before, and what it decided is in the timeline. */
function checkCommits({ commits, told, name }: History): string[] {
  const wrongs: string[] = [];
  const kept = new Map(told.map(({ entry }) => [entry.id, entry]));
  const seen = new Set<string>();
  let before = 0;
  for (const { next } of commits) {
    const expected = next.outbox ? before + 1 : before;
    if (next.sequence !== expected) wrongs.push(`9: ${name}: a commit of ${next.sequence} over ${before}`);
    before = next.sequence;
    for (const { id, sequence } of next.outbox?.timeline ?? []) {
      if (seen.has(id)) wrongs.push(`1: ${name}: ${id} was applied twice`);
      seen.add(id);
      if (kept.get(id)?.sequence !== sequence)
        wrongs.push(`4: ${name}: entry ${id} (${sequence}) is not in the timeline`);
    }
  }
  return wrongs;
}

const unreadOf = ({ unread }: Conversation) => unread.filter(({ quiet }) => !quiet).map(({ messageId }) => messageId);

function checkFold({ model, stored, name }: History): string[] {
  if (!stored) return [];
  const is = {
    ...{ status: stored.status, inInbox: stored.inInbox, queued: stored.queued, openedCount: stored.openedCount },
    ...{ tags: stored.tags, agentId: stored.agentId, teamId: stored.teamId, priority: stored.priority },
    ...{ lastMessageId: stored.lastMessage?.messageId, unread: unreadOf(stored) },
    ...{ connections: stored.connections, openedBy: Object.keys(stored.firstOpenings).sort() },
    ...{ followers: stored.followers ?? [], description: stored.description },
    ...{ mailed: stored.unread.filter(({ mailed }) => mailed).map(({ messageId }) => messageId) },
    ...{ byEmail: stored.byEmail ?? false, emailAsked: stored.emailAsked ?? false },
  };
  const { said, byEmail, asked } = model.letters;
  const shouldBe: Record<string, unknown> = {
    ...{
      ...model,
      ...model.labels,
      connections: model.connections,
      unread: model.unread,
      openedBy: [...model.openedBy].sort(),
    },
    ...{ mailed: said.filter(({ isMailed }) => isMailed).map(({ id }) => id), byEmail, emailAsked: asked },
  };
  return Object.entries(is).flatMap(([field, value]) =>
    JSON.stringify(value) === JSON.stringify(shouldBe[field])
      ? []
      : [
          `9: ${name}: ${field} is ${JSON.stringify(value)}, and the fold of its events ${JSON.stringify(shouldBe[field])}`,
        ],
  );
}

/** Each event that was answered for stands in a timeline, or changed its customer. */
export async function checkAccepted(world: World, histories: ReadonlyMap<string, History>): Promise<string[]> {
  const wrongs: string[] = [];
  for (const [name, event] of world.log.accepted) {
    const isThere = event.type === 'customer.updated' ? await isKnown(world, event) : isTold(world, event, histories);
    if (!isThere) wrongs.push(`4: ${name} (${event.type}) was accepted and is lost`);
  }
  return wrongs;
}

function isTold({ log }: World, event: ConversationEvent, histories: ReadonlyMap<string, History>): boolean {
  const name = nameOf(refOf(event));
  // Signs of life leave no entry.
  if (event.type === 'customer.present')
    return (
      log.commits.get(name)?.some(({ message }) => message?.kind === 'event' && message.event.id === event.id) ?? false
    );
  return histories.get(name)?.told.some(({ entry }) => entry.event?.id === event.id) ?? false;
}

async function isKnown({ ports }: World, event: ConversationEvent & { type: 'customer.updated' }): Promise<boolean> {
  const { id, profile = {} } = event.data.customer;
  const record = await ports.customers.get(event.workspaceId, id);
  return Object.entries(profile).every(([field, value]) => record?.profile?.[field] === value);
}
