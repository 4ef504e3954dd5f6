/** The matcher against plain closures and json-rules-engine, over one workload in one run; what they match must be the same. */
import { MemoryClock } from '../src/adapters/memory/memory-clock';
import { memoryPorts } from '../src/adapters/memory/memory-ports';
import { compileWorkflows } from '../src/engine/matcher';
import type { Workflow } from '../src/engine/workflow';
import { median } from './measure';
import { jsonRulesEngine, type Match, plainClosures } from './rivals';
import { NOW, type Sample, SETTINGS, samples, workload } from './workload';

export interface MatcherRow {
  workflows: number;
  /** Of the workflows of a trigger, in percent. */
  matching: number;
  /** Microseconds an event: plain closures, closures that read each fact once, the matcher, json-rules-engine. */
  closures: number;
  factsOnce: number;
  matcher: number;
  jsonRulesEngine: number;
  /** Medians of the rounds' own ratios. */
  timesClosures: number;
  timesFactsOnce: number;
  timesJsonRulesEngine: number;
  /** Milliseconds until one event of each kind was matched: the first time, and the least. */
  firstBuild: number;
  build: number;
}

const EVENTS = 170;
const KINDS = 17;
const ROUNDS = 7;
/** Of a variant in a round. */
const MILLIS = 150;
/** So dear is measured once, with one event of each kind. */
const DEAR_MILLIS = 10;

function matcherOf(workflows: readonly Workflow[], indexFrom?: number): Match {
  const matcher = compileWorkflows(workflows, indexFrom);
  return ({ event, conversation, customer }) =>
    matcher.match(event, conversation, NOW, { customer, settings: SETTINGS });
}

/** Milliseconds, each event in turn. */
async function time(match: Match, events: readonly Sample[]): Promise<number> {
  const start = performance.now();
  for (const event of events) {
    const ids = match(event);
    if (ids instanceof Promise) await ids;
  }
  return performance.now() - start;
}

class Pace {
  readonly #match: Match;
  readonly #events: readonly Sample[];
  #last = 0;

  constructor(match: Match, events: readonly Sample[]) {
    this.#match = match;
    this.#events = events;
  }

  /** Milliseconds an event. */
  async measure(): Promise<number> {
    if (this.#last > DEAR_MILLIS) return this.#last;
    const kinds = this.#events.slice(0, KINDS);
    const each = (await time(this.#match, kinds)) / KINDS;
    if (each > DEAR_MILLIS) return (this.#last = each);
    const passes = Math.max(1, Math.round(MILLIS / each / EVENTS));
    let spent = 0;
    for (let pass = 0; pass < passes; pass++) spent += await time(this.#match, this.#events);
    return (this.#last = spent / passes / EVENTS);
  }
}

/** How many workflows match an event. */
async function checkSame(matches: readonly Match[], events: readonly Sample[]): Promise<number> {
  let matched = 0;
  for (const event of events) {
    const [first, ...others] = await Promise.all(matches.map(async (match) => [...(await match(event))].sort()));
    for (const other of others)
      if (other.join() !== first?.join()) throw new Error(`${event.event.id} matches ${first} here and ${other} there`);
    matched += first?.length ?? 0;
  }
  return matched / events.length;
}

/** Milliseconds until one event of each kind was matched. */
async function build(workflows: readonly Workflow[], kinds: readonly Sample[]): Promise<number> {
  const start = performance.now();
  await time(matcherOf(workflows), kinds);
  return performance.now() - start;
}

async function row(count: number): Promise<MatcherRow> {
  const workflows = workload(count);
  const events = samples(EVENTS);
  const kinds = events.slice(0, KINDS);
  const builds: number[] = [];
  for (let round = 0; round < 5; round++) builds.push(await build(workflows, kinds));
  const matches = [plainClosures, (some: Workflow[]) => matcherOf(some, Infinity), matcherOf, jsonRulesEngine].map(
    (make) => make(workflows),
  );
  const matched = await checkSame(matches, count > 20_000 ? kinds : events);
  const paces = matches.map((match) => new Pace(match, events));
  const rounds: number[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const measured: number[] = [];
    for (const pace of paces) measured.push(await pace.measure());
    rounds.push(measured);
  }
  return summary(workflows, matched, builds, rounds);
}

const rounded = (value: number) => Number(value.toPrecision(3));

function summary(
  workflows: readonly Workflow[],
  matched: number,
  builds: readonly number[],
  rounds: readonly number[][],
): MatcherRow {
  const micros = (variant: number) => rounded(median(rounds.map((round) => (round[variant] as number) * 1000)));
  const times = (variant: number) =>
    rounded(median(rounds.map((round) => (round[variant] as number) / (round[2] as number))));
  const triggers = new Set(workflows.map(({ trigger }) => trigger.type)).size;
  return {
    workflows: workflows.length,
    matching: rounded((100 * matched * triggers) / workflows.length),
    ...{ closures: micros(0), factsOnce: micros(1), matcher: micros(2), jsonRulesEngine: micros(3) },
    ...{ timesClosures: times(0), timesFactsOnce: times(1), timesJsonRulesEngine: times(3) },
    ...{ firstBuild: rounded(builds[0] as number), build: rounded(Math.min(...builds)) },
  };
}

/** Milliseconds from the items of a snapshot to a matcher that can be asked: the first time, and the least. */
async function load(count: number): Promise<{ first: number; least: number }> {
  const { configuration } = memoryPorts(new MemoryClock(NOW));
  const at = { schema: 1, workspaceId: 'w', version: 1, publishedAt: NOW } as const;
  await configuration.putSnapshot({ ...at, settings: SETTINGS, workflows: workload(count) });
  const times: number[] = [];
  for (let round = 0; round < 7; round++) {
    const start = performance.now();
    const snapshot = await configuration.getSnapshot('w', 1);
    compileWorkflows(snapshot?.workflows ?? []);
    times.push(performance.now() - start);
  }
  return { first: rounded(times[0] as number), least: rounded(Math.min(...times)) };
}

/** Each size in turn; and loading 10,000 workflows. */
export async function benchMatcher() {
  const load10000 = await load(10_000);
  const rows: MatcherRow[] = [];
  for (const count of [100, 1_000, 10_000, 100_000]) rows.push(await row(count));
  return { rows, load10000 };
}
