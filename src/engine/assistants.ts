/** Assistants: webhooks that answer the customer, turn by turn, until they hand the conversation back. */
import { act, againstWaiting, EFFECT_WITHIN, isAgainst, suspend } from './acting';
import type { Run } from './conversation';
import { effectFields } from './fields';
import { endRun } from './run-ends';
import { ANSWER_TIMEOUT, type StepOf } from './steps';
import { cut } from './text';
import { parseDuration } from './time';
import type { Turn } from './turn';
import type { Outcome, Walk } from './walk';

const MAX_TURNS = 10;
/** Characters, of all runs of a conversation together. */
const MAX_PENDING = 4_000;

/** Whether a run is with an assistant, which listens or thinks. */
export const isTalking = ({ waitsFor }: Run): boolean =>
  waitsFor.kind === 'assistant' || (waitsFor.kind === 'effect' && waitsFor.turn !== undefined);

/** Triggers whose message is the customer's, and whole. */
const ofCustomer = new Set(['message.customer', 'chat.opened']);

/** What the customer said last, as long as no step has taken it for an answer. */
function unheard({ turn, run, carried }: Walk): string | undefined {
  const { lastMessage } = turn.conversation;
  if (lastMessage?.by !== 'customer' || lastMessage.messageId === run.heard) return undefined;
  run.heard = lastMessage.messageId;
  return (ofCustomer.has(run.trigger) ? carried.message?.text : undefined) ?? lastMessage.text;
}

/** Hands the conversation to an assistant; what the customer has just said is its first turn. */
export function handOver(walk: Walk, step: StepOf<'assistant.handOver'>): Outcome {
  const against = againstWaiting(walk);
  if (against) return against;
  const text = unheard(walk);
  return text === undefined ? listen(walk, 0) : askTurn(walk, step, 1, text);
}

/** Stands still until the customer says something to the assistant. */
function listen(walk: Walk, turn: number): Outcome {
  return suspend(walk, { kind: 'assistant', turn }, walk.turn.now + (parseDuration(ANSWER_TIMEOUT) as number));
}

function askTurn(walk: Walk, step: StepOf<'assistant.handOver'>, turn: number, text: string): Outcome {
  const { url } = effectFields(walk, step);
  const fields = { url, turn, text };
  const acted = act(walk, step, { type: step.do, lane: 'slow', fields, awaited: true });
  if (isAgainst(acted)) return acted;
  const until = walk.turn.now + EFFECT_WITHIN;
  return suspend(walk, { kind: 'effect', effectId: acted.effectId, until, turn }, until);
}

/** What the customer says to it. */
export function tellAssistant(walk: Walk, step: StepOf<'assistant.handOver'>, said: string): Outcome {
  const { waitsFor } = walk.run;
  return askTurn(walk, step, (waitsFor.kind === 'assistant' ? waitsFor.turn : 0) + 1, said);
}

/** While it still thinks it is told later; false when it listens. */
export function tellLater({ conversation }: Turn, { waitsFor }: Run, said: string): boolean {
  if (waitsFor.kind !== 'effect') return false;
  const pending = conversation.runs.map((run) => (run.waitsFor.kind === 'effect' ? (run.waitsFor.pending ?? '') : ''));
  const room = MAX_PENDING - pending.join('').length + (waitsFor.pending ?? '').length;
  waitsFor.pending = cut([waitsFor.pending, said].filter(Boolean).join('\n'), Math.max(0, room));
  return true;
}

/** An assistant's words go to the customer; then it listens again, unless it hands the conversation back. */
export function assistantSaid(walk: Walk, step: StepOf<'assistant.handOver'>, body: unknown): Outcome {
  const { waitsFor } = walk.run;
  const { turn = 1, pending } = waitsFor.kind === 'effect' ? waitsFor : {};
  const { text, handBack } = (typeof body === 'string' ? { text: body } : (body ?? {})) as Record<string, unknown>;
  if (typeof text === 'string' && text !== '') {
    const acted = act(walk, step, { type: 'message.send', lane: 'channel', fields: { text } });
    if (isAgainst(acted)) return acted;
  }
  if (handBack === true || turn >= (step.maxTurns ?? MAX_TURNS)) {
    // It has not been heard by anybody: the next assistant may.
    if (pending !== undefined) delete walk.run.heard;
    return 'next';
  }
  return pending === undefined ? listen(walk, turn) : askTurn(walk, step, turn + 1, pending);
}

/** An agent speaks: assistants have nothing more to say. */
export function endAssistants(turn: Turn): void {
  for (const run of [...turn.conversation.runs]) {
    if (isTalking(run)) endRun(turn, run, 'ended', 'an agent took over');
  }
}
