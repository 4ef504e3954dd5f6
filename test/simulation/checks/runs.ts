/** Runs: one that customers see at a time, the revision that each began with, modules only where they are linked, nothing after the end. */
import { everyStep } from '../../../src/engine/steps';
import type { Workflow } from '../../../src/engine/workflow';
import type { History } from './history';
import type { Change, RunTold } from './run-book';

export function checkRuns(history: History): string[] {
  return [
    ...history.book.wrongs.map((wrong) => `4: ${history.name}: ${wrong}`),
    ...checkExclusive(history),
    ...checkAfterTheEnd(history),
    ...checkRevisions(history),
    ...checkModules(history),
    ...checkOver(history),
    ...checkFailures(history),
    ...checkOrder(history),
  ];
}

export const revisionOf = (
  { publisher }: History,
  { workflowId, revision }: Pick<RunTold, 'workflowId' | 'revision'>,
) => publisher.revisions.get(`${workflowId} ${revision}`);

const isOwn = (run: RunTold | undefined, { workflowId }: Change) => run !== undefined && run.workflowId === workflowId;
const ENDS = ['completed', 'ended', 'failed'];

/** At most one exclusive run is under way, and none is refused for nothing. */
function checkExclusive(history: History): string[] {
  const { told, book, name } = history;
  const live = new Set<string>();
  return told.flatMap(({ entry }) => {
    const wrongs: string[] = [];
    const before = [...live];
    for (const change of entry.runs ?? []) {
      const run = book.runs.get(change.runId);
      if (!run || !isOwn(run, change) || revisionOf(history, run)?.mode !== 'exclusive') continue;
      if (change.change === 'started' && live.size > 0)
        wrongs.push(`6: ${name}: ${run.id} began beside ${[...live]}, and both are exclusive`);
      if (change.change === 'started') live.add(run.id);
      if (ENDS.includes(change.change)) live.delete(run.id);
    }
    const fired = (entry.evaluations ?? []).some((one) => one.fired && isExclusive(history, one));
    const refused = (entry.evaluations ?? []).filter(({ reason }) => reason?.kind === 'exclusive');
    const isForNothing = refused.length > 0 && !fired && before.length === 0;
    return isForNothing
      ? [...wrongs, `6: ${name}: ${entry.id}: ${refused[0]?.workflowId} was refused beside nothing`]
      : wrongs;
  });
}

const isExclusive = (history: History, of: Pick<RunTold, 'workflowId' | 'revision'>) =>
  revisionOf(history, of)?.mode === 'exclusive';

/** What a run does it does while it is under way. */
function checkAfterTheEnd({ told, book, name }: History): string[] {
  const over = new Set<string>();
  return told.flatMap(({ entry }) => {
    const late = (entry.effects ?? []).filter(({ runId }) => runId !== undefined && over.has(runId));
    const unknown = (entry.effects ?? []).filter(({ runId }) => runId !== undefined && !book.runs.has(runId));
    for (const change of entry.runs ?? [])
      if (ENDS.includes(change.change) && isOwn(book.runs.get(change.runId), change)) over.add(change.runId);
    return [
      ...late.map(({ id, type, runId }) => `2: ${name}: ${type} ${id} in ${entry.id}, after ${runId} had ended`),
      ...unknown.map(({ id, runId }) => `13: ${name}: effect ${id} is of ${runId}, which never began`),
    ];
  });
}

const MARK = /^\[\w\] (\S+)\.(\d+) /;

/** The workflow and the revision that a text is of, as it was marked when it was published. */
export function markIn(fields: Record<string, unknown> = {}): { workflowId: string; revision: number } | undefined {
  const text = [fields.text, fields.question].find((some) => typeof some === 'string') as string | undefined;
  const [, workflowId, revision] = MARK.exec(text ?? '') ?? [];
  return workflowId === undefined ? undefined : { workflowId, revision: Number(revision) };
}

/** A run says what stands in the revision it began with, and in a module what stood there when it came into it. */
function checkRevisions(history: History): string[] {
  const { told, book, name, publisher } = history;
  const entered = new Map<string, number>();
  return told.flatMap(({ entry }) => {
    const live = publisher.version(entry.configuration ?? 0)?.workflows ?? [];
    for (const { runId, workflowId, startedBy } of entry.runs ?? [])
      if (startedBy === 'link')
        entered.set(`${runId} ${workflowId}`, live.find(({ id }) => id === workflowId)?.revision ?? 0);
    return (entry.effects ?? []).flatMap(({ id, runId = '', fields }) => {
      const mark = markIn(fields);
      const run = book.runs.get(runId);
      if (!mark || !run) return [];
      const isOfRun = mark.workflowId === run.workflowId;
      const revision = isOfRun ? run.revision : entered.get(`${runId} ${mark.workflowId}`);
      if (revision === mark.revision) return [];
      return [
        `9: ${name}: effect ${id} of ${run.workflowId} is of ${mark.workflowId}.${mark.revision}, not of ${revision}`,
      ];
    });
  });
}

const linksIn = ({ steps }: Workflow) =>
  [...everyStep(steps, '')].filter(({ step }) => step.do === 'module.run').map(({ step }) => step.workflowId as string);

/** A module begins where a step leads to it, or an agent asked for it. */
function checkModules(history: History): string[] {
  const { told, book, name, publisher } = history;
  const entered = new Map<string, Workflow[]>();
  return told.flatMap(({ entry, event }) =>
    (entry.runs ?? []).flatMap(({ runId, workflowId, change, startedBy }) => {
      if (change !== 'started') return [];
      const run = book.runs.get(runId);
      const own = run && revisionOf(history, run);
      const module = publisher.version(entry.configuration ?? 0)?.workflows.find(({ id }) => id === workflowId);
      if (startedBy !== 'link') {
        const isAsked = event?.type === 'workflow.requested' && event.data.workflowId === workflowId;
        return own?.trigger.type !== 'module' || (isAsked && own.trigger.usableInChat && startedBy === 'agent')
          ? []
          : [`4: ${name}: module ${workflowId} began by itself in ${entry.id}`];
      }
      const within = [...(own ? [own] : []), ...(entered.get(runId) ?? [])];
      if (!module || !within.some((workflow) => linksIn(workflow).includes(workflowId)))
        return [
          `4: ${name}: ${runId} went into ${workflowId}, ${module ? 'to which nothing leads' : 'which is not active'}`,
        ];
      entered.set(runId, [...(entered.get(runId) ?? []), module]);
      return [];
    }),
  );
}

/** What ends leaves no run standing but those of the end, and who waits for what was recorded before it. */
function checkOver({ told, book, name }: History): string[] {
  return told.flatMap((one, at) => {
    if (!one.isOver) return [];
    const left = book.standings.filter(({ from, to = Infinity }) => from <= at && to > at);
    return left
      .filter(
        ({ run, effect }) => !['chat.closed', 'call.ended'].includes(run.trigger) && effect?.type !== 'call.voicemail',
      )
      .map(({ run }) => `2: ${name}: ${run.id} of ${run.trigger} goes on though ${one.entry.id} ended all`);
  });
}

/** What a run may fail of, besides an effect: what is not there, in the configuration or on the line. */
const FAILURES = [/^module \S+ leads into itself$/, /^there is no caller/, /^the caller hears nothing any more/];

/** No run fails without a reason that the story has. */
function checkFailures({ told, book, name, publisher }: History): string[] {
  return told.flatMap(({ entry }) => {
    const live = publisher.version(entry.configuration ?? 0)?.workflows ?? [];
    const failed = (entry.runs ?? []).filter((one) => one.change === 'failed' && isOwn(book.runs.get(one.runId), one));
    return failed.flatMap(({ runId, detail = '' }) => {
      const [, module] = /^module (\S+) is not active$/.exec(detail) ?? [];
      const isGone = module !== undefined && !live.some(({ id }) => id === module);
      const { type, data } = (entry.event ?? {}) as { type?: string; data?: { runId?: string } };
      const isOfEffect = type === 'effect.failed' && data?.runId === runId;
      const isLate = book.standings.some(
        ({ run, to, end }) => run.id === runId && told[to ?? -1]?.entry === entry && end?.outcome === 'expired',
      );
      if (isGone || isOfEffect || isLate || FAILURES.some((reason) => reason.test(detail))) return [];
      return [`9: ${name}: ${runId} failed in ${entry.id}: ${detail}`];
    });
  });
}

/** Among exclusive workflows that match at once the first in order fires: none that was refused stands before it. */
function checkOrder(history: History): string[] {
  return history.told.flatMap(({ entry }) => {
    const evaluations = entry.evaluations ?? [];
    return evaluations.flatMap((one, at) => {
      if (!one.fired || !isExclusive(history, one)) return [];
      const before = evaluations.slice(0, at).filter((other) => other.episode === one.episode);
      const passed = before.find(({ reason }) => reason?.kind === 'exclusive');
      return passed ? [`6: ${history.name}: ${one.workflowId} fired in ${entry.id}, before ${passed.workflowId}`] : [];
    });
  });
}
