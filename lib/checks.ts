import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * Checks the template against the AWS Solutions rules: a finding that no construct acknowledges with a reason fails the
 * synthesis. Apart from `createApp`, because loading the rules takes a quarter of a second that a local start need not wait.
 */
export function addChecks(app: App): App {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
