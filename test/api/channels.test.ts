import { beforeEach, describe, expect, test } from '@jest/globals';
import { Installation } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

const SECRET = /^whsec_[A-Za-z0-9+/]+=*$/;
const TWILIO = { kind: 'twilio-voice', config: { accountSid: `AC${'0'.repeat(32)}` } };

describe('channels', () => {
  test('show their secret once, when they are made', async () => {
    const json = { kind: 'webhook', id: 'web', name: 'Site', config: { deliverUrl: 'https://desk.example/in' } };
    const made = await api.call('POST /v1/channels', { json });
    expect(made).toMatchObject({ status: 201, headers: { etag: '"1"' } });
    expect(made.body).toMatchObject({ ...json, webhookUrl: 'https://api.example/webhooks/web' });
    expect(made.body.secret).toMatch(SECRET);
    for (const line of ['GET /v1/channels/web', 'GET /v1/channels'])
      expect(JSON.stringify((await api.call(line)).body)).not.toContain(made.body.secret);
    expect((await api.deps.channels.get('web'))?.secrets).toEqual([made.body.secret]);
  });

  test('get an id unless they name one', async () => {
    const [a, b] = [
      await api.call('POST /v1/channels', { json: { kind: 'webhook' } }),
      await api.call('POST /v1/channels', { json: { kind: 'webhook' } }),
    ];
    expect(a.body.id).toMatch(/^ch_/);
    expect(b.body.id).not.toBe(a.body.id);
    expect(b.body.secret).not.toBe(a.body.secret);
  });

  test('are refused with the place at fault', async () => {
    const path = async (json: unknown) => {
      const answer = await api.call('POST /v1/channels', { json });
      expect(answer.status).toBe(400);
      return answer.body.errors[0].path;
    };
    expect(await path({ kind: 'pigeon' })).toBe('/kind');
    expect(await path({ kind: 'webhook', config: { deliverUrl: 'ftp://x' } })).toBe('/config/deliverUrl');
    expect(await path({ kind: 'webhook', config: { colour: 'red' } })).toBe('/config/colour');
    expect(await path({ kind: 'webhook', secret: 'short' })).toBe('/secret');
    expect(await path(TWILIO)).toBe('/secret');
    expect(await path({ kind: 'webhook', workspaceId: 'other' })).toBe('/workspaceId');
    expect((await api.call('GET /v1/channels')).body.items).toEqual([]);
  });

  test('take the secret that the provider gave out', async () => {
    const secret = '0'.repeat(32);
    expect((await api.call('POST /v1/channels', { json: { ...TWILIO, secret } })).body.secret).toBe(secret);
  });

  test('an id that is taken says the same, whoever has it', async () => {
    await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
    const [own, others] = await Promise.all(
      ['acme admin', 'other admin'].map((as) =>
        api.call('POST /v1/channels', { as, json: { kind: 'webhook', id: 'web' } }),
      ),
    );
    expect(own?.status).toBe(409);
    expect(others?.body).toEqual(own?.body);
  });

  test('are edited and deleted as the one that If-Match names', async () => {
    await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web', name: 'Site' } });
    const json = { config: { deliverUrl: 'https://desk.example/in' } };
    const edited = await api.call('PUT /v1/channels/web', { json, headers: { 'if-match': '"1"' } });
    expect(edited).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: json });
    expect(edited.body.name).toBeUndefined();
    expect((await api.call('PUT /v1/channels/web', { json, headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await api.call('DELETE /v1/channels/web', { headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await api.call('DELETE /v1/channels/web')).status).toBe(204);
    expect((await api.call('GET /v1/channels/web')).status).toBe(404);
  });
});

describe('secrets', () => {
  const secretsOf = async () => (await api.deps.channels.get('web', { fresh: true }))?.secrets;

  test('rotate: the new one first, the old one valid until it is deleted', async () => {
    const { secret: old, secrets } = (await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } }))
      .body;
    const added = await api.call('POST /v1/channels/web/secrets');
    expect(added.status).toBe(201);
    expect(await secretsOf()).toEqual([added.body.secret, old]);
    expect((await api.call(`DELETE /v1/channels/web/secrets/${secrets[0].hint}`)).status).toBe(204);
    expect(await secretsOf()).toEqual([added.body.secret]);
    const last = await api.call(`DELETE /v1/channels/web/secrets/${added.body.hint}`);
    expect(last.status).toBe(409);
    expect((await api.call('DELETE /v1/channels/web/secrets/nothing')).status).toBe(404);
  });

  test('are at most five, and none twice', async () => {
    await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
    const secret = `whsec_${'A'.repeat(32)}`;
    const add = (json: unknown) => api.call('POST /v1/channels/web/secrets', { json });
    expect((await add({ secret })).status).toBe(201);
    expect((await add({ secret })).status).toBe(409);
    for (let n = 0; n < 3; n++) expect((await add({})).status).toBe(201);
    expect((await add({})).status).toBe(409);
    expect(await secretsOf()).toHaveLength(5);
  });
});

describe('the customers’ identity', () => {
  const secret = 'a secret of the shop, 32 bytes at least';
  const json = { algorithm: 'HS256', audience: 'threadkeeper', keys: [{ kid: 'a', secret }] };

  test('is set, told by hints alone, and taken away', async () => {
    await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
    expect((await api.call('GET /v1/channels/web/identity')).status).toBe(404);
    const put = await api.call('PUT /v1/channels/web/identity', { json });
    const told = { algorithm: 'HS256', audience: 'threadkeeper', keys: [{ kid: 'a', hint: expect.any(String) }] };
    expect(put).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(put.body).toEqual(told);
    expect((await api.call('GET /v1/channels/web/identity')).body).toEqual(told);
    for (const line of ['GET /v1/channels/web', 'GET /v1/channels/web/identity'])
      expect(JSON.stringify((await api.call(line)).body)).not.toContain(secret);
    expect((await api.call('GET /v1/channels/web/identity', { as: 'other admin' })).status).toBe(404);
    expect((await api.call('DELETE /v1/channels/web/identity')).status).toBe(204);
    expect((await api.deps.channels.get('web', { fresh: true }))?.identity).toBeUndefined();
  });

  test('is refused with the place at fault', async () => {
    await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
    const weak = { ...json, keys: [{ secret: 'short' }] };
    const refused = await api.call('PUT /v1/channels/web/identity', { json: weak });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: '/keys/0/secret' }] } });
    expect(JSON.stringify(refused.body)).not.toContain('short"');
  });
});
