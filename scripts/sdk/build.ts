/** The script for widget authors, built in memory. */
import { readFileSync } from 'node:fs';
import { build, type Format } from 'esbuild';

const FOLDER = 'sdk/browser';

/** What is in the folder that `npm run sdk` writes, by file name. */
export interface SdkFiles {
  /** ES module. */
  'threadkeeper.mjs': string;
  /** Classic script that makes the global `Threadkeeper`. */
  'threadkeeper.js': string;
  'threadkeeper.d.ts': string;
}

export async function buildSdk(): Promise<SdkFiles> {
  const [module, script] = await Promise.all([bundle('index.ts', 'esm'), bundle('global.ts', 'iife')]);
  return { 'threadkeeper.mjs': module, 'threadkeeper.js': script, 'threadkeeper.d.ts': declarations() };
}

/** Browsers of 2022 and later: older ones have no `dialog`. In ASCII, since classic scripts are read in the page's encoding. */
async function bundle(entry: string, format: Format): Promise<string> {
  const { outputFiles } = await build({
    ...{ entryPoints: [`${FOLDER}/${entry}`], tsconfig: `${FOLDER}/tsconfig.json`, write: false },
    ...{ bundle: true, minify: true, format, target: 'es2022', charset: 'ascii' },
  });
  return outputFiles[0]?.text ?? '';
}

const declarations = () =>
  `${readFileSync(`${FOLDER}/types.ts`, 'utf8')}\nexport declare const start: Start;\nexport as namespace Threadkeeper;\n`;
