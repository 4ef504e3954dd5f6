import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import type { WebhookRequest } from '../../../src/channels/channel';
import { webhook } from '../../../src/channels/webhook';
import { newWebhookSecret, signatureHeaders, webhookSecret } from '../../../src/channels/webhook/signature';
import { NOW, SECRET, standardWebhook, webhookChannel } from '../fixtures/requests';

const OTHER = newWebhookSecret(Buffer.alloc(24, 9));
const channel = webhookChannel();
const judge = (request: WebhookRequest, now = NOW, secrets = [SECRET]) =>
  webhook.verify(request, { ...channel, secrets }, now);
const withHeader = (name: string, value: string) => {
  const request = standardWebhook('{}');
  return { ...request, headers: { ...request.headers, [name]: value } };
};

const secretBytes = fc.uint8Array({ minLength: 24, maxLength: 64 });
const id = fc.stringMatching(/^[\x21-\x7e]{1,128}$/);

describe('against the package of Standard Webhooks', () => {
  test('what it signs, we accept', () => {
    fc.assert(
      fc.property(secretBytes, id, fc.string({ unit: 'grapheme' }), (bytes, msgId, body) => {
        const secret = newWebhookSecret(bytes);
        const signature = new Webhook(secret).sign(msgId, new Date(NOW), body);
        const headers = {
          'webhook-id': msgId,
          'webhook-timestamp': String(NOW / 1000),
          'webhook-signature': signature,
        };
        expect(judge({ ...standardWebhook(body), headers }, NOW, [secret])).toEqual({ ok: true });
      }),
    );
  });

  test('what we sign, it accepts', () => {
    fc.assert(
      fc.property(secretBytes, id, fc.json(), (bytes, msgId, body) => {
        const secret = newWebhookSecret(bytes);
        const headers = signatureHeaders([OTHER, secret], msgId, Date.now(), Buffer.from(body));
        expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
      }),
    );
  });

  test('bytes that are no text are verified too, which it cannot', () => {
    fc.assert(fc.property(fc.uint8Array(), (body) => expect(judge(standardWebhook(body))).toEqual({ ok: true })));
  });
});

describe('what was changed on the way is refused', () => {
  test('any bit of the body', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), fc.nat(7), (body, at, bit) => {
        const request = standardWebhook(body);
        const changed = Buffer.from(body);
        changed[at % body.length]! ^= 1 << bit;
        expect(judge({ ...request, body: changed })).toMatchObject({
          ok: false,
          status: 401,
          code: 'signature.invalid',
        });
      }),
    );
  });

  test('any character of the signature, spellings of the same bytes included', () => {
    const { headers } = standardWebhook('{}');
    const right = headers['webhook-signature']!;
    const characters = [...'ABab01+/=, .-_'];
    for (let at = 0; at < right.length; at++) {
      for (const character of characters.filter((one) => one !== right[at])) {
        const changed = right.slice(0, at) + character + right.slice(at + 1);
        expect(judge(withHeader('webhook-signature', changed)).ok).toBe(false);
      }
    }
  });

  test.each([
    ['the id', 'webhook-id', 'msg_2'],
    ['the time', 'webhook-timestamp', String(NOW / 1000 + 1)],
    ['the key', 'webhook-signature', standardWebhook('{}', { secret: OTHER }).headers['webhook-signature']!],
    ['the version', 'webhook-signature', standardWebhook('{}').headers['webhook-signature']!.replace('v1,', 'v1a,')],
    ['nothing but the version', 'webhook-signature', 'v1,'],
  ])('%s', (_name, header, value) => {
    expect(judge(withHeader(header, value))).toMatchObject({ ok: false, status: 401, code: 'signature.invalid' });
  });
});

describe('headers', () => {
  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('%s must be there', (name) => {
    const request = standardWebhook('{}');
    const { [name]: _gone, ...headers } = request.headers;
    expect(judge({ ...request, headers })).toMatchObject({ status: 401, code: 'signature.missing' });
    expect(judge(withHeader(name, ''))).toMatchObject({ status: 401, code: 'signature.missing' });
  });

  test.each([`${NOW / 1000}abc`, ' 1', '1e9', '-1', '+1', '1.5', '0x10', '١٢٣', '9'.repeat(13)])(
    'the time is digits only: %s',
    (value) => {
      expect(judge(withHeader('webhook-timestamp', value))).toMatchObject({
        status: 400,
        code: 'signature.badTimestamp',
      });
    },
  );

  test.each(['x'.repeat(129), 'a\nb', 'a\u0000', 'a b', '한'])('the id is short and printable: %j', (value) => {
    expect(judge(withHeader('webhook-id', value))).toMatchObject({ status: 400, code: 'signature.badId' });
  });

  test('an id may hold dots', () => {
    expect(judge(standardWebhook('{}', { id: 'evt.1.2' }))).toEqual({ ok: true });
  });

  test.each([
    ['5 minutes old', 300_000, true],
    ['older', 300_001, false],
    ['5 minutes early', -300_000, true],
    ['earlier', -300_001, false],
  ])('the time may be 5 minutes off either way: %s', (_name, later, ok) => {
    const judged = judge(standardWebhook('{}'), NOW + later);
    expect(judged).toMatchObject(ok ? { ok } : { ok, status: 401, code: 'signature.expired' });
  });

  test('one right signature among several is enough', () => {
    const right = standardWebhook('{}').headers['webhook-signature'];
    expect(judge(withHeader('webhook-signature', `v1a,xyz v1,AAAA  ${right} v2,zz`))).toEqual({ ok: true });
  });
});

describe('secrets', () => {
  test('all of them verify while they are being changed, and none that was removed', () => {
    for (const secret of [SECRET, OTHER]) {
      expect(judge(standardWebhook('{}', { secret }), NOW, [OTHER, SECRET])).toEqual({ ok: true });
    }
    expect(judge(standardWebhook('{}'), NOW, [OTHER])).toMatchObject({ ok: false, code: 'signature.invalid' });
    expect(judge(standardWebhook('{}'), NOW, [])).toMatchObject({ ok: false, code: 'signature.invalid' });
  });

  test.each([
    '',
    'whsec_',
    'whsec_AA==',
    SECRET.slice(6),
    `${SECRET}!`,
    newWebhookSecret(Buffer.alloc(24)).slice(0, -4),
    SECRET.replace('=', ''),
  ])('what is not 24 to 64 bytes in base64 is none, and verifies nothing: %s', (secret) => {
    expect(webhookSecret.safeParse(secret).success).toBe(false);
    expect(judge(standardWebhook('{}', { secret }), NOW, [secret])).toMatchObject({ ok: false, status: 401 });
  });

  test('a new one is made of 24 to 64 random bytes', () => {
    expect(webhookSecret.safeParse(newWebhookSecret(Buffer.alloc(64))).success).toBe(true);
    expect(() => newWebhookSecret(Buffer.alloc(23))).toThrow(RangeError);
    expect(() => newWebhookSecret(Buffer.alloc(65))).toThrow(RangeError);
  });
});
