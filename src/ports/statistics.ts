/** How a step went; only steps where a run stood still or was lost are known. */
export interface StepCounts {
  /** Runs that stood still here. */
  waited: number;
  /** Runs that ended here before their last step: cancelled, closed, given up. */
  droppedOff: number;
  failed: number;
}

export interface RunCounts {
  started: number;
  /** Of those, started by an agent (modules). */
  startedByAgent: number;
  completed: number;
  droppedOff: number;
  failed: number;
}

export const NO_RUNS: RunCounts = { started: 0, startedByAgent: 0, completed: 0, droppedOff: 0, failed: 0 };

export interface WorkflowCounts extends RunCounts {
  /** By place in the workflow, a JSON pointer. */
  steps: Record<string, StepCounts>;
}

/** What is added to the counts of a workflow. */
export type AddedCounts = Partial<RunCounts> & { steps?: Record<string, Partial<StepCounts>> };

/** Approximate daily counters of workflows, sharded. */
export interface Statistics {
  /** Adds to the counters of a day (`YYYY-MM-DD`), by workflow id: one write, however many workflows it is about. */
  add(workspaceId: string, day: string, counts: Record<string, AddedCounts>): Promise<void>;
  /** Sums over the days given, by workflow id. */
  sum(workspaceId: string, days: readonly string[]): Promise<Record<string, WorkflowCounts>>;
  /** Counts of one workflow by day; days without any are left out. */
  daily(workspaceId: string, workflowId: string, days: readonly string[]): Promise<Record<string, WorkflowCounts>>;
}
