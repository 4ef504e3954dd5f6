import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { readSettings } from '../../lib/settings';
import { one, synthesize } from './template';

const read = (context: Record<string, unknown>) => readSettings(new App({ context }).node);

describe('settings', () => {
  test('everything has a default', () => {
    expect(read({})).toEqual({ stage: 'dev', runbookUrl: 'docs/operations.md', batchSize: 5, logLevel: 'INFO' });
  });

  test('every wrong value is named, with what it should be', () => {
    const wrong = { stage: 'Prod!', publicUrl: 'http://x/', alarmEmail: 'nobody', batchSize: 11, logLevel: 'loud' };
    for (const name of Object.keys(wrong)) expect(() => read(wrong)).toThrow(`-c ${name}=`);
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
