/** Handles one message of events.fifo: load, decide, one conditional write, send. The one way conversations change. */
import type { Conversation, Run } from '../engine/conversation';
import { type Decision, decide } from '../engine/decide';
import {
  type ConversationEvent,
  type ConversationRef,
  type EventOf,
  type Ring,
  refOf,
  writerOf,
} from '../engine/event';
import { shortHash, timelineId } from '../engine/ids';
import { systemWorkflow } from '../engine/system-workflows';
import type { Instant } from '../engine/time';
import type { RunChange, TimelineEntry } from '../engine/timeline';
import type { Workflow } from '../engine/workflow';
import type { Loaded } from '../ports/conversations';
import type { EventMessage } from '../ports/queues';
import { StoreError } from '../ports/store-error';
import type { LiveConfiguration } from './configuration';
import type { Deps } from './deps';
import { sendOutbox } from './send-outbox';

export type HandleDeps = Pick<
  Deps,
  | 'agents'
  | 'answers'
  | 'channels'
  | 'clock'
  | 'configuration'
  | 'conversations'
  | 'customers'
  | 'queues'
  | 'timeline'
  | 'timers'
>;

export interface HandleContext {
  /** The live configuration of a workspace, read once per batch. */
  live: (workspaceId: string) => Promise<LiveConfiguration>;
  /**
   * The message came by its queue and stays there until it is handled in full, and is followed by a ring should it be put aside:
   * what it left unsent needs no sweep. Without it no wait is judged, see `beside` of `decide`.
   */
  comesAgain?: boolean;
  /** A caller's provider waits for the answer: what runs say by voice is heard. */
  heard?: true;
  /** What this process has sent, so that it need not send it again; `new SentMemory()` once per process. */
  sent: SentMemory;
}

export interface Handled {
  outcome: 'applied' | 'duplicate' | 'nothing';
  conversation?: Conversation;
  entry?: TimelineEntry;
  runs: RunChange[];
  /** Commits lost to another writer before this one. */
  conflicts: number;
  /** Why an alarm could not be armed; the sweep rings instead. */
  alarm?: string;
}

const MAX_CONFLICTS = 5;
/** The sweep looks this long after something was due or left unsent. */
const SWEEP_AFTER = 120_000;

/** Which outboxes this process has sent in full; forgetting only costs sending them once more. */
export class SentMemory {
  private readonly batches = new Map<string, string>();
  private readonly size: number;

  constructor(size = 2_000) {
    this.size = size;
  }

  has(ref: ConversationRef, batchId: string): boolean {
    return this.batches.get(keyOf(ref)) === batchId;
  }

  add(ref: ConversationRef, batchId: string): void {
    const key = keyOf(ref);
    this.batches.delete(key);
    if (this.batches.size >= this.size) this.batches.delete(this.batches.keys().next().value as string);
    this.batches.set(key, batchId);
  }
}

const keyOf = (ref: ConversationRef) => JSON.stringify([ref.workspaceId, ref.channelId, ref.conversationId]);

/** Sends what the stored conversation still holds, unless this very process has sent it. */
async function sendPending(ref: ConversationRef, loaded: Loaded, deps: HandleDeps, sent: SentMemory): Promise<void> {
  const outbox = loaded.conversation?.outbox;
  if (!outbox || sent.has(ref, outbox.batchId)) return;
  await sendOutbox(ref, outbox, deps);
  sent.add(ref, outbox.batchId);
}

/** The revisions that runs began with, those of the modules that they are in included. Most are still the live ones, which are at hand; the others never change, and may be cached. */
async function revisionsOf(runs: readonly Run[], workspaceId: string, live: LiveConfiguration, deps: HandleDeps) {
  const found = new Map<string, Workflow>();
  for (const { workflowId, revision } of runs.flatMap((run) => [run, ...(run.modules ?? [])])) {
    const current = live.workflows.get(workflowId);
    const isCurrent = current?.revision === revision;
    const workflow = isCurrent
      ? current
      : (systemWorkflow(workflowId) ?? (await deps.configuration.getRevision(workspaceId, workflowId, revision)));
    if (workflow) found.set(`${workflowId} ${revision}`, workflow);
  }
  return (workflowId: string, revision: number) => found.get(`${workflowId} ${revision}`);
}

/** When the sweeper must look: it is only moved earlier by events; rings, and closing for good, move it later or away. */
function sweepTime(
  decision: Decision,
  loaded: Loaded,
  event: ConversationEvent | Ring,
  comesAgain: boolean,
): Instant | null {
  const { conversation, outbox, nextDue } = decision;
  const isEvent = 'type' in event;
  const unsentSince = comesAgain && (isEvent || event.due !== undefined) ? undefined : outbox?.since;
  const wanted = Math.min(nextDue ?? Infinity, unsentSince ?? Infinity) + SWEEP_AFTER;
  const isOver = conversation?.status === 'closed' && !Number.isFinite(wanted);
  if (isEvent && !isOver && loaded.sweepAt !== undefined) return Math.min(loaded.sweepAt, wanted);
  return Number.isFinite(wanted) ? wanted : null;
}

/** Whether the item holds what a sweep should clear away: an outbox that is sent, a sweep time that has passed. */
function needsTidying(loaded: Loaded, event: ConversationEvent | Ring, nextDue: Instant | undefined): boolean {
  if ('type' in event || event.due !== undefined || !loaded.conversation) return false;
  const wanted = nextDue === undefined ? undefined : nextDue + SWEEP_AFTER;
  return loaded.conversation.outbox !== undefined || loaded.sweepAt !== wanted;
}

async function tidy(
  ref: ConversationRef,
  loaded: Loaded,
  nextDue: Instant | undefined,
  deps: HandleDeps,
): Promise<boolean> {
  const { outbox: _, ...rest } = loaded.conversation as Conversation;
  const sweepAt = nextDue === undefined ? null : nextDue + SWEEP_AFTER;
  return (await deps.conversations.commit(ref, rest, loaded.version, sweepAt)) === 'committed';
}

async function decideLoaded(
  loaded: Loaded,
  event: ConversationEvent | Ring,
  deps: HandleDeps,
  context: HandleContext,
): Promise<Decision> {
  const live = await context.live(event.workspaceId);
  const channel = await deps.channels.get(event.channelId);
  const { conversation, customer } = loaded;
  return decide({
    event,
    matcher: live.matcher,
    settings: live.settings,
    configuration: live.version,
    now: deps.clock.now(),
    revision: await revisionsOf(conversation?.runs ?? [], event.workspaceId, live, deps),
    ...(conversation ? { conversation } : {}),
    ...(customer ? { customer } : {}),
    ...(channel ? { channelKind: channel.kind, reconnect: channel.reconnect } : {}),
    ...(context.comesAgain ? {} : { beside: true }),
    ...(context.heard ? { heard: true } : {}),
  });
}

/** For so long a repeat is recognised (contract, events), and a day more. */
const REPEATED_WITHIN = 96 * 3_600_000;

/** The record of a customer remembers its last updates only: that this one was applied is kept by itself. */
async function customerUpdated(event: EventOf<'customer.updated'>, deps: HandleDeps): Promise<Handled['outcome']> {
  const { id: customerId, ...set } = event.data.customer;
  const id = shortHash('customer.updated', event.channelId, event.id);
  if (await deps.answers.get(event.workspaceId, id)) return 'duplicate';
  const at = event.receivedAt;
  await deps.customers.apply(event.workspaceId, { id, customerId, at, set });
  const applied = { status: 200, body: '', request: '' };
  await deps.answers.keep(event.workspaceId, id, applied, deps.clock.now() + REPEATED_WITHIN);
  return 'applied';
}

async function teamMessage(event: ConversationEvent, deps: HandleDeps): Promise<void> {
  const ref = { ...refOf(event), conversationId: `team ${shortHash(event.subject)}` };
  const at = event.receivedAt;
  await deps.timeline.put(ref, { schema: 1, id: timelineId(event.id), sequence: at, at, kind: 'event', event });
}

/** Events whose subject is no conversation: a customer, a team chat. */
async function handleApart(event: ConversationEvent, deps: HandleDeps): Promise<Handled | undefined> {
  if (event.type === 'customer.updated') return { outcome: await customerUpdated(event, deps), runs: [], conflicts: 0 };
  if (event.type !== 'teamMessage.created') return undefined;
  await teamMessage(event, deps);
  return { outcome: 'applied', runs: [], conflicts: 0 };
}

async function attempt(
  event: ConversationEvent | Ring,
  deps: HandleDeps,
  context: HandleContext,
): Promise<Omit<Handled, 'conflicts'> | 'conflict'> {
  const ref = refOf(event);
  const isRing = !('type' in event);
  const told = !isRing && 'customer' in event.data ? event.data.customer?.id : undefined;
  const writer = isRing ? undefined : writerOf(event);
  const loaded = await deps.conversations.load(ref, isRing ? undefined : event.id, told, writer);
  await sendPending(ref, loaded, deps, context.sent);
  const current = loaded.conversation ? { conversation: loaded.conversation } : {};
  if (loaded.inTimeline) return { outcome: 'duplicate', runs: [], ...current };
  const decision = await decideLoaded(loaded, event, deps, context);
  if (decision.outcome !== 'applied') {
    const isTidy = !needsTidying(loaded, event, decision.nextDue) || (await tidy(ref, loaded, decision.nextDue, deps));
    return isTidy ? { outcome: decision.outcome, runs: [], ...current } : 'conflict';
  }
  const { conversation, outbox, entry, runs } = decision as Required<Pick<Decision, 'outbox' | 'entry'>> &
    Decision & { conversation: Conversation };
  const sweepAt = sweepTime(decision, loaded, event, context.comesAgain ?? false);
  if ((await deps.conversations.commit(ref, conversation, loaded.version, sweepAt)) === 'conflict') return 'conflict';
  const { alarm } = await sendOutbox(ref, outbox, deps, loaded.customer);
  context.sent.add(ref, outbox.batchId);
  return { outcome: 'applied', conversation, entry, runs, ...(alarm ? { alarm } : {}) };
}

/**
 * Handles an event or a ring; returns when everything that follows is durably sent.
 * An event that was applied before changes nothing, and sends what is still pending.
 * @throws StoreError with `retry` when stores or queues are busy, or another writer was always first.
 */
export async function handleEvent(message: EventMessage, deps: HandleDeps, context: HandleContext): Promise<Handled> {
  const event = message.kind === 'event' ? message.event : message.ring;
  const apart = 'type' in event ? await handleApart(event, deps) : undefined;
  if (apart) return apart;
  for (let conflicts = 0; conflicts <= MAX_CONFLICTS; conflicts++) {
    const handled = await attempt(event, deps, context);
    if (handled !== 'conflict') return { ...handled, conflicts };
  }
  throw new StoreError('conversation.conflict', 'another writer was always first; try again', { retry: true });
}
