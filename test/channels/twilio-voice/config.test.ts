import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { twilioVoiceConfig } from '../../../src/channels/twilio-voice/config';
import { linkTo, placeOf } from '../../../src/channels/twilio-voice/place';
import { anyString } from '../../support/any-string';

const accountSid = `AC${'0'.repeat(32)}`;
const refusals = (config: object) => {
  const parsed = twilioVoiceConfig.safeParse({ accountSid, ...config });
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('/'));
};

describe('a channel may be told', () => {
  test.each([
    { agents: { kim: '+821099990000', lee: 'client:lee', 박: 'sip:park@acme.sip.twilio.com;transport=tls' } },
    { teams: { delivery: ['+821099990000', 'client:kim'], support: { queue: 'support' } } },
    { fallback: { say: '잠시만요', number: '+8225550100' } },
    { fallback: { queue: 'all', language: 'en' } },
    { fallback: { say: 'We call you back' } },
  ])('%j', (config) => expect(refusals(config)).toEqual([]));

  test.each([
    [{ agents: { kim: '010-9999-0000' } }, 'agents/kim'],
    [{ agents: { kim: 'client:"><Hangup/>' } }, 'agents/kim'],
    [{ teams: { delivery: [] } }, 'teams/delivery'],
    [{ teams: { delivery: Array(11).fill('+821099990000') } }, 'teams/delivery'],
    [{ teams: { delivery: { queue: '' } } }, 'teams/delivery/queue'],
    [{ teams: Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`t${n}`, { queue: 'q' }])) }, 'teams'],
    [{ fallback: {} }, 'fallback'],
    [{ fallback: { number: '+8225550100', queue: 'all' } }, 'fallback'],
    [{ fallback: { ring: 'kim' } }, 'fallback'],
  ])('not %j', (config, place) => expect(refusals(config)).toContain(place));
});

describe('where a request stands in its call', () => {
  const id = anyString({ minLength: 1, maxLength: 40 });

  test('is what the URL that we gave said, whatever the ids are', () => {
    const addresses = fc.constantFrom(
      'https://tk.example.com/voice/phone',
      'https://tk.example.com/base/voice/cGhvbmU?ids=base64url',
    );
    fc.assert(
      fc.property(addresses, id, id, id, (address, runId, effectId, workflowId) => {
        const asked = { run: runId, effect: effectId, workflow: workflowId, step: 'call.menu' };
        expect(placeOf(linkTo(address, asked))).toMatchObject({
          address,
          isWebhook: false,
          by: { runId, effectId, workflowId, step: 'call.menu' },
        });
      }),
    );
  });

  test('at the address of webhooks, leads to that of calls', () => {
    expect(placeOf('https://tk.example.com/webhooks/phone/status?x=1')).toMatchObject({
      address: 'https://tk.example.com/voice/phone',
      isWebhook: true,
    });
    expect(placeOf('nonsense')).toEqual({ isWebhook: false, isSilent: false, isFallback: false });
  });
});
