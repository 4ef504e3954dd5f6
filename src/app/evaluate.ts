/** One message of events.fifo, as the queue hands it out: read, handled, counted. */
import { formatInstant } from '../engine/time';
import type { WorkflowCounts } from '../ports/statistics';
import type { Deps } from './deps';
import { type HandleContext, type HandleDeps, type Handled, handleEvent } from './handle-event';
import type { RecordResult } from './process-records';
import { readEventMessage } from './read-event';

type EvaluateDeps = HandleDeps & Pick<Deps, 'statistics'>;

/** @throws MessageError, StoreError: the message is not handled, and `retry` says whether it may be later */
export async function evaluate(body: string, deps: EvaluateDeps, context: HandleContext): Promise<RecordResult> {
  const message = readEventMessage(body);
  const handled = await handleEvent(message, deps, { ...context, comesAgain: true });
  const { workspaceId } = message.kind === 'event' ? message.event : message.ring;
  const isCounted = await countRuns(workspaceId, handled, deps);
  return {
    counts: {
      [message.kind === 'event' ? 'Events' : 'Rings']: 1,
      Repeated: handled.outcome === 'duplicate' ? 1 : 0,
      Conflicts: handled.conflicts,
      AlarmsNotArmed: handled.alarm === undefined ? 0 : 1,
      RunsNotCounted: isCounted ? 0 : 1,
    },
  };
}

/** Statistics are approximate: what cannot be counted does not make the event fail. */
async function countRuns(
  workspaceId: string,
  { runs }: Handled,
  { clock, statistics }: EvaluateDeps,
): Promise<boolean> {
  const counts: Record<string, Partial<WorkflowCounts>> = {};
  for (const { workflowId, change } of runs) {
    if (change !== 'started' && change !== 'completed' && change !== 'failed') continue;
    const counted = (counts[workflowId] ??= {});
    counted[change] = (counted[change] ?? 0) + 1;
  }
  if (Object.keys(counts).length === 0) return true;
  const day = formatInstant(clock.now()).slice(0, 10);
  return statistics.add(workspaceId, day, counts).then(
    () => true,
    () => false,
  );
}
