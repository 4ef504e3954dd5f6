/** `npm run sdk`: builds the script for widget authors into `sdk/browser/dist`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { buildSdk } from './sdk/build';

const FOLDER = 'sdk/browser/dist';

mkdirSync(FOLDER, { recursive: true });
for (const [name, text] of Object.entries(await buildSdk())) {
  writeFileSync(`${FOLDER}/${name}`, text);
  console.log(`${FOLDER}/${name}: ${gzipSync(text, { level: 9 }).length} bytes in gzip`);
}
