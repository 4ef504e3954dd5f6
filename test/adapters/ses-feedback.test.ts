/** Events of SES as EventBridge hands them over, after the public documentation. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFeedback } from '../../src/adapters/aws/ses-feedback';
import { anyString } from '../support/any-string';

const AT = '2026-01-05T09:10:02.123Z';
const event = (eventType: string, more: object = {}, tags: object = { effectId: ['ef_1'] }) => ({
  version: '0',
  id: '5f0c2e36-0000-4000-8000-000000000000',
  'detail-type': 'Email Something',
  source: 'aws.ses',
  account: '123456789012',
  time: '2026-01-05T09:10:03Z',
  region: 'ap-northeast-2',
  resources: ['arn:aws:ses:ap-northeast-2:123456789012:configuration-set/mail'],
  detail: {
    eventType,
    mail: {
      timestamp: '2026-01-05T09:10:00.000Z',
      source: 'help@shop.example',
      messageId: '0c1-2d3-000000',
      destination: ['kim@example.com'],
      headersTruncated: false,
      tags: { 'ses:configuration-set': ['mail'], ...tags },
    },
    ...more,
  },
});
const sent = { effectId: 'ef_1', messageId: '<0c1-2d3-000000@ap-northeast-2.amazonses.com>' };
const bounce = (bounceType: string, more: object = {}) =>
  event('Bounce', {
    bounce: {
      bounceType,
      bounceSubType: 'General',
      bouncedRecipients: [
        {
          emailAddress: 'kim@example.com',
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 no such user',
        },
      ],
      timestamp: AT,
      feedbackId: 'f-1',
      ...more,
    },
  });
const complaint = (more: object = {}) =>
  event('Complaint', {
    complaint: {
      complainedRecipients: [{ emailAddress: 'kim@example.com' }],
      timestamp: AT,
      feedbackId: 'f-2',
      ...more,
    },
  });
const feedbackOf = (given: unknown) => {
  const read = readFeedback(given);
  return read.kind === 'feedback' ? read.feedback : read;
};

describe('an event of SES', () => {
  test.each([
    ['Send', { send: {} }],
    ['Delivery', { delivery: { timestamp: AT, recipients: ['kim@example.com'], smtpResponse: '250 ok' } }],
    ['DeliveryDelay', { deliveryDelay: { timestamp: AT, delayType: 'MailboxFull' } }],
  ])('%s says that the e-mail left', (type, more) => {
    expect(feedbackOf(event(type, more))).toEqual({ ...sent, kind: 'sent', at: Date.parse('2026-01-05T09:10:03Z') });
  });

  test.each([
    ['Permanent', 'bounced'],
    ['Transient', 'bouncedForNow'],
    ['Undetermined', 'bouncedForNow'],
  ])('a %s bounce is %s, in the words of whoever sent it back', (type, kind) => {
    const expected = { ...sent, kind, at: Date.parse(AT), detail: 'smtp; 550 5.1.1 no such user' };
    expect(feedbackOf(bounce(type))).toEqual(expected);
  });

  test('a bounce without a word says its kind', () => {
    expect(feedbackOf(bounce('Permanent', { bouncedRecipients: [] }))).toMatchObject({ detail: 'Permanent General' });
  });

  test('a complaint says of what kind it is, where it does', () => {
    expect(feedbackOf(complaint({ complaintFeedbackType: 'abuse' }))).toEqual({
      ...{ ...sent, kind: 'complained', at: Date.parse(AT), detail: 'abuse' },
    });
    expect(feedbackOf(complaint())).toEqual({ ...sent, kind: 'complained', at: Date.parse(AT) });
  });

  test('who says that it is no spam does not complain', () => {
    expect(feedbackOf(complaint({ complaintFeedbackType: 'not-spam' }))).toMatchObject({ kind: 'ignored' });
  });

  test.each([
    ['Reject', { reject: { reason: 'Bad content' } }, 'Bad content'],
    ['Rendering Failure', { failure: { errorMessage: 'no data', templateName: 't' } }, 'no data'],
  ])('%s was taken and not sent', (type, more, detail) => {
    expect(feedbackOf(event(type, more))).toMatchObject({ kind: 'rejected', detail });
  });

  test.each(['Open', 'Click', 'Subscription', 'SomethingNew'])('%s is nothing to us', (type) => {
    expect(feedbackOf(event(type))).toMatchObject({ kind: 'ignored' });
  });

  test.each([
    ['of an e-mail that somebody else sent', event('Send', {}, {}), 'no tag effectId'],
    ['of another service', { ...event('Send'), source: 'aws.s3' }, 'source'],
    ['without its time', { ...event('Send'), time: 'yesterday' }, 'time'],
    ['of a bounce without the bounce', event('Bounce'), 'detail.bounce'],
    ['of a complaint without the complaint', event('Complaint'), 'detail.complaint'],
    ['that is a text', 'Send', 'the event'],
    ['that is nothing', undefined, 'the event'],
  ])('%s is refused, and what is wrong is said', (_, given, says) => {
    expect(feedbackOf(given)).toMatchObject({ kind: 'refused', reason: expect.stringContaining(says) });
  });

  test('of any size and script tells one short line', () => {
    fc.assert(
      fc.property(anyString({ maxLength: 3_000 }), (diagnosticCode) => {
        const read = feedbackOf(bounce('Permanent', { bouncedRecipients: [{ diagnosticCode }] }));
        if (!('effectId' in read)) throw new Error(JSON.stringify(read));
        expect(read.detail ?? '').toMatch(/^\P{Cc}{0,500}$/u);
        expect((read.detail ?? '').isWellFormed()).toBe(true);
      }),
    );
  });

  test('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.anything(), (given) => void readFeedback(given)));
    fc.assert(fc.property(fc.object(), (detail) => void readFeedback({ ...event('Bounce'), detail })));
  });
});
