/** Counts where runs went, for the statistics of workflows. */
import { formatInstant } from '../engine/time';
import type { RunChange } from '../engine/timeline';
import type { AddedCounts, RunCounts, StepCounts } from '../ports/statistics';
import type { Deps } from './deps';

type Change = RunChange['change'];
const OF_RUN: Partial<Record<Change, keyof RunCounts>> = {
  started: 'started',
  completed: 'completed',
  ended: 'droppedOff',
  failed: 'failed',
};
const OF_STEP: Partial<Record<Change, keyof StepCounts>> = {
  suspended: 'waited',
  ended: 'droppedOff',
  failed: 'failed',
};

/** What the changes of one commit add to the counts of each workflow. */
export function countsOf(changes: readonly RunChange[]): Record<string, AddedCounts> {
  const counts: Record<string, AddedCounts> = {};
  for (const { workflowId, change, step, startedBy } of changes) {
    const [ofRun, ofStep] = [OF_RUN[change], OF_STEP[change]];
    if (!ofRun && !(ofStep && step !== undefined)) continue;
    const counted = (counts[workflowId] ??= {});
    if (ofRun) increase(counted, ofRun);
    if (startedBy === 'agent') increase(counted, 'startedByAgent');
    if (ofStep && step !== undefined) increase(((counted.steps ??= {})[step] ??= {}), ofStep);
  }
  return counts;
}

function increase<N extends string>(counts: { [K in N]?: number }, name: N): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Statistics are approximate: what cannot be counted makes nothing fail. False when it was not counted. */
export async function countRuns(
  workspaceId: string,
  changes: readonly RunChange[],
  { clock, statistics }: Pick<Deps, 'clock' | 'statistics'>,
): Promise<boolean> {
  const counts = countsOf(changes);
  if (Object.keys(counts).length === 0) return true;
  const day = formatInstant(clock.now()).slice(0, 10);
  return statistics.add(workspaceId, day, counts).then(
    () => true,
    () => false,
  );
}
