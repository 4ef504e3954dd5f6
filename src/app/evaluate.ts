/** One message of events.fifo, as the queue hands it out: read, handled, counted. */
import { countRuns } from './count-runs';
import type { Deps } from './deps';
import { type HandleContext, type HandleDeps, handleEvent } from './handle-event';
import type { RecordResult } from './process-records';
import { readEventMessage } from './read-event';

type EvaluateDeps = HandleDeps & Pick<Deps, 'statistics'>;

/** @throws MessageError, StoreError: the message is not handled, and `retry` says whether it may be later */
export async function evaluate(body: string, deps: EvaluateDeps, context: HandleContext): Promise<RecordResult> {
  const message = readEventMessage(body);
  const handled = await handleEvent(message, deps, { ...context, comesAgain: true });
  const { workspaceId } = message.kind === 'event' ? message.event : message.ring;
  const isCounted = await countRuns(workspaceId, handled.runs, deps);
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
