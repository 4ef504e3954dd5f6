import { beforeEach, describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../src/engine/language';
import { Installation } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

const preview = async (query = '', as = 'acme read') => (await api.call(`GET /v1/mail/preview${query}`, { as })).body;
const tryOut = (json: unknown, as = 'acme read') => api.call('POST /v1/mail/preview', { json, as });

describe('the preview of continuity e-mails', () => {
  test.each(LANGUAGES)('is there in %s', async (language) => {
    const { subject, html, text, ...rest } = await preview(`?language=${language}`);
    expect(rest).toEqual({ language });
    expect(subject).toContain('acme.example');
    expect(html).toContain(`<html lang="${language}"`);
    expect(text).toContain('https://api.example/mail/unsubscribe/sample');
  });

  test('is in the language of the workspace, with its sender, its look and its site', async () => {
    const look = { ko: { greeting: '{{customer.name}} 고객님, 반갑습니다!', colour: '#ffd400' } };
    const email = { from: 'help@acme.example', name: '해오름상점' };
    const json = { email, continuity: { look, siteUrl: 'https://www.acme.example/help' } };
    expect((await api.call('PATCH /v1/settings', { json })).status).toBe(200);
    const { language, subject, html, text } = await preview();
    expect({ language, subject }).toEqual({ language: 'ko', subject: '[해오름상점] 새 메시지가 도착했습니다' });
    expect(html).toContain('#ffd400');
    expect(text).toMatch(/^김민지 고객님, 반갑습니다!\n/);
    expect(text).toContain('https://www.acme.example/help\n');
  });

  test('has no button as long as there is no site to go back to', async () => {
    expect((await preview('?language=en')).text).not.toContain('Continue the conversation');
  });

  test('has the link back where a channel of the workspace brings customers back', async () => {
    await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
    const json = { enabled: true, portalUrl: 'https://www.acme.example/help' };
    await api.call('PUT /v1/channels/web/reconnect', { json });
    expect((await preview('?language=en')).text).toContain('https://api.example/r/sample\n');
  });

  test('tries out a look without keeping it', async () => {
    const before = JSON.stringify(api.contents());
    const { body } = await tryOut({ language: 'en', look: { subject: 'Hi {{customer.name}}' }, customerName: '' });
    expect(body.subject).toBe('Hi');
    expect(body.text).toMatch(/^Hello,\n/);
    expect(JSON.stringify(api.contents())).toBe(before);
  });

  test('says what is wrong with a look', async () => {
    const { status, body } = await tryOut({ look: { colour: 'red', logoUrl: 'http://acme.example/logo.png' } });
    expect(status).toBe(400);
    expect(body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(['/look/colour', '/look/logoUrl']);
    expect((await api.call('GET /v1/mail/preview?language=tlh')).status).toBe(400);
  });
});
