/** The scripts of the demo, built when somebody first asks for them. */
import { fileURLToPath } from 'node:url';
import { buildSdk } from '../../scripts/sdk/build';

const FOLDER = fileURLToPath(new URL('./browser/', import.meta.url));

/** By file name. */
export type Scripts = Record<string, string>;

export function lazyScripts(): () => Promise<Scripts> {
  let made: Promise<Scripts> | undefined;
  return () => {
    made ??= build().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

async function build(): Promise<Scripts> {
  const { build: bundle } = await import('esbuild');
  const [sdk, { outputFiles }] = await Promise.all([
    buildSdk(),
    bundle({
      ...{ entryPoints: [`${FOLDER}page.ts`, `${FOLDER}widget.ts`], outdir: FOLDER, write: false },
      ...{ bundle: true, format: 'esm', target: 'es2022', charset: 'utf8', tsconfig: `${FOLDER}tsconfig.json` },
    }),
  ]);
  const own = outputFiles.map(({ path, text }) => [path.replace(/^.*[\\/]/, ''), text] as const);
  return { ...Object.fromEntries(own), 'threadkeeper.js': sdk['threadkeeper.js'] };
}
