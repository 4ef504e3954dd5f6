import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WebhookRequest } from '../../../src/channels/channel';
import { twilioVoice } from '../../../src/channels/twilio-voice';
import { twilioSignature } from '../../../src/channels/twilio-voice/signature';
import { anyString } from '../../support/any-string';
import { inbound } from '../fixtures/calls';
import { NOW, TOKEN, twilioChannel, twilioRequest } from '../fixtures/requests';

const URL_OF_DOCS = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const CALL = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
};
const form = (fields: Record<string, string | string[]>) =>
  new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat()]));
const judge = (request: WebhookRequest, secrets = [TOKEN]) =>
  twilioVoice.verify(request, twilioChannel({}, secrets), NOW);
const signed = (url: string, body: string | Uint8Array, signature: string): WebhookRequest => ({
  method: 'POST',
  url,
  headers: { 'x-twilio-signature': signature },
  body: Buffer.from(body),
});

describe("the vectors of Twilio's own libraries", () => {
  test.each([
    ['a form', form(CALL), 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
    [
      'a name that begins another',
      form({ ...CALL, ReasonConferenceEnded: 'test', Reason: 'Participant' }),
      'vOEb5UThFn24KEfnOFLQY2AE5FY=',
    ],
    [
      'several values of one name',
      form({ Sid: 'CA123', SidAccount: 'AC123', Digits: ['5678', '1234', '1234'] }),
      'IK+Dwps556ElfBT0I3Rgjkr1wJU=',
    ],
  ])('%s', (_name, params, signature) => {
    expect(twilioSignature('12345', URL_OF_DOCS, params)).toBe(signature);
  });

  test('a JSON body, whose hash stands in the URL', () => {
    const url = `${URL_OF_DOCS}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620`;
    const body = '{"property": "value", "boolean": true}';
    expect(judge(signed(url, body, 'a9nBmqA0ju/hNViExpshrM61xv4='), ['12345'])).toEqual({ ok: true });
    expect(judge(signed(url, `${body} `, 'a9nBmqA0ju/hNViExpshrM61xv4='), ['12345'])).toMatchObject({
      ok: false,
      status: 401,
    });
  });

  test('a whole request', () => {
    const body = new URLSearchParams(CALL).toString();
    expect(judge(signed(URL_OF_DOCS, body, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='), ['12345'])).toEqual({ ok: true });
  });
});

describe('the public URL', () => {
  const body = 'CallSid=CA1&To=%2B82212345678';
  const params = form({ CallSid: 'CA1', To: '+82212345678' });

  test.each([
    ['with its port', 'https://tk.example.com/w?a=1', 'https://tk.example.com:443/w?a=1'],
    ['without', 'https://tk.example.com:443/w?a=1', 'https://tk.example.com/w?a=1'],
    ['with that of http', 'http://tk.example.com/w', 'http://tk.example.com:80/w'],
    ['without one of its own', 'https://tk.example.com:8443/w', 'https://tk.example.com/w'],
    ['as it is', 'https://tk.example.com:8443/w', 'https://tk.example.com:8443/w'],
  ])('may be signed %s', (_name, called, signedAs) => {
    expect(judge(signed(called, body, twilioSignature(TOKEN, signedAs, params)))).toEqual({ ok: true });
  });

  test.each([
    'https://tk.example.com/w?a=1',
    'https://tk.example.com/other',
    'http://tk.example.com/w',
    'https://tk.example.com/w/',
    'nonsense',
  ])('must be the one that was signed, not %s', (called) => {
    const signature = twilioSignature(TOKEN, 'https://tk.example.com/w', params);
    expect(judge(signed(called, body, signature))).toMatchObject({ ok: false, status: 401, code: 'signature.invalid' });
  });
});

describe('what was changed on the way is refused', () => {
  test('any field, any name, any signature', () => {
    fc.assert(
      fc.property(fc.dictionary(anyString(), anyString()), fc.string(), (fields, change) => {
        const { AccountSid: _, ...params } = fields;
        const request = twilioRequest(params);
        expect(judge(request)).toEqual({ ok: true });
        const more = Buffer.concat([request.body, Buffer.from(`&zz=${encodeURIComponent(change)}`)]);
        expect(judge({ ...request, body: more }).ok).toBe(false);
        const headers = { 'x-twilio-signature': change };
        expect(judge({ ...request, headers })).toMatchObject({ ok: false, status: 401 });
      }),
    );
  });

  test('any bit of the body that is decoded', () => {
    const request = twilioRequest(inbound('ringing'));
    fc.assert(
      fc.property(fc.nat(request.body.length - 1), fc.nat(7), (at, bit) => {
        const body = Buffer.from(request.body);
        body[at]! ^= 1 << bit;
        const same =
          new URLSearchParams(body.toString()).toString() === new URLSearchParams(request.body.toString()).toString();
        fc.pre(!same);
        expect(judge({ ...request, body }).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('tokens and accounts', () => {
  test('all tokens verify while they are being changed, and no empty one does', () => {
    const request = twilioRequest(inbound('ringing'));
    expect(judge(request, ['f'.repeat(32), TOKEN])).toEqual({ ok: true });
    expect(judge(request, ['f'.repeat(32)])).toMatchObject({ code: 'signature.invalid' });
    expect(judge(request, [])).toMatchObject({ code: 'signature.invalid' });
    const unsigned = signed('https://tk.example.com/w', '', twilioSignature('', 'https://tk.example.com/w', new Map()));
    expect(judge(unsigned, [''])).toMatchObject({ code: 'signature.invalid' });
  });

  test('a request without signature is refused', () => {
    expect(judge({ ...twilioRequest(inbound('ringing')), headers: {} })).toMatchObject({
      status: 401,
      code: 'signature.missing',
    });
  });

  test.each(['From=%', 'From=%zz', 'From=%ff', 'a=1&From=%E0%A4', Buffer.from([0x61, 0x3d, 0xff]), 'a=1&'.repeat(501)])(
    'a form that cannot be decoded is no form: %s',
    (body) =>
      expect(judge(signed('https://tk.example.com/w', body, 'x'))).toMatchObject({
        status: 400,
        code: 'twilio.malformedForm',
      }),
  );
});

describe('what is configured', () => {
  const right = { accountSid: 'AC0123456789abcdef0123456789abcdef' };

  test.each([
    [{}, false],
    [right, true],
    [
      {
        ...right,
        number: '+82212345678',
        continueUrl: 'https://ivr.example.com/voice',
        apiUrl: 'http://localhost:4600',
      },
      true,
    ],
    [{ accountSid: 'AC1' }, false],
    [{ ...right, number: '02-1234-5678' }, false],
    [{ ...right, continueUrl: 'javascript:alert(1)' }, false],
    [{ ...right, token: 'x' }, false],
  ])('%j: %s', (config, ok) => expect(twilioVoice.config.safeParse(config).success).toBe(ok));

  test('a secret is an auth token', () => {
    expect(twilioVoice.secret.safeParse(TOKEN).success).toBe(true);
    expect(twilioVoice.secret.safeParse('').success).toBe(false);
  });
});
