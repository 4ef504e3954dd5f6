/** Statistics of one workflow: approximate counts of runs, by step and by day (UTC). */
import * as z from 'zod';
import { HOUR } from '../../../engine/durations';
import { everyStep } from '../../../engine/steps';
import { formatInstant, type Instant } from '../../../engine/time';
import type { Configuration, WorkflowRecord } from '../../../ports/configuration';
import { NO_RUNS, type RunCounts, type StepCounts, type WorkflowCounts } from '../../../ports/statistics';
import { invalid } from '../body';
import { type ApiDeps, type ApiResponse, answer, notFound } from '../http';
import { finding } from '../query';
import type { Call } from '../route';
import { count, id, named } from '../schemas';
import { ofRuns, runCountsShape, STATISTICS_DAYS } from './shapes';
import { findWorkflow } from './system';

const MOST_DAYS = 366;
const day = z.iso.date();
/** The first and the last day; without them the last 30. */
export const daysQuery = z.strictObject({ from: day.optional(), to: day.optional() });

export const statisticsShape = named(
  'WorkflowStatistics',
  z.strictObject({
    workflowId: id,
    from: day,
    to: day,
    ...runCountsShape,
    /** Where runs stood still or were lost, in the order of the steps. Places are those of the revision that ran. */
    steps: z.array(
      z.strictObject({
        path: z.string(),
        /** The step that stands there in the published revision. */
        do: z.string().optional(),
        ...{ waited: count, droppedOff: count, failed: count },
      }),
    ),
    days: z.array(z.strictObject({ day, ...runCountsShape })),
  }),
);

/** Days up to the one of this moment, the newest first. */
export const daysUpTo = (now: Instant, days: number): string[] =>
  Array.from({ length: days }, (_, ago) => formatInstant(now - ago * 24 * HOUR).slice(0, 10));

type StatisticsCall = Call<{ id: string }, undefined, z.infer<typeof daysQuery>>;

export async function getStatistics(call: StatisticsCall, deps: ApiDeps): Promise<ApiResponse> {
  const { workspaceId } = call.key;
  const record = await findWorkflow(workspaceId, call.params.id, deps);
  if (!record) return notFound('workflow');
  const { to = formatInstant(deps.clock.now()).slice(0, 10) } = call.query;
  const { from = formatInstant(Date.parse(to) - (STATISTICS_DAYS - 1) * 24 * HOUR).slice(0, 10) } = call.query;
  const length = (Date.parse(to) - Date.parse(from)) / (24 * HOUR) + 1;
  if (length < 1) return invalid([finding('from', 'must not lie behind ?to')]);
  if (length > MOST_DAYS) return invalid([finding('from', `may lie ${MOST_DAYS - 1} days before ?to at most`)]);
  const daily = await deps.statistics.daily(workspaceId, record.id, daysUpTo(Date.parse(to), length));
  return answer(200, {
    ...{ workflowId: record.id, from, to },
    ...Object.values(daily).reduce<RunCounts>(plus, NO_RUNS),
    steps: ordered(stepsOf(Object.values(daily)), await namesOfSteps(record, deps.configuration)),
    days: Object.keys(daily)
      .sort()
      .map((of) => ({ day: of, ...ofRuns(daily[of] as WorkflowCounts) })),
  });
}

function plus(a: RunCounts, b: RunCounts): RunCounts {
  const names = Object.keys(NO_RUNS) as (keyof RunCounts)[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as RunCounts;
}

function stepsOf(days: readonly WorkflowCounts[]): Map<string, StepCounts> {
  const sums = new Map<string, StepCounts>();
  for (const [path, { waited, droppedOff, failed }] of days.flatMap(({ steps }) => Object.entries(steps))) {
    const sum = sums.get(path) ?? { waited: 0, droppedOff: 0, failed: 0 };
    sums.set(path, {
      ...{ waited: sum.waited + waited, droppedOff: sum.droppedOff + droppedOff, failed: sum.failed + failed },
    });
  }
  return sums;
}

/** Names of the steps of the published revision, by place, in order. */
async function namesOfSteps(record: WorkflowRecord, configuration: Configuration): Promise<Map<string, string>> {
  const { workspaceId, id: workflowId, draft, revision, publishedRevision = revision } = record;
  const isDraft = publishedRevision === revision;
  const content = isDraft ? draft : await configuration.getRevision(workspaceId, workflowId, publishedRevision);
  return new Map([...everyStep(content?.steps, '/steps')].map(({ step, path }) => [path, String(step.do)]));
}

/** In the order of the steps; those of other revisions come last. */
function ordered(sums: ReadonlyMap<string, StepCounts>, names: ReadonlyMap<string, string>) {
  const known = [...names].flatMap(([path, name]) => {
    const counts = sums.get(path);
    return counts ? [{ path, do: name, ...counts }] : [];
  });
  const others = [...sums].filter(([path]) => !names.has(path)).map(([path, counts]) => ({ path, ...counts }));
  return [...known, ...others];
}
