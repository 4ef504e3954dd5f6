import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Charset, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type ConfigName, type FunctionName, metricsNamespace, timeoutSeconds, variables } from '../src/config';
import type { Settings } from './settings';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

export interface ServiceFunctionProps {
  /** Its folder in functions/. */
  name: FunctionName;
  description: string;
  memoryMegabytes: number;
  /** It sends to a queue that leads back to it. */
  onCycle?: boolean;
  settings: Settings;
  /** Distinguishes the metrics and logs of two stacks in one account. */
  serviceName: string;
}

/**
 * A Lambda function with a role and a log group of its own. It may do nothing but log until a resource is granted to it;
 * the construct that owns the resource does that, permission and environment in one call.
 */
export class ServiceFunction extends Construct {
  readonly name: FunctionName;
  readonly role: Role;
  readonly handler: NodejsFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    this.name = props.name;
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.permit(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    this.handler = new NodejsFunction(this, 'Function', {
      ...packaging(props.name),
      description: props.description,
      memorySize: props.memoryMegabytes,
      timeout: Duration.seconds(timeoutSeconds[props.name]),
      role: this.role,
      logGroup,
      // Lambda drops the 16th round of a cycle silently, and a busy chat's waits have more. Our own depth limit and fuse guard it.
      ...(props.onCycle ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
    });
    this.tell('stage', props.settings.stage);
    this.tell('logLevel', props.settings.logLevel);
    this.tell('serviceName', props.serviceName);
    this.tell('metricsNamespace', metricsNamespace);
  }

  /** One statement: exactly these actions on exactly this resource. */
  permit(actions: readonly string[], resourceArn: string): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [resourceArn] }));
  }

  /** Sets a variable of the environment, by its name in src/config. */
  tell(name: ConfigName, value: string): void {
    this.handler.addEnvironment(variables[name], value);
  }
}

/** One minified ESM file with everything in it: an SDK left outside makes a cold start slower (257 ms against 135 ms). */
function packaging(name: FunctionName) {
  return {
    entry: `${projectRoot}functions/${name}/index.ts`,
    projectRoot,
    depsLockFilePath: `${projectRoot}package-lock.json`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    awsSdkConnectionReuse: false,
    bundling: {
      format: OutputFormat.ESM,
      target: 'node24',
      mainFields: ['module', 'main'],
      charset: Charset.UTF8,
      minify: true,
      bundleAwsSDK: true,
      logLevel: LogLevel.WARNING,
    },
  };
}
