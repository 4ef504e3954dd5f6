/** `npm run bench`: ratios taken in one run, since machines are noisy. `-- --json` prints them for programs. */
import { synthesizedApp } from '../local/assembly';
import { benchBundles } from './bundles';
import { benchCost } from './cost';
import { benchDecide } from './decide';
import { benchStack } from './stack';

const isJson = process.argv.includes('--json');
const say = (text: string) => void (isJson ? process.stderr : process.stdout).write(`${text}\n`);

say('decide(): a message in an open chat, by number of active workflows; the first row is the empty call');
const decide = benchDecide();
if (!isJson) console.table(decide);
say('AWS calls and cost of the recorded day');
const cost = await benchCost();
if (!isJson) {
  const { costs, ...counts } = cost;
  console.dir(counts, { depth: 4 });
  for (const { batchSize, parts, total } of costs) {
    say(`USD per million events at ${batchSize} message${batchSize === 1 ? '' : 's'} a batch: ${total}`);
    console.table(parts);
  }
}
say('the embedded stack, end to end');
const app = synthesizedApp();
if (app.missing) await app.make();
const stack = await benchStack(app.folder);
if (!isJson) console.table([stack]);
say('functions as bundled, and their import less an empty handler’s');
const bundles = benchBundles(app.folder);
if (!isJson) console.table(bundles);
if (isJson) process.stdout.write(`${JSON.stringify({ decide, cost, stack, bundles }, null, 2)}\n`);
