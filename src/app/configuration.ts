/** The configuration that decides: read by version once per batch, compiled once per version. */
import { compileWorkflows, type Matcher } from '../engine/matcher';
import { DEFAULT_SETTINGS, type Settings } from '../engine/settings';
import { systemWorkflows } from '../engine/system-workflows';
import type { Workflow } from '../engine/workflow';
import type { Configuration, ConfigurationSnapshot } from '../ports/configuration';
import { StoreError } from '../ports/store-error';

export interface LiveConfiguration {
  version: number;
  settings: Settings;
  matcher: Matcher;
  /** Published and active, by id. */
  workflows: ReadonlyMap<string, Workflow>;
}

/** What decides where nothing was ever published. */
const EMPTY: LiveConfiguration = liveOf(0, { settings: DEFAULT_SETTINGS, workflows: [] });
const MAX_KEPT = 20;
type Published = Pick<ConfigurationSnapshot, 'settings' | 'workflows'>;

/** Reads the live configuration of workspaces; one per process keeps what is compiled, one per batch what is live. */
export class LiveConfigurations {
  private readonly compiled = new Map<string, LiveConfiguration>();
  private readonly configuration: Configuration;

  constructor(configuration: Configuration) {
    this.configuration = configuration;
  }

  /** A reader for one batch: the pointer of each workspace is read once. */
  forBatch(): (workspaceId: string) => Promise<LiveConfiguration> {
    const read = new Map<string, Promise<LiveConfiguration>>();
    return (workspaceId) => {
      const known = read.get(workspaceId) ?? this.read(workspaceId);
      read.set(workspaceId, known);
      return known;
    };
  }

  private async read(workspaceId: string): Promise<LiveConfiguration> {
    const version = await this.configuration.liveVersion(workspaceId);
    if (version === 0) return EMPTY;
    const known = this.compiled.get(workspaceId);
    if (known?.version === version) return known;
    const snapshot = await this.configuration.getSnapshot(workspaceId, version);
    if (!snapshot)
      throw new StoreError(
        'configuration.missing',
        `snapshot ${version} of the configuration is not to be found; publish again`,
        {
          retry: true,
        },
      );
    const live = liveOf(version, snapshot);
    if (this.compiled.size >= MAX_KEPT) this.compiled.delete(this.compiled.keys().next().value as string);
    this.compiled.set(workspaceId, live);
    return live;
  }
}

function liveOf(version: number, published: Published): LiveConfiguration {
  // What was published before a setting there is now has its default.
  const settings = { ...DEFAULT_SETTINGS, ...published.settings };
  const workflows = [...systemWorkflows(settings), ...published.workflows];
  const byId = new Map(workflows.map((workflow) => [workflow.id, workflow]));
  return { version, settings, matcher: compileWorkflows(workflows), workflows: byId };
}

/** A workspace's settings as they are now; what was set before a setting there is now has its default. */
export async function settingsOf(
  workspaceId: string,
  { configuration }: { configuration: Pick<Configuration, 'getWorkspace'> },
): Promise<Settings> {
  const workspace = await configuration.getWorkspace(workspaceId);
  return { ...DEFAULT_SETTINGS, ...workspace?.settings };
}

/** The configuration that was live under this version; `undefined` when it is no longer kept. */
export async function configurationAt(
  workspaceId: string,
  version: number,
  configuration: Configuration,
): Promise<LiveConfiguration | undefined> {
  if (version === 0) return EMPTY;
  const snapshot = await configuration.getSnapshot(workspaceId, version);
  return snapshot && liveOf(version, snapshot);
}
