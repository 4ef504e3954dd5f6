import type { Assembly, Resource } from './assembly';
import { attributeOf, type Identity, identityOf } from './identities';
import { createResolve } from './intrinsics';
import { TemplateError } from './template-error';
import type { LocalNames } from './wiring';

/** A resource with its references resolved. */
export interface Resolved {
  logicalId: string;
  properties: Record<string, unknown>;
  metadata: Record<string, unknown>;
  identity: Identity;
}

export interface Resources {
  readonly account: string;
  readonly region: string;
  /** In the template's order. */
  of(...types: string[]): Resolved[];
  /** The value of the resource's `Arn`. */
  arn(resource: Resolved): string;
  fail(resource: Resolved, sentence: string): never;
}

/** What the local stack plays. */
const PLAYED = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SES::ConfigurationSet',
  'AWS::SES::ConfigurationSetEventDestination',
  'AWS::SES::EmailIdentity',
  'AWS::SES::ReceiptRule',
  'AWS::SES::ReceiptRuleSet',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
  'AWS::Scheduler::ScheduleGroup',
];

/** What means nothing on one machine: who watches, where logs are kept and for how long, keys of encryption at rest. */
const MEANINGLESS = [
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
];

/** The template's resources by type. Throws TemplateError for a type that the local stack does not know. */
export function readResources(assembly: Assembly, names: LocalNames): Resources {
  const { resources, stackName } = assembly;
  for (const [logicalId, resource] of Object.entries(resources)) checkPlayed(logicalId, resource);
  const identity = (logicalId: string): Identity => {
    const resource = resources[logicalId];
    if (!resource) throw new TemplateError(`Something in the template refers to ${logicalId}, which is not there.`);
    return identityOf(stackName, logicalId, resource, names);
  };
  const pseudo: Record<string, string> = {
    'AWS::AccountId': names.account,
    'AWS::Region': names.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${names.region}:${names.account}:stack/${stackName}/local`,
  };
  const resolve = createResolve({
    ref: (name) => pseudo[name] ?? parameter(assembly, name) ?? identity(name).ref,
    attribute: (logicalId, attribute) => attributeOf(identity(logicalId), logicalId, attribute),
  });
  const { account, region } = names;
  return {
    ...{ account, region },
    of: (...types) =>
      Object.entries(resources)
        .filter(([, { Type }]) => types.includes(Type))
        .map(([logicalId, { Properties = {}, Metadata = {} }]) => ({
          logicalId,
          properties: resolve(Properties) as Record<string, unknown>,
          metadata: Metadata,
          identity: identity(logicalId),
        })),
    arn: ({ logicalId, identity }) => attributeOf(identity, logicalId, 'Arn'),
    fail: ({ logicalId }, sentence) => {
      throw new TemplateError(`${logicalId} (${resources[logicalId]?.Type}) ${sentence}`);
    },
  };
}

function parameter({ parameters }: Assembly, name: string): string | undefined {
  const value = parameters[name]?.Default;
  return value === undefined ? undefined : String(value);
}

function checkPlayed(logicalId: string, { Type, Condition }: Resource) {
  if (MEANINGLESS.includes(Type)) return;
  if (!PLAYED.includes(Type))
    throw new TemplateError(
      `The local stack cannot play ${Type} (${logicalId}). Build it in local/ and list it in local/template/resources.ts; if it means nothing on one machine, list it there as such.`,
    );
  if (Condition)
    throw new TemplateError(
      `${logicalId} (${Type}) has the condition ${Condition}, which the local stack cannot judge. Decide it in lib/ by the stage instead.`,
    );
}
