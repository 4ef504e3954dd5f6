/** Steps that wait: what cancels one ends its run, nothing else does, and nothing that came in time is overlooked. */
import { type StepOf, stepAt } from '../../../src/engine/steps';
import type { History, Told } from './history';
import type { Standing } from './run-book';
import { revisionOf } from './runs';

export function checkPauses(history: History): string[] {
  return history.book.standings
    .filter(({ kind }) => kind === 'wait')
    .flatMap((standing) => checkPause(history, standing));
}

/** What cancels the wait, where it stands in the run's own workflow. */
function cancelsOf(history: History, { run, step }: Standing): readonly string[] | undefined {
  const own = revisionOf(history, run);
  const found = own && stepAt(own.steps, placeOf(step));
  if (found?.do !== 'wait') return undefined;
  return (found as StepOf<'wait'>).cancelOn ?? defaultOf(run.trigger);
}

function defaultOf(trigger: string): string[] {
  if (trigger === 'chat.customerWaiting') return ['agentMessage', 'closed'];
  if (trigger === 'chat.agentWaiting') return ['customerMessage', 'closed'];
  return trigger === 'chat.closed' || trigger === 'call.ended' ? [] : ['closed'];
}

/** `/steps/2/branches/0/steps/1` as a place in the steps. */
const placeOf = (step: string) =>
  step
    .split('/')
    .slice(2)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

const isEnd = ({ closings, isOver }: Told) => closings > 0 || isOver;

/** What of an entry's own event the wait is cancelled by. */
const isCancel = (cancels: readonly string[], told: Told) =>
  (told.customerMessage && cancels.includes('customerMessage')) ||
  (told.agentMessage && cancels.includes('agentMessage'));

function checkPause(history: History, standing: Standing): string[] {
  const { run, from, to = history.told.length, end, next } = standing;
  const cancels = cancelsOf(history, standing);
  const at = history.told[to];
  if (!cancels) return [];
  const about = `2: ${history.name}: ${run.id} waits since ${history.told[from]?.entry.id}`;
  const overlooked = history.told.slice(from + 1, to).find((told) => isCancel(cancels, told));
  const isFired = end?.outcome === 'fired';
  const isHeld = at?.heldBy === run.id && at.customerMessage;
  const isFailure = next?.change === 'failed';
  const isReason = at !== undefined && (isCancel(cancels, at) || isEnd(at) || isHeld || isFailure);
  return [
    ...(overlooked ? [`${about}, whatever ${overlooked.entry.id} says`] : []),
    ...(isFired && at && isCancel(cancels, at) ? [`${about} and went on with ${at.entry.id}, which cancels it`] : []),
    ...(isFired === (next?.change === 'resumed') || !end ? [] : [`${about}, was ${end.outcome}, and ${next?.change}`]),
    ...(end?.outcome === 'cancelled' && !isReason ? [`${about} and was cancelled for nothing`] : []),
  ];
}
