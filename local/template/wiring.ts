import type { EventPattern } from '../event-pattern';
import type { PolicyDocument } from '../front';

/** What the synthesized template says of the stack, every reference resolved to its local value. */
export interface Wiring {
  stackName: string;
  functions: FunctionSpec[];
  queues: QueueSpec[];
  tables: TableSpec[];
  roles: RoleSpec[];
  scheduleGroups: string[];
  mail: MailSpec;
  buckets: BucketSpec[];
  receiptRules: ReceiptRuleSpec[];
  eventRules: EventRuleSpec[];
  asyncs: AsyncSpec[];
  feeds: FeedSpec[];
  rates: RateSpec[];
  api: ApiSpec;
  permissions: PermissionSpec[];
}

export interface FunctionSpec {
  /** The short name by which people know it: from the construct path, `evaluate` of `Stack/Evaluate/Function/Resource`. */
  name: string;
  /** In the template; also the access key id by which the fronts know the caller. */
  logicalId: string;
  functionName: string;
  arn: string;
  /** Absolute path of the module, and the name of its export. */
  module: string;
  handler: string;
  timeoutMs: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
  roleArn: string;
  logGroup: string;
}

export interface QueueSpec {
  name: string;
  arn: string;
  /** As `CreateQueue` takes them: all strings. */
  attributes: Record<string, string>;
  /** The queue's own: which services may send to it. */
  policies: PolicyDocument[];
}

/** The parts of `CreateTable` that mean something on one machine. */
export interface TableSpec {
  TableName: string;
  AttributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  KeySchema: KeyPart[];
  GlobalSecondaryIndexes?: {
    IndexName: string;
    KeySchema: KeyPart[];
    Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
  }[];
  BillingMode: 'PAY_PER_REQUEST';
}

interface KeyPart {
  AttributeName: string;
  KeyType: 'HASH' | 'RANGE';
}

export interface RoleSpec {
  arn: string;
  /** Services that may assume it. */
  trusts: string[];
  /** Its inline policies, then those attached to it, in the template's order. */
  policies: PolicyDocument[];
}

/** Of SES: what it is told of e-mails by, and the domains and addresses that may be sent from. */
export interface MailSpec {
  /** With the types of events that they tell EventBridge. */
  configurationSets: { name: string; publishes: string[] }[];
  identities: string[];
}

export interface BucketSpec {
  name: string;
  /** How many days objects are kept, by the beginning of their keys. */
  expirations: { prefix: string; days: number }[];
  /** The bucket's own. */
  policies: PolicyDocument[];
}

/** What SES does with mails that come in: store them, then tell a function. */
export interface ReceiptRuleSpec {
  arn: string;
  /** Addresses, domains, or `.domain` for its subdomains; none: all. */
  recipients: string[];
  /** Whether mails are looked at for spam and viruses. */
  scans: boolean;
  bucket: string;
  prefix: string;
  functionArn: string;
}

/** Functions that are told of events on the default bus. */
export interface EventRuleSpec {
  name: string;
  arn: string;
  pattern: EventPattern;
  targets: { functionArn: string; deadLetterArn?: string }[];
}

/** How a function is invoked that nobody waits for. */
export interface AsyncSpec {
  functionArn: string;
  /** After the first try; Lambda's default is 2. */
  retries?: number;
  /** Not tried again when older; Lambda's default is 6 hours. */
  maximumAgeMs?: number;
  /** Queue that is told of what failed for good. */
  onFailureArn?: string;
}

/** A queue that a function is invoked with. */
export interface FeedSpec {
  queueArn: string;
  functionArn: string;
  batchSize: number;
  reportsFailures: boolean;
  /** Invocations at the same time at most. */
  maximumConcurrency?: number;
}

/** A function that is invoked every so often. */
export interface RateSpec {
  name: string;
  arn: string;
  everyMs: number;
  functionArn: string;
  input?: string;
  /** Who invokes: EventBridge by a permission of the function, or the Scheduler in a role. */
  by: { service: 'events.amazonaws.com' } | { roleArn: string };
}

export interface ApiSpec {
  id: string;
  routes: RouteSpec[];
}

export interface RouteSpec {
  /** `$default`, or method (or ANY) and path: `POST /webhooks/{channelId}`. */
  key: string;
  functionArn: string;
}

export interface PermissionSpec {
  functionArn: string;
  principal: string;
  /** May hold wildcards. */
  sourceArn?: string;
}

/** The values of this machine that the template's references become. */
export interface LocalNames {
  account: string;
  region: string;
  /** Where the HTTP API is served, without trailing slash. */
  publicUrl: string;
  queueUrl(name: string): string;
}
