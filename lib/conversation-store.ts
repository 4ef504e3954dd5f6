import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { tableSchema } from '../src/config';
import type { ServiceFunction } from './service-function';

export type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** All that Threadkeeper remembers: one table and the sparse index by which the sweep finds what was forgotten. */
export class ConversationStore extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, props: { keep: boolean }) {
    super(scope, id);
    const { sweepIndex } = tableSchema;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: tableSchema.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableSchema.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: tableSchema.timeToLive,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: props.keep,
      removalPolicy: props.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: sweepIndex.name,
      partitionKey: { name: sweepIndex.partitionKey, type: AttributeType.STRING },
      sortKey: { name: sweepIndex.sortKey, type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }

  /** Lets a function do exactly this with items of the table. */
  grant(fn: ServiceFunction, ...actions: TableAction[]): void {
    const named = actions.map((action) => `dynamodb:${action}`);
    fn.permit(named, this.table.tableArn);
    fn.tell('tableName', this.table.tableName);
  }

  /** Lets a function ask which conversations are overdue. */
  grantSweep(fn: ServiceFunction): void {
    fn.permit(['dynamodb:Query'], `${this.table.tableArn}/index/${tableSchema.sweepIndex.name}`);
    fn.tell('tableName', this.table.tableName);
  }
}
