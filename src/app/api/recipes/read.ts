/** Lists the recipes; the same for every workspace. */
import { recipes as written } from '../../../../recipes/index';
import { type ApiDeps, type ApiResponse, answer } from '../http';
import { badCursor, type PageQuery, pageOf } from '../query';
import type { Call } from '../route';
import { listOf, named } from '../schemas';
import { type Recipe, recipeHead } from './recipe';

/** Their shape is checked by a test, not at run time. */
export const recipes = written as unknown as readonly Recipe[];

export const recipeList = listOf('RecipeList', named('Recipe', recipeHead));

export async function listRecipes(call: Call<object, undefined, PageQuery>, _deps: ApiDeps): Promise<ApiResponse> {
  const page = pageOf(recipes, call.query, ({ key }) => key);
  return page ? answer(200, { ...page, items: page.items.map(headOf) }) : badCursor();
}

function headOf({ workflows: _, ...head }: Recipe) {
  return head;
}

export function recipeOf(key: string): Recipe | undefined {
  return recipes.find((recipe) => recipe.key === key);
}
