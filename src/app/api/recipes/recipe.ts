/** A recipe: workflows ready to install, in two languages, with what the installer may choose. Pure data, in `recipes/`. */
import * as z from 'zod';
import { waitDuration } from '../../../engine/durations';

export const LANGUAGES = ['ko', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const bilingual = z.strictObject({ ko: z.string().min(1), en: z.string().min(1) });
export type Bilingual = z.infer<typeof bilingual>;

const id = z.string().min(1).max(128);
const tag = z.string().min(1).max(100);

/** What a parameter may be. `digits` is how many digits a caller keys in. */
export const PARAMETER_TYPES = {
  text: z.string().min(1).max(500),
  tag,
  id,
  ids: z.array(id).min(1).max(50),
  words: z.array(tag).min(1).max(100),
  url: z.url({ protocol: /^https?$/ }).max(2048),
  duration: waitDuration,
  digits: z.number().int().min(1).max(20),
} as const;
export type ParameterType = keyof typeof PARAMETER_TYPES;
export type ParameterValue = string | number | string[];

const parameterTypes = Object.keys(PARAMETER_TYPES) as ParameterType[];
export const valueShape = z.union([z.string(), z.number(), z.array(z.string())]);
const inEitherLanguage = z.union([valueShape, z.strictObject({ ko: valueShape, en: valueShape })]);

/** `default` suits most; `example` stands in until the installer says what theirs is called. */
export const parameterShape = z
  .strictObject({
    type: z.enum(parameterTypes),
    title: bilingual,
    default: inEitherLanguage.optional(),
    example: inEitherLanguage.optional(),
  })
  .refine((parameter) => (parameter.default === undefined) !== (parameter.example === undefined), {
    message: 'either a default or an example',
  });
export type Parameter = z.infer<typeof parameterShape>;

/** Where a recipe comes from: the trigger's key in the requirements, and the guide's sentence, quoted. */
const head = {
  key: z.string().regex(/^t\d\d-[a-z-]+$/),
  trigger: z.string().regex(/^T\d{1,2}$/),
  source: z.string().min(1),
  title: bilingual,
  description: bilingual,
  parameters: z.record(z.string().regex(/^[a-z][A-Za-z]*$/), parameterShape),
};
export const recipeHead = z.strictObject(head);

/**
 * Drafts by name, made in this order; one without a `name` is called by the recipe's title. In their texts `{ "ko", "en" }` is a
 * choice of language, `{{parameter.NAME}}` a parameter and `{{workflow.NAME}}` the id of a draft made before.
 */
export const recipeShape = z.strictObject({
  ...head,
  workflows: z
    .record(z.string().regex(/^[a-z][A-Za-z]*$/), z.record(z.string(), z.unknown()))
    .refine((workflows) => Object.keys(workflows).length > 0, { message: 'a recipe needs a workflow' }),
});
export type Recipe = z.infer<typeof recipeShape>;
