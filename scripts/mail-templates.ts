/** `npm run mail-templates`: compiles the e-mails' MJML into TypeScript, so that nothing is compiled where mails are sent. */
import { readFileSync, writeFileSync } from 'node:fs';
import { compileMail, GENERATED_FILE, SOURCE_FILE } from './mail-templates/compile';

writeFileSync(GENERATED_FILE, await compileMail(readFileSync(SOURCE_FILE, 'utf8')));
console.log(`${SOURCE_FILE} → ${GENERATED_FILE}`);
