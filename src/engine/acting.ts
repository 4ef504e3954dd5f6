/** What a step does: its effect, what it changes in our own state, and standing still for an answer. */
import { STEPS } from './catalogue';
import type { Run, WaitsFor } from './conversation';
import { changeByFields, changeStatus } from './effect-state';
import { usable } from './filled';
import { beginsAfterTheEnd } from './run-ends';
import { ANSWER_TIMEOUT, type Step } from './steps';
import { parseDuration } from './time';
import { addEffect, type EffectDraft, MAX_RUNS, prepareEffect, startWait, type Turn } from './turn';
import { type Outcome, tell, type Walk } from './walk';

/** Longest time for which a run waits for a webhook: five attempts over five minutes, and then some. */
export const EFFECT_WITHIN = 15 * 60_000;
/** A caller who says nothing hangs up; should nobody tell of that, the run ends by itself. */
const CALLER_WITHIN = 3_600_000;

/** Closing lets the run that closed, and those that matched with it, finish what needs no waiting. */
const isCutShort = ({ turn, run }: Walk): boolean => turn.hasClosed === true && !beginsAfterTheEnd(run.trigger);

/** What keeps a run from standing still here. */
export function againstWaiting(walk: Walk): Outcome | undefined {
  if (isCutShort(walk)) return { change: 'ended', detail: 'closed: what needs waiting is left out' };
  if (walk.turn.conversation.runs.length < MAX_RUNS) return undefined;
  return { change: 'failed', detail: `more than ${MAX_RUNS} runs wait in this conversation` };
}

/** Callers are held on the line for so long at most: while a webhook answers, or for a short wait. */
const HELD_FOR = 60_000;

function isHeld(turn: Turn, { held, trigger, waitsFor: { kind } }: Run, dueAt: number): boolean {
  if (trigger !== 'call.ringing' || !(turn.isHeard || held)) return false;
  return kind === 'effect' || (kind === 'wait' && dueAt - turn.now <= HELD_FOR);
}

/** Lets a run stand still, until what it waits for or until it is due. */
export function suspend(walk: Walk, waitsFor: WaitsFor, dueAt: number): Outcome {
  const { turn, run } = walk;
  run.waitsFor = waitsFor;
  if (isHeld(turn, run, dueAt)) run.held = true;
  else delete run.held;
  turn.conversation.runs.push(run);
  startWait(turn, 'runStep', { since: turn.now, dueAt, runId: run.id });
  tell(walk, 'suspended', waitsFor.kind);
  return 'suspended';
}

/** Somebody has to be on the line, and the answer of the request that is handled is the only way to speak there. */
export function againstSpeaking({ turn, run }: Walk, step: Step): Outcome | undefined {
  if (STEPS.get(step.do)?.lane !== 'voice') return undefined;
  const { call } = turn.conversation;
  if (call?.state === 'ended' && call.direction === 'inbound')
    return { change: 'ended', detail: 'the caller has gone' };
  if (!call || call.state === 'ended' || call.direction === 'outbound')
    return { change: 'failed', detail: 'there is no caller to speak to' };
  if (isAsking(turn) && !turn.isHeard && !run.held)
    return { change: 'failed', detail: 'the caller hears nothing any more: what speaks must come before what waits' };
  return undefined;
}
/** Whether the channel asks what to say to a caller; others are told, as of any other step. */
export const isAsking = ({ channelKind }: Turn): boolean => channelKind === 'twilio-voice';

/** Which way a step's effect goes. */
export function laneOf({ turn }: Walk, step: Step): EffectDraft['lane'] {
  const lane = STEPS.get(step.do)?.lane as EffectDraft['lane'];
  return lane === 'voice' && !isAsking(turn) ? 'channel' : lane;
}

interface Acted {
  effectId: string;
}

/** Whether there was no effect. */
export const isAgainst = (acted: Acted | Outcome): acted is Outcome =>
  typeof acted === 'string' || !('effectId' in acted);

/** Makes the effect of a step, and what it does to our own state; the effect's id, or why there is none. */
export function act(walk: Walk, step: Step, draft: EffectDraft): Acted | Outcome {
  const { turn, run } = walk;
  const usables = usable(draft.fields);
  if (usables && 'problem' in usables) return { change: 'failed', detail: usables.problem };
  if (!usables) return 'next';
  const prepared = prepareEffect(turn, run, { ...draft, fields: usables.fields });
  // Before the state is touched: what the channel is not told of must not be believed here.
  if (!prepared) return { change: 'failed', detail: 'too many or too large effects at once' };
  if (!changeStatus(walk, step)) return 'next';
  addEffect(turn, run, prepared);
  changeByFields(turn, step, usables.fields);
  return { effectId: prepared.effect.id };
}

/** How long the answer to a step may take. */
function patience(step: Step): number {
  if (step.do === 'webhook.call') return EFFECT_WITHIN;
  if (step.do.startsWith('call.')) return CALLER_WITHIN;
  const timeout = 'timeout' in step && step.timeout !== undefined ? step.timeout : ANSWER_TIMEOUT;
  return parseDuration(timeout) as number;
}

/** Makes the effect of a step that wants an answer, for the `asked`-th time, and stands still. */
export function ask(walk: Walk, step: Step, fields: Record<string, unknown>, asked = 1): Outcome {
  const awaited = STEPS.get(step.do)?.awaits === 'effect';
  const acted = act(walk, step, { type: step.do, lane: laneOf(walk, step), fields, awaited });
  if (isAgainst(acted)) return acted;
  const { effectId } = acted;
  const until = walk.turn.now + patience(step);
  const afterEnd = step.do === 'call.voicemail' ? { afterEnd: true as const } : {};
  if (!awaited) return suspend(walk, { kind: 'answer', effectId, asked, ...afterEnd }, until);
  const as = step.do === 'webhook.call' && step.as !== undefined ? { as: step.as } : {};
  return suspend(walk, { kind: 'effect', effectId, until, ...as }, until);
}
