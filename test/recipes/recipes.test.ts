/** Every suggestion of the source is a recipe; each is played to the engine, in both languages, and does what it says. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { recipes as indexed } from '../../recipes/index';
import { DOCUMENT_FILE, documentText, INDEX_FILE, indexText, recipeFiles } from '../../scripts/recipes-index';
import { fillRecipe } from '../../src/app/api/recipes/fill';
import { LANGUAGES, type Language, recipeShape } from '../../src/app/api/recipes/recipe';
import { TRIGGERS } from '../../src/engine/catalogue';
import { parseDuration } from '../../src/engine/time';
import { Scene } from './scene';
import { callRinging } from './stories/call-ringing';
import { calls } from './stories/calls';
import { chatStarted } from './stories/chat-started';
import { chats } from './stories/chats';
import type { Done, RecipeStory, Stories } from './stories/story';
import { SUGGESTIONS } from './suggestions';

const stories: Stories = { ...chatStarted, ...callRinging, ...chats, ...calls };
const files = recipeFiles();
const recipes = files.map(({ recipe }) => recipe);

describe('the recipes', () => {
  test('are the suggestions of the source, each once, under its trigger', () => {
    const bySource = (some: readonly { trigger: string; source: string }[]) =>
      some.map(({ trigger, source }) => `${trigger} ${source}`).sort();
    const suggested = Object.entries(SUGGESTIONS).flatMap(([trigger, texts]) =>
      texts.map((source) => ({ trigger, source })),
    );
    expect(suggested).toHaveLength(36);
    expect(bySource(recipes)).toEqual(bySource(suggested));
  });

  test('stand in the index and in the docs as in their files', () => {
    expect(indexed).toEqual(recipes);
    const hint = 'run: npm run recipes';
    expect([hint, readFileSync(INDEX_FILE, 'utf8')]).toEqual([hint, indexText(files.map(({ file }) => file))]);
    expect([hint, readFileSync(DOCUMENT_FILE, 'utf8')]).toEqual([hint, documentText(files)]);
  });

  test.each(files)('$file is in shape, and called what it says', ({ file, recipe }) => {
    expect(() => recipeShape.parse(recipe)).not.toThrow();
    expect(file).toBe(`${recipe.key}.json`);
    const { type } = [...TRIGGERS.values()].find(({ key }) => key === recipe.trigger) ?? {};
    const triggers = Object.values(recipe.workflows).map(({ trigger }) => (trigger as { type: string }).type);
    expect(triggers.filter((some) => some !== 'module')).toEqual([type]);
  });

  test('have a story each', () => {
    expect(Object.keys(stories).sort()).toEqual(recipes.map(({ key }) => key));
  });
});

const HANGUL = /[\u1100-\u11ff\uac00-\ud7a3]/;

describe.each(recipes.flatMap((recipe) => LANGUAGES.map((language) => ({ recipe, key: recipe.key, language }))))(
  '$key in $language',
  ({ recipe, language }) => {
    const { fires, does, quiet, parameters = {}, settings = {} } = stories[recipe.key] as RecipeStory;
    const told = (tell: RecipeStory['fires']) => {
      const scene = Scene.of(recipe, language, parameters, settings);
      tell(scene);
      return scene;
    };

    test('does what it says', () => {
      const { effects } = told(fires);
      expect(effects.map(({ at, type }) => [at, type])).toEqual(does.map(([at, type]) => [parseDuration(at), type]));
      for (const [index, expected] of does.entries())
        expect(effects[index]?.fields).toEqual(fieldsOf(expected, language));
    });

    test('and not otherwise', () => {
      expect(told(quiet).effects).toEqual([]);
    });

    test('speaks the language', () => {
      const drafts = fillRecipe(recipe, { language, parameters: {}, idOf: (name) => name });
      const texts = textsIn(drafts.map(({ draft }) => draft));
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.filter((text) => HANGUL.test(text) !== (language === 'ko'))).toEqual([]);
      expect(JSON.stringify(drafts)).not.toMatch(/\{\{(parameter|workflow)\./);
    });
  },
);

describe.each(recipes.filter(({ trigger }) => trigger === 'T2'))('$key', (recipe) => {
  test('is spoken at once where the provider waits for the answer', () => {
    const { fires, does, parameters = {} } = stories[recipe.key] as RecipeStory;
    const scene = Scene.of(recipe, 'en', parameters);
    scene.more = { channelKind: 'twilio-voice', heard: true };
    fires(scene);
    const inTurn = (some: readonly (readonly [number | undefined, string])[]) => some.map(String).sort();
    expect(inTurn(scene.effects.map(({ at, type }) => [at, type]))).toEqual(
      inTurn(does.map(([at, type]) => [parseDuration(at), type])),
    );
    const spoken = scene.decisions.flatMap(({ outbox }) => outbox?.voice ?? []);
    expect(spoken).toHaveLength(does.filter(([, type]) => type.startsWith('call.')).length);
  });
});

/** What people read: names, texts, labels, questions. */
function textsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return ['name', 'text', 'label', 'question'].includes(key) ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([inner, held]) =>
    // Fields of forms have names for programs.
    inner === 'name' && 'label' in value ? [] : textsIn(held, inner),
  );
}

/** Of objects only what is named must be there; texts may be patterns. */
function fieldsOf([, , fields = {}]: Done, language: Language): unknown {
  return matching(fields, language);
}

function matching(expected: unknown, language: Language): unknown {
  if (expected instanceof RegExp) return expect.stringMatching(expected);
  if (Array.isArray(expected)) return expected.map((item) => matching(item, language));
  if (expected === null || typeof expected !== 'object') return expected;
  if ('ko' in expected && 'en' in expected) return matching(expected[language], language);
  return expect.objectContaining(
    Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, matching(value, language)])),
  );
}
