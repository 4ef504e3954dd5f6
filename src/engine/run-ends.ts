/** How live runs end without reaching their last step. */
import type { Run } from './conversation';
import type { CancelOn } from './steps';
import type { RunChange } from './timeline';
import { endWait, type Turn } from './turn';
import { tell } from './walk';

/** Triggers whose runs begin at the end, so that closing does not end them. */
export const beginsAfterTheEnd = (trigger: string) => trigger === 'chat.closed' || trigger === 'call.ended';

/** Ends a live run and the wait it stands in. */
export function endRun(turn: Turn, run: Run, change: RunChange['change'], detail?: string): void {
  const { conversation } = turn;
  conversation.runs = conversation.runs.filter((some) => some !== run);
  endWait(turn, 'runStep', 'cancelled', detail, run.id);
  tell({ turn, run }, change, detail);
}

/** Closing ends live runs, except the one that closes, those of T11 and T12 (unless their wait says otherwise), and who waits for a recording. */
export function endRunsOnClose(turn: Turn, closing?: string): void {
  for (const run of [...turn.conversation.runs])
    if (run.id !== closing && !outlives(run)) endRun(turn, run, 'ended', 'closed');
}

function outlives(run: Run): boolean {
  if (run.waitsFor.kind === 'answer' && run.waitsFor.afterEnd) return true;
  return beginsAfterTheEnd(run.trigger) && !isCancelledBy(run, 'closed');
}

function isCancelledBy(run: Run, what: CancelOn): boolean {
  return run.waitsFor.kind === 'wait' && run.waitsFor.cancelOn.includes(what);
}

/** Ends the runs whose wait this cancels. */
export function endRunsWaitingFor(turn: Turn, what: CancelOn, detail: string): void {
  for (const run of [...turn.conversation.runs])
    if (isCancelledBy(run, what)) endRun(turn, run, 'ended', `wait cancelled: ${detail}`);
}
