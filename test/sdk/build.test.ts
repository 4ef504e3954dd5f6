/** What widget authors get: small, and the same in both forms. */
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildSdk, type SdkFiles } from '../../scripts/sdk/build';

let files: SdkFiles;
beforeAll(async () => {
  files = await buildSdk();
});

describe('the script for widget authors', () => {
  test.each(['threadkeeper.mjs', 'threadkeeper.js'] as const)('%s is 6 KB in gzip at most', (name) => {
    expect(gzipSync(files[name], { level: 9 }).length).toBeLessThanOrEqual(6 * 1024);
  });

  test('the module and the global have the same exports, and the types name them', async () => {
    const module = await import(`data:text/javascript,${encodeURIComponent(files['threadkeeper.mjs'])}`);
    const page: { Threadkeeper?: object } = {};
    runInContext(files['threadkeeper.js'], createContext(page));
    expect(Object.keys(page.Threadkeeper ?? {})).toEqual(Object.keys(module));
    const named = [...files['threadkeeper.d.ts'].matchAll(/^export declare const (\w+)/gm)].map(([, name]) => name);
    expect(named).toEqual(Object.keys(module));
  });

  test('both can be read in any encoding, and depend on nothing', () => {
    for (const text of [files['threadkeeper.mjs'], files['threadkeeper.js']]) {
      expect(text).toMatch(/^[\x20-\x7e\n]*$/);
      expect(text).not.toMatch(/\bimport\b|\brequire\(/);
    }
  });
});
