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

/** Of SES: what it is told of e-mails by, and the domains and addresses that some role may send as. */
export interface MailSpec {
  configurationSets: string[];
  identities: string[];
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
