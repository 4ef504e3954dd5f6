import { describe, expect, test } from '@jest/globals';
import { planOf, ref, requested } from './planned';

const fields = { url: 'https://assistant.example/turns', turn: 2, text: '반품하고 싶어요' };
const plan = (more: Record<string, unknown> = {}) => requested(planOf('assistant.handOver', { ...fields, ...more }));
const understood = (body: string, type?: string) =>
  plan().understand?.({
    kind: 'answer',
    status: 200,
    headers: type === undefined ? {} : { 'content-type': type },
    body,
  });
const JSON_TYPE = 'application/json; charset=utf-8';

describe('a turn handed to an assistant', () => {
  test('is posted with what happened where, and recognised when it comes again', () => {
    const { request, to } = plan({ customer: { id: 'cu-7', name: 'Kim' } });
    expect(request).toMatchObject({
      ...{ method: 'POST', url: fields.url, idempotent: true, timeoutMs: 15_000 },
      headers: { 'content-type': 'application/json', 'idempotency-key': 'ef_1', 'x-threadkeeper-effect-id': 'ef_1' },
    });
    const { url: _, ...turn } = fields;
    const customer = { id: 'cu-7', name: 'Kim' };
    expect(JSON.parse(request.body)).toEqual({ effectId: 'ef_1', ...ref, runId: 'r1', ...turn, customer });
    expect(to).toBe('hook');
  });

  test('names no customer that is not known', () => {
    expect(JSON.parse(plan().request.body)).not.toHaveProperty('customer');
  });

  test.each(['assistant.example', 'file:///etc/passwd', '', undefined])('has to go to a URL, and %j is none', (url) => {
    expect(planOf('assistant.handOver', { ...fields, url })).toMatchObject({ kind: 'impossible' });
  });
});

describe("an assistant's answer", () => {
  test.each([
    ['JSON', '{"text":"네","handBack":true}', JSON_TYPE, { text: '네', handBack: true }],
    ['JSON with more in it', '{"text":"네","model":"m-1"}', JSON_TYPE, { text: '네', handBack: false }],
    ['JSON by another name', '{"handBack":true}', 'text/plain', { handBack: true }],
    ['JSON without a name', '{"text":"네"}', undefined, { text: '네', handBack: false }],
    ['JSON with nothing set', '{"text":null,"handBack":null}', JSON_TYPE, { handBack: false }],
    ['plain text', '네, 도와드릴게요', 'text/plain; charset=utf-8', { text: '네, 도와드릴게요', handBack: false }],
    ['plain text without a name', 'Yes [1]', undefined, { text: 'Yes [1]', handBack: false }],
    ['nothing', '', undefined, { handBack: false }],
    [
      'as much as fits',
      `{"text":"${'\\u0041'.repeat(20_000)}"}`,
      JSON_TYPE,
      { text: 'A'.repeat(20_000), handBack: false },
    ],
  ])('may be %s', (_what, body, type, meaning) => expect(understood(body, type)).toEqual({ body: meaning }));

  test.each([
    ['broken JSON', '{"text":', JSON_TYPE, 'cannot be read'],
    ['JSON of another kind', '["네"]', JSON_TYPE, 'cannot be read'],
    ['a text that is none', '{"text":7}', JSON_TYPE, 'fields of another kind'],
    ['a hand-back that is none', '{"handBack":"yes"}', JSON_TYPE, 'fields of another kind'],
    ['a page', '<html>Bad gateway</html>', 'text/html', 'text/html'],
    ['more than a message holds', `{"text":"${'x'.repeat(20_001)}"}`, JSON_TYPE, '20000 characters'],
    ['more than a message holds, plain', 'x'.repeat(20_001), 'text/plain', '20000 characters'],
  ])('may not be %s, and the reason is given', (_what, body, type, says) =>
    expect(understood(body, type)).toEqual({ problem: expect.stringContaining(says) }),
  );
});
