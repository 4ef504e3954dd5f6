import type { ParameterValue } from '../../../src/app/api/recipes/recipe';
import type { Settings } from '../../../src/engine/settings';
import type { Scene } from '../scene';

/** What is done: when (after the story's start), which step, some of its fields; `{ ko, en }` is the one of the language told. */
export type Done = readonly [at: string, type: string, fields?: Record<string, unknown>];

export interface RecipeStory {
  /** What the recipe is for. */
  fires(scene: Scene): void;
  does: readonly Done[];
  /** Nearly the same, but for the condition: nothing is done. */
  quiet(scene: Scene): void;
  parameters?: Record<string, ParameterValue>;
  settings?: Partial<Settings>;
}

export type Stories = Readonly<Record<string, RecipeStory>>;
