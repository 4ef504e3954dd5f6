import fc from 'fast-check';

const FIRST_SURROGATE = 0xd800;
const SURROGATES = 0x800;
const CODE_POINTS = 0x110000 - SURROGATES;

function toCharacter(index: number): string {
  return String.fromCodePoint(index < FIRST_SURROGATE ? index : index + SURROGATES);
}

/** Throws for what is no character, as fast-check wants it. */
function toIndex(character: unknown): number {
  const point = typeof character === 'string' ? (character.codePointAt(0) ?? 0) : 0;
  const index = point < FIRST_SURROGATE ? point : point - SURROGATES;
  if (index < 0 || toCharacter(index) !== character) throw new Error('Not one code point.');
  return index;
}

const codePoint = fc.nat({ max: CODE_POINTS - 1 }).map(toCharacter, toIndex);

/**
 * The strings of `fc.string({ unit: 'binary' })`, in the same order: any code points but surrogates. Fast-check finds the number of
 * a character by a table of all the million, which takes a second and 120 MB in each test file.
 */
export function anyString(constraints: Omit<fc.StringConstraints, 'unit'> = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit: codePoint });
}
