/** Runs: how a workflow's steps are taken, one after the other, until the end or until it has to stand still. */

import { act, againstSpeaking, againstWaiting, ask, isAgainst, laneOf, suspend } from './acting';
import { handOver } from './assistants';
import { STEPS } from './catalogue';
import { testOf } from './condition';
import type { Run } from './conversation';
import { effectFields } from './fields';
import { Reading } from './reading';
import { beginsAfterTheEnd, endRun } from './run-ends';
import { factSource, lastMessageFacts } from './sources';
import { type CancelOn, forward, outward, type Step, type StepOf } from './steps';
import { parseDuration } from './time';
import type { RunChange } from './timeline';
import type { Turn } from './turn';
import { currentStep, enterModule, leaveModule, type Outcome, tell, type Walk } from './walk';
import type { Workflow } from './workflow';

/** Modules lead to modules: what one event may set off has an end. */
const MAX_STEPS = 5_000;
const TOO_FAR = `more than ${MAX_STEPS} steps at once`;

function defaultCancel(trigger: string): CancelOn[] {
  if (trigger === 'chat.customerWaiting') return ['agentMessage', 'closed'];
  if (trigger === 'chat.agentWaiting') return ['customerMessage', 'closed'];
  return beginsAfterTheEnd(trigger) ? [] : ['closed'];
}

function chooseBranch(walk: Walk, step: StepOf<'branch'>): Outcome {
  const reading = new Reading(factSource(walk.turn, walk.carried));
  const chosen = step.branches.findIndex((branch) => testOf(branch.when)(reading));
  if (chosen >= 0) return { into: ['branches', chosen, 'steps', 0] };
  return step.otherwise ? { into: ['otherwise', 0] } : 'next';
}

function wait(walk: Walk, step: StepOf<'wait'>): Outcome {
  const millis = parseDuration(step.duration) ?? 0;
  if (millis === 0) return 'next';
  const cancelOn = step.cancelOn ?? defaultCancel(walk.run.trigger);
  return againstWaiting(walk) ?? suspend(walk, { kind: 'wait', cancelOn }, walk.turn.now + millis);
}

/** A module is taken as it is published now; its own filter decides too. */
function chooseModule({ turn, carried }: Walk, { workflowId }: StepOf<'module.run'>): Outcome {
  const module = turn.matcher.group('module').members.find(({ workflow }) => workflow.id === workflowId);
  if (!module) return { change: 'failed', detail: `module ${workflowId} is not active` };
  return module.holds(new Reading(factSource(turn, carried))) ? { module: module.workflow } : 'next';
}

function takeStep(walk: Walk, step: Step): Outcome {
  if (step.do === 'end') return { change: 'completed' };
  if (step.do === 'branch') return chooseBranch(walk, step);
  if (step.do === 'wait') return wait(walk, step);
  if (step.do === 'module.run') return chooseModule(walk, step);
  if (step.do === 'assistant.handOver') return handOver(walk, step);
  const awaits = STEPS.get(step.do)?.awaits;
  const against = (awaits && againstWaiting(walk)) ?? againstSpeaking(walk, step);
  if (against) return against;
  if (awaits) return ask(walk, step, effectFields(walk, step));
  const acted = act(walk, step, { type: step.do, lane: laneOf(walk, step), fields: effectFields(walk, step) });
  if (isAgainst(acted)) return acted;
  return step.do === 'call.hangUp' ? { change: 'completed', detail: 'hung up' } : 'next';
}

/** Takes steps until the run ends or stands still. */
function walkOn(walk: Walk): void {
  for (;;) {
    const step = currentStep(walk);
    walk.turn.steps += 1;
    if (walk.turn.steps > MAX_STEPS) return void go(walk, { change: 'failed', detail: TOO_FAR });
    if (step ? go(walk, takeStep(walk, step)) : comeOut(walk)) return;
  }
}

/** Behind the last step of a list. True when the run is over. */
function comeOut(walk: Walk): boolean {
  const { run } = walk;
  if (run.at.length > 1) run.at = outward(run.at);
  else if (!leaveModule(walk)) {
    tell(walk, 'completed');
    return true;
  }
  return false;
}

/** Goes where a step leads. True when no further step is to be taken. */
function go(walk: Walk, outcome: Outcome): boolean {
  const { run } = walk;
  if (outcome === 'suspended') return true;
  if (outcome === 'next') run.at = forward(run.at);
  else if ('into' in outcome) run.at = [...run.at, ...outcome.into];
  else if ('module' in outcome) {
    const against = enterModule(walk, outcome.module);
    if (against) return go(walk, { change: 'failed', detail: against });
  } else {
    tell(walk, outcome.change, outcome.detail);
    return true;
  }
  return false;
}

/** Starts a run and takes it as far as it goes. */
export function startRun(
  turn: Turn,
  run: Omit<Run, 'waitsFor' | 'at' | 'effects'>,
  workflow: Workflow,
  carried: Walk['carried'],
  startedBy?: RunChange['startedBy'],
): void {
  const change = { runId: run.id, workflowId: run.workflowId, change: 'started' as const };
  turn.runChanges.push({ ...change, ...(startedBy ? { startedBy } : {}) });
  const fresh: Run = { ...run, at: [0], effects: 0, waitsFor: { kind: 'wait', cancelOn: [] } };
  walkOn({ turn, run: fresh, workflows: [workflow], carried });
}

/** A run that stood still, with its workflows as they were when it began with each; `undefined` when it cannot go on. */
export function walkOf(turn: Turn, run: Run): Walk | undefined {
  const named = [run, ...(run.modules ?? [])];
  const workflows = named.map(({ workflowId, revision }) => turn.revision(workflowId, revision));
  const missing = named[workflows.indexOf(undefined)];
  if (missing) {
    endRun(turn, run, 'failed', `revision ${missing.revision} of workflow ${missing.workflowId} is not to be found`);
    return undefined;
  }
  const message = lastMessageFacts(turn.conversation.lastMessage);
  const carried = { ...(message ? { message } : {}), ...(run.agentId ? { agentId: run.agentId } : {}) };
  return { turn, run, workflows: workflows as Workflow[], carried };
}

/** Takes a run on that stood still: to where `lead` says, from the step at which it stands. */
export function goOn(walk: Walk, lead: (walk: Walk) => Outcome = () => 'next'): void {
  const { turn, run } = walk;
  turn.conversation.runs = turn.conversation.runs.filter((some) => some !== run);
  tell(walk, 'resumed');
  if (!go(walk, lead(walk))) walkOn(walk);
}

/** Takes a run on whose wait is over. */
export function resumeRun(turn: Turn, run: Run): void {
  const walk = walkOf(turn, run);
  if (walk) goOn(walk);
}
