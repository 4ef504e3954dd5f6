/** Questions: what the customer says goes to the run that asked it, once; a run that waits too long goes on without. */
import type { EventOf } from '../../../src/engine/event';
import { everyStep } from '../../../src/engine/steps';
import type { History, Told } from './history';
import { isThinking, type Standing } from './run-book';
import { markIn } from './runs';
import { wasQueuedBefore } from './waits';

type Message = EventOf<'message.created'>['data'];
type Button = { id: string; label: string };

export function checkQuestions(history: History): string[] {
  return [
    ...history.told.flatMap((told, at) => [...checkAnswered(history, told), ...checkSilenced(history, told, at)]),
    ...history.book.standings.flatMap((standing) => [
      ...checkTimeOut(history, standing),
      ...checkGivenUp(history, standing),
    ]),
  ];
}

/** Those whom the customer may answer. */
const isAsking = ({ kind }: Standing) => kind === 'answer' || kind === 'assistant';

/** Whether an answer is one of those that the question has. */
function fits({ kind, effect }: Standing, { answer = {} as never, text }: Message): boolean {
  if (kind !== 'answer' || !effect) return false;
  const { buttons = [], scale = 5 } = (effect.fields ?? {}) as { buttons?: Button[]; scale?: number };
  const { buttonId, fields, rating, digits, effectId = effect.id } = answer as NonNullable<Message['answer']>;
  if (effectId !== effect.id) return false;
  if (effect.type === 'message.buttons') return buttons.some(({ id }) => id === buttonId);
  if (effect.type === 'form.send') return fields !== undefined;
  if (effect.type === 'survey.send') return rating !== undefined && rating >= 0 && rating <= scale;
  if (effect.type === 'ask.once') return text !== undefined;
  return ['call.menu', 'call.digits'].includes(effect.type) && digits !== undefined;
}

/** Whether words alone answer it, or it does with any. */
function hears(history: History, standing: Standing, text: string): boolean {
  const { kind, effect } = standing;
  if (kind === 'assistant' || effect?.type === 'ask.once') return true;
  if (effect?.type !== 'message.buttons') return false;
  const { buttons = [] } = (effect.fields ?? {}) as { buttons?: Button[] };
  return buttons.some(({ label }) => label === text) || stepOf(history, standing)?.otherwise !== undefined;
}

/** The step that asked, as it stands in the revision that its text is marked with. */
function stepOf({ publisher }: History, { effect }: Standing): Record<string, unknown> | undefined {
  const mark = markIn(effect?.fields);
  const workflow = mark && publisher.revisions.get(`${mark.workflowId} ${mark.revision}`);
  if (!workflow) return undefined;
  const { text, question } = effect?.fields ?? {};
  const isIt = (step: Record<string, unknown>) =>
    step.do === effect?.type && (step.text ?? step.question) === (text ?? question);
  return [...everyStep(workflow.steps, '')].find(({ step }) => isIt(step))?.step;
}

function checkAnswered(history: History, told: Told): string[] {
  const { entry, event, runs, isEcho } = told;
  const about = `1: ${history.name}: ${entry.id}`;
  const answered = runs.answered.filter(({ kind }) => kind !== 'wait');
  if (event?.type === 'message.created' && !isEcho && event.data.author.type === 'customer') {
    const ids = answered.map(({ run }) => run.id);
    if (ids.length > 1) return [`${about} answers ${ids} at once`];
    return isToRun(told, event.data)
      ? checkNamed(told, event.data, ids[0], about)
      : checkWords(history, told, event.data, ids[0], about);
  }
  const { type, data } = (entry.event ?? { type: undefined, data: {} }) as {
    type?: string;
    data: { effectId?: string };
  };
  // Who is put through has got what the menu was for.
  const isDue = ({ effect }: Standing) =>
    type === 'effect.answered'
      ? effect?.id === data.effectId
      : type === 'call.answered' && effect?.type === 'call.route';
  const others = answered.filter((standing) => !isDue(standing));
  return others.map(({ run }) => `${about} (${type ?? 'a ring'}) is no answer to ${run.id}, which went on`);
}

/** Whether it is for a run by its name. One that is over is none, where a bot hears all. */
function isToRun({ heldBy, runs }: Told, { answer }: Message): boolean {
  if (!answer || heldBy === undefined || answer.runId === heldBy) return answer !== undefined;
  return runs.before.some(({ run }) => run.id === answer.runId);
}

/** The run that it names goes on, if it is one of its answers; no other does. */
function checkNamed({ runs }: Told, message: Message, answered: string | undefined, about: string): string[] {
  const asked = runs.before.find((standing) => standing.run.id === message.answer?.runId && fits(standing, message));
  if (answered === asked?.run.id) return [];
  return [`${about} answers ${asked?.run.id ?? 'nothing'}, and ${answered ?? 'nothing'} went on`];
}

/** One that hears words goes on, if there is one; where a bot holds the chat it is that. */
function checkWords(
  history: History,
  { runs, heldBy }: Told,
  { text = '' }: Message,
  answered: string | undefined,
  about: string,
): string[] {
  const spokenTo = runs.before.filter(({ run }) => heldBy === undefined || run.id === heldBy);
  const able = spokenTo
    .filter((standing) => isAsking(standing) && hears(history, standing, text))
    .map(({ run }) => run.id);
  if (answered !== undefined) return able.includes(answered) ? [] : [`${about} is nothing that ${answered} asked for`];
  return able.length === 0 || spokenTo.some(isThinking) ? [] : [`${about} was heard by none of ${able}`];
}

/** Too late is told by the wait; then the run takes what it does when it is too late, or is over. */
function checkTimeOut(history: History, standing: Standing): string[] {
  const { run, kind, end, next, due = 0, to } = standing;
  if (end?.outcome !== 'expired' || to === undefined) return [];
  const about = `2: ${history.name}: ${run.id} (${kind}) timed out`;
  const at = history.told[to]?.entry.at ?? 0;
  const isAnswer = ({ event }: Told) => event?.type === 'message.created' && event.data.answer?.runId === run.id;
  const overtaken = history.told
    .slice(to + 1)
    .find((later) => isAnswer(later) && wasQueuedBefore(later, at, history.world));
  const goesOn = kind === 'answer' && stepOf(history, standing)?.onTimeout !== undefined;
  return [
    ...(at < due ? [`${about} ${due - at} ms early`] : []),
    ...(overtaken ? [`${about} ahead of its answer ${overtaken.event?.id}, which was accepted before`] : []),
    ...(kind === 'wait' ? [`${about}, and was only to wait`] : []),
    ...((next?.change === 'resumed') === goesOn ? [] : [`${about} and ${next?.change}`]),
  ];
}

/** Nobody takes a question back: it ends with the conversation, or where people speak past the bot. */
function checkGivenUp({ told, name }: History, { run, kind, end, next, effect, to }: Standing): string[] {
  const at = told[to ?? -1];
  if (kind === 'wait' || end?.outcome !== 'cancelled' || next?.change !== 'ended' || !at) return [];
  const isSpokenPast = (at.customerMessage && at.heldBy === run.id) || (at.agentMessage && isTalk({ kind, effect }));
  if (at.closings > 0 || at.isOver || isSpokenPast) return [];
  return [`2: ${name}: ${run.id} (${kind}) ended in ${at.entry.id}, where nothing ended its question`];
}

/** It is with an assistant. */
const isTalk = ({ kind, effect }: Pick<Standing, 'kind' | 'effect'>) =>
  kind === 'assistant' || effect?.type === 'assistant.handOver';

/** An assistant says nothing more once an agent speaks. */
function checkSilenced({ name }: History, { agentMessage, runs, entry }: Told, at: number): string[] {
  const talking = agentMessage ? runs.before.filter((standing) => isTalk(standing) && standing.to !== at) : [];
  return talking.map(({ run }) => `2: ${name}: ${run.id} talks on, though an agent speaks in ${entry.id}`);
}
