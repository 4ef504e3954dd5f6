import { describe, expect, test } from '@jest/globals';
import { one, resources, synthesize, withMail } from './template';

const template = synthesize(withMail);
const bucket = (stage: string) => one(synthesize({ ...withMail, stage }), 'AWS::S3::Bucket', 'MailReceiver');
const rule = one(template, 'AWS::SES::ReceiptRule', 'MailReceiver').Properties;
const ruleArn = {
  'Fn::Join': [
    '',
    [
      ...['arn:', { Ref: 'AWS::Partition' }, ':ses:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }],
      ':receipt-rule-set/threadkeeper-dev:receipt-rule/threadkeeper-dev',
    ],
  ],
};
const mailIn = { 'Fn::GetAtt': [expect.stringMatching(/^MailInFunction/), 'Arn'] };

describe('a receiver of e-mail', () => {
  test('is none until there is a domain for answers', () => {
    const types = Object.values(synthesize({ emailIdentity: 'shop.example' }).Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /^AWS::(S3|SES::Receipt)/.test(type))).toEqual([]);
  });

  test('takes in what is for its domain: looked at for spam and viruses, stored, then told to mail-in', () => {
    expect(rule).toEqual({
      RuleSetName: 'threadkeeper-dev',
      Rule: {
        Name: 'threadkeeper-dev',
        Enabled: true,
        Recipients: ['reply.shop.example'],
        ScanEnabled: true,
        TlsPolicy: 'Optional',
        Actions: [
          {
            S3Action: {
              BucketName: { Ref: expect.stringMatching(/^MailReceiverBucket/) },
              ObjectKeyPrefix: 'inbound/',
            },
          },
          { LambdaAction: { FunctionArn: mailIn, InvocationType: 'Event' } },
        ],
      },
    });
  });

  test('has a rule set of its own, or puts its rule into one that is there', () => {
    const own = one(template, 'AWS::SES::ReceiptRuleSet', 'MailReceiver');
    expect(own.Properties).toEqual({ RuleSetName: 'threadkeeper-dev' });
    const shared = synthesize({ ...withMail, receiptRuleSet: 'company', stage: 'prod' });
    expect(resources(shared, 'AWS::SES::ReceiptRuleSet')).toEqual([]);
    expect(one(shared, 'AWS::SES::ReceiptRule', 'MailReceiver').Properties).toMatchObject({
      RuleSetName: 'company',
      Rule: { Name: 'threadkeeper-prod' },
    });
  });

  test('only this rule may store, and only this rule may invoke', () => {
    const { Statement } = one(template, 'AWS::S3::BucketPolicy', 'MailReceiver').Properties.PolicyDocument;
    const only = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' }, 'aws:SourceArn': ruleArn } };
    const allows = (Statement as { Effect: string }[]).filter(({ Effect }) => Effect === 'Allow');
    expect(allows).toEqual([
      {
        Action: 's3:PutObject',
        Condition: only,
        Effect: 'Allow',
        Principal: { Service: 'ses.amazonaws.com' },
        Resource: {
          'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^MailReceiverBucket/), 'Arn'] }, '/inbound/*']],
        },
      },
    ]);
    expect(one(template, 'AWS::Lambda::Permission', 'MailIn').Properties).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: mailIn,
      Principal: 'ses.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
      SourceArn: ruleArn,
    });
  });

  test('is made when SES may store and invoke, since SES tries both', () => {
    const { DependsOn } = one(template, 'AWS::SES::ReceiptRule', 'MailReceiver');
    const needed = ['MailInInvokedBySes', 'MailReceiverBucketPolicy', 'MailReceiverRuleSet'];
    for (const name of needed) expect(DependsOn).toContainEqual(expect.stringMatching(new RegExp(`^${name}`)));
  });
});

describe('the bucket', () => {
  test('is closed, encrypted at rest and on the way', () => {
    const { Properties } = bucket('dev');
    expect(Properties.PublicAccessBlockConfiguration).toEqual({
      ...{ BlockPublicAcls: true, BlockPublicPolicy: true },
      ...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
    });
    const [encryption] = Properties.BucketEncryption.ServerSideEncryptionConfiguration;
    expect(encryption.ServerSideEncryptionByDefault.SSEAlgorithm).toBe('AES256');
    const { Statement } = one(template, 'AWS::S3::BucketPolicy', 'MailReceiver').Properties.PolicyDocument;
    expect(Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test('forgets e-mails after 90 days and files after 400, and keeps no old versions', () => {
    const { LifecycleConfiguration, VersioningConfiguration } = bucket('dev').Properties;
    const rules = LifecycleConfiguration.Rules as { Prefix?: string; ExpirationInDays?: number }[];
    const kept = rules.filter(({ Prefix }) => Prefix).map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays]);
    expect(kept).toEqual([
      ['inbound/', 90],
      ['attachments/', 400],
    ]);
    expect(VersioningConfiguration).toBeUndefined();
  });

  test('of prod outlives its stack, of any other stage goes with it', () => {
    expect(['prod', 'dev'].map((stage) => bucket(stage).DeletionPolicy)).toEqual(['Retain', 'Delete']);
  });
});

describe('what mail-in cannot take', () => {
  const queue = { 'Fn::GetAtt': [expect.stringMatching(/^MailReceiverFailedQueue/), 'Arn'] };

  test('is tried twice more, then goes into a queue that brings it back', () => {
    const config = one(template, 'AWS::Lambda::EventInvokeConfig', 'MailIn').Properties;
    expect(config).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 6 * 3600,
      DestinationConfig: { OnFailure: { Destination: queue } },
    });
    const feed = one(template, 'AWS::Lambda::EventSourceMapping', 'MailReceiver').Properties;
    expect(feed).toMatchObject({
      EventSourceArn: queue,
      FunctionName: { Ref: expect.stringMatching(/^MailInFunction/) },
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('in the end is put aside, where the sweep finds it, and the API can send it again', () => {
    const environment = (name: string) =>
      one(template, 'AWS::Lambda::Function', `${name}Function`).Properties.Environment.Variables;
    const { RedrivePolicy } = one(template, 'AWS::SQS::Queue', 'MailReceiverFailedQueue').Properties;
    expect(RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]).toMatch(/^MailReceiverFailedDeadLetters/);
    expect(environment('Sweep').MAIL_FAILED_DLQ_URL.Ref).toMatch(/^MailReceiverFailedDeadLetters/);
    expect(environment('Api').MAIL_FAILED_QUEUE_URL.Ref).toMatch(/^MailReceiverFailedQueue/);
  });
});

test('whoever writes or reads answers knows their domain', () => {
  for (const name of ['Perform', 'Api', 'MailIn']) {
    const { Variables } = one(template, 'AWS::Lambda::Function', `${name}Function`).Properties.Environment;
    expect(Variables.REPLY_DOMAIN).toBe('reply.shop.example');
  }
});
