import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import { phone, planOf, ref, requested, web } from './planned';

const fields = { to: '+821012345678', text: '예약이 확정되었습니다' };
const settings = DEFAULT_SETTINGS;
const naming = (channelId: string) => ({ ...DEFAULT_SETTINGS, sms: { channelId } });
const asked = (body: string) => Object.fromEntries(new URLSearchParams(body));

describe('an SMS', () => {
  test('of a phone call is sent by Twilio, from the number called', () => {
    const { request, to } = requested(planOf('sms.send', fields, { channel: phone, settings }));
    expect(request.url).toBe(`https://api.twilio.com/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`);
    expect(asked(request.body)).toEqual({ To: fields.to, From: '+82212345678', Body: fields.text });
    expect(to).toBe('sms');
  });

  test('may not be sent twice by Twilio, which would not know', () => {
    expect(requested(planOf('sms.send', fields, { channel: phone, settings })).request.idempotent).toBe(false);
  });

  test('of a chat is sent by whoever the channel delivers to, who knows a repeat by its id', () => {
    const { request, to } = requested(planOf('sms.send', fields, { channel: web, settings }));
    expect(request).toMatchObject({ url: 'https://desk.example.com/hooks', idempotent: true });
    expect(request.headers['webhook-id']).toBe('ef_1');
    expect(JSON.parse(request.body)).toMatchObject({ type: 'sms.send', data: { effectId: 'ef_1', ...ref, ...fields } });
    expect(to).toBe('sms');
  });

  test('of a chat is sent by the channel that the settings name', () => {
    const context = { channel: web, smsChannel: phone, settings: naming('phone') };
    const { request } = requested(planOf('sms.send', fields, context));
    expect(asked(request.body)).toMatchObject({ To: fields.to, From: '+82212345678' });
  });

  test.each(['+82 10-1234-5678', '+82 (10) 1234.5678'])('goes to %s, as people write it', (to) => {
    const { request } = requested(planOf('sms.send', { ...fields, to }, { channel: phone, settings }));
    expect(asked(request.body).To).toBe('+821012345678');
  });

  test.each([
    ['nobody', { to: undefined }, 'There is nobody to send it to'],
    ['a number without its country', { to: '010-1234-5678' }, 'must be E.164'],
    ['a name', { to: 'Kim' }, 'must be E.164'],
    ['somebody with no text', { text: ' ' }, 'The text is empty'],
    ['somebody with too much text', { text: 'x'.repeat(1_601) }, '1601 characters'],
  ])('to %s is refused with the reason', (_what, more, says) => {
    const planned = planOf('sms.send', { ...fields, ...more }, { channel: phone, settings });
    expect(planned).toMatchObject({ kind: 'impossible', detail: expect.stringContaining(says) });
  });

  test.each([
    ['is delivered nowhere', { channel: { ...web, config: {} }, settings }, 'needs a number of ours'],
    ['has no number', { channel: { ...phone, config: { accountSid: 'AC' } }, settings }, 'needs a number of ours'],
    ['was removed', { settings }, 'The channel was removed'],
    ['that was named for it was removed', { channel: web, settings: naming('gone') }, 'The channel gone'],
  ])('fails visibly where the channel %s', (_what, context, says) => {
    expect(planOf('sms.send', fields, context)).toMatchObject({
      kind: 'impossible',
      detail: expect.stringContaining(says),
    });
  });
});
