import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MEMORY } from './store';

/** What functions print: one file each in the data folder, and the end of it in memory. */
export interface Logs {
  append(functionName: string, text: string): void;
  /** The last lines that the function printed. */
  tail(functionName: string): string;
}

const TAIL_CHARACTERS = 20_000;

/** Files are `logs/NAME.log`; with `:memory:` there are none. */
export function createLogs(dataDir: string): Logs {
  const folder = dataDir === MEMORY ? undefined : join(dataDir, 'logs');
  if (folder) mkdirSync(folder, { recursive: true });
  const tails = new Map<string, string>();
  return {
    append(functionName, text) {
      tails.set(functionName, ((tails.get(functionName) ?? '') + text).slice(-TAIL_CHARACTERS));
      if (folder) appendFileSync(join(folder, `${functionName}.log`), text);
    },
    tail: (functionName) => tails.get(functionName) ?? '',
  };
}
