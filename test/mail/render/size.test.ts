/** Gmail shows a mail up to 102 KB and hides the rest, with it the way to unsubscribe. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LANGUAGES } from '../../../src/engine/language';
import { renderContinuityMail } from '../../../src/mail/render/continuity-mail';
import { sample } from './mails';

const GMAIL = 102_000;
const sizeOf = (html: string) => Buffer.byteLength(html);

describe('HTML', () => {
  test.each(LANGUAGES)('of a usual mail is light: %s', (language) => {
    expect(sizeOf(renderContinuityMail(sample(language)).html)).toBeLessThan(20_000);
  });

  test('is never cut by Gmail, whatever comes in, and says how much is missing', () => {
    const piece = fc.constantFrom('"', '&', "'<", '한국어 ', '😀', 'a', '\n', '  ', 'https://a.example/?a&b ', '漢');
    const text = fc.tuple(piece, fc.integer({ min: 0, max: 20_000 })).map(([some, length]) => some.repeat(length));
    const url = fc.integer({ min: 0, max: 5_000 }).map((length) => `https://a.example/?${'&'.repeat(length)}`);
    const file = fc.record({ name: text, url, size: fc.nat() });
    const files = fc.array(file, { maxLength: 40 });
    const message = fc.record({ author: text, text, files });
    const messages = fc
      .tuple(fc.array(message, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 25 }))
      .map(([some, times]) => Array.from({ length: times }, () => some).flat());
    const mail = fc.record({ sender: text, customerName: text, link: url, unsubscribeUrl: url, messages });
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), mail, fc.tuple(text, text), (language, of, [greeting, footer]) => {
        const look = { subject: greeting, greeting, footer };
        const { html, text } = renderContinuityMail({ ...of, language, look });
        expect(sizeOf(html)).toBeLessThan(GMAIL);
        expect(sizeOf(text)).toBeLessThan(GMAIL);
        expect(html).toMatch(/<\/html>$/);
      }),
      { numRuns: 25 },
    );
  });

  test('has a long text whole where there is room', () => {
    const text = `${'가'.repeat(19_990)} the end`;
    const { html, text: twin } = renderContinuityMail(sample('en', { messages: [{ text, files: [] }] }));
    expect(html).toContain('the end');
    expect(twin).toContain(text);
    expect(html + twin).not.toContain('shortened');
  });

  test('has all messages shorter rather than some not at all', () => {
    const messages = Array.from({ length: 20 }, (_, at) => ({ text: `${at}: ${'가'.repeat(5_000)}`, files: [] }));
    const { html, text } = renderContinuityMail(sample('en', { messages }));
    for (const { text: whole } of messages) expect(html).toContain(`${whole.slice(0, 500)}`);
    expect(text).toContain('(This message was shortened. You can read all of it in the conversation.)');
    expect(text).not.toContain('more message');
  });

  test('counts the messages that it has no room for', () => {
    const messages = Array.from({ length: 400 }, (_, at) => ({ text: `message ${at}`, files: [] }));
    const { text } = renderContinuityMail(sample('en', { messages }));
    expect(text).toContain('You have 400 unread messages');
    expect(text).toContain('message 99\n');
    expect(text).toContain('There are 300 more messages in the conversation.');
  });
});
