/** Whatever comes in is answered with a problem that says why, and what is refused writes nothing. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { routes } from '../../src/app/api/routes';
import { anyString } from '../support/any-string';
import { Installation, tagging } from './installation';

const writing = routes.filter(({ method }) => method !== 'GET');
const route = fc.constantFrom(...writing);
const line = (method: string, path: string, id: string) =>
  `${method} ${path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(id))}`;
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .dictionary(
      fc.constantFrom(
        'name',
        'trigger',
        'steps',
        'filter',
        'order',
        'event',
        'kind',
        'config',
        'text',
        'scope',
        'wrapUp',
      ),
      fc.oneof(fc.jsonValue(), fc.constantFrom('message.customer', 'PT1M', 'webhook')),
    )
    .map((value) => Buffer.from(JSON.stringify(value))),
);
const hostile = fc.constantFrom(
  '__proto__',
  '.',
  '..',
  ' ',
  '\u0000',
  '%',
  '😀',
  'a'.repeat(128),
  '../w',
  "'; --",
  '상담',
);
const strange = fc.oneof(fc.string({ minLength: 1, maxLength: 128, unit: 'grapheme' }), hostile);

test('arbitrary bytes and JSON', async () => {
  const api = await Installation.open();
  const workflow = (await api.call('POST /v1/workflows', { json: tagging('a') })).body.id;
  await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
  await api.customerSays('hello', 'web');
  // Whoever asks first makes the first one.
  await api.deps.signingKeys.list();
  const id = fc.oneof(strange, fc.constantFrom(workflow, 'web'));
  await fc.assert(
    fc.asyncProperty(route, id, body, async ({ method, path }, name, bytes) => {
      const before = api.contents();
      const answer = await api.call(line(method, path, name), { body: bytes });
      expect(answer.status).toBeLessThan(500);
      if (answer.status < 400) return;
      expect(typeof answer.body === 'string' ? answer.body : answer.body.detail).toMatch(/\S/);
      expect(api.contents()).toEqual(before);
    }),
    { numRuns: 600 },
  );
});

test('arbitrary paths, queries and headers', async () => {
  const api = await Installation.open();
  const path = fc.oneof(
    fc.webPath(),
    fc.string().map((text) => `/v1/${text.replaceAll(/[?\s]/g, '')}`),
  );
  const value = anyString({ maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(path, value, value, value, async (at, authorization, match, key) => {
      const headers = { 'if-match': match, 'idempotency-key': key };
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'BREW']) {
        expect((await api.call(`${method} ${at}`, { headers })).status).toBeLessThan(500);
        const refused = await api.call(`${method} ${at}`, { as: null, headers: { ...headers, authorization } });
        expect([200, 400, 401, 404, 405]).toContain(refused.status);
      }
    }),
    { numRuns: 300 },
  );
});

test('arbitrary queries', async () => {
  const api = await Installation.open();
  const reading = routes.filter(({ method, path }) => method === 'GET' && !path.includes('{'));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...reading), fc.webQueryParameters(), async ({ path }, query) => {
      expect((await api.call(`GET ${path}?${query.replaceAll('?', '')}`)).status).toBeLessThan(500);
    }),
    { numRuns: 500 },
  );
});
