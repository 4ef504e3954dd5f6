import { describe, expect, test } from '@jest/globals';
import { twilioVoice } from '../../../src/channels/twilio-voice';
import type { TwilioVoiceConfig } from '../../../src/channels/twilio-voice/config';
import type { Effect } from '../../../src/engine/effects';
import { CALLER } from '../fixtures/calls';
import { ACCOUNT, NOW, OUR_NUMBER, TOKEN, twilioChannel } from '../fixtures/requests';

const ref = { workspaceId: 'ws-1', channelId: 'phone', conversationId: 'CA1' };

function send(
  type: string,
  fields: Record<string, unknown>,
  config: Partial<TwilioVoiceConfig> = {},
  secrets = [TOKEN],
) {
  const effect: Effect = {
    schema: 1,
    id: 'ef_1',
    type,
    lane: 'channel',
    fields,
    cause: { rootEventId: 'evt-1', depth: 1 },
    createdAt: NOW,
    notAfter: NOW + 60_000,
  };
  return twilioVoice.send(effect, ref, twilioChannel(config, secrets), NOW);
}

describe('an agent assigned to a queued call', () => {
  const agents = { kim: '+821099990000' };
  const assign = (fields: object, config: Partial<TwilioVoiceConfig> = { agents }, address?: string) => {
    const effect = { type: 'agent.assign', fields } as unknown as Effect;
    return twilioVoice.send(effect, ref, twilioChannel(config), NOW, address);
  };
  const address = 'https://tk.example.com/voice/phone';

  test('is rung: the call leaves its queue and Twilio asks what to do', () => {
    const sent = assign({ agentId: 'kim', ring: true }, { agents }, address)!;
    expect(sent).toMatchObject({
      url: `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Calls/CA1.json`,
      idempotent: false,
    });
    expect(Object.fromEntries(new URLSearchParams(sent.body))).toEqual({ Url: `${address}?ring=kim`, Method: 'POST' });
  });

  test.each([
    ['the call is not queued', { agentId: 'kim' }, { agents }, address],
    ['the agent has no line', { agentId: 'lee', ring: true }, { agents }, address],
    ['Twilio could not reach us', { agentId: 'kim', ring: true }, { agents }, undefined],
  ])('is not where %s', (_name, fields, config, at) => expect(assign(fields, config, at)).toBeUndefined());
});

describe('a message to a caller', () => {
  test('is an SMS from our number, asked for with the newest token', () => {
    const sent = send('message.send', { to: CALLER, text: '다시 전화드릴게요 & more' }, {}, ['f'.repeat(32), TOKEN])!;
    expect(sent).toMatchObject({
      method: 'POST',
      url: `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${ACCOUNT}:${'f'.repeat(32)}`).toString('base64')}`,
      },
    });
    expect(Object.fromEntries(new URLSearchParams(sent.body))).toEqual({
      To: CALLER,
      From: OUR_NUMBER,
      Body: '다시 전화드릴게요 & more',
    });
  });

  test('may not be sent again when nobody knows whether it was', () => {
    expect(send('message.send', { to: CALLER, text: 'hi' })?.idempotent).toBe(false);
  });

  test('carries its link on a line of its own', () => {
    const link = { label: 'Book', url: 'https://x.example/b' };
    const bodies = [{ text: 'hi', link }, { text: 'hi', link: { url: link.url } }, { link }].map((fields) =>
      new URLSearchParams(send('message.send', { to: CALLER, ...fields })!.body).get('Body'),
    );
    expect(bodies).toEqual(['hi\nBook https://x.example/b', 'hi\nhttps://x.example/b', 'Book https://x.example/b']);
  });

  test('may go by another host', () => {
    expect(send('message.send', { to: CALLER, text: 'hi' }, { apiUrl: 'http://localhost:1/' })?.url).toMatch(
      /^http:\/\/localhost:1\/2010/,
    );
  });

  test.each([
    ['nobody to send to', 'message.send', { text: 'hi' }],
    ['a caller who withheld the number', 'message.send', { to: '+266696687', text: 'hi' }],
    ['no number', 'message.send', { to: 'anonymous', text: 'hi' }],
    ['nothing to say', 'message.send', { to: CALLER }],
    ['a note', 'note.add', { to: CALLER, text: 'hi' }],
    ['a tag', 'conversation.tag', { tags: ['x'] }],
    ['an assignment', 'agent.assign', { agentId: 'kim' }],
  ])('%s stands in our state only', (_name, type, fields) => expect(send(type, fields)).toBeUndefined());

  test('nothing is sent without a number of ours', () => {
    const { number: _, ...config } = twilioChannel().config;
    const effect = { type: 'message.send', fields: { to: CALLER, text: 'hi' } } as unknown as Effect;
    expect(twilioVoice.send(effect, ref, { ...twilioChannel(), config }, NOW)).toBeUndefined();
  });
});
