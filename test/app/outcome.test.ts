import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outcomeOf } from '../../src/app/outcome';
import { anyString } from '../support/any-string';

const now = Date.parse('2026-01-05T09:00:00Z');
const answer = (status: number, headers: Record<string, string> = {}, body = '') => ({
  kind: 'answer' as const,
  status,
  headers,
  body,
});
const kindOf = (status: number, isIdempotent: boolean) => outcomeOf(answer(status), isIdempotent, now).kind;

describe('what an answer means for the effect', () => {
  test.each([200, 201, 204, 299])('%d: done', (status) => expect(kindOf(status, false)).toBe('done'));
  test.each([301, 302, 307, 400, 401, 403, 404, 410, 422])('%d: never', (status) =>
    expect(kindOf(status, true)).toBe('failed'),
  );
  test.each([408, 409, 425, 429, 503])('%d: again, since nothing was taken', (status) =>
    expect(kindOf(status, false)).toBe('again'),
  );
  test.each([500, 502, 504, 599])('%d: again only where a repeat is recognised', (status) => {
    expect([kindOf(status, true), kindOf(status, false)]).toEqual(['again', 'unknown']);
  });

  test('no connection: again; no address that may be called: never', () => {
    expect(outcomeOf({ kind: 'refused', reason: 'x', forGood: false }, false, now).kind).toBe('again');
    expect(outcomeOf({ kind: 'refused', reason: 'x', forGood: true }, true, now).kind).toBe('failed');
  });

  test('a time-out: again only where a repeat is recognised', () => {
    const lost = { kind: 'ambiguous' as const, reason: 'x' };
    expect([outcomeOf(lost, true, now).kind, outcomeOf(lost, false, now).kind]).toEqual(['again', 'unknown']);
  });
});

describe('Retry-After', () => {
  const notBefore = (value: string) => {
    const outcome = outcomeOf(answer(429, { 'retry-after': value }), false, now);
    return outcome.kind === 'again' ? outcome.notBefore : outcome.kind;
  };
  test.each([
    ['30', 30_000],
    ['9999', 300_000],
    [new Date(now + 90_000).toUTCString(), 90_000],
    [new Date(now - 90_000).toUTCString(), undefined],
    ['0', undefined],
    ['soon', undefined],
    ['-5', undefined],
  ])('%s', (value, millis) => expect(notBefore(value)).toBe(millis));
});

describe('the answer that a run gets', () => {
  const bodyOf = (headers: Record<string, string>, body: string) => {
    const outcome = outcomeOf(answer(200, headers, body), true, now);
    return outcome.kind === 'done' ? outcome.answer?.body : outcome;
  };
  test('JSON is parsed, by its content type', () => {
    expect(bodyOf({ 'content-type': 'application/json' }, '{"stock":3}')).toEqual({ stock: 3 });
    expect(bodyOf({ 'content-type': 'application/vnd.shop+json; charset=utf-8' }, '[1]')).toEqual([1]);
  });
  test('all else is text, JSON that is broken, too deep or too long as well', () => {
    expect(bodyOf({}, '{"stock":3}')).toBe('{"stock":3}');
    expect(bodyOf({ 'content-type': 'application/json' }, '{oops')).toBe('{oops');
    expect(bodyOf({ 'content-type': 'application/json' }, '['.repeat(100))).toBe('['.repeat(100));
    expect(bodyOf({ 'content-type': 'application/json' }, `"${'x'.repeat(30_000)}"`)).toHaveLength(20_000);
  });

  test('no result is too strange to have an outcome', () => {
    const headers = fc.dictionary(fc.constantFrom('content-type', 'retry-after', 'x'), fc.string());
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        headers,
        anyString(),
        fc.boolean(),
        (status, sent, body, isIdempotent) => {
          const outcome = outcomeOf(answer(status, sent, body), isIdempotent, now);
          expect(['done', 'again', 'unknown', 'failed']).toContain(outcome.kind);
        },
      ),
    );
  });
});
