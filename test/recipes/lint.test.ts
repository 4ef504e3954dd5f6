/** What we ship is in order: neither recipes nor examples have anything that lint tells of. */
import { expect, test } from '@jest/globals';
import { recipes } from '../../recipes/index';
import { fillRecipe } from '../../src/app/api/recipes/fill';
import { LANGUAGES, recipeShape } from '../../src/app/api/recipes/recipe';
import { lintWorkflow, type OtherWorkflow } from '../../src/engine/lint';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import { validateWorkflow } from '../../src/engine/validate';
import { examples } from '../examples/files';

/** Findings in workflows that are all active. */
function findingsIn(drafts: readonly { id: string; draft: unknown }[]): string[] {
  const workflows = drafts.map(({ id, draft }): OtherWorkflow => {
    const validated = validateWorkflow(draft);
    if (!validated.ok) throw new Error(JSON.stringify(validated.problems));
    return { ...validated.draft, id, status: 'active' };
  });
  return workflows.flatMap((workflow, place) => {
    const others = workflows.filter((other) => other !== workflow);
    const found = lintWorkflow(workflow, { id: workflow.id, others, place, settings: DEFAULT_SETTINGS });
    return found.map(({ path, message }) => `${workflow.name} ${path}: ${message}`);
  });
}

test.each(LANGUAGES)('recipes in %s', (language) => {
  const found = recipes.flatMap((recipe) =>
    findingsIn(fillRecipe(recipeShape.parse(recipe), { language, parameters: {}, idOf: (name) => name })),
  );
  expect(found).toEqual([]);
});

test.each(examples())('example $name', ({ workflows }) => {
  expect(findingsIn(workflows.map((draft, at) => ({ id: `wf_${at}`, draft })))).toEqual([]);
});
