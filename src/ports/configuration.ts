import type { Settings } from '../engine/settings';
import type { Instant } from '../engine/time';
import type { Workflow, WorkflowDraft } from '../engine/workflow';

/** What is published in a workspace: its settings and active workflows in priority order. Immutable by version. */
export interface ConfigurationSnapshot {
  schema: 1;
  workspaceId: string;
  version: number;
  publishedAt: Instant;
  settings: Settings;
  workflows: Workflow[];
}

/** A workflow as its authors see it. */
export interface WorkflowRecord {
  workspaceId: string;
  id: string;
  /** Changes with every edit; the ETag. */
  version: number;
  status: 'draft' | 'active' | 'paused';
  /** The newest revision (the draft's while one is pending). */
  revision: number;
  publishedRevision?: number;
  /** Active without a pause since: set by the first publish and by one after a pause, kept by an edit's publish. */
  activeSince?: Instant;
  /** When the published revision was published. */
  publishedAt?: Instant;
  /** The newest revision as edited; published ones are kept by `putRevision`. */
  draft: WorkflowDraft;
  createdAt: Instant;
  updatedAt: Instant;
}

/** Everything about a workspace's configuration that its authors edit. */
export interface WorkspaceRecord {
  workspaceId: string;
  version: number;
  settings: Settings;
  /** Workflow ids in priority order. */
  order: string[];
  /** Version of the snapshot that is live. */
  snapshot: number;
}

/** Configuration: records for authors, immutable snapshots for the evaluator, old revisions for their runs. */
export interface Configuration {
  getWorkspace(workspaceId: string): Promise<WorkspaceRecord | undefined>;
  /** Writes `record.version` over `record.version - 1`; false when another write was first. */
  putWorkspace(record: WorkspaceRecord): Promise<boolean>;
  getWorkflow(workspaceId: string, id: string): Promise<WorkflowRecord | undefined>;
  listWorkflows(workspaceId: string): Promise<WorkflowRecord[]>;
  putWorkflow(record: WorkflowRecord): Promise<boolean>;
  removeWorkflow(workspaceId: string, id: string): Promise<void>;
  /** Immutable; kept for the runs that began with it. */
  putRevision(workspaceId: string, workflow: Workflow): Promise<void>;
  getRevision(workspaceId: string, id: string, revision: number): Promise<Workflow | undefined>;
  /** Writes an immutable snapshot (chunked, compressed); the pointer is the workspace record's `snapshot`. */
  putSnapshot(snapshot: ConfigurationSnapshot): Promise<void>;
  /** The live version, consistently read: one cheap read. 0 when nothing was ever published. */
  liveVersion(workspaceId: string): Promise<number>;
  getSnapshot(workspaceId: string, version: number): Promise<ConfigurationSnapshot | undefined>;
}
