import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StackError } from './stack-error';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, 'node_modules', '.cache', 'threadkeeper');
/** What a synthesized app depends on. */
const SOURCES = ['lib', 'functions', 'src', 'recipes', 'package-lock.json'];

/** With what it is synthesized for one machine: a sender of e-mail and a domain for replies, which nobody has to verify here. */
const CONTEXT = ['emailIdentity=threadkeeper.test', 'replyDomain=reply.threadkeeper.test'];

/** The app as synthesized from the sources as they are now. */
export interface SynthesizedApp {
  folder: string;
  /** Whether it has yet to be made, which takes some seconds. */
  missing: boolean;
  /** Makes it. Throws StackError with what the build said. */
  make(): Promise<void>;
}

/** It is kept for each state of the sources. */
export function synthesizedApp(): SynthesizedApp {
  const folder = join(CACHE, fingerprint());
  return { folder, missing: !existsSync(folder), make: () => build(folder) };
}

function filesOf(path: string): string[] {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((name) => /\.(ts|json)$/.test(name))
    .sort();
}

function fingerprint(): string {
  const hash = createHash('sha256').update(CONTEXT.join());
  for (const file of SOURCES.flatMap(filesOf))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** In a process of its own: the CDK is large, and bundlers are talkative. */
async function build(folder: string): Promise<void> {
  const script = fileURLToPath(new URL('./build.ts', import.meta.url));
  const context = CONTEXT.flatMap((setting) => ['-c', setting]);
  const child = spawn(process.execPath, ['--no-warnings', '--import', 'tsx', script, folder, ...context], {
    cwd: ROOT,
    // Nobody deploys what runs here: `cdk synth` and the tests hold the template to CloudFormation's rules, which takes four seconds.
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0)
    throw new StackError(`The functions cannot be bundled (npm run build says the same):\n${said.trim()}`);
}
