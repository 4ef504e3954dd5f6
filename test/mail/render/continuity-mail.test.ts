import { describe, expect, test } from '@jest/globals';
import { LANGUAGES } from '../../../src/engine/language';
import { renderContinuityMail } from '../../../src/mail/render/continuity-mail';
import { CATALOGUES } from '../../../src/mail/render/words';
import { addressesIn, sample, visible } from './mails';

describe('a mail', () => {
  test('reads well as plain text', () => {
    const { subject, text } = renderContinuityMail(sample('ko'));
    expect(subject).toBe('[해오름상점] 새 메시지가 도착했습니다');
    expect(text).toBe(`김민지 님, 안녕하세요.

해오름상점에서 보내 드린 메시지 중 아직 읽지 않으신 2건을 이메일로 전해 드립니다.

이수진:
문의하신 주문은 오늘 오전에 출고되었습니다.
배송 조회: https://www.example.com/track/1042

영수증을 함께 보내 드립니다. 더 궁금하신 점이 있으면 편하게 말씀해 주세요!
첨부 파일:
- 영수증.pdf (124kB)
  https://www.example.com/files/sample

────────────────────

상담 이어가기:
https://www.example.com/help

이 이메일에 바로 회신하셔도 됩니다. 회신하신 내용은 담당자에게 그대로 전달됩니다.

────────────────────

본 메일은 해오름상점에서 진행 중인 고객님의 상담과 관련하여 발송되었습니다.

이메일 수신 거부:
https://api.example.com/mail/unsubscribe/token
`);
  });

  test.each(LANGUAGES)('says the same in HTML and in plain text: %s', (language) => {
    const { html, text } = renderContinuityMail(sample(language));
    const bare = (line: string) =>
      line
        .replace(/^- /, '')
        .replace(/\u00a0?[:：]$/, '')
        .trim();
    const lines = text.split('\n').map(bare);
    const addresses = addressesIn(html);
    for (const line of visible(html).filter((line) => line !== '해오름상점')) expect(lines).toContain(bare(line));
    for (const address of addresses) expect(text).toContain(address);
    const own = lines.filter((line) => line !== '' && !/^─+$/.test(line) && !addresses.includes(line));
    for (const line of own) expect(visible(html).map(bare)).toContain(line);
  });

  test.each([
    ['fr', 'Julien\u00a0:', '(', ')'],
    ['ja', '田中：', '（', '）'],
    ['zh-CN', '李静：', '（', '）'],
    ['de', 'Thomas:', '(', ')'],
  ] as const)('has the punctuation of its language as plain text: %s', (language, author, open, close) => {
    const [first] = sample(language).messages;
    const { text } = renderContinuityMail(sample(language, { messages: [{ ...first!, text: 'a '.repeat(60_000) }] }));
    const cut = CATALOGUES[language].cut;
    expect(text).toContain(`\n${author}\n`);
    expect(text).toContain(`\n${open}${cut}${close}\n`);
  });

  test.each(LANGUAGES)('can be used by everybody, in light and in dark: %s', (language) => {
    const { html, subject } = renderContinuityMail(
      sample(language, { look: { logoUrl: 'https://cdn.example.com/logo.png' } }),
    );
    expect(html).toContain(`<html lang="${language}" dir="ltr"`);
    expect(html).toContain(`<title>${subject}</title>`);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    const tables = html.match(/<table[^>]*>/g) ?? [];
    expect(tables.length).toBeGreaterThan(3);
    expect(tables.filter((table) => !table.includes('role="presentation"'))).toEqual([]);
    expect(html.match(/<img[^>]*>/g)).toEqual([expect.stringContaining('alt="해오름상점"')]);
    expect(html).not.toMatch(/<script|@import|@font-face|url\(|\[\[|\]\]|<!--[#/]/);
  });

  test('shows inboxes how the first message begins', () => {
    const { html } = renderContinuityMail(sample('en'));
    expect(html).toMatch(/<div style="display:none[^>]*>Your order left our warehouse this morning\. Track it here/);
  });

  test('has no button without a link, no way out without one, and no name that is not known', () => {
    const { link: _, customerName: __, unsubscribeUrl: ___, ...rest } = sample('en');
    const { html, text } = renderContinuityMail(rest);
    expect(text).toMatch(/^Hello,\n/);
    expect(addressesIn(html)).toEqual(['https://www.example.com/track/1042', 'https://www.example.com/files/sample']);
    expect(html + text).not.toMatch(/Unsubscribe|Continue the conversation/);
  });

  test('of several agents names each where another speaks, and the sender where nobody is named', () => {
    const said = (author: string | undefined, text: string) => ({ ...(author && { author }), text, files: [] });
    const messages = [said('Kim', '1'), said('Kim', '2'), said('Lee', '3'), said(undefined, '4')];
    const { text } = renderContinuityMail(sample('en', { messages }));
    expect(text).toContain('Kim:\n1\n\n2\n\nLee:\n3\n\n해오름상점:\n4\n');
  });

  test('has the words, the logo and the colour of the workspace', () => {
    const look = {
      subject: 'Neues von uns, {{customer.name}}',
      greeting: 'Moin {{customer.name}}!',
      footer: 'Morgenrot GmbH\nhttps://morgenrot.example/impressum',
      logoUrl: 'https://cdn.example.com/logo.png',
      colour: '#FFD400',
    };
    const { subject, html, text } = renderContinuityMail(sample('de', { look }));
    expect(subject).toBe('Neues von uns, Anna Schneider');
    expect(text).toMatch(/^Moin Anna Schneider!\n/);
    expect(text).toContain('\nMorgenrot GmbH\nhttps://morgenrot.example/impressum\n');
    expect(addressesIn(html)).toEqual(expect.arrayContaining([look.logoUrl, 'https://morgenrot.example/impressum']));
    expect(html).toContain('background:#ffd400;color:#000000');
    expect(html).toContain('alt="해오름상점"');
  });

  test('does not call somebody no-reply who can be answered', () => {
    const { subject } = renderContinuityMail(sample('en', { sender: 'no-reply@acme.example' }));
    expect(subject).toBe('New message from acme.example');
  });
});
