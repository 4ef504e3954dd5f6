/** Plays the recorded day through the real use cases over memory adapters, which count what AWS would bill. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PlayedChannel, requestFor } from '../bin/cli/provider';
import { parseRecording, type RecordedLine } from '../bin/cli/recording';
import { MemoryClock } from '../src/adapters/memory/memory-clock';
import { type MemoryPorts, memoryPorts } from '../src/adapters/memory/memory-ports';
import type { SentMessage } from '../src/adapters/memory/memory-queues';
import { acceptWebhook } from '../src/app/accept-webhook';
import { aggregatedRates } from '../src/app/aggregated-rates';
import { cachedChannels } from '../src/app/cached-channels';
import { LiveConfigurations } from '../src/app/configuration';
import { evaluate } from '../src/app/evaluate';
import { SentMemory } from '../src/app/handle-event';
import { perform } from '../src/app/perform';
import { readEffectBatch, readRing } from '../src/app/read-message';
import { ring } from '../src/app/ring';
import { sweep } from '../src/app/sweep';
import { DEFAULT_SETTINGS } from '../src/engine/settings';
import type { Instant } from '../src/engine/time';
import { validateWorkflow } from '../src/engine/validate';
import type { Workflow } from '../src/engine/workflow';

const EXAMPLES = fileURLToPath(new URL('../examples/', import.meta.url));
const BEGIN = Date.parse('2026-01-05T00:00:00Z');
const SWEEP_EVERY = 300_000;
const REST = 3 * 3_600_000;
const WORKSPACE = 'main';

const CHANNELS: (PlayedChannel & { config: Record<string, unknown> })[] = [
  {
    id: 'web',
    kind: 'webhook',
    secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    webhookUrl: 'https://api.example/webhooks/web',
    config: { deliverUrl: 'https://desk.example/hooks' },
  },
  {
    id: 'phone',
    kind: 'twilio-voice',
    secret: '0123456789abcdef0123456789abcdef',
    webhookUrl: 'https://api.example/voice/phone',
    config: { accountSid: `AC${'0'.repeat(32)}`, number: '+8225550100' },
  },
];

/** How often each function was invoked, were every message a batch of its own. */
export type Invocations = Record<'webhook' | 'evaluate' | 'perform' | 'ring' | 'sweep', number>;

export interface PlayedDay {
  events: number;
  /** Due times for which an alarm was armed, by Scheduler or queue. */
  waitsArmed: number;
  /** Read units of the sweep's looks at its index: they come by the clock, not by events. */
  sweepReads: number;
  invocations: Invocations;
  ports: MemoryPorts;
}

export class DayPlay {
  private readonly clock = new MemoryClock(BEGIN);
  readonly ports = memoryPorts(this.clock);
  private readonly invocations: Invocations = { webhook: 0, evaluate: 0, perform: 0, ring: 0, sweep: 0 };
  private readonly channels = cachedChannels(this.ports.channels, this.clock);
  private readonly rates = aggregatedRates(this.ports.rates);
  private readonly live = new LiveConfigurations(this.ports.configuration);
  private readonly sent = new SentMemory();
  private readonly delayed: { at: Instant; body: string }[] = [];
  private read = 0;
  private events = 0;
  private sweepReads = 0;
  /** Rings that came early and let the rest pass. */
  private hops = 0;
  private nextSweep = BEGIN + SWEEP_EVERY;

  /** Installs the day's channels and workflows; what that costs is not counted. */
  static async open(): Promise<DayPlay> {
    const play = new DayPlay();
    const { channels, configuration } = play.ports;
    for (const { id, kind, secret, config } of CHANNELS)
      await channels.put({ workspaceId: WORKSPACE, id, kind, secrets: [secret], config, createdAt: BEGIN, version: 1 });
    const workflows = readWorkflows();
    for (const workflow of workflows) await configuration.putRevision(WORKSPACE, workflow);
    await configuration.putSnapshot({
      schema: 1,
      workspaceId: WORKSPACE,
      version: 1,
      publishedAt: 0,
      settings: DEFAULT_SETTINGS,
      workflows,
    });
    await configuration.putWorkspace({
      workspaceId: WORKSPACE,
      version: 1,
      settings: DEFAULT_SETTINGS,
      order: [],
      snapshot: 1,
    });
    const { counts, written } = play.ports.meter;
    for (const bag of [counts, written])
      for (const name of Object.keys(bag)) delete (bag as Record<string, unknown>)[name];
    return play;
  }

  async play(): Promise<PlayedDay> {
    const lines = parseRecording(readFileSync(join(EXAMPLES, 'day.jsonl'), 'utf8'), 'day.jsonl');
    for (const line of lines) {
      await this.passTime(BEGIN + line.at);
      await this.send(line);
    }
    await this.passTime(BEGIN + (lines.at(-1)?.at ?? 0) + REST);
    const { events, sweepReads, invocations, ports } = this;
    const direct = ports.queues.sent.filter(({ queue }) => queue === 'delays').length - this.hops;
    const waitsArmed = direct + (ports.meter.counts['scheduler.creates'] ?? 0);
    return { events, waitsArmed, sweepReads, invocations, ports };
  }

  private async send(line: RecordedLine): Promise<void> {
    const channel = CHANNELS.find(({ id }) => id === line.channel) as PlayedChannel;
    const { headers = {}, body = '' } = requestFor(line, channel, { planned: BEGIN + line.at, now: this.clock.now() });
    const request = { method: 'POST', url: channel.webhookUrl, headers, body: Buffer.from(body) };
    this.invocations.webhook += 1;
    const taken = await acceptWebhook(channel.id, request, {
      ...this.ports,
      channels: this.channels,
      rates: this.rates,
    });
    if (!taken.ok) throw new Error(`line ${line.number} was refused: ${JSON.stringify(taken)}`);
    this.events += taken.accepted;
    await this.drain();
  }

  /** Moves on, halting wherever something is due. */
  private async passTime(until: Instant): Promise<void> {
    for (;;) {
      const ringing = this.delayed.toSorted((a, b) => a.at - b.at)[0];
      const alarm = this.ports.timers.armed[0];
      const at = Math.min(ringing?.at ?? Infinity, alarm ? alarm.minute + 30_000 : Infinity, this.nextSweep);
      if (at > until) break;
      this.clock.moveTo(at);
      if (ringing?.at === at) await this.ring(this.delayed.splice(this.delayed.indexOf(ringing), 1)[0]?.body as string);
      else if (alarm && alarm.minute + 30_000 === at)
        await this.ring(this.ports.timers.take(alarm.name)?.input as string);
      else await this.sweep();
      await this.drain();
    }
    this.clock.moveTo(until);
  }

  private async ring(body: string): Promise<void> {
    this.invocations.ring += 1;
    if ((await ring(readRing(body), this.ports)) === 'delayed') this.hops += 1;
  }

  private async sweep(): Promise<void> {
    this.invocations.sweep += 1;
    this.nextSweep += SWEEP_EVERY;
    const before = this.ports.meter.counts['dynamodb.readUnits'] ?? 0;
    await sweep({ ...this.ports, deadLetters: { queues: [], receive: async () => [], remove: async () => undefined } });
    this.sweepReads += (this.ports.meter.counts['dynamodb.readUnits'] ?? 0) - before;
  }

  private async drain(): Promise<void> {
    const { sent } = this.ports.queues;
    for (; this.read < sent.length; this.read++) await this.take(sent[this.read] as SentMessage);
  }

  private async take({ queue, body, at, delaySeconds = 0, isRepeat }: SentMessage): Promise<void> {
    if (isRepeat) return;
    if (queue === 'delays') return void this.delayed.push({ at: at + delaySeconds * 1000, body });
    if (queue === 'events') {
      this.invocations.evaluate += 1;
      const context = { live: this.live.forBatch(), sent: this.sent };
      await evaluate(body, { ...this.ports, channels: this.channels }, context);
      return;
    }
    this.invocations.perform += 1;
    const { againAfter } = await perform(
      readEffectBatch(body),
      { ...this.ports, channels: this.channels },
      { owner: `${this.read}`, timeLeft: () => 60_000 },
    );
    if (againAfter !== undefined) throw new Error('nothing fails on this day');
  }
}

function readWorkflows(): Workflow[] {
  const folder = join(EXAMPLES, 'day', 'workflows');
  return readdirSync(folder)
    .sort()
    .map((file, index) => {
      const validated = validateWorkflow(JSON.parse(readFileSync(join(folder, file), 'utf8')));
      if (!validated.ok) throw new Error(`${file}: ${JSON.stringify(validated.problems)}`);
      return { ...validated.draft, id: `wf_${index}`, revision: 1, activeSince: 0, publishedAt: 0 };
    });
}
