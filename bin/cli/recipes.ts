/** `threadkeeper recipes list|install`. */
import { Failure } from './failure';
import type { Api } from './http';
import { table } from './table';
import { connect, type TargetOptions } from './target';
import type { Terminal } from './terminal';
import type { WorkflowItem } from './workflows';

type Language = 'ko' | 'en';
type Value = string | number | string[];

interface RecipeItem {
  key: string;
  trigger: string;
  title: Record<Language, string>;
  parameters: Record<string, { type: string; title: Record<Language, string>; default?: unknown; example?: unknown }>;
}
interface Installed {
  language: Language;
  workflows: WorkflowItem[];
  examples: string[];
}

export interface RecipeOptions extends TargetOptions {
  language?: string;
}
export interface InstallOptions extends RecipeOptions {
  /** `NAME=VALUE` each. */
  set?: string[];
  publish?: boolean;
}

export async function listRecipes(options: RecipeOptions, terminal: Terminal): Promise<void> {
  const language = languageOf(options) ?? 'en';
  const { api } = await connect(options);
  const items = await api.list<RecipeItem>('/v1/recipes');
  const rows = items.map(({ key, trigger, title, parameters }) => [
    trigger,
    key,
    title[language],
    Object.keys(parameters).join(', '),
  ]);
  const columns = ['Trigger', 'Recipe', 'What it does', 'Parameters'].map((title) => ({ title }));
  terminal.out(table(columns, rows));
}

export async function installRecipe(key: string, options: InstallOptions, terminal: Terminal): Promise<void> {
  const language = languageOf(options);
  const { api } = await connect(options);
  const recipe = await recipeNamed(key, api);
  const parameters = Object.fromEntries((options.set ?? []).map((setting) => parameterOf(setting, recipe)));
  if (options.publish) refuseExamples(recipe, parameters);
  const body = { ...(language && { language }), parameters };
  const { workflows, examples } = await api.post<Installed>(`/v1/recipes/${encodeURIComponent(key)}/install`, body);
  for (const { id, name } of workflows) {
    if (options.publish) await api.post(`/v1/workflows/${encodeURIComponent(id)}/publish`);
    terminal.out(`${name}: ${options.publish ? 'created and published' : 'created, not published'} (${id})`);
  }
  for (const name of examples) {
    terminal.out(`${name} is an example only (${recipe.parameters[name]?.title.en}): edit it before you publish.`);
  }
}

function languageOf({ language }: RecipeOptions): Language | undefined {
  if (language === undefined || language === 'ko' || language === 'en') return language;
  throw new Failure(`There are no texts in "${language}"; --language is ko or en.`, { exitCode: 2 });
}

async function recipeNamed(key: string, api: Api): Promise<RecipeItem> {
  const recipes = await api.list<RecipeItem>('/v1/recipes');
  const recipe = recipes.find((some) => some.key === key);
  if (recipe) return recipe;
  throw new Failure(`There is no recipe "${key}"; threadkeeper recipes list shows those there are.`, { exitCode: 2 });
}

const LISTS = ['ids', 'words'];

/** What follows `--set`, as the parameter's type wants it; lists have commas. */
function parameterOf(setting: string, { key, parameters }: RecipeItem): [string, Value] {
  const [, name = '', text = ''] = /^([^=]*)=(.*)$/s.exec(setting) ?? [];
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (!parameter) {
    const known = Object.keys(parameters).join(', ') || 'none';
    throw new Failure(`--set ${setting}: write NAME=VALUE; the parameters of ${key} are: ${known}.`, { exitCode: 2 });
  }
  if (LISTS.includes(parameter.type)) return [name, text.split(',').map((item) => item.trim())];
  return [name, parameter.type === 'digits' ? Number(text) : text];
}

/** Nobody wants to publish what only stands in for something of theirs. */
function refuseExamples({ key, parameters }: RecipeItem, given: Record<string, Value>): void {
  const open = Object.entries(parameters).filter(([name, { example }]) => example !== undefined && !(name in given));
  if (open.length === 0) return;
  const missing = open.map(([name, { title }]) => `--set ${name}=… (${title.en})`).join(', ');
  throw new Failure(`To publish ${key}, say what is yours: ${missing}.`, { exitCode: 2 });
}
