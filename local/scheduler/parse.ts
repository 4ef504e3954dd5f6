import type * as z from 'zod';
import { invalid } from './errors';

/** Throws ValidationException naming each member that is wrong. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `Value at '${path.join('.')}': ${message}`);
  throw invalid(problems.join('; '));
}

export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch (cause) {
    throw invalid(`The body is no JSON: ${String(cause)}`);
  }
}
