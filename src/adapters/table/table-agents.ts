import type { Agents, HeldConversation } from '../../ports/agents';
import { numberOf, textOf } from './item';
import { agentPartition, heldKey } from './keys';
import type { Condition, Item, Table } from './table';
import { DAY, expires } from './time-to-live';

/** Longer than any process holds back what it had to send. */
const FREE_KEPT = 2 * DAY;

/** Agents over the table: an item for each conversation that takes one up. One that is over stays a while, lest an older word undo it. */
export function tableAgents(table: Table): Agents {
  return {
    async apply(ref, { agentId, state, until, sequence, at }) {
      const { workspaceId, channelId, conversationId } = ref;
      const key = heldKey(workspaceId, agentId, channelId, conversationId);
      const end = { ...(until !== undefined && { until }), ...(state === 'free' && expires(at + FREE_KEPT)) };
      const newer: Condition = [[{ absent: 'pk' }], [{ atMost: ['sequence', sequence - 1] }]];
      await table.put({ ...key, channelId, conversationId, state, sequence, ...end }, newer);
    },
    async heldBy(workspaceId, agentId) {
      const items = await table.query(agentPartition(workspaceId, agentId), {});
      return items.filter(({ state }) => state !== 'free').map(heldOf);
    },
  };
}

function heldOf(item: Item): HeldConversation {
  const ids = { channelId: textOf(item, 'channelId'), conversationId: textOf(item, 'conversationId') };
  return { ...ids, ...(item.until !== undefined && { until: numberOf(item, 'until') }) };
}
