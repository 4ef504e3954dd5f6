/** What each function weighs and how long its import takes, less an empty handler's: as bundled for Lambda. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Bundle {
  name: string;
  kilobytes: number;
  /** Median of the rounds, less that of the empty handler in the same round. */
  importMs: number;
}

const ROUNDS = 7;
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

function importMillis(file: string, environment: NodeJS.ProcessEnv): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(`file://${file}`)}); console.log(performance.now() - t); process.exit(0)`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: environment,
  });
  const millis = Number(stdout.trim().split('\n').at(-1));
  if (!Number.isFinite(millis)) throw new Error(`${file} could not be imported: ${stderr.slice(0, 500)}`);
  return millis;
}

interface Resource {
  Type: string;
  Properties?: { Handler?: string; Environment?: { Variables?: Record<string, unknown> } };
  Metadata?: Record<string, string>;
}

/** Measures each function's asset in the synthesized app. */
export function benchBundles(assembly: string): Bundle[] {
  const folder = mkdtempSync(join(tmpdir(), 'threadkeeper-bench-'));
  try {
    const empty = join(folder, 'empty.mjs');
    writeFileSync(empty, 'export const handler = async () => undefined;\n');
    return functionsIn(assembly).map((found) => measure(found, empty));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function functionsIn(outdir: string): { name: string; file: string; environment: NodeJS.ProcessEnv }[] {
  const template = readdirSync(outdir).find((name) => name.endsWith('.template.json')) as string;
  const { Resources } = JSON.parse(readFileSync(join(outdir, template), 'utf8')) as {
    Resources: Record<string, Resource>;
  };
  return Object.values(Resources)
    .filter(({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties?.Handler === 'index.handler')
    .map(({ Metadata, Properties }) => {
      const names = Object.keys(Properties?.Environment?.Variables ?? {});
      const told = Object.fromEntries(
        names.map((name) => [name, 'https://sqs.eu-west-1.amazonaws.com/123456789012/queue']),
      );
      const name = (Metadata?.['aws:cdk:path'] ?? '').split('/').at(-3) ?? '';
      return {
        name,
        file: join(outdir, Metadata?.['aws:asset:path'] ?? '', 'index.mjs'),
        environment: { PATH: process.env.PATH, AWS_REGION: 'eu-west-1', ...told },
      };
    });
}

function measure({ name, file, environment }: ReturnType<typeof functionsIn>[number], empty: string): Bundle {
  const millis = Array.from(
    { length: ROUNDS },
    () => importMillis(file, environment) - importMillis(empty, environment),
  );
  return { name, kilobytes: Math.round(statSync(file).size / 1024), importMs: Math.round(median(millis)) };
}
