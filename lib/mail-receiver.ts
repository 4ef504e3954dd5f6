import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnReceiptRule, CfnReceiptRuleSet } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function';
import { takeAsync } from './take-async';
import { WorkQueue } from './work-queue';

/** Where things lie in the bucket, and for how long: e-mails as they came in, and the files that came with replies. */
const folders = { inbound: Duration.days(90), attachments: Duration.days(400) } as const;
type Folder = keyof typeof folders;

export interface MailReceiverProps {
  /** Whatever is sent to an address of it comes in. */
  domain: string;
  stage: string;
  /** A receipt rule set that is there already. */
  ruleSet?: string;
  /** The bucket outlives the stack. */
  keep: boolean;
}

/**
 * Takes in the e-mails of one domain: a rule of Amazon SES stores each in a bucket, then tells mail-in of it. The rule works once
 * its rule set is the active one of the Region, which CloudFormation cannot say: `threadkeeper mail activate` does.
 */
export class MailReceiver extends Construct {
  /** Those that mail-in could not take at once; it is told of them again by this queue. */
  readonly failed: WorkQueue;
  readonly ruleName: string;
  readonly ruleSetName: string;
  /** Under which answers come in. */
  readonly domain: string;
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: MailReceiverProps) {
    super(scope, id);
    this.domain = props.domain;
    this.ruleName = `threadkeeper-${props.stage}`;
    this.ruleSetName = props.ruleSet ?? this.ruleName;
    this.bucket = this.makeBucket(props.keep);
    this.failed = new WorkQueue(this, 'Failed', {
      fifo: false,
      consumer: 'mail-in',
      url: 'mailFailedQueueUrl',
      deadLetterUrl: 'mailFailedDlqUrl',
    });
    if (props.ruleSet === undefined) new CfnReceiptRuleSet(this, 'RuleSet', { ruleSetName: this.ruleSetName });
  }

  /** Tells a function the domain under which answers reach us. */
  grantDomain(fn: ServiceFunction): void {
    fn.tell('replyDomain', this.domain);
  }

  grantRead(fn: ServiceFunction, ...from: Folder[]): void {
    for (const folder of from) this.permit(fn, 's3:GetObject', folder);
  }

  /** Lets a function know of what is not there: whoever may not list is only told that it may not read. */
  grantMiss(fn: ServiceFunction): void {
    fn.permit(['s3:ListBucket'], this.bucket.bucketArn);
  }

  grantWrite(fn: ServiceFunction, into: Folder): void {
    this.permit(fn, 's3:PutObject', into);
  }

  /** Has the function told of each e-mail. One at a time of those that it could not take at once: each may have 40 MB. */
  feed(fn: ServiceFunction): void {
    takeAsync(fn, this.failed.queue);
    this.failed.feed(fn, { batchSize: 1 });
    const permission = new CfnPermission(fn, 'InvokedBySes', {
      action: 'lambda:InvokeFunction',
      functionName: fn.handler.functionArn,
      principal: 'ses.amazonaws.com',
      sourceAccount: Stack.of(this).account,
      sourceArn: this.ruleArn,
    });
    const rule = this.makeRule(fn);
    // SES tries both when the rule is made.
    rule.node.addDependency(permission, this.bucket);
  }

  private makeBucket(keep: boolean): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // Without versions: what is erased is gone at once.
      versioned: false,
      removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: [
        ...Object.entries(folders).map(([folder, expiration]) => ({ prefix: `${folder}/`, expiration })),
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects('inbound/*')],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': this.ruleArn } },
      }),
    );
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'SES writes and two roles of this stack read, nobody else; access logs would name the files of customers.',
    });
    return bucket;
  }

  /** Verdicts about spam and viruses come with each e-mail; mail-in judges by them. Mail without TLS is taken, as elsewhere. */
  private makeRule(fn: ServiceFunction): CfnReceiptRule {
    const actions = [
      { s3Action: { bucketName: this.bucket.bucketName, objectKeyPrefix: 'inbound/' } },
      { lambdaAction: { functionArn: fn.handler.functionArn, invocationType: 'Event' } },
    ];
    const rule = new CfnReceiptRule(this, 'Rule', {
      ruleSetName: this.ruleSetName,
      rule: {
        name: this.ruleName,
        enabled: true,
        recipients: [this.domain],
        scanEnabled: true,
        tlsPolicy: 'Optional',
        actions,
      },
    });
    const ruleSet = this.node.tryFindChild('RuleSet');
    if (ruleSet) rule.node.addDependency(ruleSet);
    return rule;
  }

  /** Names of objects are made at run time, so a statement can only name their folder. */
  private permit(fn: ServiceFunction, action: string, folder: Folder): void {
    fn.permit([action], this.bucket.arnForObjects(`${folder}/*`));
    fn.tell('mailBucket', this.bucket.bucketName);
    const bucketId = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    Validations.of(fn.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${folder}/*]`,
      reason:
        'Names of e-mails and files are made at run time; the statement is about one folder of the stack’s own bucket.',
    });
  }

  private get ruleArn(): string {
    return Stack.of(this).formatArn({
      service: 'ses',
      resource: 'receipt-rule-set',
      resourceName: `${this.ruleSetName}:receipt-rule/${this.ruleName}`,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  }
}
