/** Runs: how a workflow's steps are taken, one after the other, until the end or until it has to stand still. */

import { compileCondition } from './condition';
import type { Run } from './conversation';
import { tagsOf, usable } from './filled';
import { fillFields } from './placeholders';
import { beginsAfterTheEnd, endRun } from './run-ends';
import { factSource, lastMessageFacts } from './sources';
import { assign, changeTags, closeChat, openChat, setPriority, snoozeChat } from './state';
import { parseDuration } from './time';
import type { RunChange } from './timeline';
import { addCustomerUpdate, addEffect, MAX_RUNS, type Occurrence, prepareEffect, startWait, type Turn } from './turn';
import type { CancelOn, Step, Workflow } from './workflow';

/** Longest time for which a run waits for an answer: five attempts over five minutes, and then some. */
const ANSWER_WITHIN = 15 * 60_000;
const MAX_RESULT_BYTES = 8_000;

/** A run that is being taken; it stands still nowhere yet. */
interface Walk {
  turn: Turn;
  run: Run;
  workflow: Workflow;
  carried: Pick<Occurrence, 'message' | 'agentId'>;
}
/** What a step leads to: the next one, standing still, or an end. */
type Outcome = 'next' | 'suspended' | { change: RunChange['change']; detail?: string } | { into: (string | number)[] };

function stepAt(steps: readonly Step[], at: readonly (string | number)[]): Step | undefined {
  const [index, list, ...rest] = at;
  const step = steps[index as number];
  if (list === undefined || step?.do !== 'branch') return list === undefined ? step : undefined;
  if (list === 'otherwise') return stepAt(step.otherwise ?? [], rest);
  const [branch, , ...inner] = rest;
  return stepAt(step.branches[branch as number]?.steps ?? [], inner);
}

const forward = (at: (string | number)[]) => [...at.slice(0, -1), (at.at(-1) as number) + 1];
/** Out of the list of a branch, behind the branch. */
const outward = (at: (string | number)[]) => forward(at.slice(0, at.at(-2) === 'otherwise' ? -2 : -4));

function fieldsOf({ turn, run, carried }: Walk, step: Step): Record<string, unknown> {
  const { do: type, ...raw } = step;
  const fields = fillFields(raw, { source: factSource(turn, carried), results: run.results ?? {} });
  const { call } = turn.conversation;
  const to = type === 'message.send' && call ? { to: call.direction === 'inbound' ? call.from : call.to } : {};
  return { ...(fields as Record<string, unknown>), ...to };
}

/** Closing lets the run that closed, and those that matched with it, finish what needs no waiting. */
const isCutShort = ({ turn, run }: Walk): boolean => turn.hasClosed === true && !beginsAfterTheEnd(run.trigger);

/** What keeps a run from standing still here. */
function againstWaiting(walk: Walk): Outcome | undefined {
  if (isCutShort(walk)) return { change: 'ended', detail: 'closed: what needs waiting is left out' };
  if (walk.turn.conversation.runs.length < MAX_RUNS) return undefined;
  return { change: 'failed', detail: `more than ${MAX_RUNS} runs wait in this conversation` };
}

function suspend({ turn, run }: Walk, waitsFor: Run['waitsFor'], dueAt: number): Outcome {
  run.waitsFor = waitsFor;
  turn.conversation.runs.push(run);
  startWait(turn, 'runStep', { since: turn.now, dueAt, runId: run.id });
  turn.runChanges.push({ runId: run.id, workflowId: run.workflowId, change: 'suspended', detail: waitsFor.kind });
  return 'suspended';
}

function defaultCancel(trigger: string): CancelOn[] {
  if (trigger === 'chat.customerWaiting') return ['agentMessage', 'closed'];
  if (trigger === 'chat.agentWaiting') return ['customerMessage', 'closed'];
  return beginsAfterTheEnd(trigger) ? [] : ['closed'];
}

function chooseBranch(walk: Walk, step: Extract<Step, { do: 'branch' }>): Outcome {
  const source = factSource(walk.turn, walk.carried);
  const chosen = step.branches.findIndex((branch) => compileCondition(branch.when)(source));
  if (chosen >= 0) return { into: ['branches', chosen, 'steps', 0] };
  return step.otherwise ? { into: ['otherwise', 0] } : 'next';
}

/** What a step does to our own state; the channel is told by the effect. False: it changes nothing, so nobody is told. */
function applyToState(walk: Walk, step: Step): boolean {
  const { turn, run } = walk;
  const cause = { ...run.cause, depth: run.cause.depth + 1, runId: run.id, workflowId: run.workflowId };
  const isChat = turn.conversation.kind === 'chat';
  switch (step.do) {
    case 'conversation.open':
      return !isChat || openChat(turn, 'workflow', cause);
    case 'conversation.close':
      return !isChat || closeChat(turn, 'workflow', cause, run.id);
    case 'conversation.snooze':
      snoozeChat(turn, turn.now + (parseDuration(step.duration) ?? 0), cause.depth);
      return true;
    case 'priority.set':
      setPriority(turn.conversation, step.priority);
      return true;
    default:
      return true;
  }
}

function applyFilled(walk: Walk, type: string, fields: Record<string, unknown>): void {
  const { turn } = walk;
  const tags = tagsOf(fields);
  if (type === 'conversation.tag') changeTags(turn, tags, []);
  if (type === 'conversation.untag') changeTags(turn, [], tags);
  if (type === 'agent.assign') assign(turn, { agentId: String(fields.agentId) });
  if (type === 'team.assign') assign(turn, { teamId: String(fields.teamId) });
  const customerId = turn.conversation.customerId;
  if (type !== 'customer.tag' || customerId === undefined) return;
  addCustomerUpdate(turn, { customerId, addTags: tags });
  if (turn.customer) turn.customer = { ...turn.customer, tags: [...new Set([...(turn.customer.tags ?? []), ...tags])] };
}

function takeStep(walk: Walk, step: Step): Outcome {
  const { turn, run } = walk;
  if (step.do === 'end') return { change: 'completed' };
  if (step.do === 'branch') return chooseBranch(walk, step);
  if (step.do === 'wait') return wait(walk, step);
  const isAwaited = step.do === 'webhook.call';
  const against = isAwaited ? againstWaiting(walk) : undefined;
  if (against) return against;
  const usables = usable(fieldsOf(walk, step));
  if (usables && 'problem' in usables) return { change: 'failed', detail: usables.problem };
  if (!usables) return 'next';
  const { fields } = usables;
  const lane = isAwaited ? 'slow' : 'channel';
  const effect = prepareEffect(turn, run, { type: step.do, lane, fields, awaited: isAwaited });
  // Before the state is touched: what the channel is not told of must not be believed here.
  if (!effect) return { change: 'failed', detail: 'too many or too large effects at once' };
  if (!applyToState(walk, step)) return 'next';
  addEffect(turn, run, effect);
  applyFilled(walk, step.do, fields);
  if (!isAwaited) return 'next';
  const until = turn.now + ANSWER_WITHIN;
  return suspend(walk, { kind: 'effect', effectId: effect.id, until, ...(step.as ? { as: step.as } : {}) }, until);
}

function wait(walk: Walk, step: Extract<Step, { do: 'wait' }>): Outcome {
  const millis = parseDuration(step.duration) ?? 0;
  if (millis === 0) return 'next';
  const { turn, run } = walk;
  const cancelOn = step.cancelOn ?? defaultCancel(run.trigger);
  return againstWaiting(walk) ?? suspend(walk, { kind: 'wait', cancelOn }, turn.now + millis);
}

function finish(walk: Walk, change: RunChange['change'], detail?: string): void {
  const { id: runId, workflowId } = walk.run;
  walk.turn.runChanges.push({ runId, workflowId, change, ...(detail ? { detail } : {}) });
}

/** Takes steps until the run ends or stands still. */
function walkOn(walk: Walk): void {
  const { run, workflow } = walk;
  for (;;) {
    const step = stepAt(workflow.steps, run.at);
    if (!step) {
      if (run.at.length === 1) return finish(walk, 'completed');
      run.at = outward(run.at);
      continue;
    }
    const outcome = takeStep(walk, step);
    if (outcome === 'suspended') return;
    if (outcome === 'next') run.at = forward(run.at);
    else if ('into' in outcome) run.at = [...run.at, ...outcome.into];
    else return finish(walk, outcome.change, outcome.detail);
  }
}

/** Starts a run and takes it as far as it goes. */
export function startRun(
  turn: Turn,
  run: Omit<Run, 'waitsFor' | 'at' | 'effects'>,
  workflow: Workflow,
  carried: Walk['carried'],
): void {
  turn.runChanges.push({ runId: run.id, workflowId: run.workflowId, change: 'started' });
  const fresh: Run = { ...run, at: [0], effects: 0, waitsFor: { kind: 'wait', cancelOn: [] } };
  walkOn({ turn, run: fresh, workflow, carried });
}

/** Takes a run on that stood still. Its workflow is the revision it began with. */
export function resumeRun(turn: Turn, run: Run): void {
  const workflow = turn.revision(run.workflowId, run.revision);
  const { conversation } = turn;
  if (!workflow) return endRun(turn, run, 'failed', `revision ${run.revision} of its workflow is not to be found`);
  conversation.runs = conversation.runs.filter((some) => some !== run);
  turn.runChanges.push({ runId: run.id, workflowId: run.workflowId, change: 'resumed' });
  const message = lastMessageFacts(conversation.lastMessage);
  run.at = forward(run.at);
  walkOn({
    turn,
    run,
    workflow,
    carried: { ...(message ? { message } : {}), ...(run.agentId ? { agentId: run.agentId } : {}) },
  });
}

/** Keeps the answer of a webhook for later texts, unless it is too large to be carried along. */
export function keepResult(turn: Turn, run: Run, name: string, body: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(body ?? null));
  const held = Buffer.byteLength(JSON.stringify(turn.conversation.runs.map((some) => some.results ?? {})));
  if (bytes + held > MAX_RESULT_BYTES * 2 || bytes > MAX_RESULT_BYTES)
    turn.notes.push(`the answer kept as "${name}" has ${bytes} bytes, more than can be carried: it is left out`);
  else run.results = { ...run.results, [name]: body };
}
