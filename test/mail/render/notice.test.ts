import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../../src/engine/language';
import { type NoticeKind, renderNotice } from '../../../src/mail/render/notice';

const KINDS: readonly NoticeKind[] = ['unsubscribe', 'unsubscribed', 'linkInvalid', 'fileGone'];

describe.each(KINDS)('the page %s', (kind) => {
  test.each(LANGUAGES)('needs nothing that its own policy does not allow: %s', (language) => {
    const { html, headers } = renderNotice({ kind, language, sender: 'Acme', address: 'kim@example.com' });
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(html).not.toMatch(/<script|<img|<link|style="|\son\w+=|url\(|@import/);
    expect(html).toContain(`<html lang="${language}"`);
    expect(html).toContain('kim@example.com');
    expect(headers).toMatchObject({
      ...{ 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' },
      ...{ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' },
    });
  });
});

test('only the question has a button, which posts what mail programs post for one click', () => {
  const page = (kind: NoticeKind) => renderNotice({ kind, language: 'en' }).html;
  expect(page('unsubscribe')).toContain(
    '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">',
  );
  for (const kind of KINDS.slice(1)) expect(page(kind)).not.toMatch(/<form|<button/);
  expect(page('linkInvalid')).not.toMatch(/class="(?:sender|address)"/);
});
