import type { ChannelRecord, Channels } from '../../ports/channels';
import { storedIn, storing } from './codec';
import { CHANNELS, channelKey, channelListing, unpackNames, workspacePartition } from './keys';
import { listed } from './listed';
import { ABSENT, type Condition, type Table } from './table';

/** Channels over the table: a record by channel id, and a listing by workspace. */
export function tableChannels(table: Table): Channels {
  const get = async (channelId: string) => {
    const item = await table.get(channelKey(channelId));
    return item && storedIn<ChannelRecord>(item);
  };
  return {
    get,
    async list(workspaceId) {
      const keyOf = (name: string) => channelKey(unpackNames(name)[0] as string);
      const items = await listed(table, workspacePartition(workspaceId), CHANNELS, keyOf);
      return items.map(storedIn<ChannelRecord>).filter((record) => record.workspaceId === workspaceId);
    },
    async put(record) {
      const { workspaceId, id, version } = record;
      if (version === 1) await table.put({ ...channelListing(workspaceId, id) });
      const item = { ...channelKey(id), version, workspaceId, ...storing(record) };
      // Also by workspace: between two edits the id may have been given up and taken by another.
      const over: Condition = [[{ is: ['version', version - 1] }, { is: ['workspaceId', workspaceId] }]];
      return table.put(item, version === 1 ? ABSENT : over);
    },
    async remove(channelId) {
      const record = await get(channelId);
      if (!record) return;
      await table.remove(channelKey(channelId));
      await table.remove(channelListing(record.workspaceId, channelId));
    },
  };
}
