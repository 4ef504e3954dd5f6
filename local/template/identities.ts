import type { Resource } from './assembly';
import { TemplateError } from './template-error';
import type { LocalNames } from './wiring';

/** What `Ref` and `Fn::GetAtt` of a resource give. */
export interface Identity {
  ref: string;
  attributes: Record<string, string>;
}

interface Named {
  logicalId: string;
  /** The name it was given, else one made of the stack's name and its logical id. */
  name: string;
  properties: Record<string, unknown>;
  names: LocalNames;
  /** `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE` */
  arn(service: string, resource: string): string;
}

const withArn = (name: string, Arn: string): Identity => ({ ref: name, attributes: { Arn } });

const identities: Record<string, (resource: Named) => Identity> = {
  'AWS::Lambda::Function': ({ name, arn }) => withArn(name, arn('lambda', `function:${name}`)),
  'AWS::SQS::Queue': ({ name, properties, names, arn }) => {
    const queueName = properties.FifoQueue === true && !name.endsWith('.fifo') ? `${name}.fifo` : name;
    const ref = names.queueUrl(queueName);
    return { ref, attributes: { Arn: arn('sqs', queueName), QueueName: queueName, QueueUrl: ref } };
  },
  'AWS::DynamoDB::Table': ({ name, arn }) => withArn(name, arn('dynamodb', `table/${name}`)),
  'AWS::DynamoDB::GlobalTable': ({ name, arn }) => withArn(name, arn('dynamodb', `table/${name}`)),
  'AWS::IAM::Role': ({ name, names }) => withArn(name, `arn:aws:iam::${names.account}:role/${name}`),
  'AWS::Logs::LogGroup': ({ name, arn }) => withArn(name, arn('logs', `log-group:${name}:*`)),
  'AWS::Scheduler::ScheduleGroup': ({ name, arn }) => withArn(name, arn('scheduler', `schedule-group/${name}`)),
  'AWS::Scheduler::Schedule': ({ name, arn }) => withArn(name, arn('scheduler', `schedule/default/${name}`)),
  'AWS::Events::Rule': ({ name, arn }) => withArn(name, arn('events', `rule/${name}`)),
  'AWS::SES::ConfigurationSet': ({ name }) => ({ ref: name, attributes: {} }),
  'AWS::SES::EmailIdentity': ({ properties }) => ({ ref: String(properties.EmailIdentity), attributes: {} }),
  'AWS::SES::ReceiptRuleSet': ({ name }) => ({ ref: name, attributes: {} }),
  'AWS::SES::ReceiptRule': ({ logicalId, properties }) => {
    const { Name } = properties.Rule as { Name?: string };
    return { ref: Name ?? logicalId, attributes: {} };
  },
  'AWS::S3::Bucket': ({ name }) => withArn(name.toLowerCase(), `arn:aws:s3:::${name.toLowerCase()}`),
  'AWS::ApiGatewayV2::Api': ({ logicalId, names }) => {
    const ApiId = logicalId.toLowerCase();
    return { ref: ApiId, attributes: { ApiId, ApiEndpoint: names.publicUrl } };
  },
  'AWS::ApiGatewayV2::Stage': ({ properties }) => ({ ref: String(properties.StageName), attributes: {} }),
};

const NAME_PROPERTIES = [
  'FunctionName',
  'QueueName',
  'TableName',
  'RoleName',
  'LogGroupName',
  'BucketName',
  'RuleSetName',
  'Name',
];

/** Throws TemplateError when other resources refer to one that has no local counterpart. */
export function identityOf(stackName: string, logicalId: string, resource: Resource, names: LocalNames): Identity {
  const properties = resource.Properties ?? {};
  const given = NAME_PROPERTIES.map((property) => properties[property]).find((name) => typeof name === 'string');
  const name = (given as string | undefined) ?? `${stackName}-${logicalId}`;
  const arn = (service: string, rest: string) => `arn:aws:${service}:${names.region}:${names.account}:${rest}`;
  const identity = identities[resource.Type];
  return identity?.({ logicalId, name, properties, names, arn }) ?? { ref: logicalId, attributes: {} };
}

export function attributeOf(identity: Identity, logicalId: string, attribute: string): string {
  const value = identity.attributes[attribute];
  if (value !== undefined) return value;
  throw new TemplateError(
    `Something in the template needs ${logicalId}.${attribute}, which has no value on one machine. Add it to local/template/identities.ts, or do without it.`,
  );
}
