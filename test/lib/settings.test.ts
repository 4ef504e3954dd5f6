import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { readSettings } from '../../lib/settings';
import { one, synthesize, withMail } from './template';

const read = (context: Record<string, unknown>) => readSettings(new App({ context }).node);

describe('settings', () => {
  test('everything has a default', () => {
    expect(read({})).toEqual({
      ...{ stage: 'dev', runbookUrl: 'docs/operations.md', batchSize: 5, logLevel: 'INFO' },
      existingIdentity: false,
    });
  });

  test('every wrong value is named, with what it should be', () => {
    const wrong = { stage: 'Prod!', publicUrl: 'http://x/', alarmEmail: 'nobody', batchSize: 11, logLevel: 'loud' };
    for (const name of Object.keys(wrong)) expect(() => read(wrong)).toThrow(`-c ${name}=`);
  });

  test('of e-mail fit together', () => {
    const given = { emailIdentity: 'shop.example', replyDomain: 'reply.shop.example', receiptRuleSet: 'company' };
    expect(read({ ...given, existingIdentity: 'true' })).toMatchObject({ ...given, existingIdentity: true });
    expect(read({ emailIdentity: 'shop.example', replyDomain: 'shop.example' }).replyDomain).toBe('shop.example');
    const own = { emailIdentity: 'shop.example', replyDomain: 'bounce.shop.example', existingIdentity: true };
    expect(read(own).replyDomain).toBe('bounce.shop.example');
  });

  test.each<[Record<string, unknown>, string]>([
    [{ replyDomain: 'reply.shop.example' }, 'give -c emailIdentity=…, too'],
    [{ emailIdentity: 'help@shop.example', replyDomain: 'shop.example' }, 'verify its domain and give that'],
    [
      { emailIdentity: 'shop.example', replyDomain: 'reply.other.example' },
      'must be shop.example or end in .shop.example',
    ],
    [
      { emailIdentity: 'shop.example', replyDomain: 'replyshop.example' },
      'must be shop.example or end in .shop.example',
    ],
    [{ emailIdentity: 'shop.example', replyDomain: 'bounce.shop.example' }, 'such as reply.shop.example'],
    [{ emailIdentity: 'shop.example', replyDomain: 'Reply.shop.example' }, 'must be a domain in lower case'],
    [{ emailIdentity: 'shop.example', replyDomain: 'reply@shop.example' }, 'must be a domain in lower case'],
    [{ emailIdentity: 'shop.example', receiptRuleSet: 'company' }, 'give that, too'],
    [{ ...withMail, receiptRuleSet: 'the company' }, 'letters, digits, - and _'],
    [{ existingIdentity: true }, 'give the identity, too'],
    [{ existingIdentity: 'yes', emailIdentity: 'shop.example' }, 'must be true or false'],
  ])('%j are refused, with what to give', (context, says) => {
    expect(() => read(context)).toThrow(says);
  });

  test.each(['https://chat.example.com', 'https://example.com/chat'])('%s can be the public address', (publicUrl) => {
    expect(read({ publicUrl })).toMatchObject({ publicUrl });
    const { Variables } = one(synthesize({ publicUrl }), 'AWS::Lambda::Function', 'Webhook').Properties.Environment;
    expect(Variables.PUBLIC_URL).toBe(publicUrl);
  });

  test.each(['https://example.com/', 'https://example.com?a=b', 'https://', 'example.com'])(
    '%s cannot be the public address',
    (publicUrl) => expect(() => read({ publicUrl })).toThrow('an https URL without trailing slash'),
  );

  test('the batch size reaches the feed of evaluate', () => {
    const feed = one(synthesize({ batchSize: 1 }), 'AWS::Lambda::EventSourceMapping', 'QueuesEvents');
    expect(feed.Properties.BatchSize).toBe(1);
  });
});
