/**
 * What of a workspace's configuration is live: its settings and active workflows in order, written as one immutable snapshot,
 * then pointed at by one conditional write. Whoever's write comes last has read what all before it had written.
 */
import { createHash } from 'node:crypto';
import { DEFAULT_SETTINGS } from '../../../engine/settings';
import type { Workflow } from '../../../engine/workflow';
import type { Configuration, WorkflowRecord, WorkspaceRecord } from '../../../ports/configuration';
import { StoreError } from '../../../ports/store-error';
import { untilWritten } from '../conflicts';
import type { ApiDeps } from '../http';

/** The workspace's record, or what it is before its first write. */
export async function readWorkspace(workspaceId: string, configuration: Configuration): Promise<WorkspaceRecord> {
  const record = await configuration.getWorkspace(workspaceId);
  if (!record) return { workspaceId, version: 0, settings: DEFAULT_SETTINGS, order: [], snapshot: 0 };
  // A setting that there was not when it was written has its default.
  return { ...record, settings: { ...DEFAULT_SETTINGS, ...record.settings } };
}

/** In priority order; those that the order does not name yet come last, oldest first. */
export function inOrder(records: readonly WorkflowRecord[], order: readonly string[]): WorkflowRecord[] {
  const place = new Map(order.map((id, at) => [id, at]));
  const placeOf = ({ id }: WorkflowRecord) => place.get(id) ?? order.length;
  return records.toSorted((a, b) => placeOf(a) - placeOf(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

/** Puts a new workflow last in the order. */
export async function appendToOrder(workspaceId: string, id: string, { configuration }: ApiDeps): Promise<void> {
  await untilWritten(async () => {
    const workspace = await readWorkspace(workspaceId, configuration);
    if (workspace.order.includes(id)) return true;
    const next = { ...workspace, version: workspace.version + 1, order: [...workspace.order, id] };
    return (await configuration.putWorkspace(next)) || undefined;
  });
}

/** What a change may set; anything else is taken as an answer that stops the publishing. */
type Change = Partial<Pick<WorkspaceRecord, 'settings' | 'order'>>;
export type ChangeWorkspace<Stop> = (
  workspace: WorkspaceRecord,
  records: readonly WorkflowRecord[],
) => { change: Change } | { stop: Stop };

/**
 * Publishes what the records say now, with a change of settings or order if there is one. Run again after a crash it mends
 * whatever was left between a record and the snapshot.
 */
export async function publishConfiguration<Stop = never>(
  workspaceId: string,
  { configuration, clock }: ApiDeps,
  changing: ChangeWorkspace<Stop> = () => ({ change: {} }),
): Promise<{ workspace: WorkspaceRecord } | { stop: Stop }> {
  return untilWritten(async () => {
    const workspace = await readWorkspace(workspaceId, configuration);
    const records = await configuration.listWorkflows(workspaceId);
    const changed = changing(workspace, records);
    if ('stop' in changed) return changed;
    const ordered = inOrder(records, changed.change.order ?? workspace.order);
    const next = {
      ...workspace,
      ...changed.change,
      version: workspace.version + 1,
      order: ordered.map(({ id }) => id),
    };
    const workflows = await liveRevisions(ordered, configuration);
    const version = snapshotVersion(next.version, JSON.stringify([next.settings, workflows]));
    const live = { workspaceId, settings: next.settings, workflows };
    await configuration.putSnapshot({ schema: 1, ...live, version, publishedAt: clock.now() });
    const written = { ...next, snapshot: version };
    return (await configuration.putWorkspace(written)) ? { workspace: written } : undefined;
  });
}

/**
 * Rises with every publish. Two publishers at once, of whom one will lose, must not write to the same number: its lower 32 bits
 * are a hash of the content. The upper 21 leave room for two million changes of a workspace.
 */
function snapshotVersion(record: number, content: string): number {
  return record * 2 ** 32 + createHash('sha256').update(content).digest().readUInt32BE(0);
}

/** The published revision of each active workflow. */
function liveRevisions(records: readonly WorkflowRecord[], configuration: Configuration): Promise<Workflow[]> {
  const active = records.filter(({ status }) => status === 'active');
  return Promise.all(active.map((record) => liveRevision(record, configuration)));
}

async function liveRevision(record: WorkflowRecord, configuration: Configuration): Promise<Workflow> {
  const { workspaceId, id, publishedRevision: revision = record.revision } = record;
  const { publishedAt = record.updatedAt, activeSince = publishedAt } = record;
  const content =
    revision === record.revision ? record.draft : await configuration.getRevision(workspaceId, id, revision);
  if (content === undefined) {
    throw new StoreError(
      'store.revisionMissing',
      `Revision ${revision} of workflow ${id} is not readable; try again.`,
      { retry: true },
    );
  }
  return { ...content, id, revision, publishedAt, activeSince };
}
