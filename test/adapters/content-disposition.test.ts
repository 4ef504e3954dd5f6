import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asDownload } from '../../src/adapters/aws/content-disposition';
import { anyString } from '../support/any-string';

test.each([
  ['견적 (1).pdf', `attachment; filename="__ (1).pdf"; filename*=UTF-8''%EA%B2%AC%EC%A0%81%20%281%29.pdf`],
  [`a"b\\c%d'*.txt`, `attachment; filename="a_b_c_d'*.txt"; filename*=UTF-8''a%22b%5Cc%25d%27%2A.txt`],
])('%s is saved under its name, by programs that know one way to say it or the other', (name, header) => {
  expect(asDownload(name)).toBe(header);
});

test('whatever it is called, a file is saved and the header is one', () => {
  fc.assert(
    fc.property(anyString(), (name) => {
      expect(asDownload(name)).toMatch(
        /^attachment; filename="[^"\\%\0-\x1f\x7f-\uffff]*"; filename\*=UTF-8''[\w.~!%-]*$/,
      );
    }),
  );
});
