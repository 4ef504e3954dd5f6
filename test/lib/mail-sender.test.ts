import { describe, expect, test } from '@jest/globals';
import { one, resources, synthesize } from './template';

const performed = (template: ReturnType<typeof synthesize>) => ({
  statements: one(template, 'AWS::IAM::Policy', 'PerformRole').Properties.PolicyDocument.Statement as {
    Action: string;
    Resource: unknown;
  }[],
  environment: one(template, 'AWS::Lambda::Function', 'PerformFunction').Properties.Environment.Variables,
});
const sending = (template: ReturnType<typeof synthesize>) =>
  performed(template).statements.filter(({ Action }) => Action === 'ses:SendEmail');
const arn = (rest: unknown[]) => ({
  'Fn::Join': [
    '',
    ['arn:', { Ref: 'AWS::Partition' }, ':ses:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ...rest],
  ],
});

describe('a sender of e-mail', () => {
  test('is none until one is given: nothing may be sent, and there is nothing of SES', () => {
    const template = synthesize();
    expect(sending(template)).toEqual([]);
    expect(performed(template).environment).not.toHaveProperty('EMAIL_IDENTITY');
    expect(Object.values(template.Resources).filter(({ Type }) => Type.startsWith('AWS::SES::'))).toEqual([]);
  });

  test.each(['shop.example', 'help+desk@shop.example'])(
    '%s is what perform may send as, and nobody else may',
    (given) => {
      const template = synthesize({ emailIdentity: given, stage: 'prod' });
      const [[id, set] = []] = resources(template, 'AWS::SES::ConfigurationSet');
      expect(set?.Properties.Name).toBe('Threadkeeper-prod');
      expect(sending(template)).toEqual([
        { Action: 'ses:SendEmail', Effect: 'Allow', Resource: arn([`:identity/${given}`]) },
        { Action: 'ses:SendEmail', Effect: 'Allow', Resource: arn([':configuration-set/', { Ref: id }]) },
      ]);
      expect(performed(template).environment).toMatchObject({
        EMAIL_IDENTITY: given,
        EMAIL_CONFIGURATION_SET: { Ref: id },
      });
      const others = resources(template, 'AWS::IAM::Policy').filter(([name]) => !name.startsWith('PerformRole'));
      expect(JSON.stringify(others)).not.toContain('ses:');
    },
  );

  test.each(['Shop.example', 'shop', '*.shop.example', 'shop.example/x', 'a b@shop.example', '@shop.example'])(
    '%s cannot be one',
    (emailIdentity) => expect(() => synthesize({ emailIdentity })).toThrow('-c emailIdentity='),
  );
});
