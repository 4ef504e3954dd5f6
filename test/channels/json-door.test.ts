import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJsonDoor } from '../../src/channels/json-door';

const limits = { maxBytes: 1000, maxDepth: 4 };
const door = (text: string | Uint8Array) => parseJsonDoor(Buffer.from(text), limits);

describe('the door for JSON', () => {
  test('lets JSON pass as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(Buffer.byteLength(text) <= limits.maxBytes && !text.includes('__proto__'));
        expect(door(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  test('judges any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const parsed = door(bytes);
        if (!parsed.ok) expect([400, 413]).toContain(parsed.status);
      }),
    );
  });

  test.each([
    ['as deep as allowed', '[[[[1]]]]', true],
    ['one deeper', '[[[[[1]]]]]', false],
    ['side by side, however many', `[${'[[[]]],'.repeat(50)}[]]`, true],
    ['brackets inside a string', `["${'['.repeat(50)}\\"[[[["]`, true],
    ['a bracket after an escaped backslash', '["\\\\",[[[[]]]]]', false],
    ['objects', '{"a":{"b":{"c":{"d":{}}}}}', false],
  ])('counts depth: %s', (_name, text, ok) => {
    expect(door(text)).toMatchObject(ok ? { ok } : { ok, status: 400, code: 'json.tooDeep' });
  });

  test.each([
    ['empty', '', 400, 'body.empty'],
    ['only spaces', ' \n', 400, 'body.empty'],
    ['not JSON', '{"a":', 400, 'json.malformed'],
    ['NaN', '{"a":NaN}', 400, 'json.malformed'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'body.notUtf8'],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), 400, 'json.malformed'],
    ['too large', `"${'x'.repeat(999)}"`, 413, 'body.tooLarge'],
  ])('refuses a body that is %s', (_name, body, status, code) => {
    expect(door(body)).toMatchObject({ ok: false, status, code, detail: expect.stringMatching(/\.$/) });
  });

  test('skips a byte order mark', () => {
    expect(door('\uFEFF{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  });

  test('takes the last of equal keys', () => {
    expect(door('{"a":1,"a":2}')).toEqual({ ok: true, value: { a: 2 } });
  });

  test.each(['{"__proto__":{"admin":true},"a":1}', '{"\\u005f_proto__":{"admin":true},"a":1}'])(
    'drops __proto__, however it is spelled: %s',
    (text) => {
      const parsed = door(text);
      expect(parsed).toEqual({ ok: true, value: { a: 1 } });
      expect(parsed.ok && Object.getOwnPropertyNames(parsed.value)).toEqual(['a']);
    },
  );

  test('replaces lone surrogates in values and keys, and leaves pairs alone', () => {
    expect(door('{"a\\ud800":["\\udc00x","\\ud83d\\ude00"]}')).toEqual({
      ok: true,
      value: { 'a\uFFFD': ['\uFFFDx', '😀'] },
    });
  });

  test('does not normalise: what looks the same may differ', () => {
    expect(door(`"${'한'.normalize('NFD')}"`)).toEqual({ ok: true, value: '한'.normalize('NFD') });
  });

  test('a megabyte of brackets is refused without being built', () => {
    const bytes = Buffer.alloc(1024 * 1024, '[');
    expect(parseJsonDoor(bytes, { maxBytes: bytes.byteLength, maxDepth: 32 })).toMatchObject({ code: 'json.tooDeep' });
  });
});
