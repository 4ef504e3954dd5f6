import type { ApiKeyRecord, Keys } from '../../ports/keys';
import { storedIn, storing } from './codec';
import { API_KEYS, apiKeyKey, apiKeyListing, workspacePartition } from './keys';
import { listed } from './listed';
import type { Table } from './table';

/** API keys over the table: a record by hash, and a listing by workspace. */
export function tableKeys(table: Table): Keys {
  const get = async (hash: string) => {
    const item = await table.get(apiKeyKey(hash));
    return item && storedIn<ApiKeyRecord>(item);
  };
  return {
    get,
    async put(record) {
      await table.put({ ...apiKeyListing(record.workspaceId, record.hash) });
      await table.put({ ...apiKeyKey(record.hash), ...storing(record) });
    },
    async list(workspaceId) {
      const items = await listed(table, workspacePartition(workspaceId), API_KEYS, apiKeyKey);
      return items.map(storedIn<ApiKeyRecord>);
    },
    async remove(hash) {
      const record = await get(hash);
      if (!record) return;
      await table.remove(apiKeyKey(hash));
      await table.remove(apiKeyListing(record.workspaceId, hash));
    },
  };
}
