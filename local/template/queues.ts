import type { PolicyDocument } from '../front';
import type { Resources } from './resources';
import type { FeedSpec, QueueSpec, TableSpec } from './wiring';

const NO_ATTRIBUTES = ['QueueName', 'Tags'];

/** Dead-letter queues first, so that a queue can be created when its turn comes. */
export function readQueues(resources: Resources): QueueSpec[] {
  checkQueuePolicies(resources);
  const queues = resources.of('AWS::SQS::Queue').map((resource) => ({
    name: resource.identity.attributes.QueueName!,
    arn: resources.arn(resource),
    attributes: Object.fromEntries(
      Object.entries(resource.properties)
        .filter(([name]) => !NO_ATTRIBUTES.includes(name))
        .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
    ),
  }));
  const redrives = ({ attributes }: QueueSpec) => Number('RedrivePolicy' in attributes);
  return queues.sort((a, b) => redrives(a) - redrives(b));
}

/** Those that only deny (plain HTTP) have no meaning on loopback; one that allows would be needed, and is not judged here. */
function checkQueuePolicies(resources: Resources) {
  for (const resource of resources.of('AWS::SQS::QueuePolicy')) {
    const { Statement } = resource.properties.PolicyDocument as PolicyDocument;
    if ([Statement].flat().some(({ Effect }) => Effect === 'Allow'))
      resources.fail(resource, 'allows by resource policy, which the local stack does not judge. Allow it in a role.');
  }
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
