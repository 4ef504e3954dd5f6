import type { PolicyDocument, PolicyStatement } from '../front';
import type { Resolved, Resources } from './resources';
import type { FeedSpec, QueueSpec, TableSpec } from './wiring';

const NO_ATTRIBUTES = ['QueueName', 'Tags'];

/** Dead-letter queues first, so that a queue can be created when its turn comes. */
export function readQueues(resources: Resources): QueueSpec[] {
  const policies = resources.of('AWS::SQS::QueuePolicy').map((resource) => ({
    queues: resource.properties.Queues as string[],
    document: judgeable(resources, resource),
  }));
  const queues = resources.of('AWS::SQS::Queue').map((resource) => ({
    name: resource.identity.attributes.QueueName!,
    arn: resources.arn(resource),
    attributes: Object.fromEntries(
      Object.entries(resource.properties)
        .filter(([name]) => !NO_ATTRIBUTES.includes(name))
        .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
    ),
    policies: policies.filter(({ queues }) => queues.includes(resource.identity.ref)).map(({ document }) => document),
  }));
  const redrives = ({ attributes }: QueueSpec) => Number('RedrivePolicy' in attributes);
  return queues.sort((a, b) => redrives(a) - redrives(b));
}

/** A queue's own policy may let services in; who calls in a role needs a policy of that role. */
function judgeable(resources: Resources, resource: Resolved): PolicyDocument {
  const policy = resource.properties.PolicyDocument as PolicyDocument;
  for (const statement of [policy.Statement].flat()) {
    const { Effect, Principal } = statement as PolicyStatement & { Principal?: { Service?: unknown } };
    if (Effect === 'Allow' && !Principal?.Service)
      resources.fail(
        resource,
        'lets in others than services, which the local stack does not judge. Allow it in a role.',
      );
  }
  return policy;
}

interface MappingProperties {
  EventSourceArn: string;
  FunctionName: string;
  BatchSize?: number;
  Enabled?: boolean;
  FilterCriteria?: unknown;
  FunctionResponseTypes?: string[];
  ScalingConfig?: { MaximumConcurrency?: number };
}

/** The batching window is not played: a batch is what is there. */
export function readFeeds(resources: Resources): FeedSpec[] {
  const functions = resources.of('AWS::Lambda::Function');
  return resources.of('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const mapping = resource.properties as unknown as MappingProperties;
    if (mapping.FilterCriteria) resources.fail(resource, 'has a filter, which the local stack does not play.');
    if (!mapping.EventSourceArn.startsWith('arn:aws:sqs:'))
      resources.fail(resource, `reads ${mapping.EventSourceArn}; the local stack plays SQS queues only.`);
    const target = functions.find(({ identity }) =>
      [identity.ref, identity.attributes.Arn].includes(mapping.FunctionName),
    );
    if (!target) resources.fail(resource, `invokes ${mapping.FunctionName}, which is not in the template.`);
    if (mapping.Enabled === false) return [];
    const maximumConcurrency = mapping.ScalingConfig?.MaximumConcurrency;
    return {
      queueArn: mapping.EventSourceArn,
      functionArn: resources.arn(target),
      batchSize: mapping.BatchSize ?? 10,
      reportsFailures: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
      ...(maximumConcurrency && { maximumConcurrency }),
    };
  });
}

export function readTables(resources: Resources): TableSpec[] {
  return resources.of('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map((resource) => {
    const table = resource.properties as unknown as TableSpec & { LocalSecondaryIndexes?: unknown };
    if (table.LocalSecondaryIndexes)
      resources.fail(resource, 'has local indexes, which the local stack does not play.');
    const indexes = table.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    }));
    return {
      TableName: resource.identity.ref,
      AttributeDefinitions: table.AttributeDefinitions,
      KeySchema: table.KeySchema,
      ...(indexes && { GlobalSecondaryIndexes: indexes }),
      BillingMode: 'PAY_PER_REQUEST',
    };
  });
}
