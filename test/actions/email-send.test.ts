import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { actionOf } from '../../src/actions/registry';
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../src/engine/settings';
import { anyString } from '../support/any-string';
import { mailPlanOf } from './planned';

const fields = { to: 'kim@example.com', subject: '반품 안내', text: '안녕하세요\n감사합니다' };
const plan = (more: Record<string, unknown> = {}, email?: Settings['email'], identity = 'shop.example') =>
  mailPlanOf(
    'email.send',
    { ...fields, ...more },
    { settings: { ...DEFAULT_SETTINGS, ...(email && { email }) }, identity },
  );
const emailOf = (...given: Parameters<typeof plan>) => {
  const planned = plan(...given);
  return planned.kind === 'email' ? planned.email : planned;
};
const whyNot = (...given: Parameters<typeof plan>) => {
  const planned = plan(...given);
  return planned.kind === 'impossible' ? planned.detail : undefined;
};

describe('an e-mail', () => {
  test('goes to whom the step says, in its words', () => {
    expect(emailOf()).toMatchObject(fields);
  });

  test('comes from the workspace by its name', () => {
    const from = { from: 'help@shop.example', name: '쇼핑몰' };
    expect(emailOf({}, from)).toMatchObject({ from: { address: 'help@shop.example', name: '쇼핑몰' } });
  });

  test.each([
    ['shop.example', 'no-reply@shop.example'],
    ['desk@shop.example', 'desk@shop.example'],
  ])('comes from the installation (%s) where the workspace sets no sender', (identity, address) => {
    expect(emailOf({}, undefined, identity)).toMatchObject({ from: { address } });
  });

  test.each(['a@shop.example', 'a@news.shop.example', 'A@SHOP.example'])('may come from %s', (from) => {
    expect(emailOf({}, { from })).toMatchObject({ from: { address: from } });
  });

  test.each(['a@other.example', 'a@evilshop.example', 'a@shop.example.evil.com'])('may not come from %s', (from) => {
    expect(whyNot({}, { from })).toBe(
      'E-mail may be sent as shop.example only: set email.from in the settings to an address of that.',
    );
  });

  test('cannot be sent where no sender is set up, and that is said', () => {
    expect(mailPlanOf('email.send', fields)).toMatchObject({
      kind: 'impossible',
      detail: expect.stringContaining('emailIdentity'),
    });
  });

  test.each([
    ['nobody', undefined, 'There is nobody to send it to'],
    ['nobody after filling', ' ', 'There is nobody to send it to'],
    ['an accented address', 'josé@example.com', 'non-ASCII'],
    ['a domain in Korean', 'kim@예시.한국', 'non-ASCII'],
    ['a malformed address', 'kim@', 'is no e-mail address'],
    ['two addresses', 'kim@example.com,lee@example.com', 'is no e-mail address'],
    ['another header', 'kim@example.com\r\nBcc: all@example.com', 'line break'],
  ])('to %s is refused with the reason', (_what, to, says) => expect(whyNot({ to })).toContain(says));

  test.each(['subject', 'text'])('without a %s once filled is refused with the reason', (name) => {
    expect(whyNot({ [name]: ' \n' })).toBe(`The ${name} is empty once its placeholders are filled.`);
  });

  test('has a subject of one line, however it was filled', () => {
    fc.assert(
      fc.property(anyString({ minLength: 1 }), (filled) => {
        const email = emailOf({ subject: `Re: ${filled}` });
        if (!('subject' in email)) throw new Error(JSON.stringify(email));
        expect(email.subject).toMatch(/^\P{Cc}{1,250}$/u);
        expect(email.subject.isWellFormed()).toBe(true);
      }),
    );
  });

  test('is not sent to an address on the suppression list, and that is said', () => {
    const suppression = {
      workspaceId: 'main',
      address: fields.to,
      reason: 'complaint' as const,
      at: Date.parse('2026-01-02'),
    };
    expect(mailPlanOf('email.send', fields, { identity: 'shop.example', suppression })).toEqual({
      kind: 'skip',
      detail:
        'The address is on the suppression list since 2026-01-02: its owner reported an e-mail as spam. Take it off the list to write to it again.',
    });
  });

  test('is never planned as repeatable: nobody recognises the second', () => {
    expect(actionOf('email.send')).toMatchObject({ once: true });
  });
});

describe('the setting of the sender', () => {
  const check = (email: object) => settingsSchema.safeParse({ email }).success;
  test.each([{ from: 'a@shop.example' }, { from: 'a@shop.example', name: '고객센터 "1"' }])('may be %j', (email) =>
    expect(check(email)).toBe(true),
  );
  test.each([
    {},
    { from: '' },
    { from: 'é@shop.example' },
    { from: 'a@shop.example\n' },
    { from: 'a@shop.example', name: 'a\r\nBcc: b@x.example' },
    { from: 'a@shop.example', name: '' },
  ])('may not be %j', (email) => expect(check(email)).toBe(false));
});
