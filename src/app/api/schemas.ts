/** Shapes with a name: what stands under `components.schemas` of `/openapi.json` and at `/schemas/{name}.json`. */
import * as z from 'zod';
import { MAX_ID } from '../../engine/event';

export const registry = z.registry<{ id: string }>();

/** Gives a shape its name in the documents. */
export function named<T extends z.ZodType>(id: string, schema: T): T {
  registry.add(schema as z.ZodType, { id });
  return schema;
}

export const id = z.string().min(1).max(MAX_ID);
/** RFC 3339 in UTC. */
export const time = z.iso.datetime();
export const count = z.number().int().nonnegative();

/** One page of a list. */
export function listOf<T extends z.ZodType>(name: string, item: T) {
  return named(name, z.strictObject({ items: z.array(item), next: z.string().optional() }));
}

export const problemShape = named(
  'Problem',
  z.strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  }),
);
