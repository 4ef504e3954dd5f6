import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

/**
 * A module of ours without its types, to be loaded in a thread. Left to each thread, taking them out is half of the thread's
 * start. It may import nothing but Node's modules.
 * @param url of the file in TypeScript
 */
export function stripped(url: URL): URL {
  const text = stripTypeScriptTypes(readFileSync(url, 'utf8'));
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`);
}
