/** The synthesized stack for tests: made once for a state of the sources, since bundling takes seconds. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../lib/app';

const CACHE = join('node_modules', '.cache', 'threadkeeper');
const SOURCES = ['lib', 'functions', 'src', 'package-lock.json'];

function filesOf(path: string): string[] {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8', withFileTypes: false })
    .map((name) => join(path, name))
    .filter((name) => /\.(ts|json)$/.test(name))
    .sort();
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesOf)) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Folder of the cloud assembly of the sources as they are now. */
export function assembly(): string {
  const folder = join(CACHE, fingerprint());
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const fresh = mkdtempSync(join(CACHE, 'new-'));
  createApp({ outdir: fresh }).synth();
  try {
    renameSync(fresh, folder);
  } catch {
    // Another test made the same one first.
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}
