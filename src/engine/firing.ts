/** An occurrence meets its trigger: which workflows fire, and what kept the others from it. */

import { explainCondition, whyNot } from './explain';
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
  why(): Reason;
  /** It matched, so it is written down whatever else is. */
  hasMatched?: true;
}

const againstMore = (fired: number): Against | undefined =>
  fired < MAX_AT_ONCE
    ? undefined
    : { why: () => no('fuse', `${MAX_AT_ONCE} workflows at once are enough`), hasMatched: true };

/** `undefined` when it fires. */
function reasonAgainst(
  turn: Turn,
  occurrence: Occurrence,
  { compiled, holds }: LookedAt,
  reading: Reading,
  hasExclusive: boolean,
): Against | undefined {
  const { workflow } = compiled;
  const settings = compiled.against(occurrence, reading);
  if (settings) return { why: () => settings };
  if (!holds) return { why: () => (workflow.filter ? whyNot(workflow.filter, reading) : no('chat', 'never')) };
  const safety = safetyReason(turn, occurrence, workflow, hasExclusive);
  return safety && { why: () => safety, hasMatched: true };
}

/** The id of a run: one for each workflow and occasion. */
export function runId(turn: Turn, workflowId: string, episode: string): string {
  const { workspaceId, channelId, conversationId } = turn.conversation.ref;
  return `run_${shortHash(workspaceId, channelId, conversationId, workflowId, episode)}`;
}

function fire(turn: Turn, occurrence: Occurrence, workflow: Workflow): string {
  const id = runId(turn, workflow.id, occurrence.episode);
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
  return id;
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
  const open = only === undefined ? wait?.workflows : new Set([only]);
  let unseen = open?.size ?? group.members.length;
  // An event meets several triggers, such as an opening and a message: what it sets off is exclusive all the same.
  const isOfEvent = occurrence.cause === turn.cause;
  let hasExclusive = isOfEvent && turn.hasExclusive === true;
  const fired: Workflow[] = [];
  for (const looked of worthALook(turn, group, reading)) {
    const { workflow } = looked.compiled;
    if (open && !open.has(workflow.id)) continue;
    unseen -= 1;
    const against = reasonAgainst(turn, occurrence, looked, reading, hasExclusive) ?? againstMore(fired.length);
    if (!against) {
      fired.push(workflow);
      hasExclusive ||= workflow.mode === 'exclusive';
    }
    note(turn, occurrence, workflow, reading, against);
  }
  turn.nearMisses += unseen;
  if (isOfEvent) turn.hasExclusive = hasExclusive;
  for (const workflow of fired) fire(turn, occurrence, workflow);
}

function note(
  turn: Turn,
  occurrence: Occurrence,
  workflow: Workflow,
  reading: Reading,
  against: Against | undefined,
): void {
  const isWritten = !against || (against.hasMatched && turn.evaluations.length < MAX_WRITTEN) || hasRoom(turn);
  if (against) turn.nearMisses += 1;
  if (!isWritten) return;
  const { trigger, episode } = occurrence;
  const { id: workflowId, revision, filter } = workflow;
  turn.evaluations.push({
    ...{ workflowId, revision, trigger, episode, fired: !against },
    ...(turn.explain ? { conditions: filter ? explainCondition(filter, reading, '/filter') : [] } : {}),
    ...(against ? { reason: against.why() } : { runId: runId(turn, workflowId, episode) }),
  });
}
