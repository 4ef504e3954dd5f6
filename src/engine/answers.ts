/** What is said to runs: by the customer to a button, form or question, by a caller's keys, by an assistant. */
import { ask, isAsking } from './acting';
import { assistantSaid, isTalking, tellAssistant, tellLater } from './assistants';
import type { Run } from './conversation';
import type { EventOf } from './event';
import { effectFields } from './fields';
import { checkForm, saveToCustomer, sayProblems } from './forms';
import { keep } from './kept';
import { languageFor } from './language';
import { endRun } from './run-ends';
import { goOn, walkOf } from './runs';
import { openChat } from './state';
import { buttonId, type Step, type StepOf } from './steps';
import { cut, fold } from './text';
import { endWait, type Turn } from './turn';
import { currentStep, type Outcome, type Walk } from './walk';

type Message = EventOf<'message.created'>['data'];
/** What leads a run on from the step at which it stands. */
type Lead = (walk: Walk) => Outcome;

/** A run that what the customer says goes to. */
export interface Taker {
  run: Run;
  lead: Lead;
  /** It is what the run asked for. */
  isAnswer: boolean;
}

const MAX_ASKED = 3;
const MAX_KEPT = 2_000;

/** Asks the same once more, and stands still again. */
const askAgain = (walk: Walk, step: Step, more: Record<string, unknown> = {}): Outcome =>
  ask(walk, step, { ...effectFields(walk, step), ...more }, askedOf(walk) + 1);

const askedOf = ({ run }: Walk) => (run.waitsFor.kind === 'answer' ? run.waitsFor.asked : 0);

/** Where nobody answered as asked: `otherwise`, or simply on. */
const otherwise = (step: { otherwise?: Step[] | undefined }): Outcome =>
  step.otherwise ? { into: ['otherwise', 0] } : 'next';

function pressed(step: StepOf<'message.buttons'>, id: string): Lead | undefined {
  const at = step.buttons.findIndex((button, place) => buttonId(button, place) === id);
  return at < 0 ? undefined : () => ({ into: ['buttons', at, 'steps', 0] });
}

const filledIn =
  (step: StepOf<'form.send'>, given: NonNullable<Message['answer']>['fields'] = {}): Lead =>
  (walk) => {
    const checked = checkForm(step, given);
    if ('values' in checked) {
      for (const [name, value] of Object.entries(checked.values)) keep(walk, 'answers', name, value);
      if (step.saveTo !== 'answer') saveToCustomer(walk.turn, checked.values);
      return 'next';
    }
    const { problems } = checked;
    const { customer, settings } = walk.turn;
    const language = languageFor(customer?.language, settings.language);
    const problemTexts = sayProblems(step, given, problems, language);
    if (askedOf(walk) < MAX_ASKED) return askAgain(walk, step, { problems, problemTexts });
    return { change: 'ended', detail: `not filled in as asked, ${MAX_ASKED} times` };
  };

const answeredBy =
  (name: string, value: unknown): Lead =>
  (walk) => {
    keep(walk, 'answers', name, value);
    return 'next';
  };

function rated({ scale = 5 }: StepOf<'survey.send'>, rating: number): Lead | undefined {
  return rating >= 0 && rating <= scale ? answeredBy('rating', rating) : undefined;
}

function keyed(step: StepOf<'call.menu'> | StepOf<'call.digits'>, digits: string): Lead {
  return (walk) => {
    if (step.do === 'call.menu') {
      if (Object.hasOwn(step.choices, digits)) return { into: ['choices', digits, 0] };
      return askedOf(walk) <= (step.repeat ?? 0) ? askAgain(walk, step) : otherwise(step);
    }
    if (digits.length < step.length && askedOf(walk) < MAX_ASKED) return askAgain(walk, step);
    keep(walk, 'answers', step.as, digits);
    return 'next';
  };
}

/** An answer that names its run. */
function answerTo(step: Step, { answer, text }: Message): Lead | undefined {
  const { buttonId: id, fields, rating, digits } = answer ?? {};
  if (step.do === 'message.buttons' && id !== undefined) return pressed(step, id);
  if (step.do === 'form.send' && fields !== undefined) return filledIn(step, fields);
  if (step.do === 'survey.send' && rating !== undefined) return rated(step, rating);
  if (step.do === 'ask.once' && text !== undefined) return answeredBy(step.as, cut(text, MAX_KEPT));
  if ((step.do === 'call.menu' || step.do === 'call.digits') && digits !== undefined) return keyed(step, digits);
  return undefined;
}

/** What was said, or what was sent instead of saying something. */
function saidIn({ text, files = [] }: Message): string {
  return text || files.map(({ name, url }) => url || name).join(' ');
}

/** A text that a run waits for: the answer to a question, words to an assistant, what stands on a button. */
function expects(run: Run, step: Step, message: Message): Lead | undefined {
  const said = saidIn(message);
  if (step.do === 'assistant.handOver') return (walk) => tellAssistant(walk, step, said);
  if (run.waitsFor.kind !== 'answer' || said === '') return undefined;
  if (step.do === 'ask.once') return answeredBy(step.as, cut(said, MAX_KEPT));
  if (step.do !== 'message.buttons') return undefined;
  const at = step.buttons.findIndex(({ label }) => fold(label.trim()) === fold(said.trim()));
  return at < 0 ? undefined : () => ({ into: ['buttons', at, 'steps', 0] });
}

/** The runs that stand still, newest first, each with the step at which it stands. */
function standing(turn: Turn): { run: Run; step: Step }[] {
  return turn.conversation.runs.toReversed().flatMap((run) => {
    const walk = run.waitsFor.kind === 'answer' || isTalking(run) ? walkOf(turn, run) : undefined;
    const step = walk && currentStep(walk);
    return step ? [{ run, step }] : [];
  });
}

/** The run of T1 that keeps a chat out of the inbox: what the customer says goes to it. */
export function holdingRun({ conversation }: Turn): Run | undefined {
  if (conversation.kind !== 'chat' || conversation.openedCount > 0) return undefined;
  return conversation.runs.find(({ trigger }) => trigger === 'chat.started');
}

/** Whether an answer is to what its run has asked last. */
const isTimely = ({ waitsFor }: Run, effectId: string | undefined) =>
  effectId === undefined || ('effectId' in waitsFor && waitsFor.effectId === effectId);

/** The run that an answer names, when it waits for that. */
function takerNamed(turn: Turn, message: Message): Taker | undefined {
  const { answer } = message;
  const asked = standing(turn).find(({ run }) => run.id === answer?.runId && isTimely(run, answer.effectId));
  const lead = asked && answerTo(asked.step, message);
  if (lead) return { run: asked.run, lead, isAnswer: true };
  turn.notes.push('nobody waits for this answer any more');
  return undefined;
}

/** Which run takes what the customer says; `undefined` when it is for people alone. While a bot holds the chat, it alone is spoken to. */
export function takerOf(turn: Turn, message: Message): Taker | undefined {
  const holding = holdingRun(turn);
  const isOfOther = holding && message.answer?.runId !== holding.id && !isLive(turn, message.answer?.runId);
  if (message.answer && !isOfOther) return takerNamed(turn, message);
  const runs = standing(turn).filter(({ run }) => !holding || run === holding);
  for (const { run, step } of runs) {
    const lead = expects(run, step, message);
    if (lead) return { run, lead, isAnswer: true };
  }
  const other = runs.find(({ step }) => step.do === 'message.buttons' && step.otherwise);
  return other && { run: other.run, lead: () => ({ into: ['otherwise', 0] }), isAnswer: false };
}

const isLive = ({ conversation }: Turn, runId: string | undefined) => conversation.runs.some(({ id }) => id === runId);

/** Gives what was said to its run. */
export function take(turn: Turn, { run, lead }: Taker, message: Message): void {
  run.heard = message.messageId;
  if (!tellLater(turn, run, saidIn(message))) answered(turn, run, lead);
}

function answered(turn: Turn, run: Run, lead: Lead): void {
  const walk = walkOf(turn, run);
  if (!walk) return;
  endWait(turn, 'runStep', 'cancelled', 'answered', run.id);
  goOn(walk, lead);
}

const CONNECTED: Outcome = { change: 'completed', detail: 'connected' };

/** How a call that was put through, or a recording, came out. */
function outcomeOf(step: Step, body: Record<string, unknown>): Lead | undefined {
  if (step.do === 'call.menu' || step.do === 'call.digits') return keyed(step, String(body.digits ?? ''));
  if (step.do === 'call.voicemail') return answeredBy('voicemail', String(body.recordingUrl ?? ''));
  if (step.do !== 'call.route') return undefined;
  return body.outcome === 'answered' ? () => CONNECTED : () => 'next';
}

/** Somebody took the call. Where the provider asks, the end of its dialling says how it came out; others tell only this. */
export function putThrough(turn: Turn): void {
  if (isAsking(turn)) return;
  for (const { run, step } of standing(turn)) if (step.do === 'call.route') answered(turn, run, () => CONNECTED);
}

/** What came back of an effect for which a run stands still. False when the run does not wait for it. */
export function effectAnswered(turn: Turn, run: Run, effectId: string, body: unknown): boolean {
  const { waitsFor } = run;
  if ((waitsFor.kind !== 'effect' && waitsFor.kind !== 'answer') || waitsFor.effectId !== effectId) return false;
  const walk = walkOf(turn, run);
  const step = walk && currentStep(walk);
  if (!step) return true;
  if (waitsFor.kind === 'answer') {
    const lead = outcomeOf(step, (body ?? {}) as Record<string, unknown>);
    if (lead) answered(turn, run, lead);
    return lead !== undefined;
  }
  if (waitsFor.as !== undefined) keep(walk, 'results', waitsFor.as, body);
  if (step.do !== 'assistant.handOver') answered(turn, run, () => 'next');
  else assistantAnswered(turn, run, step, body);
  return true;
}

/** What the customer said meanwhile, and nobody will hear any more, opens a chat that the bot had held back. */
function assistantAnswered(turn: Turn, run: Run, step: StepOf<'assistant.handOver'>, body: unknown): void {
  const isHeld = holdingRun(turn) === run;
  const hasMore = run.waitsFor.kind === 'effect' && run.waitsFor.pending !== undefined;
  answered(turn, run, (walk) => assistantSaid(walk, step, body));
  if (isHeld && hasMore && !isLive(turn, run.id)) openChat(turn, 'customer', turn.cause);
}

/** Nobody answered in time: `onTimeout` where there is one, else the run is over. */
export function timedOut(turn: Turn, run: Run): void {
  const walk = walkOf(turn, run);
  const step = walk && currentStep(walk);
  if (!step) return;
  if ('onTimeout' in step && step.onTimeout) goOn(walk, () => ({ into: ['onTimeout', 0] }));
  else endRun(turn, run, 'ended', 'no answer came in time');
}
