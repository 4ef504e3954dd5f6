/** What is written of the recipes: the index that the code imports, and `docs/recipes.md` for people. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownValue } from '../src/app/api/recipes/fill';
import { LANGUAGES, type Parameter, type Recipe } from '../src/app/api/recipes/recipe';
import { TRIGGERS } from '../src/engine/catalogue';

export const INDEX_FILE = 'recipes/index.ts';
export const DOCUMENT_FILE = 'docs/recipes.md';
const FOLDER = 'recipes';

/** The recipes as they stand in their files, in the order of the triggers. */
export function recipeFiles(): { file: string; recipe: Recipe }[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return files.sort().map((file) => ({ file, recipe: JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) }));
}

export function indexText(files: readonly string[]): string {
  const names = files.map((file) => ({ file, name: nameOf(file) }));
  return [
    '/** Every recipe, in the order of the triggers. Written by `npm run recipes`. */',
    ...names.map(({ file, name }) => `import ${name} from './${file}' with { type: 'json' };`),
    '',
    'export const recipes = [',
    ...names.map(({ name }) => `  ${name},`),
    '];',
    '',
  ].join('\n');
}

const nameOf = (file: string) =>
  file.replace('.json', '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const INTRODUCTION = `# Recipes

Every suggestion of the source's guide to triggers (_이렇게 사용해 보세요_) as workflows ready to install, with Korean and English
texts. Installing makes drafts: look them over, then publish.

\`\`\`sh
npm run threadkeeper -- recipes list --language ko
npm run threadkeeper -- recipes install t09-remind-assignee --language ko --set wait=PT5M
npm run threadkeeper -- recipes install t03-vip-team --set teamId=team-7 --publish
\`\`\`

By API: \`GET /v1/recipes\`, \`POST /v1/recipes/{key}/install\` with \`{ "language": "ko", "parameters": { "wait": "PT5M" } }\`.

A parameter with a **default** may be left as it is. An **example** only stands in for what is yours (a team, an address): set it, or
edit the draft before you publish it. Lists are given as \`--set words=반품,교환\`.

_This page is written by \`npm run recipes\` from the files in [recipes/](../recipes/)._
`;

export function documentText(recipes: readonly { file: string; recipe: Recipe }[]): string {
  const byTrigger = Map.groupBy(recipes, ({ recipe }) => recipe.trigger);
  const sections = [...byTrigger].map(([trigger, some]) => [heading(trigger), ...some.map(entry)].join('\n\n'));
  return `${[INTRODUCTION, ...sections].join('\n')}\n`;
}

function heading(key: string): string {
  const trigger = [...TRIGGERS.values()].find((some) => some.key === key);
  if (!trigger) throw new Error(`no trigger ${key}`);
  return `## ${key} ${trigger.title.en} · ${trigger.title.ko}\n\n\`${trigger.type}\``;
}

function entry({ file, recipe }: { file: string; recipe: Recipe }): string {
  const { key, source, title, description, parameters } = recipe;
  return [
    `### ${title.en} · ${title.ko}`,
    `[\`${key}\`](../recipes/${file})`,
    `> ${source}`,
    description.en,
    description.ko,
    Object.entries(parameters).map(parameterLine).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function parameterLine([name, parameter]: [string, Parameter]): string {
  const { type, title, example } = parameter;
  const [ko, en] = LANGUAGES.map((language) => `\`${shown(ownValue(parameter, language))}\``);
  const values = ko === en ? en : `${en} / ${ko}`;
  return `- \`${name}\` (${type}): ${title.en} · ${title.ko}, ${example === undefined ? 'default' : '**example**'} ${values}`;
}

const shown = (value: unknown) => (Array.isArray(value) ? value.join(',') : String(value));
