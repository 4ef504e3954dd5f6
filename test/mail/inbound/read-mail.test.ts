import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endOfHeader, MOST_BYTES, whyTooMuch } from '../../../src/mail/inbound/measure';
import { readMail } from '../../../src/mail/inbound/read-mail';
import { anyString } from '../../support/any-string';
import { letter } from './given';

const bytes = (...hex: string[]) => Buffer.from(hex.join(''), 'hex');
const with_ = (header: string, body: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`From: kim@example.com\r\nMIME-Version: 1.0\r\n${header}\r\n\r\n`), Buffer.from(body)]);
const text = async (raw: Buffer) => (await readMail(raw)).bodies.text;

describe('a mail is read', () => {
  test('in the encodings of its country', async () => {
    const korean = with_('Content-Type: text/plain; charset=euc-kr', bytes('bec8b3e7c7cfbcbcbfe4'));
    const johab = with_('Content-Type: text/plain; charset=ks_c_5601-1987', bytes('bec8b3e7c7cfbcbcbfe4'));
    const japanese = with_('Content-Type: text/plain; charset=ISO-2022-JP', '\u001b$B$3$s$K$A$O\u001b(B');
    const shifted = with_('Content-Type: text/plain; charset=Shift_JIS', bytes('82b182f182c982bf82cd'));
    const chinese = with_('Content-Type: text/plain; charset=gb2312', bytes('c4e3bac3'));
    expect(await Promise.all([korean, johab, japanese, shifted, chinese].map(text))).toEqual([
      ...['안녕하세요', '안녕하세요', 'こんにちは', 'こんにちは', '你好'].map(expect.stringContaining),
    ]);
  });

  test.each([
    ['half a character of EUC-KR', with_('Content-Type: text/plain; charset=euc-kr', bytes('bec8b3'))],
    ['an escape of ISO-2022-JP that never ends', with_('Content-Type: text/plain; charset=iso-2022-jp', '\u001b$B!')],
    ['a charset that nobody knows', with_('Content-Type: text/plain; charset=x-martian', 'hello')],
    ['no charset, and bytes of one', with_('Content-Type: text/plain', bytes('bec8b3e7'))],
    [
      'wrong quoted-printable',
      with_('Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable', 'a=ZZ=\r\n=E=3D=C3'),
    ],
    ['wrong base64', with_('Content-Type: text/plain\r\nContent-Transfer-Encoding: base64', 'aGVs!!bG8=ab')],
    ['an encoding that nobody knows', with_('Content-Type: text/plain\r\nContent-Transfer-Encoding: zip', 'hello')],
    ['a part without an end', with_('Content-Type: multipart/mixed; boundary=b', '--b\r\n\r\nhello')],
    ['a multipart without parts', with_('Content-Type: multipart/mixed; boundary=b', 'hello')],
    ['a multipart without a boundary', with_('Content-Type: multipart/mixed', '--b\r\n\r\nhello\r\n--b--')],
    ['line ends of Unix', Buffer.from(letter().replaceAll('\r\n', '\n'))],
    ['an empty line at once', Buffer.from('\r\nhello')],
    ['only a header', Buffer.from('From: kim@example.com')],
    ['null bytes', with_('Content-Type: text/plain', 'a\0b')],
    ['nothing', Buffer.alloc(0)],
  ])('without a throw: %s', async (_, raw) => {
    expect((await readMail(raw)).unread).toBeUndefined();
  });

  test('with what is attached, and mails that are attached as files', async () => {
    const parts = [
      'Content-Type: text/plain; charset=utf-8\r\n\r\n사진입니다.',
      'Content-Type: image/png; name="=?utf-8?B?7IKs7KeELnBuZw==?="\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\niVBORw0KGgo=',
      "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=UTF-8''%EA%B2%AC%EC%A0%81.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==",
      'Content-Type: message/rfc822\r\n\r\nFrom: lee@example.com\r\nSubject: hidden\r\n\r\nhidden',
    ];
    const raw = with_(
      'Content-Type: multipart/mixed; boundary=b',
      `${parts.map((part) => `--b\r\n${part}`).join('\r\n')}\r\n--b--`,
    );
    const { bodies, files } = await readMail(raw);
    expect(bodies.text?.trim()).toBe('사진입니다.');
    expect(files.map(({ name, type, bytes: { length } }) => [name, type, length])).toEqual([
      ['사진.png', 'image/png', 8],
      ['견적.pdf', 'application/pdf', 4],
      [undefined, 'message/rfc822', expect.any(Number)],
    ]);
  });

  test('whatever its bytes are', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        '--b',
        '--b--',
        '',
        'Content-Type: multipart/mixed; boundary=b',
        'Content-Transfer-Encoding: base64',
      ),
      fc.constantFrom(
        'From: kim@example.com',
        'Subject: =?iso-2022-jp?B?GyRC?=',
        ' folded',
        'Content-Type: message/rfc822',
      ),
      anyString(),
    );
    const mails = fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      fc.array(line).map((lines) => Buffer.from(lines.join('\r\n'))),
    );
    await fc.assert(
      fc.asyncProperty(mails, async (raw) => {
        const { headers, files, bodies } = await readMail(raw);
        expect(Array.isArray(headers) && Array.isArray(files) && typeof bodies === 'object').toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('of what is too much the header is read, and it is said why', () => {
  const big = (header: string) => Buffer.concat([Buffer.from(header), Buffer.alloc(MOST_BYTES, 'a')]);

  test('a mail of more than 25 MB, of which the beginning is at hand', async () => {
    const raw = big(letter());
    const mail = await readMail(raw.subarray(0, MOST_BYTES), raw.length);
    expect(mail).toMatchObject({ unread: 'has 26 MB, more than 25', bodies: {}, files: [] });
    expect(mail).toMatchObject({ messageId: '<answer-1@mail.example.com>', subject: 'Re: 문의' });
  });

  test('a mail of one byte more than 25 MB is too much, and one of 25 MB is not', () => {
    const head = Buffer.from(letter());
    expect(whyTooMuch(head, MOST_BYTES)).toBeUndefined();
    expect(whyTooMuch(head, MOST_BYTES + 1)).toBe('has 26 MB, more than 25');
  });

  test('a mail of 25 MB is read', async () => {
    const part = 'Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n';
    const head = letter(['Content-Type: multipart/mixed; boundary=b'], `--b\r\n\r\nhi\r\n--b\r\n${part}`);
    const lines = `${'A'.repeat(76)}\r\n`.repeat((MOST_BYTES - head.length - 100) / 78);
    const { unread, bodies, files } = await readMail(Buffer.from(`${head}${lines}--b--`));
    expect({ unread, text: bodies.text?.trim() }).toEqual({ unread: undefined, text: 'hi' });
    expect(files[0]?.bytes.length).toBeGreaterThan(18 * 1024 * 1024);
  });

  test.each([
    [
      'a header of 200,000 addresses',
      letter([`Cc: ${Array.from({ length: 200_000 }, (_, n) => `u${n}@example.com`).join(', ')}`]),
    ],
    ['a header line of 1 MB', letter([`X-Long: ${'x'.repeat(1_000_000)}`])],
    ['100,000 header lines', letter(Array.from({ length: 100_000 }, (_, n) => `X-${n}: x`))],
    ['100,000 folds', letter([`X-Long: ${'\r\n x'.repeat(100_000)}`])],
    ['a million lines', letter([], '\r\n'.repeat(1_000_000))],
    ['a million parts', letter(['Content-Type: multipart/mixed; boundary=b'], '--b\r\n\r\n'.repeat(1_000_000))],
    ['20,000 parts', letter(['Content-Type: multipart/mixed; boundary=b'], '--b\r\n\r\nx\r\n'.repeat(20_000))],
    [
      'parts in parts in parts',
      letter(
        ['Content-Type: multipart/mixed; boundary=b0'],
        Array.from(
          { length: 1_000 },
          (_, n) => `--b${n}\r\nContent-Type: multipart/mixed; boundary=b${n + 1}\r\n\r\n`,
        ).join(''),
      ),
    ],
    [
      'parts with long headers',
      letter(
        ['Content-Type: multipart/mixed; boundary=b'],
        `--b\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\nx\r\n`.repeat(50),
      ),
    ],
  ])('%s', async (_, raw) => {
    const mail = await readMail(Buffer.from(raw));
    expect(mail).toMatchObject({ unread: expect.any(String), bodies: {}, files: [] });
    expect(mail.headers).toContainEqual({ key: 'from', value: 'Kim <kim@example.com>' });
  });

  test('more short lines than a person writes, though fewer than an attachment has', () => {
    const lines = (count: number) => whyTooMuch(Buffer.from(`\r\n${'x\r\n'.repeat(count - 1)}`), count);
    expect(lines(150_000)).toBeUndefined();
    expect(lines(150_001)).toBe('has 150001 lines, more than can be read');
  });

  test('a header that is cut has no line of which the end is missing', async () => {
    const before = 'X-Long: x\r\n'.repeat(5_957);
    const { headers, unread } = await readMail(
      Buffer.from(`${before}From: kim@example.com\r\n${before.repeat(2)}\r\n`),
    );
    expect(before.length).toBeLessThan(65_536 - 'From: '.length);
    expect(`${before}From: kim@example.com`.length).toBeGreaterThan(65_536);
    expect(unread).toContain('a header of more than');
    expect(headers.filter(({ key }) => key !== 'x-long')).toEqual([]);
  });

  test('100,000 blank lines are no such thing', async () => {
    const { unread, bodies } = await readMail(Buffer.from(letter([], `hello${'\r\n'.repeat(100_000)}bye`)));
    expect(unread).toBeUndefined();
    expect(bodies.text).toMatch(/^hello\s+bye\s*$/);
  });

  test('mails in mails are files, however deep', async () => {
    const inner = 'Content-Type: message/rfc822\r\n\r\n'.repeat(5_000);
    const { unread, files } = await readMail(Buffer.from(letter(['Content-Type: message/rfc822'], inner)));
    expect({ unread, types: files.map(({ type }) => type) }).toEqual({ unread: undefined, types: ['message/rfc822'] });
  });

  test('a body of several megabytes is cut, and that is told', async () => {
    const { bodies, cut } = await readMail(Buffer.from(letter([], 'word '.repeat(400_000))));
    expect(bodies.text).toHaveLength(1_000_000);
    expect(cut).toBe(true);
  });
});

test('the header ends at the first empty line', () => {
  const end = (raw: string) => endOfHeader(Buffer.from(raw));
  expect([end('a: b\r\n\r\nc'), end('a: b\n\nc'), end('\nc'), end('a: b'), end('')]).toEqual([6, 5, 0, 4, 0]);
});

test('a mail is measured in one pass', () => {
  const looks: number[] = [];
  for (const size of [1_000_000, 2_000_000]) {
    let read = 0;
    const raw = new Proxy(Buffer.from(letter([], '--\r\n'.repeat(size / 4))), {
      get(of, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) read += 1;
        const value = Reflect.get(of, key);
        return typeof value === 'function' ? value.bind(of) : value;
      },
    });
    whyTooMuch(raw, raw.length);
    looks.push(read);
  }
  expect((looks[1] ?? 0) / (looks[0] ?? 1)).toBeLessThan(2.1);
});
