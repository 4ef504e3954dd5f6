import type { TablePorts } from '../../src/adapters/table/table-ports';
import type { Reconnect } from '../../src/engine/reconnect-settings';
import { DEFAULT_SETTINGS, type Settings } from '../../src/engine/settings';
import type { Instant } from '../../src/engine/time';
import { validateWorkflow } from '../../src/engine/validate';
import type { Workflow } from '../../src/engine/workflow';
import type { ChannelRecord } from '../../src/ports/channels';
import type { SimWorkflow } from './story';
import { REVISION } from './templates/parts';

/** A configuration as it went live. */
export interface Live {
  version: number;
  at: Instant;
  settings: Settings;
  workflows: Workflow[];
}

/** Publishes, edits and pauses the workflows of one workspace, and remembers what was live when. */
export class Publisher {
  readonly history: Live[] = [];
  /** Every revision that ever was. */
  readonly revisions = new Map<string, Workflow>();
  settings: Settings;
  /** How the channel of its chats was set to bring customers back. */
  readonly reconnects: { at: Instant; reconnect: Reconnect | undefined }[] = [];
  private readonly workspaceId: string;
  private readonly ports: TablePorts;
  private readonly now: () => Instant;

  constructor(workspaceId: string, settings: Partial<Settings>, ports: TablePorts, now: () => Instant) {
    this.workspaceId = workspaceId;
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
    this.ports = ports;
    this.now = now;
  }

  /** The configuration of that version. */
  version(version: number): Live | undefined {
    return this.history[version - 1];
  }

  /** Those that were live with that version. */
  settingsOf(version = 0): Settings {
    return this.version(version)?.settings ?? DEFAULT_SETTINGS;
  }

  async open(workflows: readonly SimWorkflow[]): Promise<void> {
    await this.goLive(workflows.map((workflow) => this.revise(workflow)));
  }

  /** Publishes an edit; of a paused workflow its return. */
  async publish(workflow: SimWorkflow): Promise<void> {
    const next = this.revise(workflow);
    const live = this.live();
    const at = live.findIndex(({ id }) => id === workflow.id);
    await this.goLive(at < 0 ? [...live, next] : live.with(at, next));
  }

  async pause(id: string): Promise<void> {
    await this.goLive(this.live().filter((workflow) => workflow.id !== id));
  }

  /** Turns continuity e-mails on or off. */
  async switch(enabled: boolean): Promise<void> {
    this.settings = { ...this.settings, continuity: { ...this.settings.continuity, enabled } };
    await this.goLive(this.live());
  }

  /** Sets the channel of the chats. */
  async bringBack(reconnect: Reconnect | undefined): Promise<void> {
    const { ports, workspaceId } = this;
    const channel = (await ports.channels.get(`web-${workspaceId}`)) as ChannelRecord;
    this.reconnects.push({ at: this.now(), reconnect });
    await ports.channels.put({ ...channel, version: channel.version + 1, ...(reconnect && { reconnect }) });
  }

  private live(): Workflow[] {
    return this.history.at(-1)?.workflows ?? [];
  }

  private revise({ id, draft }: SimWorkflow): Workflow {
    const before = this.live().find((workflow) => workflow.id === id);
    const revision = [...this.revisions.values()].filter((workflow) => workflow.id === id).length + 1;
    const marked = JSON.parse(JSON.stringify(draft).replaceAll(REVISION, `${id}.${revision}`));
    const validated = validateWorkflow({ name: id, ...marked });
    if (!validated.ok) throw new Error(`the simulator made a bad workflow: ${JSON.stringify(validated.problems)}`);
    const now = this.now();
    const next = { ...validated.draft, id, revision, activeSince: before?.activeSince ?? now, publishedAt: now };
    this.revisions.set(`${id} ${revision}`, next);
    return next;
  }

  private async goLive(workflows: Workflow[]): Promise<void> {
    const { workspaceId, settings, ports } = this;
    const version = this.history.length + 1;
    const at = this.now();
    for (const workflow of workflows) await ports.configuration.putRevision(workspaceId, workflow);
    await ports.configuration.putSnapshot({ schema: 1, workspaceId, version, publishedAt: at, settings, workflows });
    const order = workflows.map(({ id }) => id);
    await ports.configuration.putWorkspace({ workspaceId, version, settings, order, snapshot: version });
    this.history.push({ version, at, settings, workflows });
  }
}
