/** Parameters: whatever the door lets in makes workflows that can be run. */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { recipeFiles } from '../../scripts/recipes-index';
import { durationInWords } from '../../src/app/api/recipes/duration-words';
import { fillRecipe } from '../../src/app/api/recipes/fill';
import { LANGUAGES, PARAMETER_TYPES, type ParameterType, type ParameterValue } from '../../src/app/api/recipes/recipe';
import { formatDuration } from '../../src/engine/time';
import { validateWorkflow } from '../../src/engine/validate';

const word = (longest: number) => fc.string({ minLength: 1, maxLength: longest, unit: 'grapheme' });
const VALUES: Record<ParameterType, fc.Arbitrary<ParameterValue>> = {
  text: word(100),
  tag: word(50),
  id: word(60),
  ids: fc.array(word(60), { minLength: 1, maxLength: 50 }),
  words: fc.array(word(50), { minLength: 1, maxLength: 100 }),
  url: fc.webUrl({ withQueryParameters: true }),
  duration: fc.integer({ min: 0, max: 72 * 3600 }).map((seconds) => formatDuration(seconds * 1000)),
  digits: fc.integer({ min: 1, max: 20 }),
};

describe.each(recipeFiles())('$file', ({ recipe }) => {
  const given = fc.record(
    Object.fromEntries(Object.entries(recipe.parameters).map(([name, { type }]) => [name, VALUES[type]])),
    { requiredKeys: [] },
  );

  test('makes valid drafts, whatever is chosen', () => {
    fc.assert(
      fc.property(given, fc.constantFrom(...LANGUAGES), (parameters, language) => {
        for (const [name, value] of Object.entries(parameters))
          fc.pre(PARAMETER_TYPES[recipe.parameters[name]?.type ?? 'text'].safeParse(value).success);
        const drafts = fillRecipe(recipe, { language, parameters: parameters as never, idOf: (name) => `wf_${name}` });
        for (const { draft } of drafts) expect(validateWorkflow(draft)).toMatchObject({ ok: true });
      }),
      { numRuns: 30 },
    );
  });
});

test('what is given stands in its place as it is, and is no template itself', () => {
  const [recipe] = recipeFiles().flatMap(({ recipe }) => (recipe.key === 't13-suggest-tag' ? [recipe] : []));
  const parameters = { tag: '{{parameter.words}}', words: ['a', '{{workflow.main}}'] };
  const drafts = recipe ? fillRecipe(recipe, { language: 'en', parameters, idOf: () => 'wf_1' }) : [];
  expect(drafts).toMatchObject([
    {
      draft: {
        filter: { all: [{ value: ['a', '{{workflow.main}}'] }, { not: { value: '{{parameter.words}}' } }] },
        steps: [{ text: 'The customer said “{{message.text}}”. Please add the tag “{{parameter.words}}”.' }],
      },
    },
  ]);
});

test.each([
  ['PT3M', '3분', '3 minutes'],
  ['PT1M', '1분', '1 minute'],
  ['PT90S', '1분 30초', '1 minute 30 seconds'],
  ['PT72H', '72시간', '72 hours'],
  ['PT1H1S', '1시간 1초', '1 hour 1 second'],
  ['PT0S', '0초', '0 seconds'],
])('%s is %s, %s', (duration, ko, en) => {
  expect(LANGUAGES.map((language) => durationInWords(duration, language))).toEqual([ko, en]);
});
