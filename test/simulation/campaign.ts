/**
 * Many runs. The first quarter or so are seeds as they come. What they met, but crashed too seldom, is crashed on purpose in the others:
 * the same run up to that point, then a crash there and other luck.
 */
import { Coverage } from './coverage';
import type { Failure, Job, JobResult } from './job';
import type { Pool } from './pool';
import type { Token } from './token';

export interface Campaign {
  coverage: Coverage;
  failures: Failure[];
}

/** Crashes that every pair of consecutive calls is to have had. */
export const ENOUGH = 20;
const SHARE = 25;
/** What is met for the first time in the last round cannot be crashed any more: rounds get shorter towards the end. */
const roundOf = (left: number) => Math.min(left, Math.max(ENOUGH, Math.ceil(left / 4)));

export async function runCampaign(
  runs: number,
  seed: number,
  pool: Pool,
  onRuns: (done: number) => void,
): Promise<Campaign> {
  const campaign: Campaign = { coverage: new Coverage(), failures: [] };
  const places = new Places();
  const plain = Math.ceil(0.28 * runs);
  let next = seed;
  const seeds = (count: number): Token[] => Array.from({ length: count }, () => ({ seed: next++, forced: [] }));
  for (let left = runs; left > 0; ) {
    const count = left === runs ? plain : roundOf(left);
    const aimed = left === runs ? [] : places.choose(campaign.coverage, count);
    const tokens = [...aimed, ...seeds(count - aimed.length)];
    const results = await pool.run(jobsOf(tokens), (result) => onRuns(result.runs));
    for (const { coverage, failures, survived } of results) {
      campaign.coverage.merge(coverage);
      campaign.failures.push(...failures);
      places.add(survived);
    }
    left -= count;
  }
  return campaign;
}

function jobsOf(tokens: readonly Token[]): Job[] {
  const shares = Array.from({ length: Math.ceil(tokens.length / SHARE) }, (_, at) => at * SHARE);
  return shares.map((at) => ({ tokens: tokens.slice(at, at + SHARE) }));
}

/** Where crashes can be made to happen. */
class Places {
  private readonly byPair = new Map<string, JobResult['survived'][string]>();
  private readonly used = new Map<string, number>();

  add(survived: JobResult['survived']): void {
    for (const [pair, more] of Object.entries(survived))
      this.byPair.set(pair, [...(this.byPair.get(pair) ?? []), ...more].slice(0, 2 * ENOUGH));
  }

  /** Runs that crash what was crashed too seldom, at most `most`. */
  choose({ pairs }: Coverage, most: number): Token[] {
    const lacking = [...this.byPair.keys()].map((pair) => ({ pair, lacks: ENOUGH - (pairs[pair]?.crashed ?? 0) }));
    const chosen = lacking.flatMap(({ pair, lacks }) =>
      Array.from({ length: Math.max(0, lacks) }, () => this.next(pair)),
    );
    return chosen.slice(0, most);
  }

  private next(pair: string): Token {
    const places = this.byPair.get(pair) as JobResult['survived'][string];
    const used = this.used.get(pair) ?? 0;
    this.used.set(pair, used + 1);
    const { token, point } = places[used % places.length] as (typeof places)[number];
    return { seed: token.seed, forced: [...token.forced, { point, salt: Math.floor(used / places.length) }] };
  }
}
