import { describe, expect, test } from '@jest/globals';
import { type App, CfnResource, type Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { addChecks } from '../../lib/checks';
import { withApp, withMail } from './template';

/** Rule and reason of everything that a construct acknowledges. */
function acknowledgements(app: App): [rule: string, reason: string][] {
  return app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>));
}

const validated = { isValidated: true };
/** What breaks a rule of CloudFormation fails the synthesis. */
const strict = { '@aws-cdk/core:validateAgainstDefaultRules': true };

describe('the AWS Solutions rules, and those of CloudFormation', () => {
  test.each([{}, withMail, { ...withMail, stage: 'prod' }])(
    'have no finding with %j that nobody explained',
    (context) => {
      withApp({ ...strict, ...context }, (app) => expect(() => addChecks(app).synth()).not.toThrow(), validated);
    },
  );

  test('are kept but for two, for the reasons given', () => {
    const found = withApp({}, acknowledgements);
    const rules = new Set(found.map(([rule]) => /AwsSolutions-\w+/.exec(rule)?.[0]));
    expect([...rules].sort()).toEqual(['AwsSolutions-APIG4', 'AwsSolutions-IAM5']);
    for (const [, reason] of found) expect(reason.length).toBeGreaterThan(40);
  });

  test('are kept but for two more where there is e-mail', () => {
    const found = withApp(withMail, acknowledgements);
    const rules = new Set(found.map(([rule]) => /AwsSolutions-\w+/.exec(rule)?.[0]));
    expect([...rules].sort()).toEqual([
      'AwsSolutions-APIG4',
      'AwsSolutions-IAM5',
      'AwsSolutions-S1',
      'AwsSolutions-SQS3',
    ]);
    for (const [, reason] of found) expect(reason.length).toBeGreaterThan(40);
  });

  test('do look: a queue that anyone may read fails the synthesis', () => {
    withApp({}, (app) => {
      new Queue(app.node.findChild('Threadkeeper-dev') as Stack, 'Open');
      expect(() => addChecks(app).synth()).toThrow(/AwsSolutions-SQS4/);
    });
  });

  test('do look: a property that CloudFormation does not know fails it too', () => {
    const broken = (app: App) => {
      const stack = app.node.findChild('Threadkeeper-dev') as Stack;
      new CfnResource(stack, 'Broken', { type: 'AWS::SQS::Queue', properties: { Colour: 'red' } });
      expect(() => app.synth()).toThrow(/Colour|Validation/);
    };
    withApp(strict, broken, validated);
  });
});
