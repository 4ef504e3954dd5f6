/** An occurrence meets its trigger: which workflows fire, and what kept the others from it. */

import type { Condition } from './condition-schema';
import { explainFilter, whyNot } from './explain';
import { shortHash } from './ids';
import type { CompiledWorkflow, WorkflowGroup } from './matcher';
import { Reading } from './reading';
import { startRun } from './runs';
import { factSource } from './sources';
import type { Reason } from './timeline';
import { MAX_DEPTH, type Occurrence, type Turn } from './turn';
import type { Workflow } from './workflow';

/**
 * How many that did not fire are written down with each event; the others only as a number. Those that matched, and were kept
 * from firing for safety's sake, always are.
 */
export const MAX_NEAR_MISSES = 20;
const MINUTE = 60_000;
/** Workflows that one occasion may set off. */
const MAX_AT_ONCE = 200;
/** Beyond so many that fired, what matched and was kept from firing is only counted. */
const MAX_WRITTEN = 300;

const no = (kind: Exclude<Reason['kind'], 'condition'>, detail: string): Reason => ({ kind, detail });

/** What keeps a workflow whose filter holds from starting. */
function safetyReason(
  turn: Turn,
  occurrence: Occurrence,
  workflow: Workflow,
  hasExclusive: boolean,
): Reason | undefined {
  const { conversation } = turn;
  if (occurrence.cause.depth > MAX_DEPTH) return no('depth', `a chain of ${MAX_DEPTH} workflows led here`);
  if (workflow.mode === 'exclusive' && (hasExclusive || conversation.runs.some((run) => run.mode === 'exclusive')))
    return no(
      'exclusive',
      hasExclusive ? 'an exclusive workflow before it in order has fired' : 'an exclusive run is going on',
    );
  const recent = (conversation.recentRuns[workflow.id] ?? []).filter((at) => at > turn.arrived - MINUTE);
  if (recent.length >= turn.settings.fuse)
    return no('fuse', `${recent.length} runs within a minute: the fuse has tripped`);
  return undefined;
}

interface Against {
  /** Absent: the filter does not hold, and why is found out when it is written down. */
  reason?: Reason;
  /** It matched, so it is written down whatever else is. */
  hasMatched?: true;
}

const againstMore = (fired: number): Against | undefined =>
  fired < MAX_AT_ONCE
    ? undefined
    : { reason: no('fuse', `${MAX_AT_ONCE} workflows at once are enough`), hasMatched: true };

/** `undefined` when it fires. */
function reasonAgainst(
  turn: Turn,
  occurrence: Occurrence,
  { compiled, holds }: LookedAt,
  reading: Reading,
  hasExclusive: boolean,
): Against | undefined {
  const reason = compiled.against(occurrence, reading);
  if (reason) return { reason };
  if (!holds) return {};
  const safety = safetyReason(turn, occurrence, compiled.workflow, hasExclusive);
  return safety && { reason: safety, hasMatched: true };
}

/** The id of a run: one for each workflow and occasion. */
export function runId(turn: Turn, workflowId: string, episode: string): string {
  const { workspaceId, channelId, conversationId } = turn.conversation.ref;
  return `run_${shortHash(workspaceId, channelId, conversationId, workflowId, episode)}`;
}

/** A workflow that fires, and the id of its run. */
interface Fired {
  id: string;
  workflow: Workflow;
}

function fire(turn: Turn, occurrence: Occurrence, { id, workflow }: Fired): void {
  (turn.conversation.recentRuns[workflow.id] ??= []).push(turn.arrived);
  if (occurrence.wait) (occurrence.wait.anchor.fired ??= []).push(workflow.id);
  const { message, agentId } = occurrence;
  const run = {
    id,
    workflowId: workflow.id,
    revision: workflow.revision,
    trigger: occurrence.trigger,
    mode: workflow.mode,
    startedAt: turn.now,
    cause: occurrence.cause,
    firedBy: occurrence.episode,
    ...(agentId ? { agentId } : {}),
  };
  const carried = { ...(message ? { message } : {}), ...(agentId ? { agentId } : {}) };
  startRun(turn, run, workflow, carried, occurrence.only === undefined ? undefined : 'agent');
}

/** Whoever asks for an explanation is told of all. */
const hasRoom = (turn: Turn): boolean => turn.explain || turn.nearMisses < MAX_NEAR_MISSES;

interface LookedAt {
  compiled: CompiledWorkflow;
  /** Its filter does. */
  holds: boolean;
}

/**
 * Those worth a look, in priority order: all until enough near misses are written down, and from then on only those whose filter
 * holds. The count is read anew before each, so the caller notes one before it asks for the next.
 */
function* worthALook(turn: Turn, group: WorkflowGroup, reading: Reading): Generator<LookedAt> {
  const { members } = group;
  const holding = group.matching(reading);
  let next = 0;
  for (let at = 0; at < members.length && hasRoom(turn); at++) {
    const holds = holding[next] === at;
    if (holds) next += 1;
    yield { compiled: members[at] as CompiledWorkflow, holds };
  }
  for (const at of holding.slice(next)) yield { compiled: members[at] as CompiledWorkflow, holds: true };
}

/** Evaluates the workflows of an occurrence in priority order and starts the runs of those that fire. */
export function evaluate(turn: Turn, occurrence: Occurrence): void {
  const { trigger, wait, only } = occurrence;
  const group = wait ? turn.matcher.waiting(trigger, wait.timing, wait.millis) : turn.matcher.group(trigger);
  const reading = new Reading(factSource(turn, occurrence));
  const open = only === undefined ? wait?.workflows : { has: ({ id }: Workflow) => id === only, size: 1 };
  let unseen = open?.size ?? group.members.length;
  // An event meets several triggers, such as an opening and a message: what it sets off is exclusive all the same.
  const isOfEvent = occurrence.cause === turn.cause;
  let hasExclusive = isOfEvent && turn.hasExclusive === true;
  const fired: Fired[] = [];
  for (const looked of worthALook(turn, group, reading)) {
    const { workflow } = looked.compiled;
    if (open && !open.has(workflow)) continue;
    unseen -= 1;
    const against = reasonAgainst(turn, occurrence, looked, reading, hasExclusive) ?? againstMore(fired.length);
    if (!against) {
      fired.push({ id: runId(turn, workflow.id, occurrence.episode), workflow });
      hasExclusive ||= workflow.mode === 'exclusive';
    }
    note(turn, occurrence, workflow, reading, against ?? (fired.at(-1) as Fired));
  }
  turn.nearMisses += unseen;
  if (isOfEvent) turn.hasExclusive = hasExclusive;
  for (const one of fired) fire(turn, occurrence, one);
}

function note(
  turn: Turn,
  occurrence: Occurrence,
  workflow: Workflow,
  reading: Reading,
  outcome: Against | Fired,
): void {
  const fired = 'id' in outcome;
  const isWritten = fired || (outcome.hasMatched && turn.evaluations.length < MAX_WRITTEN) || hasRoom(turn);
  if (!fired) turn.nearMisses += 1;
  if (!isWritten) return;
  const { trigger, episode } = occurrence;
  const { id: workflowId, revision, filter } = workflow;
  turn.evaluations.push({
    ...{ workflowId, revision, trigger, episode, fired },
    ...(turn.explain ? { conditions: filter ? explainFilter(filter, reading) : [] } : {}),
    ...(fired ? { runId: outcome.id } : { reason: outcome.reason ?? whyNot(filter as Condition, reading) }),
  });
}
