/** A share of the runs, as one worker does it. */
import { Coverage, type CoverageData } from './coverage';
import { PLANTS } from './plants';
import { simulate } from './simulate';
import { scenarioNamed, type Token } from './token';

export interface Job {
  tokens: Token[];
  plant?: string | undefined;
}

export interface Failure {
  token: Token;
  wrongs: string[];
}

export interface JobResult {
  runs: number;
  coverage: CoverageData;
  failures: Failure[];
  /** Where a crash might have happened: by pair of calls, the first runs that came there. */
  survived: Record<string, { token: Token; point: number }[]>;
}

/** Kept of each pair; more are not needed to crash it often enough. */
const KEPT = 25;

export async function runJob({ tokens, plant }: Job): Promise<JobResult> {
  const coverage = new Coverage();
  const failures: Failure[] = [];
  const survived: JobResult['survived'] = {};
  for (const token of tokens) {
    const outcome = await simulate(scenarioNamed(token), { plant: plant === undefined ? undefined : PLANTS[plant] });
    coverage.merge(outcome.coverage);
    if (outcome.wrongs.length > 0) failures.push({ token, wrongs: outcome.wrongs });
    for (const [pair, point] of outcome.survived) {
      const kept = (survived[pair] ??= []);
      if (kept.length < KEPT) kept.push({ token, point });
    }
  }
  return { runs: tokens.length, coverage: { pairs: coverage.pairs, counts: coverage.counts }, failures, survived };
}
