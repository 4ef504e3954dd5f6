/**
 * Counters of workflows as attributes of an item: `started`, `droppedOff /steps/2`. What a commit says of several workflows
 * goes into the item of the first; the counters of the others have their workflow's id behind them.
 */
import {
  type AddedCounts,
  NO_RUNS,
  type RunCounts,
  type StepCounts,
  type WorkflowCounts,
} from '../../ports/statistics';
import type { Item } from './table';

const OF_RUN = [
  'started',
  'startedByAgent',
  'completed',
  'droppedOff',
  'failed',
] as const satisfies (keyof RunCounts)[];
const OF_STEP = ['waited', 'droppedOff', 'failed'] as const satisfies (keyof StepCounts)[];

/** The attributes of what is added, those of other workflows under long names. */
export function attributesOf(counts: Record<string, AddedCounts>, own: string): [name: string, added: number][] {
  return Object.entries(counts).flatMap(([workflowId, { steps = {}, ...ofRun }]) => {
    const attribute = (counter: string, step: string) => {
      if (workflowId !== own) return `${counter} ${step} ${workflowId}`;
      return step === '' ? counter : `${counter} ${step}`;
    };
    const named = (step: string, some: object) =>
      Object.entries(some).map(([counter, added]): [string, number] => [attribute(counter, step), added as number]);
    return [...named('', ofRun), ...Object.entries(steps).flatMap(([step, some]) => named(step, some))];
  });
}

export interface Counter {
  workflowId: string;
  /** Empty when it is the run's. */
  step: string;
  name: string;
  value: number;
}

/** The counters of an item; its other attributes are none. @param own the workflow that the item is of */
export function countersOf(item: Item, own: string): Counter[] {
  return Object.entries(item).flatMap(([attribute, value]): Counter[] => {
    const [name = '', step = '', ...id] = attribute.split(' ');
    const isCounter = typeof value === 'number' && [...OF_RUN, ...OF_STEP].includes(name as 'failed');
    return isCounter ? [{ workflowId: id.length > 0 ? id.join(' ') : own, step, name, value }] : [];
  });
}

export const noCounts = (): WorkflowCounts => ({ ...NO_RUNS, steps: {} });

/** Adds a counter to what is summed up. */
export function addCounter(sum: WorkflowCounts, { step, name, value }: Counter): void {
  if (step === '') sum[name as keyof RunCounts] += value;
  else (sum.steps[step] ??= { waited: 0, droppedOff: 0, failed: 0 })[name as keyof StepCounts] += value;
}
