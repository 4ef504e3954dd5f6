import { describe, expect, test } from '@jest/globals';
import { type App, type Stack, Validations } from 'aws-cdk-lib';
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

describe('the AWS Solutions rules', () => {
  test.each([{}, withMail, { ...withMail, stage: 'prod' }])(
    'have no finding with %j that nobody explained',
    (context) => {
      withApp(context, (app) => expect(() => addChecks(app).synth()).not.toThrow());
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
});
