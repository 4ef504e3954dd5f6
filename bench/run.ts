/**
 * `npm run bench`: ratios taken in one run, since machines are noisy. `-- --json` prints them for programs, `-- --only NAME` one
 * alone.
 */
import { synthesizedApp } from '../local/assembly';
import { benchBundles } from './bundles';
import { benchCost } from './cost';
import { benchDecide } from './decide';
import { benchMatcher } from './matcher';
import { benchStack } from './stack';
import { benchVoice } from './voice';

const isJson = process.argv.includes('--json');
const say = (text: string) => void (isJson ? process.stderr : process.stdout).write(`${text}\n`);

interface Bench<Result> {
  says: string;
  run(): Result | Promise<Result>;
  show(result: Result): void;
}
const bench = <Result>(of: Bench<Result>): Bench<unknown> => of as Bench<unknown>;

/** Where the synthesized app is; made first where it is older than its sources. */
async function assembly(): Promise<string> {
  const app = synthesizedApp();
  if (app.missing) await app.make();
  return app.folder;
}

const benches: Readonly<Record<string, Bench<unknown>>> = {
  decide: bench({
    says: 'decide(): a message in an open chat, by number of active workflows; the first row is the empty call',
    run: benchDecide,
    show: console.table,
  }),
  matcher: bench({
    says: 'the matcher against plain closures, closures that read each fact once, and json-rules-engine (µs an event, ms to build)',
    run: benchMatcher,
    show: ({ rows, load10000 }) => {
      console.table(rows);
      say(`ms to load 10,000 workflows from a snapshot: ${load10000.first} at first, ${load10000.least} at least`);
    },
  }),
  cost: bench({ says: 'AWS calls and cost of the recorded day', run: benchCost, show: showCost }),
  stack: bench({
    says: 'the embedded stack, end to end',
    run: async () => benchStack(await assembly()),
    show: (speed) => console.table([speed]),
  }),
  voice: bench({
    says: 'the answer to a caller, of the embedded stack',
    run: async () => benchVoice(await assembly()),
    show: (speed) => console.table([speed]),
  }),
  bundles: bench({
    says: 'functions as bundled, and their import less an empty handler’s',
    run: async () => benchBundles(await assembly()),
    show: console.table,
  }),
};

function showCost({ costs, ...counts }: Awaited<ReturnType<typeof benchCost>>): void {
  console.dir(counts, { depth: 4 });
  for (const { batchSize, parts, total } of costs) {
    say(`USD per million events at ${batchSize} message${batchSize === 1 ? '' : 's'} a batch: ${total}`);
    console.table(parts);
  }
}

/** The benches asked for. */
function chosen(): [string, Bench<unknown>][] {
  const at = process.argv.indexOf('--only');
  const only = at < 0 ? undefined : process.argv[at + 1];
  const found = Object.entries(benches).filter(([name]) => only === undefined || name === only);
  if (found.length === 0) throw new Error(`There is no bench "${only}"; there are ${Object.keys(benches).join(', ')}.`);
  return found;
}

const results: Record<string, unknown> = {};
for (const [name, { says, run, show }] of chosen()) {
  say(says);
  const result = await run();
  results[name] = result;
  if (!isJson) show(result);
}
if (isJson) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
