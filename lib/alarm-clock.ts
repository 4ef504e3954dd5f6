import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function';
import type { WorkQueue } from './work-queue';

/** Wakes conversations: a group of one-shot schedules, and the role in which they ring into the delays queue and do nothing else. */
export class AlarmClock extends Construct {
  readonly group: ScheduleGroup;
  private readonly ringsInto: WorkQueue;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: { ringsInto: WorkQueue }) {
    super(scope, id);
    this.ringsInto = props.ringsInto;
    this.group = new ScheduleGroup(this, 'Group', { removalPolicy: RemovalPolicy.DESTROY });
    this.role = new Role(this, 'Role', { assumedBy: this.schedulerOfThisGroup() });
    this.role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.ringsInto.queue.queueArn] }),
    );
  }

  /** Lets a function create and delete alarms, and hand each the role it rings in. */
  grantArm(fn: ServiceFunction): void {
    fn.permit(['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'], this.anyAlarm());
    Validations.of(fn.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${this.group.scheduleGroupName}/*]`,
      reason: 'Names of alarms are hashes made at run time; the group is of this stack alone and holds nothing else.',
    });
    fn.permit(['iam:PassRole'], this.role.roleArn);
    fn.tell('scheduleGroup', this.group.scheduleGroupName);
    fn.tell('schedulerRoleArn', this.role.roleArn);
    fn.tell('delaysQueueArn', this.ringsInto.queue.queueArn);
  }

  /** Names of alarms are hashes made at run time, so a statement can only name their group. */
  private anyAlarm(): string {
    return Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${this.group.scheduleGroupName}/*`,
    });
  }

  /** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html */
  private schedulerOfThisGroup(): ServicePrincipal {
    return new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': this.group.scheduleGroupArn },
      },
    });
  }
}
