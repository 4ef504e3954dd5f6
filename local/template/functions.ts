import { join } from 'node:path';
import type { Assembly } from './assembly';
import type { Resolved, Resources } from './resources';
import type { FunctionSpec } from './wiring';

interface FunctionProperties {
  FunctionName?: string;
  Code: { S3Key?: string };
  PackageType?: string;
  Layers?: unknown;
  Runtime?: string;
  Handler: string;
  Timeout?: number;
  MemorySize?: number;
  Role: string;
  Environment?: { Variables?: Record<string, unknown> };
  LoggingConfig?: { LogGroup?: string };
}

/** Lambda's own default, in seconds and megabytes. */
const DEFAULTS = { Timeout: 3, MemorySize: 128 };

export function readFunctions(assembly: Assembly, resources: Resources): FunctionSpec[] {
  return resources.of('AWS::Lambda::Function').map((resource) => readFunction(assembly, resources, resource));
}

function readFunction(assembly: Assembly, resources: Resources, resource: Resolved): FunctionSpec {
  const properties = resource.properties as unknown as FunctionProperties;
  const { Code, Runtime, Layers, Timeout = DEFAULTS.Timeout, MemorySize = DEFAULTS.MemorySize } = properties;
  if (!Runtime?.startsWith('nodejs') || !Code.S3Key || Layers)
    resources.fail(resource, 'must be a Node.js bundle without layers: the local stack runs nothing else.');
  const [file, handler] = properties.Handler.split('.') as [string, string];
  const functionName = resource.identity.ref;
  return {
    name: shortName(resource),
    logicalId: resource.logicalId,
    functionName,
    arn: resources.arn(resource),
    module: join(assembly.assetFolder(Code.S3Key), `${file}.mjs`),
    handler,
    timeoutMs: Timeout * 1_000,
    memoryMegabytes: MemorySize,
    environment: Object.fromEntries(
      Object.entries(properties.Environment?.Variables ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    roleArn: properties.Role,
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`,
  };
}

/** `Stack/MailIn/Function/Resource` is `mail-in`; without a path, the logical id. */
function shortName({ logicalId, metadata }: Resolved): string {
  const path = String(metadata['aws:cdk:path'] ?? '').split('/');
  const parts = path.slice(1, -1).filter((part) => part !== 'Function');
  const name = parts.join('-').replace(/(?<=[a-z0-9])[A-Z]/g, '-$&');
  return name ? name.toLowerCase() : logicalId;
}
