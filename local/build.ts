/**
 * `npm run build [-- FOLDER -c name=value…]`: synthesizes the app, that is the template and a bundle for each function, into `cdk.out` or
 * the folder given, and tells how large the bundles are. Needs neither AWS nor Docker.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApp } from '../lib/app';
import { readWiring } from './template';

const { values, positionals } = parseArgs({
  options: { context: { type: 'string', short: 'c', multiple: true } },
  allowPositionals: true,
});
const context = Object.fromEntries((values.context ?? []).map((setting) => setting.split(/=(.*)/s, 2)));
const folder = positionals[0] ?? 'cdk.out';
synthesize(folder, positionals.length > 0);
for (const { name, module } of functionsIn(folder))
  console.log(`${name.padEnd(10)} ${Math.round(statSync(module).size / 1024)} KB`);

/**
 * Puts the folder there as a whole, so that nobody finds it half made. One that was named may be in use by somebody who made the
 * same at the same time, and stays.
 */
function synthesize(target: string, isNamed: boolean) {
  mkdirSync(dirname(target), { recursive: true });
  const fresh = mkdtempSync(join(dirname(target), '.synth-'));
  try {
    createApp({ outdir: fresh, context }).synth();
    if (!isNamed) rmSync(target, { recursive: true, force: true });
    if (!existsSync(target)) renameSync(fresh, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function functionsIn(assembly: string) {
  const names = { account: '', region: '', publicUrl: '', queueUrl: (name: string) => name };
  return readWiring(assembly, names).functions;
}
