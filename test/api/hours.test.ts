import { beforeEach, describe, expect, test } from '@jest/globals';
import { insideHours } from '../../src/engine/hours';
import { Installation } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
  // A Tuesday.
  api.now = Date.parse('2026-01-06T14:00:00+09:00');
  const weekly = { tue: [{ from: '09:00', to: '18:00' }], wed: [{ from: '09:00', to: '18:00' }] };
  await api.call('PATCH /v1/settings', { json: { operatingHours: { timeZone: 'Asia/Seoul', weekly } } });
});

const override = (state: string, as = 'acme write') =>
  api.call('PUT /v1/settings/hoursOverride', { json: { state }, as });
const hours = async () => (await api.call('GET /v1/settings/hours', { as: 'acme read' })).body;
const isOpen = async () => insideHours(api.now, (await api.deps.live.forBatch()('acme')).settings);

describe('the operating hours', () => {
  test('tell whether it is inside, and until when', async () => {
    expect(await hours()).toEqual({ inside: true, until: '2026-01-06T09:00:00.000Z' });
    api.now = Date.parse('2026-01-07T20:00:00+09:00');
    expect(await hours()).toEqual({ inside: false, until: '2026-01-13T00:00:00.000Z' });
  });

  test('are overridden by whoever may write, live at once, until the schedule opens or closes next', async () => {
    expect((await override('closed', 'acme read')).status).toBe(403);
    const closed = await override('closed');
    const since = '2026-01-06T05:00:00.000Z';
    expect(closed.body).toEqual({
      inside: false,
      until: '2026-01-06T09:00:00.000Z',
      override: { state: 'closed', since },
    });
    expect(await isOpen()).toBe(false);
    expect((await api.call('GET /v1/settings')).body.hoursOverride).toEqual({ state: 'closed', since });
    api.now = Date.parse('2026-01-07T09:00:00+09:00');
    expect(await isOpen()).toBe(true);
    expect(await hours()).toEqual({ inside: true, until: '2026-01-07T09:00:00.000Z' });
    expect((await api.call('GET /v1/settings')).body.hoursOverride).toBeUndefined();
  });

  test('an override is taken back by hand', async () => {
    await override('closed');
    expect((await api.call('DELETE /v1/settings/hoursOverride', { as: 'acme write' })).status).toBe(204);
    expect(await isOpen()).toBe(true);
  });

  test('an override is a setting too, from now on unless it says since when', async () => {
    await api.call('PATCH /v1/settings', { json: { hoursOverride: { state: 'closed' } } });
    expect(await isOpen()).toBe(false);
    const { body } = await api.call('GET /v1/settings');
    api.now += 60_000;
    expect((await api.call('PUT /v1/settings', { json: body })).body.hoursOverride).toEqual(body.hoursOverride);
    await api.call('PATCH /v1/settings', { json: { hoursOverride: null } });
    expect(await isOpen()).toBe(true);
  });

  test('an override that is none is refused', async () => {
    const refused = await override('shut');
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, '/state']);
    const setting = await api.call('PATCH /v1/settings', { json: { hoursOverride: 'closed' } });
    expect([setting.status, setting.body.errors[0].path]).toEqual([400, '/hoursOverride']);
  });
});
