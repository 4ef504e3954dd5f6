import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cut, fold } from '../../src/engine/text';
import { anyString } from '../support/any-string';

/** By the words of the definition: NFC, no case. */
const folded = (text: string) =>
  text.normalize('NFC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');

describe('folding', () => {
  test('every character, alone and after another, is folded by the definition', () => {
    for (let unit = 0; unit < 0x10000; unit++) {
      const letter = String.fromCharCode(unit);
      for (const text of [letter, `か${letter}A`])
        if (fold(text) !== folded(text)) throw new Error(`U+${unit.toString(16)} in ${JSON.stringify(text)}`);
    }
  });

  test('so is every text', () => {
    const letters = fc.oneof(
      fc.constantFrom(
        '가',
        '각',
        'か',
        '\u3099',
        '\u1100',
        '\u1161',
        '\u11a8',
        'A',
        'ß',
        'Σ',
        'ς',
        '😀',
        '\ud83c',
        '…',
        '！',
        'Ａ',
        'İ',
      ),
      anyString({ maxLength: 1 }),
    );
    fc.assert(
      fc.property(
        fc.array(letters).map((some) => some.join('')),
        (text) => expect(fold(text)).toBe(folded(text)),
      ),
    );
  });

  test('makes one of what people take for one', () => {
    expect(fold('반품'.normalize('NFD'))).toBe('반품');
    expect(fold('STRASSE')).toBe(fold('straße'));
    expect(fold('ΟΔΟΣ')).toBe(fold('οδος'));
  });
});

test('cutting leaves no half of a character', () => {
  expect(cut('a😀b', 2)).toBe('a');
  expect(cut('a😀b', 3)).toBe('a😀');
  expect(cut('abc', 3)).toBe('abc');
});
