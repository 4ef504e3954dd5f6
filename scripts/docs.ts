/** `npm run docs`: writes the reference of triggers and steps from the catalogues. */
import { writeFileSync } from 'node:fs';
import { STEPS_FILE, stepsText } from './reference/steps';
import { TRIGGERS_FILE, triggersText } from './reference/triggers';

writeFileSync(TRIGGERS_FILE, triggersText());
writeFileSync(STEPS_FILE, stepsText());
console.log(`the catalogues → ${TRIGGERS_FILE}, ${STEPS_FILE}`);
