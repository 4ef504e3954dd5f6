/**
 * `npm run build [-- FOLDER]`: synthesizes the app, that is the template and a bundle for each function, into `cdk.out` or
 * the folder given, and tells how large the bundles are. Needs neither AWS nor Docker.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createApp } from '../lib/app';
import { readWiring } from './template';

const folder = process.argv[2] ?? 'cdk.out';
synthesize(folder);
for (const { name, module } of functionsIn(folder))
  console.log(`${name.padEnd(10)} ${Math.round(statSync(module).size / 1024)} KB`);

/** Replaces the folder as a whole, so that nobody finds it half made. */
function synthesize(target: string) {
  mkdirSync(dirname(target), { recursive: true });
  const fresh = mkdtempSync(join(dirname(target), '.synth-'));
  try {
    createApp({ outdir: fresh }).synth();
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function functionsIn(assembly: string) {
  const names = { account: '', region: '', publicUrl: '', queueUrl: (name: string) => name };
  return readWiring(assembly, names).functions;
}
