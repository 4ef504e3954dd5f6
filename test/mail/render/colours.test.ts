import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accents, contrast, type Mode, SHADES, textOn } from '../../../src/mail/render/colours';

const colour = fc.nat(0xff_ff_ff).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const TEXT = 4.5;
const SHAPE = 3;

test('contrast is as WCAG defines it', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each(Object.keys(SHADES) as Mode[])('in %s mode', (mode) => {
  const { page, card, message, text, muted } = SHADES[mode];

  test('the words can be read', () => {
    for (const background of [page, card, message])
      for (const words of [text, muted]) expect(contrast(words, background)).toBeGreaterThanOrEqual(TEXT);
  });

  test('whatever colour a workspace has, links can be read, the line and the button be seen', () => {
    fc.assert(
      fc.property(colour, (chosen) => {
        const { link, line } = accents(chosen, mode);
        expect(contrast(link, message)).toBeGreaterThanOrEqual(TEXT);
        expect(contrast(link, card)).toBeGreaterThanOrEqual(TEXT);
        expect(contrast(line, card)).toBeGreaterThanOrEqual(SHAPE);
      }),
    );
  });
});

test('whatever colour a button has, its words can be read', () => {
  fc.assert(fc.property(colour, (chosen) => expect(contrast(textOn(chosen), chosen)).toBeGreaterThanOrEqual(TEXT)));
});
