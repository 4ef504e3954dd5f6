import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { acceptedLanguage } from '../../src/app/api/accept-language';
import { LANGUAGES } from '../../src/engine/language';

test.each([
  ['ko', 'ko'],
  ['zh-Hant-TW,zh;q=0.9', 'zh-CN'],
  ['en;q=0.3, ko;q=0.5', 'ko'],
  ['pt-BR, es ; q=0.8, de;q=0.7', 'es'],
  ['de;q=0, fr;q=0.001', 'fr'],
  ['de;q=0', undefined],
  ['de;q=2, fr;q=0.1', 'fr'],
  ['ja, ko', 'ja'],
  ['*', undefined],
  ['', undefined],
  [undefined, undefined],
  [`${'tlh,'.repeat(30)}ko`, undefined],
])('of %j it is %s', (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});

test('whatever is asked for, it is one of ours or none', () => {
  const header = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom('ko', 'de-AT', ';q=', '0.5', ',', ' ', '*')).map((parts) => parts.join('')),
  );
  fc.assert(fc.property(header, (text) => [...LANGUAGES, undefined].includes(acceptedLanguage(text) as never)));
});
