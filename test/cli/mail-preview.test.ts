/** `threadkeeper mail preview`: what it asks of the API, and what it prints or writes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Receiver } from './receiver';
import { cli } from './run-cli';

let receiver: Receiver;
let folder: string;
beforeEach(async () => {
  receiver = await new Receiver().start();
  receiver.routes['POST /v1/mail/preview'] = () => ({
    body: { language: 'ko', subject: '새 메시지', html: '<!doctype html><p>안녕하세요', text: '안녕하세요\n' },
  });
  folder = mkdtempSync(join(tmpdir(), 'preview-'));
});
afterEach(async () => {
  await receiver.stop();
  rmSync(folder, { recursive: true });
});

const preview = (...args: string[]) => cli('mail', 'preview', ...args, '--url', receiver.url);
const asked = () => receiver.calls.at(-1)?.body;

test('prints the plain text, in the language of the workspace', async () => {
  expect(await preview()).toEqual({ code: 0, out: '안녕하세요', err: '' });
  expect(asked()).toEqual({});
});

test('prints another part in another language', async () => {
  expect((await preview('--language', 'ko', '--part', 'subject')).out).toBe('새 메시지');
  expect(asked()).toEqual({ language: 'ko' });
});

test('writes a file, with a look to try', async () => {
  const [look, out] = [join(folder, 'look.json'), join(folder, 'mail.html')];
  writeFileSync(look, '{ "colour": "#ffd400" }');
  expect((await preview('--part', 'html', '--look', look, '--out', out)).out).toBe(`새 메시지 → ${out}`);
  expect(readFileSync(out, 'utf8')).toBe('<!doctype html><p>안녕하세요');
  expect(asked()).toEqual({ look: { colour: '#ffd400' } });
});

test('says what is wrong', async () => {
  expect(await preview('--part', 'pdf')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--part is one of html, text, subject, not "pdf"'),
  });
  expect(await preview('--out', join(folder, 'no', 'such', 'folder'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('Cannot write'),
  });
  expect((await preview('--look', join(folder, 'none.json'))).err).toContain('Cannot read');
});
