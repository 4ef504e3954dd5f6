import { expect, test } from '@jest/globals';
import { MemoryTable } from '../../src/adapters/memory/memory-table';
import { agentPartition } from '../../src/adapters/table/keys';
import { tableAgents } from '../../src/adapters/table/table-agents';

test('who is taken up stays so for as long as it lasts; what is over goes by its time to live', async () => {
  const table = new MemoryTable();
  const agents = tableAgents(table);
  const ref = { workspaceId: 'w', channelId: 'web', conversationId: 'chat-1' };
  const at = Date.parse('2026-01-05T09:00:00Z');
  for (const [sequence, state] of (['active', 'reserved', 'free'] as const).entries()) {
    await agents.apply(ref, { agentId: 'ag', state, sequence, at });
    const [item] = await table.query(agentPartition('w', 'ag'), {});
    expect(item?.expiresAt).toBe(state === 'free' ? at / 1_000 + 2 * 86_400 : undefined);
  }
});
