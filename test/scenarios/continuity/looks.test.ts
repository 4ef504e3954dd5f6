/** C6: e-mails in the language of the customer, looking as the workspace wants. */
import { describe, expect, test } from '@jest/globals';
import type { Fields } from '../client';
import { refused, sharedStack } from '../given';
import { aCustomer, type Mail, Shop } from './mailbox';

const given = sharedStack();

/** "Answer", as each language has it in a sentence that says that one may. */
const ANSWER: Record<string, RegExp> = {
  ko: /회신/,
  en: /\breply\b/,
  ja: /返信/,
  'zh-CN': /回复/,
  es: /responder/,
  fr: /répondre/,
  de: /Antworten/,
};

/** The e-mail of each customer, all sent at the same time. */
async function mailsIn(shop: Shop, languages: readonly string[]): Promise<Mail[]> {
  const people = languages.map((language) => aCustomer({ language }));
  for (const person of people) {
    await shop.asks(person, 'hello');
    await shop.answers(person, 'answer');
  }
  await shop.desk.advance('PT10M');
  const mails = await Promise.all(people.map(async (person) => (await shop.mails(person))[0]));
  return mails.map((mail, at) => mail ?? fail(`No mail in ${languages[at]}.`));
}

function fail(says: string): never {
  throw new Error(says);
}

const langIn = ({ html = '' }: Mail) => /<html[^>]* lang="([^"]+)"/.exec(html)?.[1];

/** Words that a reader of the HTML sees. */
function wordsIn(html = ''): string {
  return html
    .replace(/<style[^>]*>.*?<\/style>|<!--.*?-->|<head>.*?<\/head>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

describe('the language', () => {
  test('is that of the customer: seven of them, each in HTML and as plain text', async () => {
    const shop = await Shop.open(given);
    const languages = Object.keys(ANSWER);
    const mails = await mailsIn(shop, languages);
    expect(mails.map(langIn)).toEqual(languages);
    for (const [at, language] of languages.entries()) {
      expect(mails[at]?.text).toMatch(ANSWER[language]!);
      expect(wordsIn(mails[at]?.html)).toMatch(ANSWER[language]!);
      expect(Buffer.byteLength(mails[at]?.html ?? '')).toBeLessThan(102_000);
    }
    expect(new Set(mails.map(({ subject }) => subject)).size).toBe(languages.length);
  });

  test('is found by the first part of a tag, and is else that of the workspace, else English', async () => {
    const german = await Shop.open(given, {}, { language: 'de-AT' });
    expect((await mailsIn(german, ['en-GB', 'zh-TW', 'pt-BR', '', 'JA'])).map(langIn)).toEqual([
      'en',
      'zh-CN',
      'de',
      'de',
      'ja',
    ]);
    const other = await Shop.open(given, {}, { language: 'sw' });
    expect((await mailsIn(other, ['pt-BR', 'ko-KR'])).map(langIn)).toEqual(['en', 'ko']);
  });
});

const OWN = {
  subject: '{{customer.name}} 님, 달빛상점에서 답변드렸어요',
  greeting: '반가워요, {{customer.name}} 님 <3',
  footer: '달빛상점 & 친구들\n서울시 마포구 1-2',
  logoUrl: 'https://cdn.shop.example/logo.png?a=1&b=2',
  colour: '#AA3366',
};

describe('the look', () => {
  test('is that of the workspace for a language: subject, greeting, footer, logo, colour; other languages keep theirs', async () => {
    const shop = await Shop.open(given, { look: { ko: OWN } });
    const [korean, english] = await mailsIn(shop, ['ko', 'en']);
    expect(korean?.subject.replace(/[\u2068\u2069]/g, '')).toBe('김민지 님, 달빛상점에서 답변드렸어요');
    for (const part of [korean?.text, wordsIn(korean?.html)])
      for (const words of ['반가워요,', '달빛상점 & 친구들', '서울시 마포구 1-2']) expect(part).toContain(words);
    expect(wordsIn(korean?.html)).toContain('님 <3');
    expect(korean?.html).toContain('src="https://cdn.shop.example/logo.png?a=1&amp;b=2"');
    expect(korean?.html?.toLowerCase()).toContain('#aa3366');
    expect(english?.html?.toLowerCase()).not.toMatch(/#aa3366|logo\.png|달빛상점 &amp; 친구들/);
  });

  test('takes no markup from anybody: what is written is shown as it was written', async () => {
    const markup = '<img src=x onerror=alert(1)>"\'&<b>굵게</b>';
    const look = { greeting: `${markup} {{customer.name}}`, footer: `${markup}\n{{agent.id}} {{result.x}}` };
    const shop = await Shop.open(given, { look: { ko: look } });
    const kim = aCustomer({ name: `<script>alert("${'김'}")</script>` });
    await shop.asks(kim);
    await shop.answers(kim, `${markup}\nhttps://shop.example/?a=1&b="><script>`, {
      author: { type: 'agent', id: 'lee', name: markup },
      files: [
        { name: markup, url: 'javascript:alert(1)' },
        { name: 'b.png', url: 'https://cdn.shop.example/"><script>alert(1)</script>' },
      ],
    });
    await shop.desk.advance('PT10M');
    const [mail] = await shop.mails(kim);
    expect(mail?.html).not.toMatch(/<script|<img src=x|<b>굵게|href="javascript/i);
    expect(wordsIn(mail?.html)).toContain(markup);
    expect(mail?.text).toContain(markup);
  });

  test.each<[string, Fields, string]>([
    ['an unknown language', { xx: {} }, '/continuity/look/xx'],
    ['two lines of subject', { ko: { subject: 'a\r\nBcc: all@mail.example' } }, '/continuity/look/ko/subject'],
    ['two lines of greeting', { ko: { greeting: 'a\nb' } }, '/continuity/look/ko/greeting'],
    ['a picture without TLS', { ko: { logoUrl: 'http://cdn.shop.example/l.png' } }, '/continuity/look/ko/logoUrl'],
    ['a script for a picture', { ko: { logoUrl: 'javascript:alert(1)' } }, '/continuity/look/ko/logoUrl'],
    ['a colour that ends the style', { ko: { colour: 'red;}</style>' } }, '/continuity/look/ko/colour'],
    ['what nobody knows', { ko: { font: 'Comic Sans' } }, '/continuity/look/ko'],
  ])('of %s is refused, with the place', async (_, look, place) => {
    const shop = await Shop.open(given);
    const paths = refused(await shop.desk.request('PATCH', '/v1/settings', { continuity: { look } }), 400);
    expect(paths.some((path) => path.startsWith(place))).toBe(true);
  });
});

describe('the preview', () => {
  type Preview = { language: string; subject: string; html: string; text: string };

  test('shows how e-mails of a language look, as set', async () => {
    const shop = await Shop.open(given, { look: { ko: OWN } });
    const korean = await shop.desk.ask<Preview>('GET', '/v1/mail/preview');
    expect(korean).toMatchObject({ language: 'ko', subject: expect.stringContaining('달빛상점에서 답변드렸어요') });
    expect(korean.html).toContain('logo.png');
    expect(korean.text).toContain('달빛상점 & 친구들');
    for (const [language, answer] of Object.entries(ANSWER)) {
      const preview = await shop.desk.ask<Preview>('GET', `/v1/mail/preview?language=${language}`);
      expect(preview.text).toMatch(answer);
      expect(wordsIn(preview.html)).toMatch(answer);
    }
    refused(await shop.desk.request('GET', '/v1/mail/preview?language=tlh'), 400);
  });

  test('shows a look that is not set yet, and sets nothing', async () => {
    const shop = await Shop.open(given);
    const body = { language: 'fr', look: { greeting: 'Salut !' }, customerName: 'Zoé' };
    const tried = await shop.desk.ask<Preview>('POST', '/v1/mail/preview', body);
    expect(tried.text).toContain('Salut !');
    expect((await shop.desk.ask<Preview>('GET', '/v1/mail/preview?language=fr')).text).not.toContain('Salut !');
    refused(await shop.desk.request('POST', '/v1/mail/preview', { look: { colour: 'red' } }), 400);
  });
});
