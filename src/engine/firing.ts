/** An occurrence meets its trigger: which workflows fire, and what kept the others from it. */

import { type ExplainedLeaf, explainCondition, leavesOf, whyNot } from './explain';
import { insideHours } from './hours';
import { shortHash } from './ids';
import type { CompiledWorkflow, WorkflowGroup } from './matcher';
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

const no = (kind: Exclude<Reason['kind'], 'condition'>, detail: string): Reason => ({ kind, detail });

function scopeReason(turn: Turn, workflow: Workflow): Reason | undefined {
  const { scope = 'all' } = workflow.trigger;
  const { inInbox } = turn.conversation;
  if (scope === 'all' || (scope === 'inInbox') === inInbox) return undefined;
  return no('scope', inInbox ? 'the conversation has entered the inbox' : 'the conversation has not entered the inbox');
}

function settingsReason(turn: Turn, occurrence: Occurrence, workflow: Workflow): Reason | undefined {
  const { trigger } = workflow;
  const { message, wait } = occurrence;
  if (trigger.timing === 'first' && !occurrence.first)
    return no('timing', 'not the first opening of its kind in this conversation');
  if (trigger.timing === 'whenOpened' && wait && turn.conversation.lastMessage?.by !== 'customer')
    return no('chat', 'the last message is not the customer’s');
  if (trigger.kind === 'customer' && message?.private) return no('kind', 'the message is an internal note');
  if (trigger.kind === 'internal' && !message?.private) return no('kind', 'the message is to the customer');
  if (message?.isAnswer && !trigger.includeAnswers) return no('answer', 'the message answers a workflow’s question');
  if (workflow.hours !== 'always' && insideHours(turn.now, turn.settings) !== (workflow.hours === 'inside'))
    return no('hours', workflow.hours === 'inside' ? 'outside the operating hours' : 'inside the operating hours');
  return scopeReason(turn, workflow);
}

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

/** `undefined` when it fires. */
function reasonAgainst(
  turn: Turn,
  occurrence: Occurrence,
  looked: LookedAt,
  hasExclusive: boolean,
): Against | undefined {
  const { workflow } = looked.compiled;
  const settings = settingsReason(turn, occurrence, workflow);
  if (settings) return { why: () => settings };
  if (!looked.holds)
    return {
      why: () => (workflow.filter ? whyNot(workflow.filter, factSource(turn, occurrence)) : no('chat', 'never')),
    };
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
  startRun(turn, run, workflow, { ...(message ? { message } : {}), ...(agentId ? { agentId } : {}) });
  return id;
}

interface LookedAt {
  compiled: CompiledWorkflow;
  /** Its filter does. */
  holds: boolean;
}

/**
 * Those worth a look, in priority order: all until enough near misses are written down, and from then on only those whose filter
 * holds. The count is read anew before each, so the caller notes one before it asks for the next.
 */
function* worthALook(turn: Turn, occurrence: Occurrence, { members, matching }: WorkflowGroup): Generator<LookedAt> {
  const holding = matching(factSource(turn, occurrence));
  let next = 0;
  let at = 0;
  for (; at < members.length && turn.nearMisses < MAX_NEAR_MISSES; at++) {
    const holds = holding[next] === at;
    if (holds) next += 1;
    yield { compiled: members[at] as CompiledWorkflow, holds };
  }
  for (; next < holding.length; next++)
    yield { compiled: members[holding[next] as number] as CompiledWorkflow, holds: true };
}

/** Evaluates the workflows of an occurrence in priority order and starts the runs of those that fire. */
export function evaluate(turn: Turn, occurrence: Occurrence): void {
  const { trigger, wait } = occurrence;
  const group = wait ? turn.matcher.waiting(trigger, wait.timing, wait.millis) : turn.matcher.group(trigger);
  const open = wait?.workflows;
  let unseen = open?.size ?? group.members.length;
  let hasExclusive = false;
  const fired: Workflow[] = [];
  for (const looked of worthALook(turn, occurrence, group)) {
    const { workflow } = looked.compiled;
    if (open && !open.has(workflow.id)) continue;
    unseen -= 1;
    const against = reasonAgainst(turn, occurrence, looked, hasExclusive);
    if (!against) {
      fired.push(workflow);
      hasExclusive ||= workflow.mode === 'exclusive';
    }
    note(turn, occurrence, workflow, against);
  }
  turn.nearMisses += unseen;
  for (const workflow of fired) fire(turn, occurrence, workflow);
}

function conditionsOf(turn: Turn, occurrence: Occurrence, { filter }: Workflow): ExplainedLeaf[] {
  return filter ? leavesOf(explainCondition(filter, factSource(turn, occurrence), '/filter')) : [];
}

function note(turn: Turn, occurrence: Occurrence, workflow: Workflow, against: Against | undefined): void {
  const isWritten = !against || against.hasMatched || turn.nearMisses < MAX_NEAR_MISSES;
  if (against) turn.nearMisses += 1;
  if (!isWritten) return;
  const { trigger, episode } = occurrence;
  turn.evaluations.push({
    workflowId: workflow.id,
    revision: workflow.revision,
    trigger,
    episode,
    fired: !against,
    ...(turn.explain ? { conditions: conditionsOf(turn, occurrence, workflow) } : {}),
    ...(against ? { reason: against.why() } : { runId: runId(turn, workflow.id, episode) }),
  });
}
