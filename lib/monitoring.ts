import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IAlarm, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlarmProps {
  /** Kebab-case; the alarm is named `<stack>-<name>`. */
  name: string;
  /** What it means for the people who use the product. */
  impact: string;
  /** Anchor of its paragraph in docs/operations.md. */
  runbook: `#${string}`;
  metric: IMetric;
  /** Rings when the metric reaches this. */
  threshold: number;
  /** Periods in a row that must reach it; default 1. */
  periods?: number;
  /** Rings when the metric is below the threshold, or silent. */
  whenBelow?: boolean;
}

/** Where alarms go, and how each is made. */
export class Monitoring extends Construct {
  readonly topic: Topic;
  /** By name, so that the dashboard waits for none of them. */
  readonly alarms: IAlarm[] = [];
  private readonly action: SnsAction;
  private readonly runbookUrl: string;

  constructor(scope: Construct, id: string, props: { runbookUrl: string; alarmEmail?: string }) {
    super(scope, id);
    this.runbookUrl = props.runbookUrl;
    this.topic = new Topic(this, 'Topic', { displayName: 'Threadkeeper alarms', enforceSSL: true });
    // A policy of our own replaces the default one, by which CloudWatch was allowed to publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (props.alarmEmail) this.topic.addSubscription(new EmailSubscription(props.alarmEmail));
    this.action = new SnsAction(this.topic);
  }

  addAlarm(props: AlarmProps): void {
    const alarmName = `${Stack.of(this).stackName}-${props.name}`;
    const alarm = new Alarm(this, props.name, {
      alarmName,
      alarmDescription: `Impact: ${props.impact}.\nRunbook: ${this.runbookUrl}${props.runbook}`,
      metric: props.metric,
      threshold: props.threshold,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: props.whenBelow
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: props.whenBelow ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
    this.alarms.push(Alarm.fromAlarmName(alarm, 'ByName', alarmName));
  }
}
