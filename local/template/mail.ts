import type { PolicyDocument } from '../front';
import type { Resolved, Resources } from './resources';
import type { BucketSpec, MailSpec, ReceiptRuleSpec, RoleSpec } from './wiring';

const IDENTITY = /^arn:aws:ses:[^:]*:[^:]*:identity\/(.+)$/;

interface EventDestinationProperties {
  ConfigurationSetName: string;
  EventDestination: {
    Enabled?: boolean;
    MatchingEventTypes: string[];
    EventBridgeDestination?: { EventBusArn: string };
  };
}

/** Identities are verified where the DNS is; those of the template, and what a role may send as, are taken for verified. */
export function readMail(resources: Resources, roles: readonly RoleSpec[]): MailSpec {
  const statements = roles.flatMap(({ policies }) => policies).flatMap(({ Statement }) => Statement);
  const sentAs = statements.flatMap(({ Resource = [] }) => Resource).flatMap((arn) => IDENTITY.exec(arn)?.[1] ?? []);
  const own = resources.of('AWS::SES::EmailIdentity').map(({ identity }) => identity.ref);
  const destinations = resources.of('AWS::SES::ConfigurationSetEventDestination').map((each) => ({
    ...(each.properties as unknown as EventDestinationProperties),
    isPlayed: checkDestination(resources, each),
  }));
  const configurationSets = resources.of('AWS::SES::ConfigurationSet').map(({ identity: { ref } }) => ({
    name: ref,
    publishes: destinations
      .filter((each) => each.ConfigurationSetName === ref && each.isPlayed)
      .flatMap(({ EventDestination }) => EventDestination.MatchingEventTypes),
  }));
  return { configurationSets, identities: [...new Set([...own, ...sentAs])] };
}

/** False for one that is switched off. */
function checkDestination(resources: Resources, resource: Resolved): boolean {
  const { EventDestination } = resource.properties as unknown as EventDestinationProperties;
  if (EventDestination.Enabled === false) return false;
  const bus = EventDestination.EventBridgeDestination?.EventBusArn;
  if (!bus?.endsWith(':event-bus/default'))
    resources.fail(resource, 'must tell the default bus of EventBridge: the local stack plays no other.');
  return true;
}

interface BucketProperties {
  LifecycleConfiguration?: { Rules: LifecycleRule[] };
  NotificationConfiguration?: unknown;
}

interface LifecycleRule {
  Status: string;
  Prefix?: string;
  Filter?: { Prefix?: string };
  ExpirationInDays?: number;
  AbortIncompleteMultipartUpload?: unknown;
}

export function readBuckets(resources: Resources): BucketSpec[] {
  const policies = resources.of('AWS::S3::BucketPolicy').map(({ properties }) => ({
    bucket: String(properties.Bucket),
    document: properties.PolicyDocument as PolicyDocument,
  }));
  return resources.of('AWS::S3::Bucket').map((resource) => {
    const { LifecycleConfiguration, NotificationConfiguration } = resource.properties as BucketProperties;
    if (NotificationConfiguration)
      resources.fail(resource, 'notifies of objects, which the local stack does not play.');
    const name = resource.identity.ref;
    const expirations = (LifecycleConfiguration?.Rules ?? [])
      .filter(({ Status, ExpirationInDays }) => Status === 'Enabled' && ExpirationInDays !== undefined)
      .map(({ Prefix, Filter, ExpirationInDays }) => ({
        prefix: Prefix ?? Filter?.Prefix ?? '',
        days: ExpirationInDays!,
      }));
    const own = policies.filter(({ bucket }) => bucket === name).map(({ document }) => document);
    return { name, expirations, policies: own };
  });
}

interface ReceiptRuleProperties {
  RuleSetName: string;
  After?: string;
  Rule: {
    Name?: string;
    Enabled?: boolean;
    Recipients?: string[];
    ScanEnabled?: boolean;
    Actions?: Record<string, Record<string, string>>[];
  };
}

/** In the template's order. The rule set is taken for the active one: a template cannot say so. */
export function readReceiptRules(resources: Resources): ReceiptRuleSpec[] {
  return resources.of('AWS::SES::ReceiptRule').flatMap((resource) => {
    const { RuleSetName, Rule } = resource.properties as unknown as ReceiptRuleProperties;
    if (!Rule.Enabled) return [];
    const [first, second, ...others] = Rule.Actions ?? [];
    const [stored, invoked] = [first?.S3Action, second?.LambdaAction];
    if (!stored || !invoked || others.length > 0 || invoked.InvocationType === 'RequestResponse')
      return resources.fail(
        resource,
        'must store into S3 and then invoke a function as an event: nothing else is played.',
      );
    return {
      arn: `arn:aws:ses:${resources.region}:${resources.account}:receipt-rule-set/${RuleSetName}:receipt-rule/${resource.identity.ref}`,
      recipients: Rule.Recipients ?? [],
      scans: Rule.ScanEnabled ?? false,
      bucket: stored.BucketName!,
      prefix: stored.ObjectKeyPrefix ?? '',
      functionArn: invoked.FunctionArn!,
    };
  });
}
