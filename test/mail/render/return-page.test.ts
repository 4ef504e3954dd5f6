import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { LANGUAGES, type Language } from '../../../src/engine/language';
import { type ReturnPage, renderReturnPage } from '../../../src/mail/render/return-page';

type State = ReturnPage['state'];
const portalUrl = 'https://shop.example/help?page=1#chat';
const REASONS = ['expired', 'endedByAgent', 'closedByCustomer', 'disabled', 'unknown', 'unavailable'] as const;
const refused = REASONS.flatMap((reason): State[] => [
  { ok: false, reason, portalUrl },
  { ok: false, reason },
]);
const STATES: State[] = [{ ok: true, sameAgent: true }, { ok: true, sameAgent: false }, ...refused];

const page = (state: State, language: Language = 'en', more: Partial<ReturnPage> = {}) =>
  renderReturnPage({ state, language, sender: 'Acme', ...more });

describe.each(STATES)('the page behind a link: %j', (state) => {
  test('needs nothing that its own policy does not allow, in any language', () => {
    for (const language of LANGUAGES) {
      const { html, headers } = page(state, language);
      const hash = createHash('sha256')
        .update(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '')
        .digest('base64');
      expect(headers['content-security-policy']).toBe(
        `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
      expect(html).not.toMatch(/<script|<img|<link|style="|\son\w+=|url\(|@import|\[\[/);
      expect(html).toContain(`<html lang="${language}"`);
    }
  });

  test('names the way on that there is', () => {
    const { html } = page(state);
    const isUnavailable = 'reason' in state && state.reason === 'unavailable';
    expect(html.match(/<form method="\w+">/g)).toEqual(
      state.ok ? ['<form method="post">'] : isUnavailable ? ['<form method="get">'] : null,
    );
    const leadsOn = 'portalUrl' in state;
    expect(html.includes('href="https://shop.example/help?page=1#chat"')).toBe(leadsOn);
  });
});

test('each state has words of its own, in every language', () => {
  for (const language of LANGUAGES) {
    const said = STATES.map((state) => /<h1>[\s\S]*?<\/p>/.exec(page(state, language).html)?.[0]);
    // Of those who are refused only a link that cannot be read is told in other words when no channel is known.
    expect(new Set(said).size).toBe(2 + REASONS.length + 1);
  }
});

test('a portal on the reader’s own machine may be led to without TLS', () => {
  const policy = page({ ok: true, sameAgent: true }, 'en', { isLocal: true }).headers['content-security-policy'];
  expect(policy).toContain("form-action 'self' https: http:;");
});

test('an address that is none of the web is no link, and names are no markup', () => {
  const state = { ok: false, reason: 'expired', portalUrl: 'javascript:alert(1)' } as const;
  const { html } = page(state, 'en', { sender: '<b onclick=x>', colour: 'red;}*{display:none' });
  expect(html).not.toMatch(/javascript:|<b |display:none/);
});
