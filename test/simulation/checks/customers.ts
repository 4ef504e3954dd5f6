/** What workflows and events tell of customers is in their records, and of no other workspace's. */
import type { World } from '../world';
import type { History } from './history';

export async function checkCustomers(world: World, histories: ReadonlyMap<string, History>): Promise<string[]> {
  const wrongs: string[] = [];
  for (const { commits, stored, ref, name } of histories.values()) {
    const id = stored?.customerId;
    if (id === undefined) continue;
    const record = await world.ports.customers.get(ref.workspaceId, id);
    const updates = commits.flatMap(({ next }) => next.outbox?.customers ?? []);
    for (const tag of updates.flatMap(({ addTags = [] }) => addTags))
      if (!record?.tags?.includes(tag)) wrongs.push(`4: ${name}: the customer was never tagged ${tag}`);
    const isListed = record?.conversations.some(
      ({ conversationId, channelId }) => conversationId === ref.conversationId && channelId === ref.channelId,
    );
    if (updates.some(({ conversation }) => conversation) && !isListed)
      wrongs.push(`4: ${name}: it is not in its customer's list`);
    const others = Object.keys(record?.profile ?? {}).filter(
      (field) => !/[-_]$/.test(field.slice(0, -1)) || !field.endsWith(ref.workspaceId),
    );
    if (others.length > 0) wrongs.push(`8: ${name}: the customer has another workspace's ${others}`);
  }
  return wrongs;
}
