import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { domainOf, soleSender } from '../../../src/mail/inbound/from-address';
import { anyString } from '../../support/any-string';

const sender = (...values: string[]) => soleSender(values.map((value) => ({ key: 'from', value })));

describe('who a mail is from', () => {
  test.each([
    'kim@example.com',
    '<kim@example.com>',
    'Kim <kim@example.com>',
    '"Kim, Min-ji (she)" <kim@example.com>',
    '"Kim \\"MJ\\" <x@evil.example>" <kim@example.com>',
    '김민지 <kim@example.com>',
    '=?UTF-8?B?6rmA66+87KeA?= <kim@example.com>',
    '=?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <Kim@Example.COM>',
    'kim@example.com <kim@example.com>',
    '"kim@example.com" <kim@example.com>',
    'kim@example.com (Kim)',
    ' Kim   <kim@example.com> ',
  ])('%s', (value) => expect(sender(value)).toBe('kim@example.com'));
});

describe('not clear who it is from', () => {
  test.each([
    ['none', ''],
    ['several', 'kim@example.com, lee@example.com'],
    ['several without a comma', 'Kim <kim@example.com> <lee@example.com>'],
    ['an address as the name of another', 'kim@example.com <x@evil.example>'],
    ['the other way round', 'x@evil.example <kim@example.com>'],
    ['a group', 'Team: kim@example.com;'],
    ['an empty group', 'undisclosed-recipients:;'],
    ['a quoted local part', '"kim"@example.com'],
    ['a route', '<@evil.example:kim@example.com>'],
    ['a comment within', 'Kim (x@evil.example) <kim@example.com>'],
    ['nested comments', 'kim@example.com (a (b) c)'],
    ['an encoded address', '=?UTF-8?Q?kim=40example.com?='],
    ['no domain', 'kim'],
    ['two @', 'kim@example.com@evil.example'],
    ['blanks within', 'kim @example.com'],
    ['a quote left open', '"Kim <kim@example.com>'],
    ['a bracket left open', 'Kim <kim@example.com'],
    ['a line break', 'Kim <kim@example.com>\r\nBcc: <x@evil.example>'],
    ['a null byte', 'kim@example.com\0'],
    ['very long', `${'x'.repeat(2_000)} <kim@example.com>`],
  ])('%s', (_, value) => expect(sender(value)).not.toBe('kim@example.com'));

  test('a quoted local part, whatever stands in it', () => {
    for (const value of ['"kim"@example.com', '<"kim"@example.com>', 'Kim <"a b".kim@example.com>'])
      expect(sender(value)).toBeUndefined();
  });

  test('two From headers, even alike', () => {
    expect(sender('kim@example.com', 'kim@example.com')).toBeUndefined();
    expect(sender()).toBeUndefined();
  });

  test('whatever it is, nothing is thrown, and what is found stands there', () => {
    const parts = fc.constantFrom(
      '"',
      '<',
      '>',
      '@',
      ',',
      ';',
      ':',
      '(',
      ')',
      '\\',
      ' ',
      'kim',
      'example.com',
      '\u{fffc}',
      '\t',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anyString(),
          fc.array(parts).map((some) => some.join('')),
        ),
        (value) => {
          const found = sender(value);
          expect(found === undefined || value.toLowerCase().includes(found)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test('the domain of an address is what stands behind its last @', () => {
  expect(['kim@Example.com', 'a@b@c', 'kim', '', '@x'].map(domainOf)).toEqual(['example.com', 'c', '', '', 'x']);
});
