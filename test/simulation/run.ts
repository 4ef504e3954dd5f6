/** `npm run sim`: see `docs/simulation.md`. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runCampaign } from './campaign';
import { runJob } from './job';
import { PLANTS } from './plants';
import { Pool } from './pool';
import { tellCoverage, tellFailure, tellRun } from './report';
import { formatToken, parseToken, scenarioNamed } from './token';

const USAGE = `npm run sim -- [--runs N] [--seed S] [--coverage] [--verbose]
npm run sim -- --replay RUN             one run, line by line; RUN as it was printed
npm run sim -- --plant NAME|all         a fault on purpose, which has to be found within --runs (default 300)
               ${Object.keys(PLANTS).join(', ')}`;

const say = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`);
/** Failures that are told at length. */
const TOLD = 3;

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    plant: { type: 'string' },
    replay: { type: 'string' },
    coverage: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function whole(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} must be a whole number, not ${text}.`);
}

async function replay(name: string): Promise<boolean> {
  const lines = await tellRun(scenarioNamed(parseToken(name)), plantOf(values.plant));
  say(...lines);
  return !lines.some((line) => line.startsWith('wrong: '));
}

function plantOf(name: string | undefined) {
  if (name === undefined) return undefined;
  const plant = PLANTS[name];
  if (!plant) throw new Error(`There is no planted fault ${name}. There are: ${Object.keys(PLANTS).join(', ')}.`);
  return plant;
}

/** Whether the fault was found; the run that found it is told with --verbose. */
async function find(name: string, runs: number, given: number | undefined): Promise<boolean> {
  const plant = plantOf(name);
  const seed = given ?? plant?.from ?? 1;
  for (let at = seed; at < seed + runs; at++) {
    const [failure] = (await runJob({ tokens: [{ seed: at, forced: [] }], plant: name })).failures;
    if (!failure) continue;
    say(`${name} (${plant?.says}): found by run ${at}, the ${at - seed + 1}. — ${failure.wrongs[0]}`);
    if (values.verbose) say(...(await tellFailure(failure, plant)));
    return true;
  }
  say(`${name} (${plant?.says}): not found in ${runs} runs`);
  return false;
}

async function findAll(names: readonly string[], runs: number, seed: number | undefined): Promise<[number, number]> {
  const found: boolean[] = [];
  for (const name of names) found.push(await find(name, runs, seed));
  const passed = found.filter(Boolean).length;
  return [passed, names.length - passed];
}

function progress(runs: number): (more: number) => void {
  const begin = Date.now();
  let done = 0;
  let said = 0;
  return (more) => {
    done += more;
    if (done - said < runs / 20 && done < runs) return;
    said = done;
    const rate = Math.round((1_000 * done) / (Date.now() - begin));
    process.stderr.write(`${done} of ${runs} runs, ${rate} a second\n`);
  };
}

async function simulateMany(runs: number, seed: number): Promise<[number, number]> {
  const pool = new Pool(Math.min(2, availableParallelism()));
  try {
    const { coverage, failures } = await runCampaign(runs, seed, pool, progress(runs));
    say(...tellCoverage(coverage, values.coverage));
    for (const failure of failures.slice(0, TOLD)) say('', ...(await tellFailure(failure)));
    for (const { token, wrongs } of failures.slice(TOLD)) say(`Run ${formatToken(token)} failed too: ${wrongs[0]}`);
    return [runs - failures.length, failures.length];
  } finally {
    await pool.close();
  }
}

async function main(): Promise<[number, number]> {
  const seed = values.seed === undefined ? undefined : whole('seed', values.seed);
  if (values.replay !== undefined) return (await replay(values.replay)) ? [1, 0] : [0, 1];
  if (values.plant === undefined) return simulateMany(whole('runs', values.runs ?? '1000'), seed ?? 1);
  return findAll(
    values.plant === 'all' ? Object.keys(PLANTS) : [values.plant],
    whole('runs', values.runs ?? '300'),
    seed,
  );
}

if (values.help) say(USAGE);
else {
  const [passed, failed] = await main();
  say('', `${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
