/**
 * Folds a conversation again up to an entry of its timeline: the recorded events, each decided with the configuration that is
 * recorded with it. So what was known when the entry was decided is known again, and why something fired or not.
 */
import type { Conversation } from '../engine/conversation';
import { updateCustomer } from '../engine/customer';
import { type DecideInput, type Decision, decide } from '../engine/decide';
import { type ConversationEvent, type ConversationRef, customerTold, type Ring } from '../engine/event';
import { withLeasesOf } from '../engine/presence';
import type { Reconnect } from '../engine/reconnect-settings';
import type { TimelineEntry } from '../engine/timeline';
import type { Workflow } from '../engine/workflow';
import { configurationAt, type LiveConfiguration } from './configuration';
import type { Deps } from './deps';
import { type Refused, refused } from './problem';

type RefoldDeps = Pick<Deps, 'channels' | 'configuration' | 'conversations' | 'customers' | 'timeline'>;
type Remembered = Parameters<typeof updateCustomer>[0] & { id: string };

/** Longer timelines are not folded while somebody waits. */
const MOST_ENTRIES = 3_000;
const MOST_CONFIGURATIONS = 60;

export interface Refolded {
  ok: true;
  entry: TimelineEntry;
  /** What the entry was decided with. */
  input: DecideInput;
  /** What was live then. */
  configuration: LiveConfiguration;
  /** The first entry before it that is not decided as it was recorded. */
  differsFrom?: TimelineEntry;
}

/**
 * Folds up to the entry that is named by its own id or by the id of its event.
 * @returns 404 when the timeline has no such event, 410 when events before it or their configuration are no longer kept
 */
export async function refold(ref: ConversationRef, named: string, deps: RefoldDeps): Promise<Refolded | Refused> {
  const listed = await deps.timeline.list(ref);
  const entries = listed.filter(({ kind }) => kind !== 'effect').sort((a, b) => a.sequence - b.sequence);
  const at = entries.findIndex(({ id, event }) => id === named || event?.id === named);
  const [first] = entries;
  if (at < 0 || !first) return refused({ status: 404, code: 'notFound', detail: NOT_THERE });
  if (first.sequence !== 1) return gone('the first events of this conversation are');
  if (at > MOST_ENTRIES) return refused({ status: 422, code: 'explanation.tooLong', detail: TOO_LONG });
  const configurations = await configurationsOf(ref.workspaceId, entries.slice(0, at + 1), deps);
  if ('problem' in configurations) return configurations;
  const fold = new Fold(ref, configurations, await customersOf(ref, entries, at, deps));
  const channel = await deps.channels.get(ref.channelId);
  fold.channelKind = channel?.kind;
  fold.reconnect = channel?.reconnect;
  for (const entry of entries.slice(0, at)) fold.take(entry);
  const entry = entries[at] as TimelineEntry;
  const configuration = configurations.get(entry.configuration ?? 0) as LiveConfiguration;
  const { differsFrom } = fold;
  return { ok: true, entry, configuration, input: fold.again(entry).input, ...(differsFrom && { differsFrom }) };
}

const NOT_THERE = 'There is no such event in the timeline of this conversation; GET …/timeline lists what there is.';
const TOO_LONG = `More than ${MOST_ENTRIES} entries, or ${MOST_CONFIGURATIONS} published configurations, stand before it; the timeline tells what was recorded.`;
const gone = (what: string): Refused => {
  const detail = `This cannot be decided again: ${what} no longer kept. The timeline tells what was recorded.`;
  return refused({ status: 410, code: 'explanation.gone', detail });
};

type Configurations = ReadonlyMap<number, LiveConfiguration>;

async function configurationsOf(
  workspaceId: string,
  entries: readonly TimelineEntry[],
  deps: RefoldDeps,
): Promise<Configurations | Refused> {
  const versions = new Set(entries.map(({ configuration = 0 }) => configuration));
  if (versions.size > MOST_CONFIGURATIONS)
    return refused({ status: 422, code: 'explanation.tooLong', detail: TOO_LONG });
  const found = new Map<number, LiveConfiguration>();
  for (const version of versions) {
    const live = await configurationAt(workspaceId, version, deps.configuration);
    if (!live) return gone('the configuration that was live then is');
    found.set(version, live);
  }
  return found;
}

/** Customers as they are now, without what this conversation told of them only later. */
async function customersOf(
  ref: ConversationRef,
  entries: readonly TimelineEntry[],
  at: number,
  deps: RefoldDeps,
): Promise<Map<string, Remembered>> {
  const told = entries.flatMap((entry, place) => {
    const customer = entry.event && customerTold(entry.event, undefined);
    return customer ? [{ customer, isLater: place >= at }] : [];
  });
  const customers = new Map<string, Remembered>();
  for (const [id, events] of Map.groupBy(told, ({ customer }) => customer.id)) {
    const record = await deps.customers.get(ref.workspaceId, id);
    const later = new Set(events.filter(({ isLater }) => isLater).flatMap(({ customer }) => Object.keys(customer)));
    const kept = Object.entries(record ?? {}).filter(([name]) => !later.has(name));
    const { conversations = [] } = record ?? {};
    customers.set(id, { ...Object.fromEntries(kept), id, createdAt: 0, updatedAt: 0, conversations, applied: [] });
  }
  return customers;
}

/** By the queue, or beside it; and there with a caller's provider waiting for the answer. */
const WAYS: readonly Pick<DecideInput, 'beside' | 'heard'>[] = [{}, { beside: true }, { beside: true, heard: true }];

/** The fold as far as it has come. */
class Fold {
  channelKind: string | undefined;
  reconnect: Reconnect | undefined;
  differsFrom: TimelineEntry | undefined;
  private conversation: Conversation | undefined;
  private readonly ref: ConversationRef;
  private readonly configurations: Configurations;
  private readonly customers: Map<string, Remembered>;

  constructor(ref: ConversationRef, configurations: Configurations, customers: Map<string, Remembered>) {
    this.ref = ref;
    this.configurations = configurations;
    this.customers = customers;
  }

  take(entry: TimelineEntry): void {
    const { decision } = this.again(entry);
    if (!isAsRecorded(decision, entry)) this.differsFrom ??= entry;
    this.conversation = decision.conversation;
    for (const update of decision.outbox?.customers ?? []) {
      const known = this.customers.get(update.customerId);
      if (known) this.customers.set(update.customerId, updateCustomer(known, update));
    }
  }

  /** Decides an entry again, on the way on which it came: of those there are, the one that comes to what was recorded. */
  again(entry: TimelineEntry): { input: DecideInput; decision: Decision } {
    const input = this.inputOf(entry);
    for (const way of WAYS) {
      const found = { ...input, ...way };
      const decision = decide(found);
      if (isAsRecorded(decision, entry)) return { input: found, decision };
    }
    return { input, decision: decide(input) };
  }

  private inputOf(entry: TimelineEntry): DecideInput {
    const { matcher, settings } = this.configurations.get(entry.configuration ?? 0) as LiveConfiguration;
    // Rings that changed nothing are not recorded, but counted.
    const conversation =
      this.conversation && withLeasesOf({ ...this.conversation, sequence: entry.sequence - 1 }, entry);
    const told = entry.event && customerTold(entry.event, conversation?.customerId);
    const customer = this.customers.get(told?.id ?? conversation?.customerId ?? '');
    return {
      ...{ event: eventOf(entry, this.ref), matcher, settings, now: entry.now ?? entry.at },
      revision: (workflowId, revision) => this.revision(workflowId, revision),
      ...(conversation && { conversation }),
      ...(customer && { customer }),
      ...(this.channelKind !== undefined && { channelKind: this.channelKind }),
      reconnect: this.reconnect,
    };
  }

  private revision(workflowId: string, revision: number): Workflow | undefined {
    const found = [...this.configurations.values()].map(({ workflows }) => workflows.get(workflowId));
    return found.find((workflow) => workflow?.revision === revision);
  }
}

function eventOf({ event, at }: TimelineEntry, ref: ConversationRef): ConversationEvent | Ring {
  if (event) return event;
  const { conversationId: subject, ...of } = ref;
  return { schema: 1, ...of, subject, receivedAt: at };
}

/** Whether the same workflows fire, on the same occasions, and the same runs go the same way as was recorded. */
export function isAsRecorded({ entry }: Decision, recorded: TimelineEntry): boolean {
  const told = ({ evaluations = [], runs = [] }: Partial<TimelineEntry>) =>
    JSON.stringify([
      evaluations.filter((one) => one.fired).map(({ workflowId, trigger, episode }) => [workflowId, trigger, episode]),
      runs.map(({ runId, workflowId, change }) => [runId, workflowId, change]),
    ]);
  return told(entry ?? {}) === told(recorded);
}
