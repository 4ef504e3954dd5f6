/** The shape of conditions: filters of workflows and branches. */
import * as z from 'zod';

const scalar = z.union([z.string().max(2000), z.number(), z.boolean()]);

/** A filter: a tree of conditions with facts at its leaves. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { fact: string; op: string; value?: unknown };

const leaf = z.strictObject({
  fact: z.string().min(1).max(200),
  op: z.string().min(1).max(40),
  value: z.union([scalar, z.array(scalar).max(1000)]).optional(),
});
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionSchema).max(100) }),
    z.strictObject({ any: z.array(conditionSchema).max(100) }),
    z.strictObject({ not: conditionSchema }),
    leaf,
  ]),
) as z.ZodType<Condition>;
