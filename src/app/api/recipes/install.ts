/** Installs a recipe: makes its drafts, which nobody runs before they are published. */
import * as z from 'zod';
import { shortHash } from '../../../engine/ids';
import { problemsOf, validateWorkflow } from '../../../engine/validate';
import type { WorkflowDraft } from '../../../engine/workflow';
import { invalid } from '../body';
import { type ApiDeps, type ApiResponse, answer, type Finding, problem } from '../http';
import type { Call } from '../route';
import { named } from '../schemas';
import { readWorkspace } from '../workflows/configuration';
import { createDraft } from '../workflows/edit';
import { toWorkflow, workflowShape } from '../workflows/shapes';
import { fillRecipe } from './fill';
import { recipeOf } from './read';
import { LANGUAGES, type Language, PARAMETER_TYPES, type ParameterValue, type Recipe, valueShape } from './recipe';

export const installShape = named(
  'RecipeChoices',
  z.strictObject({
    /** Default: that of the workspace. */
    language: z.enum(LANGUAGES).optional(),
    parameters: z.record(z.string(), valueShape).optional(),
  }),
);

export const installedShape = named(
  'InstalledRecipe',
  z.strictObject({
    key: z.string(),
    language: z.enum(LANGUAGES),
    workflows: z.array(workflowShape),
    /** Parameters that stand at their example still: edit the drafts before you publish them. */
    examples: z.array(z.string()),
  }),
);

type InstallCall = Call<{ key: string }, z.infer<typeof installShape>>;

/** Makes the drafts of a recipe, last in the order. */
export async function installRecipe(call: InstallCall, deps: ApiDeps): Promise<ApiResponse> {
  const recipe = recipeOf(call.params.key);
  if (!recipe) return problem(404, 'notFound', 'There is no such recipe; GET /v1/recipes lists those there are.');
  const { parameters = {} } = call.body;
  const wrong = findingsIn(recipe, parameters);
  if (wrong.length > 0) return invalid(wrong);
  const language = call.body.language ?? (await languageOf(call.key.workspaceId, deps));
  const seed = call.newId('recipe');
  const idOf = (name: string) => `wf_${shortHash(seed, name)}`;
  const drafts = checkedDrafts(recipe, language, parameters, idOf);
  if ('status' in drafts) return drafts;
  const workflows = [];
  for (const { id, draft } of drafts) {
    const made = await createDraft({ workspaceId: call.key.workspaceId, id, draft }, deps);
    if (!made.ok) return made.response;
    workflows.push(toWorkflow(made.record));
  }
  return answer(201, { key: recipe.key, language, workflows, examples: examplesIn(recipe, parameters) });
}

function findingsIn(recipe: Recipe, parameters: Readonly<Record<string, ParameterValue>>): Finding[] {
  return Object.entries(parameters).flatMap(([name, value]): Finding[] => {
    const path = `/parameters/${name}`;
    const parameter = Object.hasOwn(recipe.parameters, name) ? recipe.parameters[name] : undefined;
    const known = Object.keys(recipe.parameters).join(', ') || 'none';
    if (!parameter) return [{ path, message: `unknown parameter; "${recipe.key}" has ${known}` }];
    const parsed = PARAMETER_TYPES[parameter.type].safeParse(value);
    return parsed.success ? [] : problemsOf(parsed.error, path);
  });
}

async function languageOf(workspaceId: string, { configuration }: ApiDeps): Promise<Language> {
  const { settings } = await readWorkspace(workspaceId, configuration);
  return settings.language.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

type Checked = { id: string; draft: WorkflowDraft }[] | ApiResponse;

function checkedDrafts(
  recipe: Recipe,
  language: Language,
  parameters: Readonly<Record<string, ParameterValue>>,
  idOf: (name: string) => string,
): Checked {
  const drafts: { id: string; draft: WorkflowDraft }[] = [];
  for (const { id, draft } of fillRecipe(recipe, { language, parameters, idOf })) {
    const validated = validateWorkflow(draft);
    if (!validated.ok) return invalid(validated.problems);
    drafts.push({ id, draft: validated.draft });
  }
  return drafts;
}

function examplesIn(recipe: Recipe, parameters: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(recipe.parameters)
    .filter(([name, { example }]) => example !== undefined && !Object.hasOwn(parameters, name))
    .map(([name]) => name);
}
