/** Bad input by e-mail: each has a clear outcome, in time, and nothing is lost. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Fields } from '../client';
import { sharedStack } from '../given';
import { eucKr, iso2022Jp } from './encodings';
import { aCustomer, type Customer, type Mail, Shop } from './mailbox';

const given = sharedStack();
let shop: Shop;
let people: [Customer, Mail][];
beforeAll(async () => {
  shop = await Shop.open(given);
  people = await shop.mailedAtOnce(45);
});
/** A customer who has the answer in the mailbox, and whom no other test knows. */
const someone = (): [Customer, Mail] => people.pop()!;
const MB = 1024 * 1024;

/** A mail byte by byte: header lines of a reply, with those given in their place, and a body. */
function bytes({ email }: Customer, mail: Mail, header: Fields, body: string | Buffer): Buffer {
  const all = { From: email, To: mail.replyTo, Subject: 'Re: x', 'Message-ID': `<${mail.id}@mail.example>`, ...header };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${String(value)}\r\n`);
  return Buffer.concat([Buffer.from(`${lines.join('')}\r\n`, 'latin1'), Buffer.from(body)]);
}

/** Sends it through the SMTP port, to where answers go. */
const send = ({ email }: Customer, mail: Mail, raw: Buffer, to: string[] = []) =>
  shop.post({ envelope: { from: email, to: [...to, mail.replyTo!] }, raw });

/** The first link of a text. */
const linkIn = (text = '') => /https?:\S+/.exec(text)?.[0] ?? '';

/** An ordinary reply of somebody else still comes in. */
async function goesOn(): Promise<void> {
  const [lee, mail] = someone();
  await shop.reply(lee, mail, '저는 괜찮아요.');
  expect((await shop.replies(lee)).map(({ text }) => text)).toEqual(['저는 괜찮아요.']);
}

describe('encodings', () => {
  const korean = '안녕하세요. 언제 받을 수 있을까요?';
  const japanese = 'こんにちは。いつ届きますか。';
  const plain = (charset: string, encoding = '8bit') => ({
    'Content-Type': `text/plain; charset="${charset}"`,
    'Content-Transfer-Encoding': encoding,
  });
  const base64 = (raw: Buffer) => raw.toString('base64').replace(/.{76}/g, '$&\r\n');
  test.each<[string, Fields, string | Buffer, string]>([
    ['EUC-KR', plain('euc-kr'), eucKr(korean), korean],
    ['EUC-KR as Outlook calls it, in base64', plain('ks_c_5601-1987', 'base64'), base64(eucKr(korean)), korean],
    ['ISO-2022-JP', plain('iso-2022-jp', '7bit'), iso2022Jp(japanese), japanese],
    ['UTF-8 without saying so', {}, korean, korean],
    ['quoted-printable with mistakes', plain('utf-8', 'quoted-printable'), '=EC=95=88=EB=85=95 =ZZ 100=% =', '안녕'],
    ['base64 with mistakes', plain('utf-8', 'base64'), `${Buffer.from(korean).toString('base64')}*=*=!`, korean],
    ['UTF-8 cut in the middle of a letter', plain('utf-8'), Buffer.from(korean).subarray(0, -2), '안녕하세요.'],
    ['an encoding that nobody knows', plain('x-klingon'), 'plain words', 'plain words'],
  ])('%s', async (_, header, body, says) => {
    const [kim, mail] = someone();
    await send(kim, mail, bytes(kim, mail, { 'MIME-Version': '1.0', ...header }, body));
    expect(await shop.replies(kim)).toMatchObject([{ text: expect.stringContaining(says) }]);
  });

  test('a subject in EUC-KR', async () => {
    const [kim, mail] = someone();
    const Subject = `=?euc-kr?B?${eucKr('답장: 배송 문의').toString('base64')}?=`;
    await send(kim, mail, bytes(kim, mail, { Subject }, 'ok'));
    expect(await shop.replies(kim)).toMatchObject([{ email: { subject: '답장: 배송 문의' } }]);
  });
});

describe('sizes', () => {
  test('a mail with a file of some megabytes is taken; one of more than 25 MB is told of; one of more than 40 MB is refused', async () => {
    const [kim, mail] = someone();
    const file = (size: number) => ({
      filename: 'photo.jpg',
      content: Buffer.alloc(size, 7),
      contentType: 'image/jpeg',
    });
    await shop.reply(kim, mail, '큰 사진', { program: 'plain', attachments: [file(6 * MB)] });
    expect(await shop.replies(kim)).toMatchObject([{ text: '큰 사진', files: [{ size: 6 * MB }] }]);
    await shop.reply(kim, mail, '더 큰 사진', { program: 'plain', attachments: [file(20 * MB)] });
    expect(await shop.replies(kim)).toHaveLength(1);
    const [note] = await shop.notes(kim);
    expect(note?.text).toContain('it has 28 MB, more than 25');
    expect(note?.text).toContain(`보낸 사람: ${kim.name} <${kim.email}>`);
    await expect(shop.reply(kim, mail, 'x', { attachments: [file(31 * MB)] })).rejects.toMatchObject({
      responseCode: 552,
    });
    await goesOn();
  });

  test('100,000 blank lines are none', async () => {
    const [kim, mail] = someone();
    await send(kim, mail, bytes(kim, mail, {}, `위${'\r\n'.repeat(100_000)}아래\r\n`));
    const [reply] = await shop.replies(kim);
    expect(reply?.text).toMatch(/^위\n+아래$/);
    expect(reply?.text.length).toBeLessThan(20);
  });

  test('a text of a megabyte is cut, and says so; all of it stays available', async () => {
    const [kim, mail] = someone();
    const line = `${'a'.repeat(97)} b\r\n`;
    await send(kim, mail, bytes(kim, mail, {}, `처음\r\n${line.repeat(10_000)}끝\r\n`));
    const [reply] = await shop.replies(kim);
    expect(reply?.text.startsWith('처음')).toBe(true);
    expect(reply?.text.length).toBeLessThanOrEqual(20_000);
    const whole = await fetch(reply!.email!.original!);
    expect((await whole.text()).length).toBeGreaterThan(1_000_000);
  });

  test('many recipients, of which one is ours; a header that is too long for that is told of', async () => {
    const to = (count: number, address = '') =>
      [...Array.from({ length: count }, (_, at) => `p${at}@mail.example`), address].join(',\r\n ');
    const [[kim, mail], [lee, leesMail]] = [someone(), someone()];
    await send(
      kim,
      mail,
      bytes(kim, mail, { To: to(2_000, mail.replyTo), Cc: to(2_000, 'x@mail.example') }, '모두에게'),
    );
    expect((await shop.replies(kim)).map(({ text }) => text)).toEqual(['모두에게']);
    await send(lee, leesMail, bytes(lee, leesMail, { To: to(100_000, leesMail.replyTo) }, '모두에게'));
    expect(await shop.replies(lee)).toEqual([]);
    const [note] = await shop.notes(lee);
    expect(note?.text).toContain('a header of more than 128 KB');
    expect(await (await fetch(linkIn(note?.text))).text()).toContain('모두에게');
  });

  test('a hundred reply addresses of one conversation make one message', async () => {
    const [[kim, mail], [lee, leesMail]] = [someone(), someone()];
    const same = Array.from({ length: 100 }, () => mail.replyTo!);
    await send(kim, mail, bytes(kim, mail, {}, '한 번만'), [...same, leesMail.replyTo!]);
    expect((await shop.replies(kim)).map(({ text }) => text)).toEqual(['한 번만']);
    expect(await shop.replies(lee)).toEqual([]);
  });
});

describe('bombs', () => {
  const nested = (depth: number) =>
    Array.from(
      { length: depth },
      (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`,
    ).join('');
  const parts = (count: number) => '--b0\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(count);
  const multipart = { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=b0' };
  const html = { 'Content-Type': 'text/html' };
  const headers = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`X-${at}`, 'x']));
  const mails = 'Content-Type: message/rfc822\r\n\r\n'.repeat(500);

  test.each<[string, Fields, string, RegExp]>([
    ['100,000 HTML elements in each other', html, `${'<div>'.repeat(100_000)}본문`, /^본문$/],
    ['HTML of comments that never end', html, `본문${'<!--<a '.repeat(50_000)}`, /^본문/],
    ['100,000 signs of quoting', {}, `본문\r\n${'> '.repeat(100_000)}`, /^본문$/],
  ])('%s: the text is taken', async (_, header, body, says) => {
    const [kim, mail] = someone();
    await send(kim, mail, bytes(kim, mail, header, body));
    expect(await shop.replies(kim)).toMatchObject([{ text: expect.stringMatching(says) }]);
  });

  test.each<[string, Fields, string, string]>([
    ['parts in parts, 5,000 deep', multipart, `${nested(5_000)}--b5000\r\n\r\n바닥`, 'nested too deep'],
    ['100,000 parts', multipart, `${parts(100_000)}--b0--`, 'lines, more than can be read'],
    ['a mail in a mail, 500 deep', { 'Content-Type': 'message/rfc822' }, `${mails}바닥`, '가져오지 않는 종류의 파일'],
    ['50,000 headers', headers, '본문', 'a header of more than 128 KB'],
    ['a header of a megabyte', { 'X-Long': 'x'.repeat(MB) }, '본문', 'a header of more than 128 KB'],
    ['a boundary that never comes', multipart, '본문', 'neither text nor files'],
    ['no body', {}, '', 'neither text nor files'],
    ['zeros', { 'Content-Type': 'text/plain' }, '\0'.repeat(1_000), 'neither text nor files'],
  ])('%s: a note says why it is no answer, and leads to the whole mail', async (_, header, body, says) => {
    const [kim, mail] = someone();
    await send(kim, mail, bytes(kim, mail, header, body));
    expect(await shop.replies(kim)).toEqual([]);
    const [note, ...more] = await shop.notes(kim);
    expect(more).toEqual([]);
    expect(note?.text).toContain(says);
    const whole = await fetch(note!.email!.original!);
    expect((await whole.text()).trimEnd()).toContain(body.slice(-20).trim());
  });

  test('and after all of them a mail is taken as ever', async () => {
    await goesOn();
  });

  test('no mail at all', async () => {
    const [kim, mail] = someone();
    for (const raw of ['', '\r\n\r\n', 'x', Buffer.alloc(2_000, 0xff)]) await send(kim, mail, Buffer.from(raw));
    expect(await shop.replies(kim)).toEqual([]);
    await shop.reply(kim, mail, '진짜 답장');
    expect((await shop.replies(kim)).map(({ text }) => text)).toEqual(['진짜 답장']);
  });
});

describe('the same mail again', () => {
  test('is one message, by its Message-ID, in any order with others, hours later too', async () => {
    const [kim, mail] = someone();
    const raw = bytes(kim, mail, {}, '네, 감사합니다');
    for (let times = 0; times < 3; times++) await send(kim, mail, raw);
    await shop.reply(kim, mail, '다른 답장');
    await shop.desk.advance('PT3H');
    await send(kim, mail, raw);
    expect((await shop.replies(kim)).map(({ text }) => text)).toEqual(['네, 감사합니다', '다른 답장']);
    expect((await shop.told(kim)).filter(({ data }) => data.via === 'email')).toHaveLength(2);
  });

  test('without a Message-ID is taken all the same', async () => {
    const [kim, mail] = someone();
    await send(kim, mail, bytes(kim, mail, { 'Message-ID': '' }, '번호가 없는 메일'));
    expect(await shop.replies(kim)).toMatchObject([{ text: '번호가 없는 메일' }]);
  });

  test('told by a customer of another conversation does not hide a reply there', async () => {
    const [[kim, mail], [lee, leesMail]] = [someone(), someone()];
    const header = { 'Message-ID': '<chosen@mail.example>' };
    await send(kim, mail, bytes(kim, mail, header, '먼저'));
    await send(lee, leesMail, bytes(lee, leesMail, header, '나중'));
    expect((await shop.replies(lee)).map(({ text }) => text)).toEqual(['나중']);
  });
});

describe('line breaks where one line belongs', () => {
  const BREAK = '\r\nBcc: all@mail.example\r\n\r\n<b>x</b>';

  test('in names and texts of the chat never become headers of an e-mail', async () => {
    const other = await Shop.open(given, { look: { ko: { subject: '{{customer.name}}님께' } } });
    const kim = aCustomer({ name: `김민지${BREAK}` });
    await other.asks(kim);
    await other.answers(kim, `답변${BREAK}`, { author: { type: 'agent', id: 'lee', name: `이수진${BREAK}` } });
    await other.desk.advance('PT10M');
    const [mail, ...more] = await other.mails(kim);
    expect(more).toEqual([]);
    expect(mail?.subject).not.toMatch(/[\r\n]/);
    for (const value of Object.values(mail?.headers ?? {})) expect(value).not.toMatch(/[\r\n]/);
    expect(Object.keys(mail?.headers ?? {})).not.toContain('Bcc');
    expect(mail?.to).toEqual([kim.email]);
  });

  test('in the header of a reply go no further', async () => {
    const [kim, mail] = someone();
    const encoded = `=?utf-8?Q?a=0D=0ABcc:_all@mail.example=0D=0A=0D=0Ax?=`;
    const header = {
      Subject: encoded,
      'Message-ID': `<a\u0000b${'x'.repeat(2_000)}@mail.example>`,
      References: '<a@mail.example>\r\n <b@mail.example>\r\n\t<c@mail.example>',
    };
    await send(kim, mail, bytes(kim, mail, header, '네'));
    const [reply] = await shop.replies(kim);
    expect(reply?.text).toBe('네');
    expect(reply?.email?.subject).not.toMatch(/[\r\n]/);
    await shop.answers(kim, '또 오세요');
    await shop.desk.advance('PT2M');
    const [, next] = await shop.mails(kim);
    for (const value of Object.values(next?.headers ?? {})) {
      expect(value).not.toMatch(/[\r\n\0]/);
      expect(value.length).toBeLessThanOrEqual(998);
    }
  });

  test('in an address: nothing is sent anywhere', async () => {
    const kim = aCustomer({ email: `kim@mail.example${BREAK}` });
    await shop.asks(kim);
    await shop.answers(kim);
    await shop.desk.advance('PT30M');
    const all = await shop.desk.ask<Mail[]>('GET', '/_local/mail');
    expect(all.filter(({ to }) => to.some((address) => /kim@mail|all@mail/.test(address)))).toEqual([]);
  });
});
