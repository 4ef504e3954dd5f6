import { beforeEach, describe, expect, test } from '@jest/globals';
import { routes } from '../../src/app/api/routes';
import { Installation, tagging } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

const keyed = routes.flatMap((route) => ('scope' in route ? [route] : []));
const pathOf = (path: string) => path.replaceAll(/\{\w+\}/g, 'x');
const lineOf = ({ method, path }: { method: string; path: string }) => `${method} ${pathOf(path)}`;

describe('keys', () => {
  test.each(keyed.map(lineOf))('%s asks for a key', async (line) => {
    for (const as of [null, 'tk_wrong', 'nonsense']) {
      const answer = await api.call(line, { as });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });

  test.each(keyed.filter(({ scope }) => scope !== 'read').map((route) => [lineOf(route), route.scope]))(
    '%s asks for the scope %s',
    async (line, scope) => {
      const less = scope === 'admin' ? ['read', 'write'] : ['read'];
      for (const weak of less) expect((await api.call(line, { as: `acme ${weak}` })).status).toBe(403);
      expect([401, 403]).not.toContain((await api.call(line, { as: `acme ${scope}` })).status);
    },
  );

  test('only the scheme Bearer is taken, in any case', async () => {
    const made = (await api.call('POST /v1/keys', { json: { name: 'mine', scope: 'read' } })).body.key;
    const list = (authorization: string) => api.call('GET /v1/workflows', { as: null, headers: { authorization } });
    expect((await list(`bearer ${made}`)).status).toBe(200);
    expect((await list(`Basic ${made}`)).status).toBe(401);
    expect((await list(made)).status).toBe(401);
  });
});

describe('paths', () => {
  test('what needs no key', async () => {
    expect(await api.call('GET /healthz', { as: null })).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect((await api.call('GET /openapi.json', { as: null })).status).toBe(200);
  });

  test.each(['/', '/v1', '/v1/workflows/', '/v1//workflows', '/v1/workflow', '/v1/workflows/a/b', '/healthz/x'])(
    'nothing is at %s',
    async (path) => expect((await api.call(`GET ${path}`)).status).toBe(404),
  );

  test('a wrong method is told which there are', async () => {
    const answer = await api.call('DELETE /v1/settings');
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, PUT, PATCH' } });
  });

  test('an id is decoded once, and only if it is percent-encoded UTF-8', async () => {
    expect((await api.call('GET /v1/workflows/%zz')).status).toBe(400);
    expect((await api.call('GET /v1/workflows/%ff')).status).toBe(400);
    expect((await api.call(`GET /v1/workflows/${'a'.repeat(129)}`)).status).toBe(400);
    expect((await api.call(`GET /v1/workflows/${'a'.repeat(128)}`)).status).toBe(404);
  });

  test('an id may hold any script and a slash', async () => {
    const id = '상담/1 %2F';
    await api.call('POST /v1/channels', { json: { kind: 'webhook', id } });
    const answer = await api.call(`GET /v1/channels/${encodeURIComponent(id)}`);
    expect(answer.body).toMatchObject({ id });
    const coded = Buffer.from(id).toString('base64url');
    expect(answer.body.webhookUrl).toBe(`https://api.example/webhooks/${coded}?ids=base64url`);
    expect((await api.call(`GET /v1/channels/${coded}?ids=base64url`)).body).toEqual(answer.body);
  });

  test('an address shows the ids that every gateway leaves alone', async () => {
    const { body } = await api.call('POST /v1/channels', { json: { kind: 'webhook', id: '상담 1' } });
    expect(body.webhookUrl).toBe(`https://api.example/webhooks/${encodeURIComponent('상담 1')}`);
  });

  test('ids as base64url: the longest in any script, beside other parameters, for commands too', async () => {
    const id = '가'.repeat(128);
    await api.customerSays('hi', id);
    const path = `/v1/conversations/d2Vi/${Buffer.from(id).toString('base64url')}`;
    expect((await api.call(`GET ${path}/timeline?limit=1&ids=base64url`)).body.items).toHaveLength(1);
    expect((await api.call(`POST ${path}/close?ids=base64url`)).status).toBe(200);
    expect((await api.call(`GET ${path}?ids=base64url`)).body).toMatchObject({ conversationId: id, status: 'closed' });
  });

  test('ids as base64url are refused in any but their one form, and where there are none', async () => {
    for (const coded of ['d2Vi=', 'd2V', 'd2Vj*', '_w', '%', Buffer.from('a'.repeat(129)).toString('base64url')])
      expect((await api.call(`GET /v1/channels/${coded}?ids=base64url`)).status).toBe(400);
    for (const query of ['ids=', 'ids=hex', 'ids=base64url&ids=base64url']) {
      const answer = await api.call(`GET /v1/channels/d2Vi?${query}`);
      expect([answer.status, answer.body.errors[0].path]).toEqual([400, '?ids']);
    }
    expect((await api.call('GET /v1/channels?ids=base64url')).status).toBe(400);
  });
});

describe('bodies', () => {
  const post = (sent: Parameters<Installation['call']>[1]) => api.call('POST /v1/workflows', sent);

  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=latin1', 415],
    ['application/json; charset=utf-8', 201],
    ['APPLICATION/JSON;charset="UTF-8"', 201],
  ])('content type %s: %d', async (type, status) => {
    expect((await post({ json: tagging('a'), headers: { 'content-type': type } })).status).toBe(status);
  });

  test('what is no JSON, no UTF-8, too deep or too large is refused', async () => {
    expect((await post({ body: '{"name":' })).status).toBe(400);
    expect((await post({ body: Buffer.from([0xff, 0xfe]) })).status).toBe(400);
    expect((await post({ body: '['.repeat(100_000) })).status).toBe(400);
    expect((await post({ body: `"${'a'.repeat(1024 * 1024)}"` })).status).toBe(413);
    expect((await post({})).status).toBe(400);
  });

  test('unknown fields are refused with their path, at any depth', async () => {
    const answer = await post({ json: { ...tagging('a'), colour: 'red' } });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path: '/colour', message: expect.stringContaining('unknown field') }]);
    const deep = await api.call('PUT /v1/settings', {
      json: { operatingHours: { timeZone: 'Asia/Seoul', weekly: { mon: [{ from: '09:00', to: '18:00', at: 1 }] } } },
    });
    expect(deep.body.errors[0].path).toBe('/operatingHours/weekly/mon/0/at');
  });

  test('a route that takes no body takes none', async () => {
    const { id } = (await post({ json: tagging('a') })).body;
    expect((await api.call(`POST /v1/workflows/${id}/publish`, { json: { revision: 1 } })).status).toBe(400);
    expect((await api.call(`POST /v1/workflows/${id}/publish`, { json: {} })).status).toBe(200);
  });

  test('unknown, doubled and wrong query parameters are refused by name', async () => {
    for (const query of ['colour=red', 'limit=1&limit=2', 'limit=0', 'limit=101', 'limit=', 'limit=1e1']) {
      const answer = await api.call(`GET /v1/workflows?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0].path).toBe(`?${query.split('=')[0]}`);
    }
    expect((await api.call('GET /v1/workflows?cursor=bm9wZQ')).status).toBe(400);
  });
});
