import type { Workflow } from '../../engine/workflow';
import type { Configuration, WorkflowRecord, WorkspaceRecord } from '../../ports/configuration';
import { storedIn, storing } from './codec';
import { numberOf } from './item';
import { revisionKey, WORKFLOWS, workflowKey, workspaceKey, workspacePartition } from './keys';
import { readSnapshot, writeSnapshot } from './snapshots';
import { ABSENT, type Condition, type Key, type Table, type Value } from './table';

/** Configuration over the table: records in the workspace's partition, revisions and snapshots in partitions of their own. */
export function tableConfiguration(table: Table): Configuration {
  const read = async <T>(key: Key) => {
    const item = await table.get(key);
    return item && storedIn<T>(item);
  };
  const write = (key: Key, record: { version: number }, more: Record<string, Value> = {}) => {
    const { version } = record;
    const when: Condition = version === 1 ? ABSENT : [[{ is: ['version', version - 1] }]];
    return table.put({ ...key, version, ...more, ...storing(record) }, when);
  };
  return {
    getWorkspace: (workspaceId) => read<WorkspaceRecord>(workspaceKey(workspaceId)),
    putWorkspace: (record) => write(workspaceKey(record.workspaceId), record, { snapshot: record.snapshot }),
    getWorkflow: (workspaceId, id) => read<WorkflowRecord>(workflowKey(workspaceId, id)),
    putWorkflow: (record) => write(workflowKey(record.workspaceId, record.id), record),
    removeWorkflow: (workspaceId, id) => table.remove(workflowKey(workspaceId, id)),
    async listWorkflows(workspaceId) {
      const items = await table.query(workspacePartition(workspaceId), { prefix: WORKFLOWS });
      return items.map(storedIn<WorkflowRecord>);
    },
    async putRevision(workspaceId, workflow) {
      await table.put({ ...revisionKey(workspaceId, workflow.id, workflow.revision), ...storing(workflow) });
    },
    getRevision: (workspaceId, id, revision) => read<Workflow>(revisionKey(workspaceId, id, revision)),
    putSnapshot: (snapshot) => writeSnapshot(table, snapshot),
    getSnapshot: (workspaceId, version) => readSnapshot(table, workspaceId, version),
    async liveVersion(workspaceId) {
      const item = await table.get(workspaceKey(workspaceId));
      return item ? numberOf(item, 'snapshot') : 0;
    },
  };
}
