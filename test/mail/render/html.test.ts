import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Html, paragraphs, piecesOf, safeUrl } from '../../../src/mail/render/html';
import { fill, parseTemplate } from '../../../src/mail/render/template';

const links = (text: string) => piecesOf(text).flatMap(({ text: shown, url }) => (url === undefined ? [] : [shown]));

describe('web addresses in a text', () => {
  test.each([
    ['see https://a.example/b.', ['https://a.example/b']],
    ['(see https://a.example/b)', ['https://a.example/b']],
    ['https://en.wikipedia.org/wiki/Thread_(yarn), or', ['https://en.wikipedia.org/wiki/Thread_(yarn)']],
    ['https://a.example/b를 눌러 주세요', ['https://a.example/b']],
    ['こちらhttps://a.example/をご覧ください。', ['https://a.example/']],
    ['"https://a.example/?q=1&r=2#x"', ['https://a.example/?q=1&r=2#x']],
    ['<https://a.example> http://b.example', ['https://a.example', 'http://b.example']],
    ['HTTPS://A.EXAMPLE/X', ['HTTPS://A.EXAMPLE/X']],
    ['javascript:alert(1) data:text/html,x ftp://a.example mailto:a@b.example', []],
    ['https://user@a.example https:// http://?', []],
  ])('are linked: %s', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  test('take nothing away from the text', () => {
    const said = fc.array(
      fc.oneof(fc.constantFrom('https://', 'a.example', '/', '(', ')', '.', '"', '가', ' ', '\n'), fc.string()),
    );
    fc.assert(
      fc.property(said, (parts) => {
        const text = parts.join('');
        expect(
          piecesOf(text)
            .map(({ text: piece }) => piece)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test('keep line breaks and indents around them', () => {
    expect(paragraphs('a\n  b <c>', '#000000').markup).toBe('a<br>\n&nbsp; b &lt;c&gt;');
  });
});

test('only web addresses without a user name are safe, and none that is too long', () => {
  expect(safeUrl('https://a.example/ü"')).toBe('https://a.example/%C3%BC%22');
  for (const url of [
    undefined,
    '',
    '/x',
    'javascript:alert(1)',
    'https://u:p@a.example',
    `https://a.example/${'x'.repeat(5_000)}`,
  ])
    expect(safeUrl(url)).toBeUndefined();
});

describe('a template', () => {
  const of = parseTemplate('<p>[[a]]</p><!--#some--><i>[[a]][[b]]</i><!--/some-->');

  test('has parts none, once or several times', () => {
    expect(fill(of, { a: '1' })).toBe('<p>1</p>');
    expect(fill(of, { a: '1', b: '2', some: true })).toBe('<p>1</p><i>12</i>');
    expect(fill(of, { a: '1', some: [{ b: '2' }, { a: '3', b: '4' }] })).toBe('<p>1</p><i>12</i><i>34</i>');
  });

  test('escapes all but what is HTML, and reads nothing that is filled in', () => {
    expect(fill(of, { a: '<b>"\'&' })).toBe('<p>&lt;b&gt;&quot;&#39;&amp;</p>');
    expect(fill(of, { a: new Html('<b>[[b]]</b>'), b: 'x' })).toBe('<p><b>[[b]]</b></p>');
  });

  test('that is wrong says so', () => {
    expect(() => parseTemplate('<!--#a-->')).toThrow('"a" does not open and close in order');
    expect(() => parseTemplate('<!--#a--><!--#b--><!--/a-->')).toThrow('does not open and close');
    expect(() => parseTemplate('<!--/a-->')).toThrow('does not open and close');
    expect(() => fill(of, {})).toThrow('slot "a" has no text');
  });
});
