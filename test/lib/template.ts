import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { createApp } from '../../lib/app';

/** A resource of a synthesized template. */
export interface Resource {
  Type: string;
  DeletionPolicy?: string;
  DependsOn?: string[];
  // biome-ignore lint/suspicious/noExplicitAny: templates have as many shapes as resource types
  Properties: any;
}

export interface SynthesizedTemplate {
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Value: unknown }>;
}

/** Runs something with the app in a folder of its own. Its functions are not bundled: only the template counts. */
export function withApp<Result>(
  context: Record<string, unknown>,
  use: (app: App) => Result,
  { isValidated = false } = {},
): Result {
  const outdir = mkdtempSync(join(tmpdir(), 'threadkeeper-cdk-'));
  try {
    return use(createApp({ outdir, context: { 'aws:cdk:bundling-stacks': [], ...context }, isValidated }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const templates = new Map<string, SynthesizedTemplate>();

/** Not held to CloudFormation's rules: checks.test.ts does that. */
export function synthesize(context: Record<string, unknown> = {}): SynthesizedTemplate {
  const key = JSON.stringify(context);
  const known = templates.get(key);
  if (known) return known;
  const template = withApp(context, (app) => app.synth().stacks[0]?.template as SynthesizedTemplate);
  templates.set(key, template);
  return template;
}

/** The settings of a stack that sends and receives e-mail. */
export const withMail = { emailIdentity: 'shop.example', replyDomain: 'reply.shop.example' };

/** All resources of a type, by logical id. */
export function resources(template: SynthesizedTemplate, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The one resource whose logical id starts so. */
export function one(template: SynthesizedTemplate, type: string, prefix: string): Resource {
  const found = resources(template, type).filter(([id]) => id.startsWith(prefix));
  if (found.length !== 1) throw new Error(`${found.length} resources ${type} ${prefix}*`);
  return (found[0] as [string, Resource])[1];
}
