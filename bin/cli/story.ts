/** Tells a timeline as a story: what happened, what fired and why not, what is waited for, what was done and how it went. */
import { clip } from './text-width';
import type { Evaluation, Reason, TimelineItem } from './timeline-item';

/** Names of workflows by id. */
export type Names = ReadonlyMap<string, string>;

const TEXT_COLUMNS = 80;
const FOUND_COLUMNS = 40;

/** Lines for a terminal, oldest first. Outcomes stand beside their effects. */
export function tellStory(items: readonly TimelineItem[], names: Names): string[] {
  const outcomes = new Map(items.flatMap(({ effect }) => (effect ? [[effect.id, effect] as const] : [])));
  const told = items.filter(({ kind }) => kind !== 'effect');
  return told.flatMap((item) => [
    headOf(item),
    ...detailsOf(item, names, outcomes).map((line) => `            ${line}`),
  ]);
}

type Outcomes = ReadonlyMap<string, NonNullable<TimelineItem['effect']>>;

function headOf({ at, event, kind }: TimelineItem): string {
  const time = at.slice(11, 19);
  if (event === undefined) return `${time}    ${kind === 'ring' ? 'time passed' : kind}`;
  return `${time}    ${event.type}${summaryOf(event)}${event.origin === 'command' ? '  (by the API)' : ''}`;
}

function summaryOf({ type, data }: NonNullable<TimelineItem['event']>): string {
  const author = data.author as { type?: string; name?: string; id?: string } | undefined;
  const who = author && [author.type, author.name ?? author.id].filter(Boolean).join(' ');
  if (author !== undefined)
    return `  ${who}${data.private ? ' (note)' : ''}: ${clip(oneLine(data.text), TEXT_COLUMNS)}`;
  const { customer: _, ...rest } = data;
  const fields = Object.entries(type === 'customer.updated' ? data : rest);
  return fields.length === 0
    ? ''
    : `  ${clip(fields.map(([name, value]) => `${name} ${shown(value)}`).join(', '), TEXT_COLUMNS)}`;
}

function detailsOf(item: TimelineItem, names: Names, outcomes: Outcomes): string[] {
  return [
    ...(item.waits ?? []).map(({ kind, outcome, why }) => `wait ${kind}: ${outcome}${why ? ` (${why})` : ''}`),
    ...(item.waitsStarted ?? []).map(
      ({ kind, due }) => `wait ${kind} begins${due ? `, due ${timeOn(item.at, due)}` : ''}`,
    ),
    ...(item.evaluations ?? []).map((evaluation) => evaluationLine(evaluation, names)),
    ...(item.moreNotFired ? [`  and ${item.moreNotFired} more workflows did not fire`] : []),
    ...(item.runs ?? [])
      .filter(({ change }) => change !== 'started')
      .map(
        ({ workflowId, change, detail }) =>
          `run of ${nameOf(workflowId, names)} ${change}${detail ? `: ${detail}` : ''}`,
      ),
    ...(item.effects ?? []).map((effect) => effectLine(effect, outcomes)),
    ...(item.notes ?? []).map((note) => `note: ${note}`),
  ];
}

function evaluationLine({ workflowId, fired, reason }: Evaluation, names: Names): string {
  const name = nameOf(workflowId, names);
  return fired ? `✔ ${name} fired` : `✘ ${name} did not fire${reason ? `: ${reasonLine(reason)}` : ''}`;
}

/** Why a workflow did not fire, or what a condition found. */
export function reasonLine(reason: Reason): string {
  if (reason.kind !== 'condition') return `${reason.kind}: ${reason.detail}`;
  const wanted = [reason.fact, reason.op, reason.expected === undefined ? '' : shown(reason.expected)].filter(Boolean);
  const found = reason.actual === undefined ? 'it has no value' : `it is ${clip(shown(reason.actual), FOUND_COLUMNS)}`;
  return `${wanted.join(' ')} (${found})`;
}

function effectLine({ id, type, fields }: NonNullable<TimelineItem['effects']>[number], outcomes: Outcomes): string {
  const outcome = outcomes.get(id);
  const state = outcome === undefined ? 'not done yet' : stateLine(outcome);
  const what = fields === undefined ? '' : `  ${clip(oneLine(fields.text ?? shown(fields)), TEXT_COLUMNS)}`;
  return `→ ${type}${what}  [${state}]`;
}

function stateLine({ state, attempts, detail }: NonNullable<TimelineItem['effect']>): string {
  const tries = attempts > 1 ? `, ${attempts} attempts` : '';
  return `${state}${tries}${detail ? `: ${detail}` : ''}`;
}

/** The date only where it is another one. */
function timeOn(day: string, at: string): string {
  return at.slice(0, 10) === day.slice(0, 10) ? at.slice(11, 19) : `${at.slice(0, 10)} ${at.slice(11, 19)}`;
}

function nameOf(id: string, names: Names): string {
  return names.get(id) ?? id;
}

/** A value on one line, without the quotes that JSON puts around a text. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? oneLine(value) : clip(JSON.stringify(value) ?? '', TEXT_COLUMNS);
}

/** Control characters of customers do not reach the terminal. */
function oneLine(value: unknown): string {
  return String(value ?? '')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
}
