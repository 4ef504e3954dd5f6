import { describe, expect, test } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { LANGUAGES, type Language } from '../../../src/engine/language';
import { TEXTS } from '../../../src/engine/texts';
import { CATALOGUES, say, sizeIn, type WordKey } from '../../../src/mail/render/words';

const keys = Object.keys(CATALOGUES.en) as WordKey[];

interface Element {
  type: number;
  value?: string;
  options?: Record<string, { value: Element[] }>;
}
const LITERAL = 0;
const POUND = 7;

const astOf = (language: Language, key: WordKey) =>
  new IntlMessageFormat(CATALOGUES[language][key], language, undefined, { ignoreTag: true }).getAst() as Element[];
const inside = ({ options = {} }: Element) => Object.values(options).flatMap(({ value }) => value);
const argumentsOf = (elements: Element[]): string[] =>
  elements.flatMap((one) => [
    ...(one.type === LITERAL || one.type === POUND || one.value === undefined ? [] : [one.value]),
    ...argumentsOf(inside(one)),
  ]);
const plurals = (elements: Element[]): string[][] =>
  elements.flatMap((one) => (one.options ? [Object.keys(one.options)] : []));

describe.each(LANGUAGES)('%s', (language) => {
  test('has every message, with the same placeholders as English', () => {
    expect(Object.keys(CATALOGUES[language]).toSorted()).toEqual(keys.toSorted());
    for (const key of keys) {
      const told = (of: Language) => [...new Set(argumentsOf(astOf(of, key)))].toSorted();
      expect({ key, told: told(language) }).toEqual({ key, told: told('en') });
    }
  });

  test('has a form for each plural that its counts need, and no other', () => {
    const counts = Array.from({ length: 200 }, (_, at) => at + 1);
    const rules = new Intl.PluralRules(language);
    const needed = [...new Set(counts.map((count) => rules.select(count)))].toSorted();
    for (const key of keys)
      for (const forms of plurals(astOf(language, key)))
        expect({ key, forms: forms.toSorted() }).toEqual({ key, forms: needed });
  });

  test('counts', () => {
    expect(say(language, 'intro', { sender: 'Acme', count: 3 })).toContain('3');
    expect(say(language, 'more', { count: 12 })).toContain('12');
  });

  test('is tidy', () => {
    for (const text of Object.values(CATALOGUES[language])) {
      expect(text).toBe(text.trim());
      expect(text).not.toMatch(/ {2}|'/);
    }
    const said = keys.map((key) => CATALOGUES[language][key]);
    expect(new Set(said).size).toBe(said.length);
  });
});

test('each language has its own punctuation, in mails and in chats', () => {
  const said = (language: Language) =>
    [CATALOGUES[language], TEXTS[language]].flatMap((words): string[] => Object.values(words));
  // A line must not begin with what ends a phrase in French.
  for (const text of said('fr')) expect(text).not.toMatch(/(?<![\u00a0\u202f])[?!:;]/);
  for (const text of said('es')) expect(text.match(/[?!]/g)?.length).toBe(text.match(/[¿¡]/g)?.length);
  for (const text of [...said('ja'), ...said('zh-CN')]) expect(text).not.toMatch(/[^\x00-\x7f][,.:;?!]/);
});

test('no language borrows the words of another', () => {
  for (const key of keys) {
    const said = LANGUAGES.map((language) => CATALOGUES[language][key]);
    expect({ key, different: new Set(said).size }).toEqual({ key, different: LANGUAGES.length });
  }
});

test('what is filled in is not read as a message', () => {
  expect(say('en', 'greeting', { name: "{count, plural, other {#}} <b>'" })).toBe(
    "Hello {count, plural, other {#}} <b>',",
  );
});

test('sizes are told as people read them', () => {
  const told = [0, 1, 123_456, 2_400_000, 25_000_000_000].map((bytes) => sizeIn('en', bytes));
  expect(told).toEqual(['0 kB', '1 kB', '124 kB', '2.4 MB', '25 GB']);
  expect(sizeIn('fr', 2_400_000)).toBe('2,4\u202fMo');
});
