/** Runs: how a workflow's steps are taken, one after the other, until the end or until it has to stand still. */

import { STEPS } from './catalogue';
import { compileTest } from './condition';
import type { Run, WaitsFor } from './conversation';
import { changeByFields, changeStatus } from './effect-state';
import { effectFields } from './fields';
import { usable } from './filled';
import { Reading } from './reading';
import { beginsAfterTheEnd, endRun } from './run-ends';
import { factSource, lastMessageFacts } from './sources';
import { ANSWER_TIMEOUT, type CancelOn, forward, outward, type Step, type StepOf } from './steps';
import { parseDuration } from './time';
import type { RunChange } from './timeline';
import { addEffect, type EffectDraft, MAX_RUNS, prepareEffect, startWait, type Turn } from './turn';
import { currentStep, enterModule, leaveModule, type Outcome, tell, type Walk } from './walk';
import type { Workflow } from './workflow';

/** Longest time for which a run waits for a webhook: five attempts over five minutes, and then some. */
const EFFECT_WITHIN = 15 * 60_000;
/** A caller who says nothing hangs up; should nobody tell of that, the run ends by itself. */
const CALLER_WITHIN = 3_600_000;
const MAX_TURNS = 10;

/** Closing lets the run that closed, and those that matched with it, finish what needs no waiting. */
const isCutShort = ({ turn, run }: Walk): boolean => turn.hasClosed === true && !beginsAfterTheEnd(run.trigger);

/** What keeps a run from standing still here. */
function againstWaiting(walk: Walk): Outcome | undefined {
  if (isCutShort(walk)) return { change: 'ended', detail: 'closed: what needs waiting is left out' };
  if (walk.turn.conversation.runs.length < MAX_RUNS) return undefined;
  return { change: 'failed', detail: `more than ${MAX_RUNS} runs wait in this conversation` };
}

function suspend(walk: Walk, waitsFor: WaitsFor, dueAt: number): Outcome {
  const { turn, run } = walk;
  run.waitsFor = waitsFor;
  turn.conversation.runs.push(run);
  startWait(turn, 'runStep', { since: turn.now, dueAt, runId: run.id });
  tell(walk, 'suspended', waitsFor.kind);
  return 'suspended';
}

function defaultCancel(trigger: string): CancelOn[] {
  if (trigger === 'chat.customerWaiting') return ['agentMessage', 'closed'];
  if (trigger === 'chat.agentWaiting') return ['customerMessage', 'closed'];
  return beginsAfterTheEnd(trigger) ? [] : ['closed'];
}

function chooseBranch(walk: Walk, step: StepOf<'branch'>): Outcome {
  const reading = new Reading(factSource(walk.turn, walk.carried));
  const chosen = step.branches.findIndex((branch) => compileTest(branch.when)(reading));
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

/** Somebody has to be on the line, and the answer of the request that is handled is the only way to speak there. */
function againstSpeaking({ turn }: Walk, lane: string): Outcome | undefined {
  if (lane !== 'voice') return undefined;
  const { call } = turn.conversation;
  if (!call || call.state === 'ended' || call.direction === 'outbound')
    return { change: 'failed', detail: 'there is no caller to speak to' };
  if (turn.channelKind === SPEAKING && !turn.isHeard)
    return { change: 'failed', detail: 'the caller hears nothing any more: what speaks must come before what waits' };
  return undefined;
}
/** Channels of this kind ask what to say to a caller; others are told, as of any other step. */
const SPEAKING = 'twilio-voice';

function laneOf({ turn }: Walk, step: Step): EffectDraft['lane'] {
  const lane = STEPS.get(step.do)?.lane as EffectDraft['lane'];
  return lane === 'voice' && turn.channelKind !== SPEAKING ? 'channel' : lane;
}

/** Makes the effect of a step, and what it does to our own state; the effect's id, or why there is none. */
function act(walk: Walk, step: Step, draft: EffectDraft): { effectId: string } | Outcome {
  const { turn, run } = walk;
  const usables = usable(draft.fields);
  if (usables && 'problem' in usables) return { change: 'failed', detail: usables.problem };
  if (!usables) return 'next';
  const effect = prepareEffect(turn, run, { ...draft, fields: usables.fields });
  // Before the state is touched: what the channel is not told of must not be believed here.
  if (!effect) return { change: 'failed', detail: 'too many or too large effects at once' };
  if (!changeStatus(walk, step)) return 'next';
  addEffect(turn, run, effect);
  changeByFields(turn, step, usables.fields);
  return { effectId: effect.id };
}

/** What a run stands still for behind a step's effect, and until when. */
function standing({ turn }: Walk, step: Step, effectId: string): [WaitsFor, number] {
  if (step.do === 'webhook.call') {
    const until = turn.now + EFFECT_WITHIN;
    return [{ kind: 'effect', effectId, until, ...(step.as ? { as: step.as } : {}) }, until];
  }
  const isCall = step.do.startsWith('call.');
  const timeout = 'timeout' in step && step.timeout !== undefined ? step.timeout : ANSWER_TIMEOUT;
  const within = isCall ? CALLER_WITHIN : (parseDuration(timeout) as number);
  return [{ kind: 'answer', effectId, asked: 1 }, turn.now + within];
}

function takeStep(walk: Walk, step: Step): Outcome {
  if (step.do === 'end') return { change: 'completed' };
  if (step.do === 'branch') return chooseBranch(walk, step);
  if (step.do === 'wait') return wait(walk, step);
  if (step.do === 'module.run') return chooseModule(walk, step);
  if (step.do === 'assistant.handOver') return handOver(walk, step);
  const lane = laneOf(walk, step);
  const awaits = STEPS.get(step.do)?.awaits;
  const against = (awaits && againstWaiting(walk)) ?? againstSpeaking(walk, STEPS.get(step.do)?.lane ?? '');
  if (against) return against;
  const fields = effectFields(walk, step);
  const acted = act(walk, step, { type: step.do, lane, fields, awaited: awaits === 'effect' });
  if (typeof acted === 'string' || !('effectId' in acted)) return acted;
  if (step.do === 'call.hangUp') return { change: 'completed', detail: 'hung up' };
  return awaits ? suspend(walk, ...standing(walk, step, acted.effectId)) : 'next';
}

/** What the customer said last, as long as no step has taken it for an answer. */
function unheard({ turn, run, carried }: Walk): string | undefined {
  const { lastMessage } = turn.conversation;
  if (lastMessage?.by !== 'customer' || lastMessage.messageId === run.heard) return undefined;
  run.heard = lastMessage.messageId;
  return carried.message?.text ?? lastMessage.text;
}

function handOver(walk: Walk, step: StepOf<'assistant.handOver'>): Outcome {
  const against = againstWaiting(walk);
  if (against) return against;
  const text = unheard(walk);
  return text === undefined ? listen(walk, 0) : askAssistant(walk, step, 1, text);
}

/** Stands still until the customer says something to the assistant. */
function listen(walk: Walk, turn: number): Outcome {
  return suspend(walk, { kind: 'assistant', turn }, walk.turn.now + (parseDuration(ANSWER_TIMEOUT) as number));
}

function askAssistant(walk: Walk, step: StepOf<'assistant.handOver'>, turn: number, text: string): Outcome {
  const { url } = effectFields(walk, step);
  const fields = { url, turn, text };
  const acted = act(walk, step, { type: step.do, lane: 'slow', fields, awaited: true });
  if (typeof acted === 'string' || !('effectId' in acted)) return acted;
  const until = walk.turn.now + EFFECT_WITHIN;
  return suspend(walk, { kind: 'effect', effectId: acted.effectId, until, turn }, until);
}

/** Takes steps until the run ends or stands still. */
function walkOn(walk: Walk): void {
  for (;;) {
    const step = currentStep(walk);
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

/** What an assistant is asked next, or what it said: see `answers.ts`. */
export const assistant = { ask: askAssistant, listen, maxTurns: MAX_TURNS };
/** Makes an effect of a step again, such as a question that was not answered as asked. */
export { act };
