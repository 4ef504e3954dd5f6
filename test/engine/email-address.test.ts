/** One notion of an address that can be written to, told in two ways. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern } from '../../src/engine/condition';
import { ADDRESS_PATTERNS, addressProblem } from '../../src/engine/email-address';

const patterns = ADDRESS_PATTERNS.map(compilePattern);
const matchesAll = (address: string) => patterns.every((pattern) => pattern.matcher(address).find());

test.each([
  ...['kim@example.com', 'k.i-m+shop@a.b.example', "o'hara@example.co", 'kim@xn--exmple-cua.com', 'kim@example.x1'],
  ...[
    '',
    'kim',
    '@example.com',
    'kim@',
    'kim@example',
    'kim@example.1',
    'kim@-a.com',
    'kim..lee@example.com',
    '.kim@a.com',
  ],
  ...[
    'kim@example.com.',
    'kim@@example.com',
    'kim@a@example.com',
    '"k m"@example.com',
    'kim@[127.0.0.1]',
    'jos\u00e9@a.com',
  ],
  ...[
    'kim@example.com\n',
    'kim@example.com\r\nBcc: a@b.com',
    ' kim@example.com',
    '\u212aim@example.com',
    'kim@e\u017fample.com',
  ],
  ...[64, 65].map((length) => `${'k'.repeat(length)}@example.com`),
  ...[1, 2, 3].map((length) => `k@${'a.'.repeat(124)}${'c'.repeat(length + 1)}`),
])('conditions and forms judge %j alike', (address) => {
  expect(matchesAll(address)).toBe(addressProblem(address) === undefined);
});

test('conditions and forms judge whatever is filled in alike', () => {
  const part = fc.string({ unit: fc.constantFrom(...'kK1-+._@ \n\u00e9\u212a'), maxLength: 70 });
  const address = fc.tuple(part, part).map(([local, domain]) => `${local}@${domain}.com`);
  fc.assert(
    fc.property(fc.oneof(address, part, fc.emailAddress()), (some) => {
      expect(matchesAll(some)).toBe(addressProblem(some) === undefined);
    }),
    { numRuns: 2_000 },
  );
});
