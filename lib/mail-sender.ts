import { ArnFormat, Stack } from 'aws-cdk-lib';
import { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function';

/**
 * Sends e-mail as one identity of Amazon SES, verified outside of the stack: that takes records in somebody's DNS. The
 * configuration set, of the stack's name, is where its e-mails are watched.
 */
export class MailSender extends Construct {
  private readonly identity: string;
  private readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, props: { identity: string }) {
    super(scope, id);
    this.identity = props.identity;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: Stack.of(this).stackName,
    });
  }

  /** SES asks for the permission on both. */
  grantSend(fn: ServiceFunction): void {
    fn.permit(['ses:SendEmail'], this.arn('identity', this.identity));
    fn.permit(['ses:SendEmail'], this.arn('configuration-set', this.configurationSet.configurationSetName));
    fn.tell('emailIdentity', this.identity);
    fn.tell('emailConfigurationSet', this.configurationSet.configurationSetName);
  }

  private arn(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({
      service: 'ses',
      resource,
      resourceName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }
}
