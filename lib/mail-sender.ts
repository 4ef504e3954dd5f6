import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  DkimIdentity,
  EasyDkimSigningKeyLength,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function';
import { mailFromDomain } from './settings';
import { takeAsync } from './take-async';

/** All that tells what became of an e-mail; not opens and clicks, which would have to be tracked. */
const events = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.RENDERING_FAILURE,
];

export interface MailSenderProps {
  /** Domain or address. */
  identity: string;
  /** It is in SES already. */
  existing: boolean;
  /** The identity outlives the stack. */
  keep: boolean;
}

/**
 * Sends e-mail as one identity of Amazon SES, and tells what became of it. The configuration set, of the stack's name, is where its
 * e-mails are watched. The identity can be used once records are in its DNS, which are outputs of the stack.
 */
export class MailSender extends Construct {
  /** Domain or address. */
  readonly identity: string;
  /** Made by the stack; absent when it was there already. */
  readonly made?: EmailIdentity;
  /** What mail-feedback was told and could not take. */
  readonly deadLetters: Queue;
  private readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, props: MailSenderProps) {
    super(scope, id);
    this.identity = props.identity;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: Stack.of(this).stackName,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      // Beside the lists of the workspaces: SES itself then writes to no address that bounced or complained.
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    const bus = EventBus.fromEventBusName(this, 'Bus', 'default');
    this.configurationSet.addEventDestination('Events', { destination: EventDestination.eventBus(bus), events });
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself where EventBridge and Lambda put what could not be taken; an alarm watches it.',
    });
    if (!props.existing) this.made = this.makeIdentity(props);
  }

  /** SES asks for the permission on both. */
  grantSend(fn: ServiceFunction): void {
    fn.permit(['ses:SendEmail'], this.arn('identity', this.identity));
    fn.permit(['ses:SendEmail'], this.arn('configuration-set', this.configurationSet.configurationSetName));
    this.tellIdentity(fn);
    fn.tell('emailConfigurationSet', this.configurationSet.configurationSetName);
  }

  /** Lets a function ask how much may be sent, and how fast. */
  grantQuota(fn: ServiceFunction): void {
    fn.permit(['ses:GetAccount'], '*');
    Validations.of(fn.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ses:GetAccount is about the account: AWS has no resource to name for it.',
    });
  }

  /** Lets a function ask whether the identity is verified. */
  grantAsk(fn: ServiceFunction): void {
    fn.permit(['ses:GetEmailIdentity'], this.arn('identity', this.identity));
    this.tellIdentity(fn);
  }

  /** Tells a function whom e-mail is sent as, so that it knows our own. */
  tellIdentity(fn: ServiceFunction): void {
    fn.tell('emailIdentity', this.identity);
  }

  /** Has a function told what became of e-mails; what it could not take in a day is put aside. */
  feed(fn: ServiceFunction): void {
    const { configurationSetName } = this.configurationSet;
    new Rule(this, 'Feedback', {
      description: 'What became of sent e-mails',
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [configurationSetName] } } },
      },
      targets: [
        new LambdaFunction(fn.handler, {
          deadLetterQueue: this.deadLetters,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
    takeAsync(fn, this.deadLetters);
  }

  /** A domain signs with keys that SES renews, and takes bounces in under a name of its own, so that SPF is aligned with it. */
  private makeIdentity({ identity, keep }: MailSenderProps): EmailIdentity {
    const of = identity.includes('@')
      ? { identity: Identity.email(identity) }
      : {
          identity: Identity.domain(identity),
          dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
          mailFromDomain: mailFromDomain(identity),
        };
    const made = new EmailIdentity(this, 'Identity', of);
    made.applyRemovalPolicy(keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    return made;
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
