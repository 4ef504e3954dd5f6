import { beforeEach, expect, test } from '@jest/globals';
import { Installation } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

const live = async () => (await api.deps.live.forBatch()('acme')).settings;

test('settings have defaults, are set as a whole, and are live at once', async () => {
  expect((await api.call('GET /v1/settings')).body).toMatchObject({ inactivity: 'PT24H', wrapUp: 'PT15M', fuse: 20 });
  const set = await api.call('PUT /v1/settings', { json: { wrapUp: 'PT1M' } });
  expect(set.body).toMatchObject({ inactivity: 'PT24H', wrapUp: 'PT1M' });
  expect((await live()).wrapUp).toBe('PT1M');
  await api.call('PUT /v1/settings', { json: { fuse: 3 } });
  expect(await live()).toMatchObject({ wrapUp: 'PT15M', fuse: 3 });
});

test('a part of them can be changed; null sets one back', async () => {
  const hours = { timeZone: 'Asia/Seoul', weekly: { mon: [{ from: '09:00', to: '18:00' }] }, holidays: [] };
  await api.call('PATCH /v1/settings', { json: { operatingHours: hours, fuse: 3 } });
  await api.call('PATCH /v1/settings', { json: { wrapUp: 'PT1M' } });
  expect(await live()).toMatchObject({ operatingHours: hours, fuse: 3, wrapUp: 'PT1M' });
  await api.call('PATCH /v1/settings', { json: { operatingHours: null, fuse: null } });
  const after = await live();
  expect(after).toMatchObject({ fuse: 20, wrapUp: 'PT1M' });
  expect(after.operatingHours).toBeUndefined();
});

test('what is not valid changes nothing and names its place', async () => {
  for (const [json, path] of [
    [{ wrapUp: '15 minutes' }, '/wrapUp'],
    [{ colour: 'red' }, '/colour'],
    [{ operatingHours: { timeZone: 'Mars', weekly: {} } }, '/operatingHours/timeZone'],
  ] as const) {
    for (const method of ['PUT', 'PATCH']) {
      const answer = await api.call(`${method} /v1/settings`, { json });
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0].path).toBe(path);
    }
  }
  expect(await api.deps.configuration.getWorkspace('acme')).toBeUndefined();
});

test('If-Match holds the edit to the settings that were read, whatever else is published', async () => {
  const { headers } = await api.call('GET /v1/settings');
  await api.call('POST /v1/workflows', { json: { name: 'a', trigger: { type: 'chat.closed' } } });
  const patch = () =>
    api.call('PATCH /v1/settings', { json: { fuse: 3 }, headers: { 'if-match': headers.etag ?? '' } });
  expect((await patch()).status).toBe(200);
  expect((await patch()).status).toBe(412);
});

test('settings and workflows published at the same time are all live', async () => {
  const made = await api.call('POST /v1/workflows', { json: { name: 'a', trigger: { type: 'chat.closed' } } });
  await Promise.all([
    api.call('PATCH /v1/settings', { json: { fuse: 3 } }),
    api.call('PATCH /v1/settings', { json: { wrapUp: 'PT1M' } }),
    api.call(`POST /v1/workflows/${made.body.id}/publish`),
  ]);
  const { settings, matcher } = await api.deps.live.forBatch()('acme');
  expect(settings).toMatchObject({ fuse: 3, wrapUp: 'PT1M' });
  expect(matcher.size).toBe(1);
});
