/** Everything around the program: time, queues, the Scheduler, processes that die, authors, the outside. */
import { MemoryMailAccount } from '../../src/adapters/memory/memory-mail-account';
import { MemoryMailStore } from '../../src/adapters/memory/memory-mail-store';
import { MemoryTable } from '../../src/adapters/memory/memory-table';
import { type TablePorts, tablePorts } from '../../src/adapters/table/table-ports';
import { timeoutSeconds } from '../../src/config';
import type { Instant } from '../../src/engine/time';
import type { OutboundNote } from '../../src/ports/outbound-http';
import { Agenda } from './agenda';
import { Coverage } from './coverage';
import { deliver } from './doors';
import { type Fault, Faults, type Forced, type Profile } from './faults';
import { openConsumers } from './functions';
import type { Letter } from './letters';
import { eventName, Log } from './log';
import { Mail } from './mail';
import { pressUnsubscribe, tellNews } from './mail-doors';
import { newerTable } from './newer';
import type { Plant } from './plant';
import { Postmaster } from './postmaster';
import { type Process, Processes } from './process';
import { Provider } from './provider';
import { Publisher } from './publisher';
import { mix, Random } from './random';
import type { Question } from './replies';
import type { Ask, Link } from './return-doors';
import { SimScheduler } from './scheduler';
import { type Invocation, scope, within } from './scope';
import { START, type Story } from './story';
import { Trace } from './trace';
import { Wire } from './wire';

export interface Scenario {
  seed: number;
  story: Story;
  profile: Profile;
  /** What goes wrong, by point; drawn by the profile without it. */
  plan?: ReadonlyMap<number, Fault>;
  /** Crashes that happen whatever is drawn. */
  forced?: readonly Forced[];
}

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
/** Of those who get an e-mail. */
const UNSUBSCRIBES = 0.04;
const SCHEDULE = 1;
const FAULTS = 2;

export class World {
  readonly agenda = new Agenda(START);
  readonly table = new MemoryTable();
  readonly mailAccount = new MemoryMailAccount();
  readonly mailStore = new MemoryMailStore();
  /** The stores as they are, without the wire. */
  readonly ports: TablePorts;
  readonly coverage = new Coverage();
  readonly random: Random;
  readonly faults: Faults;
  readonly trace: Trace;
  readonly log: Log;
  readonly wire: Wire;
  readonly mail: Mail;
  readonly scheduler: SimScheduler;
  readonly postmaster: Postmaster;
  readonly provider: Provider;
  readonly processes: Processes;
  readonly publishers: ReadonlyMap<string, Publisher>;
  readonly profile: Profile;
  readonly story: Story;
  readonly plant: Plant | undefined;
  /** Part of the fresh processes that run newer code. */
  newerShare = 0;
  /** What customers and callers have been asked, oldest first. */
  readonly asked: Question[] = [];
  /** Events whose handler crashes, by name, and where. */
  readonly poison = new Map<string, string>();
  /** The sweep index, by conversation. */
  readonly sweepTimes = new Map<string, number>();
  readonly letters: Letter[] = [];
  /** Into conversations, oldest first. */
  readonly links: Link[] = [];
  readonly asks: Ask[] = [];
  /** When an operator took what was put aside. */
  retriedAt = Infinity;
  /** Reply addresses that are good no more. */
  readonly revoked = new Set<string>();
  readonly unsubscribed: { address: string; channelId: string; at: Instant }[] = [];
  /** For what planted faults remember. */
  readonly planted = new Map<string, unknown>();
  private readonly ending = new Map<Invocation, () => void>();
  private serial = 0;

  constructor(
    { seed, story, profile, plan, forced = [] }: Scenario,
    options: { plant?: Plant | undefined; trace?: boolean } = {},
  ) {
    const { agenda, coverage } = this;
    this.story = story;
    this.profile = profile;
    this.plant = options.plant;
    this.ports = tablePorts(newerTable(this.table), agenda.clock, 0);
    this.random = Random.of(seed, SCHEDULE);
    const faultRandom = Random.of(seed, FAULTS);
    const reseed = ({ point, salt }: Forced) => {
      faultRandom.reseed(mix(mix(seed, point), salt));
      this.random.reseed(mix(mix(seed, salt), point));
    };
    this.faults = new Faults({ profile, random: faultRandom, plan, forced, reseed });
    this.trace = new Trace(agenda.clock, options.trace ?? false);
    this.log = new Log(() => agenda.now, coverage);
    const { random, faults, trace, log } = this;
    this.wire = new Wire({
      agenda,
      coverage,
      faults,
      random,
      trace,
      kill: (of) => this.kill(of),
      isPoisonedAt: (at) => this.isPoisonedAt(at),
    });
    this.mail = new Mail({ agenda, faults, log, random }, profile.maxReceives);
    this.scheduler = new SimScheduler({ agenda, coverage, faults, mail: this.mail, random });
    this.postmaster = this.openPostmaster();
    this.provider = this.openProvider();
    this.processes = new Processes(this);
    this.publishers = new Map(
      story.workspaces.map(({ id, settings }) => [id, new Publisher(id, settings, this.ports, () => agenda.now)]),
    );
    const consumers = openConsumers(this);
    this.mail.onArrival = (queue) => {
      for (const consumer of consumers) if (consumer.queue === queue) consumer.pump();
    };
  }

  /** Channels, and the first configuration. */
  async open(): Promise<void> {
    for (const { id, workflows, reconnect } of this.story.workspaces) {
      const common = { workspaceId: id, createdAt: START, version: 1 };
      const web = { kind: 'webhook', secrets: [SECRET], config: { deliverUrl: `https://${id}.example.com/hooks` } };
      const number = { accountSid: `AC${'0'.repeat(32)}`, number: '+82212345678' };
      const phone = { kind: 'twilio-voice', secrets: ['a'.repeat(32)], config: number };
      await this.ports.channels.put({ ...common, id: `web-${id}`, ...web });
      await this.ports.channels.put({ ...common, id: `line-${id}`, ...web });
      await this.ports.channels.put({ ...common, id: `phone-${id}`, ...phone });
      await this.publishers.get(id)?.bringBack(reconnect);
      await this.publishers.get(id)?.open(workflows);
    }
  }

  /** Runs something in a process; `ended` gets its result, or nothing when it failed or the process died. */
  invoke<T>(process: Process, about: string, run: () => Promise<T>, ended: (result?: T) => void): void {
    const { agenda, trace, coverage } = this;
    const flow = { last: 'begin' };
    const invocation: Invocation = {
      id: `${process.name}#${++this.serial}`,
      process,
      startedAt: agenda.now,
      isDead: false,
    };
    this.ending.set(invocation, ended);
    trace.add(() => `${invocation.id} begins: ${about}`);
    coverage.add(`invocations of ${process.fn}`);
    agenda.after(timeoutSeconds[process.fn] * 1_000, () => this.kill(invocation, 'timed out'));
    within({ invocation, flow }, () =>
      run().then(
        (result) => this.finish(invocation, result),
        (error) => this.fail(invocation, error),
      ),
    );
  }

  kill(invocation: Invocation, why = 'crashes'): void {
    const ended = this.ending.get(invocation);
    if (!ended) return;
    this.ending.delete(invocation);
    invocation.isDead = true;
    this.coverage.add(why);
    if (why !== 'crashes') this.trace.add(() => `${invocation.id} ${why}`);
    ended();
  }

  /** Conversations that a sweep would ring now. */
  get overdue(): number {
    return [...this.sweepTimes.values()].filter((at) => at <= this.agenda.now).length;
  }

  private finish<T>(invocation: Invocation, result: T): void {
    const ended = this.ending.get(invocation) as ((result: T) => void) | undefined;
    if (!ended || !this.wire.begin('end')) return;
    this.ending.delete(invocation);
    this.processes.giveBack(invocation.process);
    ended(result);
  }

  private fail(invocation: Invocation, error: unknown): void {
    this.trace.add(() => `${invocation.id} fails: ${error}`);
    if (!(error instanceof Error && 'retry' in error))
      this.log.wrong(`${invocation.process.fn} threw ${(error as Error).stack}`);
    this.finish(invocation, undefined);
  }

  private isPoisonedAt(label: string): boolean {
    const { message } = scope().flow;
    if (this.poison.size === 0 || message?.kind !== 'event') return false;
    return this.poison.get(eventName(message.event)) === label;
  }

  private openPostmaster(): Postmaster {
    const { agenda, coverage, faults, random, log, mailAccount: account } = this;
    return new Postmaster({
      ...{ agenda, coverage, faults, random, account },
      claimedAt: (effectId) => log.claimedAt.get(effectId),
      tell: (mail, feedback) => tellNews(this, mail, feedback),
      arrived: (mail) => {
        if (mail.type === 'continuity.send' && random.chance(UNSUBSCRIBES)) pressUnsubscribe(this, mail);
      },
    });
  }

  /** The channel tells of a message that it was told to show, as if it were news. */
  private echo(
    { channelId, conversationId: conversation }: { channelId: string; conversationId: string },
    said: Record<string, unknown>,
  ): void {
    const workspace = channelId.split('-').at(-1) as string;
    const data = { messageId: said.messageId, text: said.text, author: { type: 'customer', id: 'cu-1' } };
    const step = {
      at: 0,
      workspace,
      do: 'event',
      conversation,
      id: `echo-${said.messageId}`,
      type: 'message.created',
      data,
    } as const;
    if (this.random.chance(0.3)) this.agenda.after(this.random.pick([5, 1_000, 60_000]), () => deliver(this, step));
  }

  private openProvider(): Provider {
    const refOf = ({ channelId, conversationId }: OutboundNote) => {
      return { workspaceId: channelId.split('-').at(-1) as string, channelId, conversationId };
    };
    return new Provider({
      wire: this.wire,
      coverage: this.coverage,
      now: () => this.agenda.now,
      isClaimed: async (note) => (await this.ports.claims.get(refOf(note), note.effectId))?.state === 'claimed',
      asked: (question) => this.asked.push(question),
      hasHeard: (of, message) => this.echo(of, message),
      postmaster: this.postmaster,
      wrong: (text) => this.log.wrong(text),
    });
  }
}
