/** Decides: a conversation, an event, the workflows → the conversation after it, and what is to be done. Pure. */
import { agentChanges } from './capacity';
import { alarm, entryOf } from './closing';
import { type Conversation, newConversation, type Outbox, REMEMBERED } from './conversation';
import { copyOf } from './copy';
import { mergeUpdates } from './customer';
import { judgeNext } from './due';
import type { CustomerConversation, CustomerUpdate } from './effects';
import type { Cause, ConversationEvent, CustomerFields, Ring } from './event';
import { customerTold, isRing, refOf } from './event';
import { evaluate } from './firing';
import { foldEvent } from './fold';
import { shortHash, timelineId } from './ids';
import type { Matcher } from './matcher';
import type { Reconnect } from './reconnect-settings';
import type { Settings } from './settings';
import { rememberForCustomer } from './state';
import type { Instant } from './time';
import type { RunChange, TimelineEntry } from './timeline';
import { addCustomerUpdate, type Turn } from './turn';
import { dueOf, earliestDue } from './waits';
import type { Workflow } from './workflow';

export interface DecideInput {
  /** Absent before the first event. */
  conversation?: Conversation;
  /** What is known of the customer. */
  customer?: (CustomerFields & { conversations?: CustomerUpdate['conversation'][] }) | undefined;
  /** An event, or a ring: a hint that something may be due. */
  event: ConversationEvent | Ring;
  matcher: Matcher;
  settings: Settings;
  /** The evaluator's clock. */
  now: Instant;
  channelKind?: string;
  /** How the channel brings customers back. */
  reconnect?: Reconnect | undefined;
  /** The revision that a run began with. */
  revision?: (workflowId: string, revision: number) => Workflow | undefined;
  /** Version of the configuration, for the record. */
  configuration?: number;
  /**
   * It did not come by the queue, so events that were accepted before it may still stand there, and among them what ends a wait:
   * what is due is left to the ring, which comes behind them.
   */
  beside?: true;
  /** The provider of the call waits for the answer: what is said by voice is heard. */
  heard?: true;
  /** Evaluations tell every condition (a dry run). */
  explain?: true;
}

export interface Decision {
  /** `nothing`: a ring found nothing due, or an event had been applied. The conversation is unchanged then. */
  outcome: 'applied' | 'nothing' | 'duplicate';
  conversation: Conversation | undefined;
  /** What is to be sent after the commit; also within the conversation. */
  outbox?: Outbox;
  entry?: TimelineEntry;
  runs: RunChange[];
  /** When something is due next. */
  nextDue?: Instant;
}

/** 60 bits tell 32 events of one conversation apart, and save a long chat a fifth of a write unit on each commit. */
const rememberedAs = (entryId: string) => entryId.slice(0, 12);

function fresh({ event }: DecideInput): Conversation {
  const isCall =
    'type' in event && (event.type.startsWith('call.') || ('kind' in event.data && event.data.kind === 'call'));
  return newConversation(refOf(event), isCall ? 'call' : 'chat', event.receivedAt);
}

function causeOf(event: DecideInput['event'], conversation: Conversation): Cause {
  if (isRing(event)) return { rootEventId: `ring ${event.due ?? event.receivedAt}`, depth: 0 };
  const run =
    'runId' in event.data
      ? conversation.runs.find((some) => some.id === (event.data as { runId?: string }).runId)
      : undefined;
  return run?.cause ?? { rootEventId: event.id, depth: 0 };
}

/** Customer facts are those of the event, then of the record. */
function customerOf(input: DecideInput): CustomerFields | undefined {
  const told = customerTold(input.event, input.conversation?.customerId);
  if (!told) return input.customer;
  const known = input.customer?.id === told.id ? input.customer : undefined;
  return {
    ...known,
    ...told,
    ...(known?.profile || told.profile ? { profile: { ...known?.profile, ...told.profile } } : {}),
  };
}

function openTurn(input: DecideInput): Turn {
  const { outbox: _, ...known } = input.conversation ?? fresh(input);
  const conversation: Conversation = copyOf(known);
  const { event } = input;
  const customer = customerOf(input);
  const entryId = isRing(event)
    ? shortHash('ring', conversation.ref.conversationId, conversation.sequence, event.receivedAt)
    : timelineId(event.id);
  return {
    conversation,
    customer,
    matcher: input.matcher,
    settings: input.settings,
    channelKind: input.channelKind,
    reconnect: input.reconnect,
    revision: input.revision ?? (() => undefined),
    now: Math.max(input.now, event.receivedAt),
    arrived: event.receivedAt,
    cause: causeOf(event, conversation),
    entryId,
    occurrences: [],
    effects: [],
    effectBytes: 0,
    customerUpdates: [],
    evaluations: [],
    nearMisses: 0,
    waitEnds: [],
    waitsStarted: [],
    runChanges: [],
    notes: [],
    serial: 0,
    rounds: 0,
    steps: 0,
    isHeard: input.heard ?? false,
    explain: input.explain ?? false,
  };
}

const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

const isBefore = (some: CustomerConversation, { ref, startedAt }: Conversation): boolean =>
  some.startedAt <= startedAt && (some.channelId !== ref.channelId || some.conversationId !== ref.conversationId);

/** Whose conversation it is, what came before it, and what the event tells that the record does not know. */
function meetCustomer(turn: Turn, input: DecideInput): void {
  const { conversation } = turn;
  const told = customerTold(input.event, conversation.customerId);
  if (!told) return;
  const known = input.customer?.id === told.id ? input.customer : undefined;
  if (conversation.customerId !== told.id) {
    conversation.customerId = told.id;
    const last = known?.conversations?.findLast((some) => some && isBefore(some, conversation));
    if (last)
      conversation.previous ??= {
        kind: last.kind,
        tags: last.tags,
        ...(last.missedReason ? { missedReason: last.missedReason } : {}),
      };
    rememberForCustomer(turn);
  }
  const news = Object.entries(told).filter(([name, value]) => name !== 'id' && differs(value, known?.[name as 'name']));
  if (news.length === 0) return;
  addCustomerUpdate(turn, { customerId: told.id, set: Object.fromEntries(news) });
}

/** Evaluates what has occurred, and what comes of it, until nothing is left; then judges what is due. */
function settle(turn: Turn, { beside }: DecideInput): void {
  do {
    for (let next = turn.occurrences.shift(); next; next = turn.occurrences.shift()) evaluate(turn, next);
  } while (!beside && judgeNext(turn));
  dropSpentWaits(turn);
}

/** A call that ended waits only while a workflow waits for it. */
function dropSpentWaits(turn: Turn): void {
  const { conversation } = turn;
  for (const anchor of conversation.anchors.filter(
    (some) => some.kind === 'callEnded' && dueOf(some, turn.matcher) === undefined,
  )) {
    conversation.anchors = conversation.anchors.filter((some) => some !== anchor);
    const { kind, episode, since } = anchor;
    turn.waitEnds.push({ kind, episode, since, outcome: anchor.fired ? 'fired' : 'expired' });
  }
}

/** What came beside the queue may be far ahead of it: the fuse must not forget for those still to come. */
function trim(turn: Turn, { beside }: DecideInput): void {
  if (beside) return;
  const { conversation } = turn;
  const recent = Object.entries(conversation.recentRuns)
    .map(([id, starts]) => [id, starts.filter((at) => at > turn.arrived - 60_000)] as const)
    .filter(([, starts]) => starts.length > 0);
  conversation.recentRuns = Object.fromEntries(recent);
}

/** Closes the turn: what is to be sent goes into the conversation, so that one write commits both. */
function close(turn: Turn, input: DecideInput): Decision {
  const { conversation } = turn;
  const { event } = input;
  conversation.sequence += 1;
  if (!isRing(event)) conversation.applied = [...conversation.applied, rememberedAs(turn.entryId)].slice(-REMEMBERED);
  trim(turn, input);
  const nextDue = earliestDue(conversation, turn.matcher)?.due;
  const entry = entryOf(turn, input);
  const isRoutine = isRing(event) || turn.isRoutine === true;
  const isWorthKeeping = !isRoutine || turn.waitEnds.length > 0 || turn.evaluations.length > 0;
  const agents = agentChanges(turn);
  const voice = turn.effects.filter((effect) => effect.lane === 'voice');
  const outbox: Outbox = {
    batchId: turn.entryId,
    since: turn.arrived,
    timeline: isWorthKeeping ? [entry] : [],
    channel: turn.effects.filter((effect) => effect.lane === 'channel'),
    slow: turn.effects.filter((effect) => effect.lane === 'slow'),
    ...(voice.length > 0 ? { voice } : {}),
    customers: mergeUpdates(turn.customerUpdates),
    ...(agents.length > 0 ? { agents } : {}),
    ...alarm(turn, input, nextDue),
  };
  conversation.outbox = outbox;
  return {
    outcome: 'applied',
    conversation,
    outbox,
    entry,
    runs: turn.runChanges,
    ...(nextDue !== undefined ? { nextDue } : {}),
  };
}

/** A ring that finds nothing due and nothing to arm changes nothing. */
function isIdle(turn: Turn, input: DecideInput): boolean {
  if (!isRing(input.event) || turn.rounds > 0) return false;
  const due = earliestDue(turn.conversation, turn.matcher)?.due;
  const { armed } = turn.conversation;
  const wasArmedFor = armed !== undefined && (armed <= turn.arrived || armed === input.event.due);
  return wasArmedFor ? false : due === undefined || (armed !== undefined && armed <= due);
}

/**
 * Decides one event or ring. Applied before: `duplicate`. Deterministic in its input; ids are hashes of causes.
 * `now` counts from the arrival of the event on; what is due is judged by the arrival.
 */
export function decide(input: DecideInput): Decision {
  const { event } = input;
  if (!isRing(event) && input.conversation?.applied.includes(rememberedAs(timelineId(event.id))))
    return { outcome: 'duplicate', conversation: input.conversation, runs: [] };
  if (isRing(event) && !input.conversation) return { outcome: 'nothing', conversation: undefined, runs: [] };
  const turn = openTurn(input);
  meetCustomer(turn, input);
  if (!isRing(event)) foldEvent(turn, event, input.beside === true);
  settle(turn, input);
  if (isIdle(turn, input)) {
    const nextDue = earliestDue(turn.conversation, turn.matcher)?.due;
    return {
      outcome: 'nothing',
      conversation: input.conversation,
      runs: [],
      ...(nextDue !== undefined ? { nextDue } : {}),
    };
  }
  return close(turn, input);
}
