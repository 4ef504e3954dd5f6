import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { compileMail, GENERATED_FILE, SOURCE_FILE } from '../../../scripts/mail-templates/compile';

test('the compiled template is that of the source: npm run mail-templates', async () => {
  expect(readFileSync(GENERATED_FILE, 'utf8')).toBe(await compileMail(readFileSync(SOURCE_FILE, 'utf8')));
});

test('a mistake in the source is told', async () => {
  await expect(compileMail('<mjml><mj-body><mj-section width="x" /></mj-body></mjml>')).rejects.toThrow('mj-section');
});
