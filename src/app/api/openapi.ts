/** The documents: `/openapi.json` and `/schemas/{name}.json`, derived from the route table and its schemas. */
import * as z from 'zod';
import { IDS } from './path-ids';
import type { KeyRoute, Route } from './route';
import { problemShape, registry } from './schemas';

type Json = Record<string, unknown>;
const COMPONENTS = '#/components/schemas/';

/** Shapes of requests and answers by name, as JSON Schema 2020-12 that refers to each other by `uri`. */
function schemasBy(uri: (name: string) => string): Record<string, Json> {
  const { schemas } = z.toJSONSchema(registry, { uri, io: 'input', unrepresentable: 'any' });
  return schemas as unknown as Record<string, Json>;
}

/** One schema by its name in any case, whole but for links to its neighbours; undefined when there is none. */
export function schemaDocument(name: string, publicUrl: string): Json | undefined {
  const schemas = schemasBy((of) => `${publicUrl}/schemas/${of}.json`);
  const known = Object.keys(schemas).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return known === undefined ? undefined : schemas[known];
}

/** @see https://spec.openapis.org/oas/v3.1.0 */
export function openApi(routes: readonly Route[], publicUrl: string, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  const components = Object.entries(schemasBy((name) => COMPONENTS + name)).map(([name, schema]) => {
    const { $id: _, $schema: __, ...rest } = schema;
    return [name, rest];
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Threadkeeper', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: Object.fromEntries(components),
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key: tk_…' } },
    },
  };
}

/** `GET /v1/workflows/{id}` is `getV1WorkflowsId`. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}

function operation(route: Route): Json {
  const security = 'open' in route ? [] : [{ key: [] }];
  const known = 'open' in route ? askedIn(route) : ofKeyRoute(route);
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter('path', name ?? '', true));
  const [, area = '', resource] = route.path.split('/');
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [resource === undefined || resource.startsWith('{') ? area : resource],
    ...('open' in route ? {} : { description: `Needs a key with the scope \`${route.scope}\` or a wider one.` }),
    security,
    parameters: [...inPath, ...known],
    ...(route.body ? { requestBody: requestBody(route.body) } : {}),
    responses: responses(route),
  };
}

const askedIn = ({ query }: Route): Json[] =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) =>
    parameter('query', name, !(schema as z.ZodType).safeParse(undefined).success),
  );

function ofKeyRoute(route: KeyRoute): Json[] {
  const asked = askedIn(route);
  const query = route.path.includes('{') ? [...asked, idsParameter] : asked;
  if (route.method === 'POST') return [...query, parameter('header', 'Idempotency-Key', false)];
  return route.method === 'GET' ? query : [...query, parameter('header', 'If-Match', false)];
}

const parameter = (place: string, name: string, required: boolean): Json => {
  return { in: place, name, required, schema: { type: 'string' } };
};

const idsParameter: Json = {
  ...parameter('query', IDS, false),
  description:
    'With `base64url` each id in the path is the base64url of its UTF-8 (no padding), which any id survives: one with `/`, `?` or `%` too.',
  schema: { type: 'string', enum: ['base64url'] },
};

function requestBody({ schema, contentTypes, optional }: NonNullable<KeyRoute['body']>): Json {
  const content = Object.fromEntries(contentTypes.map((type) => [type, { schema: refTo(schema) }]));
  return { required: !optional, content };
}

function responses(route: Route): Json {
  const answers = Object.entries(route.answers).map(([status, schema]) => {
    const isPage = 'isPage' in route && status.startsWith('2');
    const content = {
      ...(schema && { 'application/json': { schema: refTo(schema) } }),
      ...(isPage && { 'text/html': { schema: { type: 'string' } } }),
    };
    return [status, { description: route.summary, ...(schema || isPage ? { content } : {}) }];
  });
  const refusal = { description: 'Refused: the problem says why and what to do.' };
  const content = { 'application/problem+json': { schema: refTo(problemShape) } };
  return { ...Object.fromEntries(answers), default: { ...refusal, content } };
}

/** @throws when a shape in the route table has no name: a fault of whoever wrote the row */
function refTo(schema: z.ZodType): Json {
  const name = registry.get(schema)?.id;
  if (name === undefined) throw new Error('Every shape in the route table needs a name: wrap it in named().');
  return { $ref: COMPONENTS + name };
}
