import { App } from 'aws-cdk-lib';
import { readSettings } from './settings';
import { ThreadkeeperStack } from './threadkeeper-stack';

export interface AppOptions {
  /** Folder of the cloud assembly; the CDK's own default without it. */
  outdir?: string;
  /** Settings (lib/settings.ts), as `-c name=value` of the CDK CLI would give them. */
  context?: Readonly<Record<string, unknown>>;
  /** Whether the template is held to CloudFormation's own rules too, which takes four seconds. Default: true. */
  isValidated?: boolean;
}

/**
 * The CDK application: one stack, which knows no account and no Region, so that synthesis needs neither AWS nor Docker.
 * Call `synth()` on it, or let the CDK CLI do so.
 */
export function createApp({ outdir, context, isValidated = true }: AppOptions = {}): App {
  const app = new App({
    ...(outdir ? { outdir } : {}),
    // Where a function's bundle lies is read from the template's metadata by whoever runs it without AWS.
    context: { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true, ...context },
    analyticsReporting: false,
    builtinCloudFormationValidation: isValidated,
  });
  new ThreadkeeperStack(app, readSettings(app.node));
  return app;
}
