/** Fields of a step in words, from its shape. */
import * as z from 'zod';
import { conditionSchema } from '../../src/engine/condition-schema';
import { type StepName, stepShapes, stepsSchema } from '../../src/engine/steps';

interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | false;
  required?: string[];
  description?: string;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
}

export interface Field {
  name: string;
  isRequired: boolean;
  type: string;
}

const REFERRED: Readonly<Record<string, string>> = { steps: 'steps', condition: 'a condition' };

function schemas(): Record<string, Schema> {
  const registry = z.registry<{ id: string }>();
  registry.add(stepsSchema, { id: 'steps' });
  registry.add(conditionSchema, { id: 'condition' });
  for (const [name, shape] of Object.entries(stepShapes)) registry.add(shape as z.ZodType, { id: name });
  return z.toJSONSchema(registry, { uri: (id) => id, io: 'input', unrepresentable: 'any' }).schemas as never;
}
const SCHEMAS = schemas();

/** Without `do`, in the order of the shape. */
export function fieldsOf(step: StepName): Field[] {
  const { properties = {}, required = [] } = SCHEMAS[step] ?? {};
  return Object.entries(properties)
    .filter(([name]) => name !== 'do')
    .map(([name, schema]) => ({ name, isRequired: required.includes(name), type: typeOf(schema) }));
}

const code = (value: unknown) => `\`${String(value)}\``;

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return REFERRED[schema.$ref] ?? 'steps';
  if (schema.description !== undefined) return schema.description;
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(' ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' ');
  if (schema.type === 'array')
    return `${bounds(schema.minItems, schema.maxItems)}list of ${typeOf(schema.items ?? {})}`;
  if (schema.type === 'object') return objectType(schema);
  if (schema.type === 'string') return `text${schema.maxLength === undefined ? '' : `, at most ${schema.maxLength}`}`;
  if (schema.type === 'integer' || schema.type === 'number') return `number ${schema.minimum}–${schema.maximum}`;
  return schema.type === 'boolean' ? '`true` `false`' : 'any JSON';
}

const bounds = (min: number | undefined, max: number | undefined) => (max === undefined ? '' : `${min ?? 0}–${max}: `);

function objectType({ properties, required = [], additionalProperties }: Schema): string {
  if (!properties) return `object of ${typeOf(additionalProperties || {})}`;
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${code(name)}${required.includes(name) ? '' : '?'} (${typeOf(schema)})`,
  );
  return `{ ${fields.join(', ')} }`;
}
