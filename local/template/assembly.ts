import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemplateError } from './template-error';

export interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  Metadata?: Record<string, unknown>;
  Condition?: string;
}

/** A synthesized stack as it lies on disk. */
export interface Assembly {
  stackName: string;
  resources: Record<string, Resource>;
  parameters: Record<string, { Default?: unknown }>;
  /** The folder of a Lambda bundle by its S3 key in the template. */
  assetFolder(s3Key: string): string;
}

interface Artifact {
  type: string;
  properties?: { templateFile?: string; stackName?: string };
}

/** Reads a cloud assembly (`cdk.out`) with one stack. Throws TemplateError. */
export function readAssembly(folder: string): Assembly {
  if (!existsSync(join(folder, 'manifest.json')))
    throw new TemplateError(`There is no synthesized app in ${folder}. Run npm run synth, or name its folder.`);
  const { artifacts } = readJson<{ artifacts: Record<string, Artifact> }>(folder, 'manifest.json');
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const [id, stack] = stacks[0] ?? [];
  if (!id || !stack?.properties?.templateFile || stacks.length > 1)
    throw new TemplateError(
      `The app in ${folder} has ${stacks.length} stacks; the local stack plays exactly one. Synthesize one stage at a time.`,
    );
  const template = readJson<{ Resources: Assembly['resources']; Parameters?: Assembly['parameters'] }>(
    folder,
    stack.properties.templateFile,
  );
  return {
    stackName: stack.properties.stackName ?? id,
    resources: template.Resources,
    parameters: template.Parameters ?? {},
    assetFolder: assetFolders(folder, `${id}.assets.json`),
  };
}

interface AssetManifest {
  files: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
}

function assetFolders(folder: string, manifestFile: string): Assembly['assetFolder'] {
  const { files } = readJson<AssetManifest>(folder, manifestFile);
  const byKey = new Map(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ objectKey }) => [objectKey, join(folder, source.path)] as const),
    ),
  );
  return (s3Key) => {
    const found = byKey.get(s3Key);
    if (!found) throw new TemplateError(`The bundle ${s3Key} is not in ${folder}. Synthesize the app again.`);
    return found;
  };
}

function readJson<Shape>(folder: string, file: string): Shape {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Shape;
}
