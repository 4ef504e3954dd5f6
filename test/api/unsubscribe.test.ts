/** RFC 8058, and the page for whoever follows the link by hand. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { signToken } from '../../src/mail/signed-token';
import { Installation } from './installation';

let api: Installation;
let link: string;
beforeEach(async () => {
  api = await Installation.open();
  link = await linkOf('acme');
});

const ADDRESS = 'kim@example.com';
const CLICK = 'List-Unsubscribe=One-Click';
async function linkOf(workspaceId: string, purpose: 'unsubscribe' | 'files' = 'unsubscribe'): Promise<string> {
  const [key] = await api.deps.signingKeys.list();
  if (!key) throw new Error('There is always a key.');
  return `/mail/unsubscribe/${signToken(purpose, JSON.stringify([workspaceId, ADDRESS]), key)}`;
}
const get = (headers: Record<string, string> = {}) => api.call(`GET ${link}`, { as: null, headers });
const post = (body: string, type = 'application/x-www-form-urlencoded', to = link) =>
  api.call(`POST ${to}`, { as: null, body, headers: { 'content-type': type } });
const suppression = (workspaceId = 'acme') => api.deps.suppressions.get(workspaceId, ADDRESS);

describe('the link of an e-mail', () => {
  test('asks, and changes nothing, however often it is opened: scanners open it', async () => {
    for (const _ of [1, 2]) {
      const { status, headers, body } = await get();
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'cache-control': 'no-store',
      });
      expect(body).toContain(ADDRESS);
      expect(body).toContain(`<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">`);
    }
    expect(await suppression()).toBeUndefined();
  });

  test.each([
    ['one click of a mail program, or the button', CLICK, 'application/x-www-form-urlencoded'],
    [
      'one click as multipart',
      `--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n`,
      'multipart/form-data; boundary=b',
    ],
  ])('%s takes the address off, once', async (_, body, type) => {
    expect((await post(body, type)).status).toBe(200);
    expect(await suppression()).toEqual({ workspaceId: 'acme', address: ADDRESS, reason: 'unsubscribe', at: api.now });
    const at = api.now;
    api.now += 1_000;
    expect((await post(body, type)).status).toBe(200);
    expect(await suppression()).toMatchObject({ at });
    expect(await suppression('other')).toBeUndefined();
    expect((await get()).body).not.toContain('<form');
  });

  test('a post that says nothing of it asks again', async () => {
    for (const body of ['', 'List-Unsubscribe=No', 'x'.repeat(20_000) + CLICK]) {
      const answered = await post(body);
      expect([answered.status, answered.body.includes('<form')]).toEqual([400, true]);
    }
    expect(await suppression()).toBeUndefined();
  });

  test('leaves an address on the list for the reason that it is there for', async () => {
    await api.deps.suppressions.put({ workspaceId: 'acme', address: ADDRESS, reason: 'complaint', at: api.now });
    await post(CLICK);
    expect(await suppression()).toMatchObject({ reason: 'complaint' });
  });

  test("speaks the browser's language, else the workspace's, in its name", async () => {
    await api.call('PATCH /v1/settings', {
      json: { language: 'ja', email: { from: 'a@shop.example', name: '<Shop>' } },
    });
    expect((await get()).body).toContain('<html lang="ja"');
    expect((await get({ 'accept-language': 'pt-BR,pt;q=0.9,es;q=0.8' })).body).toContain('<html lang="es"');
    expect((await get({ 'accept-language': 'pt, de;q=0' })).body).toContain('<html lang="ja"');
    const { body } = await get({ 'accept-language': 'de-CH,de;q=0.9,en;q=0.8' });
    expect(body).toContain('<html lang="de"');
    expect(body).toContain('&lt;Shop&gt;');
  });

  test('still works after its key was followed by others, and not after it was retired', async () => {
    const [old] = await api.deps.signingKeys.list();
    await api.deps.signingKeys.rotate(api.now);
    expect((await get()).status).toBe(200);
    await api.deps.signingKeys.retire(old?.id ?? '');
    expect((await get()).status).toBe(404);
  });

  test.each([
    ['changed', (good: string) => `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`],
    ['cut', (good: string) => good.slice(0, -1)],
    ['made up', () => '/mail/unsubscribe/abc'],
    ['of many characters', () => `/mail/unsubscribe/a${'A'.repeat(9_000)}.${'A'.repeat(32)}`],
  ])('%s is no link of ours, and a page says so', async (_, change) => {
    for (const method of ['GET', 'POST']) {
      const { status, body } = await api.call(`${method} ${change(link)}`, { as: null, body: CLICK });
      expect(status).toBe(404);
      expect(body).toContain('<h1>');
    }
    expect(await suppression()).toBeUndefined();
  });

  test('of another purpose is none', async () => {
    expect((await post(CLICK, undefined, await linkOf('acme', 'files'))).status).toBe(404);
  });
});
