import { describe, expect, test } from '@jest/globals';
import { one, resources, type SynthesizedTemplate, synthesize, withMail } from './template';

const of = (template: SynthesizedTemplate, role: string) => ({
  statements: one(template, 'AWS::IAM::Policy', `${role}Role`).Properties.PolicyDocument.Statement as {
    Action: string;
    Resource: unknown;
  }[],
  environment: one(template, 'AWS::Lambda::Function', `${role}Function`).Properties.Environment.Variables,
});
const allowed = (template: SynthesizedTemplate, action: string, role = 'Perform') =>
  of(template, role).statements.filter(({ Action }) => Action === action);
const arn = (rest: unknown[]) => ({
  'Fn::Join': [
    '',
    ['arn:', { Ref: 'AWS::Partition' }, ':ses:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ...rest],
  ],
});
const template = synthesize({ emailIdentity: 'shop.example' });

describe('a sender of e-mail', () => {
  test('is none until one is given: nothing may be sent, and there is nothing of SES', () => {
    const none = synthesize();
    expect(allowed(none, 'ses:SendEmail')).toEqual([]);
    expect(of(none, 'Perform').environment).not.toHaveProperty('EMAIL_IDENTITY');
    expect(Object.values(none.Resources).filter(({ Type }) => Type.startsWith('AWS::SES::'))).toEqual([]);
  });

  test.each(['shop.example', 'help+desk@shop.example'])(
    '%s is what perform may send as, and nobody else may',
    (given) => {
      const sending = synthesize({ emailIdentity: given, stage: 'prod' });
      const [[id, set] = []] = resources(sending, 'AWS::SES::ConfigurationSet');
      expect(set?.Properties.Name).toBe('Threadkeeper-prod');
      expect(allowed(sending, 'ses:SendEmail')).toEqual([
        { Action: 'ses:SendEmail', Effect: 'Allow', Resource: arn([`:identity/${given}`]) },
        { Action: 'ses:SendEmail', Effect: 'Allow', Resource: arn([':configuration-set/', { Ref: id }]) },
      ]);
      expect(of(sending, 'Perform').environment).toMatchObject({
        EMAIL_IDENTITY: given,
        EMAIL_CONFIGURATION_SET: { Ref: id },
      });
      const others = resources(sending, 'AWS::IAM::Policy').filter(([name]) => !name.startsWith('PerformRole'));
      expect(JSON.stringify(others)).not.toContain('ses:SendEmail');
    },
  );

  test.each(['Shop.example', 'shop', '*.shop.example', 'shop.example/x', 'a b@shop.example', '@shop.example'])(
    '%s cannot be one',
    (emailIdentity) => expect(() => synthesize({ emailIdentity })).toThrow('-c emailIdentity='),
  );

  test('perform may ask for the quota, the API whether the sender is verified', () => {
    expect(allowed(template, 'ses:GetAccount')).toEqual([{ Action: 'ses:GetAccount', Effect: 'Allow', Resource: '*' }]);
    const asked = allowed(template, 'ses:GetEmailIdentity', 'Api');
    expect(asked).toEqual([
      { Action: 'ses:GetEmailIdentity', Effect: 'Allow', Resource: arn([':identity/shop.example']) },
    ]);
    expect(of(template, 'Api').environment).toMatchObject({ EMAIL_IDENTITY: 'shop.example' });
  });

  test('its e-mails go on encrypted ways only, and are counted', () => {
    expect(one(template, 'AWS::SES::ConfigurationSet', 'MailSender').Properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      ReputationOptions: { ReputationMetricsEnabled: true },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
  });
});

describe('the identity', () => {
  const identity = (context: object) => one(synthesize({ ...context }), 'AWS::SES::EmailIdentity', 'MailSender');

  test('of a domain is signed for, and has a name of its own for bounces', () => {
    expect(identity({ emailIdentity: 'shop.example' }).Properties).toEqual({
      EmailIdentity: 'shop.example',
      DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
      MailFromAttributes: { MailFromDomain: 'bounce.shop.example' },
    });
  });

  test('of an address has neither', () => {
    expect(identity({ emailIdentity: 'help@shop.example' }).Properties).toEqual({ EmailIdentity: 'help@shop.example' });
  });

  test('that is there already is left to whoever made it', () => {
    const existing = synthesize({ ...withMail, existingIdentity: true });
    expect(resources(existing, 'AWS::SES::EmailIdentity')).toEqual([]);
    expect(allowed(existing, 'ses:SendEmail')).toHaveLength(2);
  });

  test('of prod outlives its stack, of any other stage goes with it', () => {
    const kept = ['prod', 'dev'].map((stage) => identity({ ...withMail, stage }).DeletionPolicy);
    expect(kept).toEqual(['Retain', 'Delete']);
  });
});

describe('what became of e-mails', () => {
  const [[setId] = []] = resources(template, 'AWS::SES::ConfigurationSet');
  const aside = { 'Fn::GetAtt': [expect.stringMatching(/^MailSenderDeadLetters/), 'Arn'] };

  test('all but opens and clicks goes to the default bus', () => {
    const { ConfigurationSetName, EventDestination } = one(
      ...([template, 'AWS::SES::ConfigurationSetEventDestination', 'MailSender'] as const),
    ).Properties;
    expect(ConfigurationSetName).toEqual({ Ref: setId });
    const told = ['send', 'reject', 'bounce', 'complaint', 'delivery', 'deliveryDelay', 'renderingFailure'];
    expect(EventDestination).toMatchObject({ Enabled: true, MatchingEventTypes: told });
    expect(JSON.stringify(EventDestination.EventBridgeDestination)).toContain(':event-bus/default');
  });

  test('is told to mail-feedback: that of this stack, not of another', () => {
    const rule = one(template, 'AWS::Events::Rule', 'MailSender').Properties;
    expect(rule.EventPattern).toEqual({
      source: ['aws.ses'],
      detail: { mail: { tags: { 'ses:configuration-set': [{ Ref: setId }] } } },
    });
    expect(rule.Targets).toEqual([
      expect.objectContaining({
        Arn: { 'Fn::GetAtt': [expect.stringMatching(/^MailFeedbackFunction/), 'Arn'] },
        DeadLetterConfig: { Arn: aside },
        RetryPolicy: { MaximumEventAgeInSeconds: 24 * 3600, MaximumRetryAttempts: 185 },
      }),
    ]);
  });

  test('is tried again, then put aside: nothing is dropped', () => {
    expect(one(template, 'AWS::Lambda::EventInvokeConfig', 'MailFeedback').Properties).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 6 * 3600,
      DestinationConfig: { OnFailure: { Destination: aside } },
    });
    expect(one(template, 'AWS::SQS::Queue', 'MailSenderDeadLetters').Properties).toMatchObject({
      MessageRetentionPeriod: 14 * 24 * 3600,
      SqsManagedSseEnabled: true,
    });
  });
});
