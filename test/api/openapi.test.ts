import { beforeAll, describe, expect, test } from '@jest/globals';
import { routes } from '../../src/app/api/routes';
import { EVENT_TYPES } from '../../src/engine/event';
import { Installation } from './installation';

let api: Installation;
// biome-ignore lint/suspicious/noExplicitAny: a document of many shapes
let document: any;
beforeAll(async () => {
  api = await Installation.open();
  document = (await api.call('GET /openapi.json', { as: null })).body;
});

function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) =>
    name === '$ref' && typeof held === 'string' ? [held] : refsIn(held),
  );
}
// biome-ignore lint/suspicious/noExplicitAny: operations are read as JSON
const operations = (): any[] => Object.values(document.paths).flatMap((path) => Object.values(path as object));

describe('/openapi.json', () => {
  test('is OpenAPI 3.1 for this installation', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://api.example' }] });
    expect(document.info).toMatchObject({ title: 'Threadkeeper', version: expect.any(String) });
  });

  test.each(routes.map(({ method, path }) => [method, path]))('has %s %s', (method, path) => {
    const operation = document.paths[path][method.toLowerCase()];
    expect(operation.summary).toMatch(/\S/);
    expect(operation.tags).toEqual([expect.stringMatching(/^[a-z]/)]);
    const named = operation.parameters.filter((one: { in: string }) => one.in === 'path');
    expect(named.map((one: { name: string }) => `{${one.name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    expect(operation.responses.default.content).toHaveProperty(['application/problem+json']);
  });

  test('tells of the JSON that a page answers to programs, and of no body where it leads elsewhere', () => {
    const { responses } = document.paths['/r/{token}'].post;
    expect(responses[200].content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/ReconnectResult' } },
      'text/html': { schema: { type: 'string' } },
    });
    expect(responses[303]).not.toHaveProperty('content');
  });

  test('has nothing else, and each operation under a name of its own', () => {
    expect(operations()).toHaveLength(routes.length);
    expect(new Set(operations().map(({ operationId }) => operationId)).size).toBe(routes.length);
  });

  test('refers to nothing that is not in it', () => {
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    const refs = [...new Set(refsIn(document))].filter((ref) => !ref.startsWith('#/$defs'));
    expect(refs.filter((ref) => !known.includes(ref))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('$defs');
    for (const name of Object.keys(document.components.schemas)) expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
  });

  test('asks for a key wherever the API does', () => {
    const open = operations().filter(({ security }) => security.length === 0);
    expect(open.map(({ operationId }) => operationId).toSorted()).toEqual([
      'getFilesToken',
      'getHealthz',
      'getMailUnsubscribeToken',
      'getOpenapiJson',
      'getRToken',
      'getSchemasFile',
      'getV1Reconnect',
      'optionsRToken',
      'optionsV1Reconnect',
      'optionsV1ReconnectContinue',
      'optionsV1ReconnectNew',
      'optionsV1ReconnectPresence',
      'postMailUnsubscribeToken',
      'postRToken',
      'postV1ReconnectContinue',
      'postV1ReconnectNew',
      'postV1ReconnectPresence',
    ]);
  });
});

describe('/schemas', () => {
  test.each([...EVENT_TYPES, 'workflow', 'workflowDraft', 'condition', 'settings', 'problem'])(
    '%s.json',
    async (name) => {
      const answer = await api.call(`GET /schemas/${name}.json`, { as: null });
      expect(answer.headers['content-type']).toBe('application/schema+json');
      expect(answer.body.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
      for (const ref of refsIn(answer.body)) {
        expect(ref).toMatch(/^https:\/\/api\.example\/schemas\/[\w.]+\.json$/);
        expect((await api.call(`GET ${new URL(ref).pathname}`, { as: null })).status).toBe(200);
      }
    },
  );

  test('others are not found', async () => {
    for (const file of ['nothing.json', 'workflow', '.json', '__proto__.json', 'constructor.json'])
      expect((await api.call(`GET /schemas/${file}`, { as: null })).status).toBe(404);
  });
});
