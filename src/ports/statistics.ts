/** Approximate daily counters of workflows, sharded. */
export interface WorkflowCounts {
  started: number;
  completed: number;
  failed: number;
}
export interface Statistics {
  add(workspaceId: string, day: string, counts: Record<string, Partial<WorkflowCounts>>): Promise<void>;
  /** Sums over the days given (`YYYY-MM-DD`), by workflow id. */
  sum(workspaceId: string, days: readonly string[]): Promise<Record<string, WorkflowCounts>>;
}
