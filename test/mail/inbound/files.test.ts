import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MOST_FILE_BYTES, takenFiles } from '../../../src/mail/inbound/files';
import { anyString } from '../../support/any-string';

const file = (name: string | undefined, type = 'application/octet-stream', bytes = Buffer.from('x')) => ({
  ...(name !== undefined && { name }),
  type,
  bytes,
});
const nameOf = (name: string | undefined, type?: string) => takenFiles([file(name, type)]).taken[0]?.name;

describe('what people send each other is taken', () => {
  test.each([
    '사진.JPG',
    'scan.pdf',
    '견적서.hwp',
    'data.xlsx',
    'notes.txt',
    'logs.zip',
    'IMG_1.HEIC',
    'voice.m4a',
    'a.exe.png',
  ])('%s', (name) => expect(takenFiles([file(name)])).toMatchObject({ taken: [{ name }], left: [] }));

  test('its type is that of its name, whatever the mail says', () => {
    expect(takenFiles([file('photo.png', 'text/html')]).taken[0]?.type).toBe('image/png');
  });

  test('without a name it gets one', () => {
    expect(nameOf(undefined, 'image/png')).toBe('attachment-1.png');
    expect(nameOf('', 'application/pdf')).toBe('attachment-1.pdf');
    expect(nameOf('scan', 'application/pdf')).toBe('scan.pdf');
  });
});

describe('what a machine would run, or a browser show as a page, is not', () => {
  test.each([
    ...[
      'setup.exe',
      'photo.png.exe',
      'a.js',
      'page.html',
      'page.htm',
      'logo.svg',
      'macro.docm',
      'run.bat',
      'a.lnk',
      'a.iso',
    ],
    ...[
      'a.xhtml',
      'a.xml',
      'a.jar',
      'a.vbs',
      'a.ps1',
      'a.eml',
      'a.scr',
      'a.com',
      'a.hta',
      'a.apk',
      'a.dmg',
      'png',
      'constructor',
    ],
  ])('%s', (name) => {
    const { taken, left } = takenFiles([file(name, 'image/x-icon')]);
    expect({ taken, left }).toEqual({ taken: [], left: [{ name: expect.stringContaining(name), why: 'fileKind' }] });
  });

  test('a page that says that it is a picture of no name', () => {
    expect(takenFiles([file(undefined, 'text/html')])).toMatchObject({ taken: [], left: [{ why: 'fileKind' }] });
  });
});

test('ten files, each of ten megabytes at most, and the rest is told', () => {
  const many = Array.from({ length: 12 }, (_, at) => file(`${at}.png`));
  const { taken, left } = takenFiles([file('big.mov', '', Buffer.alloc(MOST_FILE_BYTES + 1)), ...many]);
  expect(taken).toHaveLength(10);
  expect(left).toEqual([
    { name: 'big.mov', why: 'fileSize' },
    { name: '10.png', why: 'fileCount' },
    { name: '11.png', why: 'fileCount' },
  ]);
});

test('one of ten megabytes to the byte is taken', () => {
  expect(takenFiles([file('big.mov', '', Buffer.alloc(MOST_FILE_BYTES))]).left).toEqual([]);
});

test('signatures of mails and empty files are passed over', () => {
  const nothing = [file('smime.p7s', 'application/pkcs7-signature'), file('a.png', 'image/png', Buffer.alloc(0))];
  expect(takenFiles(nothing)).toEqual({ taken: [], left: [] });
});

describe('names', () => {
  test.each([
    ['../../etc/passwd.txt', '_.._etc_passwd.txt'],
    ['C:\\Users\\kim\\a.txt', 'C__Users_kim_a.txt'],
    ['a\u202egnp.exe.txt', 'a_gnp.exe.txt'],
    ['a\r\nContent-Type: x.txt', 'a__Content-Type_ x.txt'],
    ['<script>.png', '_script_.png'],
    ['  . a.png . ', 'a.png'],
    ['\u1100\u1161.png', '가.png'],
  ])('%j', (given, safe) => expect(nameOf(given)).toBe(safe));

  test('that never end are read from their end, where their kind stands', () => {
    expect(nameOf(`${'a'.repeat(100_000)}${'b'.repeat(996)}.png`)).toMatch(/^b+\.png$/);
  });

  test('whatever they are, they are short, whole and harmless', () => {
    const names = fc.oneof(anyString(), fc.string({ unit: 'grapheme', minLength: 200 }), fc.string());
    fc.assert(
      fc.property(names, fc.constantFrom('.png', '.PDF', '.tar.zip', ''), (begin, end) => {
        for (const { name } of takenFiles([file(`${begin}${end}`, 'image/png')]).taken) {
          expect(name.length).toBeLessThanOrEqual(210);
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(420);
          expect(name).not.toMatch(/[\p{Cc}\p{Cf}\\/:*?"<>|]/u);
          expect(name.isWellFormed()).toBe(true);
          expect(name).toMatch(/.\.[A-Za-z0-9]{1,10}$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
