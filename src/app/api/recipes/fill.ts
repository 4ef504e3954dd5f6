/** Makes the drafts of a recipe: picks the language, puts parameters and ids in their places. */
import { durationInWords } from './duration-words';
import type { Language, Parameter, ParameterValue, Recipe } from './recipe';

export interface Choices {
  language: Language;
  /** Checked by their types; where one is missing the recipe's own value is taken. */
  parameters: Readonly<Record<string, ParameterValue>>;
  /** The id that the draft of that name gets. */
  idOf(workflow: string): string;
}

/** A draft as its author would send it to `/v1/workflows`. */
export interface NamedDraft {
  id: string;
  draft: Record<string, unknown>;
}

/** The drafts of a recipe, in the order in which they are to be made. */
export function fillRecipe(recipe: Recipe, choices: Choices): NamedDraft[] {
  const words = wordsOf(recipe, choices);
  return Object.entries(recipe.workflows).map(([name, template]) => ({
    id: choices.idOf(name),
    draft: fill({ name: recipe.title, ...template }, choices.language, words) as Record<string, unknown>,
  }));
}

/** The value of a parameter in a language, when the installer says nothing. */
export function ownValue({ default: usual, example }: Parameter, language: Language): ParameterValue {
  const value = (usual ?? example) as ParameterValue | Record<Language, ParameterValue>;
  return typeof value === 'object' && !Array.isArray(value) ? value[language] : value;
}

/** What stands for `{{NAME}}`: the value where it stands alone, words within a text. */
interface Word {
  value: ParameterValue;
  words: string;
}

function wordsOf(recipe: Recipe, { language, parameters, idOf }: Choices): Map<string, Word> {
  const chosen = Object.entries(recipe.parameters).map(([name, parameter]): [string, Word] => {
    const value = Object.hasOwn(parameters, name)
      ? (parameters[name] as ParameterValue)
      : ownValue(parameter, language);
    const isDuration = parameter.type === 'duration' && typeof value === 'string';
    const words = isDuration ? durationInWords(value, language) : Array.isArray(value) ? value.join(', ') : `${value}`;
    return [`parameter.${name}`, { value, words }];
  });
  const made = Object.keys(recipe.workflows).map((name): [string, Word] => {
    const value = idOf(name);
    return [`workflow.${name}`, { value, words: value }];
  });
  return new Map([...chosen, ...made]);
}

const PLACE = /\{\{((?:parameter|workflow)\.[A-Za-z]+)\}\}/g;

function fill(template: unknown, language: Language, words: ReadonlyMap<string, Word>): unknown {
  if (typeof template === 'string') return fillText(template, words);
  if (Array.isArray(template)) return template.map((item) => fill(item, language, words));
  if (template === null || typeof template !== 'object') return template;
  const entries = Object.entries(template);
  if (entries.length === 2 && 'ko' in template && 'en' in template) return fill(template[language], language, words);
  return Object.fromEntries(entries.map(([key, value]) => [key, fill(value, language, words)]));
}

function fillText(text: string, words: ReadonlyMap<string, Word>): ParameterValue {
  const known = (name: string): Word => {
    const word = words.get(name);
    if (word === undefined) throw new Error(`a recipe names ${name}, which it does not have`);
    return word;
  };
  const [, alone] = /^\{\{((?:parameter|workflow)\.[A-Za-z]+)\}\}$/.exec(text) ?? [];
  return alone === undefined ? text.replace(PLACE, (_, name: string) => known(name).words) : known(alone).value;
}
