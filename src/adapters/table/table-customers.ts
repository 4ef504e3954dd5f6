import { updateCustomer } from '../../engine/customer';
import type { CustomerUpdate } from '../../engine/effects';
import type { CustomerRecord, Customers } from '../../ports/customers';
import { StoreError } from '../../ports/store-error';
import { storedIn, storing } from './codec';
import { customerKey } from './keys';
import { ABSENT, type Condition, type Table } from './table';

/** How often an update that met another writer is tried again; each try is a read and a write. */
const TRIES = 8;

/** Customers over the table: read, change, write over that version alone. */
export function tableCustomers(table: Table): Customers {
  const get = async (workspaceId: string, customerId: string) => {
    const item = await table.get(customerKey(workspaceId, customerId));
    return item && storedIn<CustomerRecord>(item);
  };
  return {
    get,
    async apply(workspaceId, update, given) {
      for (let tries = 0; tries < TRIES; tries++) {
        const isGiven = tries === 0 && given?.id === update.customerId && given.workspaceId === workspaceId;
        const read = isGiven ? given : await get(workspaceId, update.customerId);
        const known = read ?? newRecord(workspaceId, update);
        const next = updateCustomer(known, update);
        if (next === known || (await write(table, next, known.version))) return;
      }
      throw new StoreError('store.conflict', `Customer ${update.customerId} is changed too often at once: try again.`, {
        retry: true,
      });
    },
  };
}

function newRecord(workspaceId: string, { customerId, at }: CustomerUpdate): CustomerRecord {
  const none = { version: 0, conversations: [], applied: [] };
  return { schema: 1, id: customerId, workspaceId, createdAt: at, updatedAt: at, ...none };
}

function write(table: Table, record: CustomerRecord, expected: number): Promise<boolean> {
  const version = expected + 1;
  const item = { ...customerKey(record.workspaceId, record.id), version, ...storing({ ...record, version }) };
  const when: Condition = expected === 0 ? ABSENT : [[{ is: ['version', expected] }]];
  return table.put(item, when);
}
