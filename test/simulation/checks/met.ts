/** Counts what the workflows of a run came to, so that one can see whether anything was tried. */
import { DONE, FIRED } from '../coverage';
import { BEFORE_END, IN_BRANCH } from '../templates/parts';
import type { History } from './history';
import { countMails } from './met-mails';
import { countReturns } from './met-returns';
import type { Change, RunTold } from './run-book';

export async function countMet(history: History): Promise<void> {
  const { told, world } = history;
  const count = (what: string, times = 1) => times > 0 && world.coverage.add(what, times);
  for (const { entry } of told) {
    for (const { outcome } of entry.waits ?? []) count(`waits ${outcome}`);
    for (const { fired, trigger, reason } of entry.evaluations ?? []) {
      if (fired) count(FIRED + trigger);
      if (reason) count(`kept from firing: ${reason.kind}`);
    }
    for (const change of entry.runs ?? []) countChange(change, count);
  }
  countStandings(history, count);
  await countSteps(history, count);
  await countMails(history);
  countReturns(history);
}

type Count = (what: string, times?: number) => unknown;

function countChange({ change, startedBy, detail }: Change, count: Count): void {
  if (change === 'started' && startedBy === 'link') count(`${DONE}module.run`);
  if (change === 'started' && startedBy === 'agent') count('modules begun by agents');
  if (change === 'suspended' && detail === 'wait') count(`${DONE}wait`);
  if (change === 'failed' || change === 'ended') count(`runs ${change}`);
}

/** How questions ended, and which of those who asked them had been edited meanwhile. */
function countStandings(history: History, count: Count): void {
  const { book, told, publisher } = history;
  for (const { kind, from, to = told.length, end, next, run } of book.standings) {
    const isQuestion = kind === 'answer' || kind === 'assistant';
    if (isQuestion && next?.change === 'resumed' && end?.outcome === 'cancelled') count('answers taken');
    if (isQuestion && end?.outcome === 'expired') count('questions timed out');
    if (isQuestion && next?.change === 'ended') count('questions ended');
    if (next?.change !== 'resumed') continue;
    const [begin, finish] = [told[from]?.entry.configuration ?? 0, told[to]?.entry.configuration ?? 0];
    const edited = publisher.history.slice(begin, finish).flatMap(({ workflows }) => workflows);
    const isEdited = (id: string, revision: number) =>
      edited.some((workflow) => workflow.id === id && workflow.revision > revision);
    if (isEdited(run.workflowId, run.revision))
      count(`went on over an edit, behind ${isQuestion ? 'a question' : 'a wait'}`);
    const modules = modulesOf(history, run, from);
    if (modules.length > 0) count('went on in a module');
    if (modules.some(([id, revision]) => isEdited(id, revision))) count('went on in a module over an edit of it');
  }
}

/** The modules that a run had come into by then and not left, with the revision of each. */
function modulesOf({ told, publisher }: History, { id }: RunTold, until: number): [string, number][] {
  const within = new Map<string, number>();
  for (const { entry } of told.slice(0, until + 1))
    for (const { runId, workflowId, change, startedBy } of entry.runs ?? []) {
      if (runId !== id) continue;
      const module = publisher.version(entry.configuration ?? 0)?.workflows.find((one) => one.id === workflowId);
      if (change === 'started' && startedBy === 'link') within.set(workflowId, module?.revision ?? 0);
      else if (change === 'completed') within.delete(workflowId);
    }
  return [...within];
}

/** Steps that were done to the end: effects by their claims, others by what they leave. */
async function countSteps({ told, ref, world }: History, count: Count): Promise<void> {
  for (const { entry } of told)
    for (const { id, type, runId, fields } of entry.effects ?? []) {
      if (runId === undefined) continue;
      const state = (await world.ports.claims.get(ref, id))?.state;
      if (state === 'done') count(DONE + type);
      if (state === undefined && type.startsWith('call.')) count(`said ${type}`);
      const text = String(fields?.text ?? '');
      if (text.includes(IN_BRANCH)) count(`${DONE}branch`);
      if (text.includes(BEFORE_END)) count(`${DONE}end`);
    }
}
