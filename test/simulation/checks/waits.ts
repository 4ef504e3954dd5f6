/** Invariants 2 and 3: no wait fires early or after what ended it; each ends once; none that is due is forgotten. */
import { parseDuration } from '../../../src/engine/time';
import type { Evaluation, WaitEnd } from '../../../src/engine/timeline';
import type { Workflow } from '../../../src/engine/workflow';
import { eventName } from '../log';
import { isCommand } from '../story';
import type { History, Told } from './history';

/** What clocks of processes may differ by, and then some. */
export const SKEW = 500;
/** Latest that a due wait may be judged, by what goes wrong in the run. */
const LATEST = { healthy: 5_000, rings: 450_000, hostile: Infinity };
/** While a deployment goes on, older code leaves what newer code wrote for half a minute. */
const latestIn = ({ profile, story }: History['world']) =>
  story.steps.some((step) => step.do === 'deploy') ? Infinity : LATEST[profile.kind];

const QUEUES = ['chat.queued', 'call.queued'];
const WAIT_TRIGGERS = ['chat.customerWaiting', 'chat.agentWaiting', 'call.ended', ...QUEUES];
const timesKey = (workflow: Workflow) => `${workflow.trigger.type} ${workflow.trigger.timing ?? ''}`.trim();
const waitOf = (workflow: Workflow) => parseDuration(workflow.trigger.wait ?? 'PT0S') as number;

export function checkWaits(history: History): string[] {
  return [...checkEnds(history), ...checkFired(history), ...checkTimers(history), ...checkForgotten(history)];
}

/** Each wait that was started ends once, or stands in the conversation. */
function checkEnds({ told, stored, name }: History): string[] {
  const key = ({ kind, episode }: { kind: string; episode: string }) => `${kind} ${episode}`;
  const started = told.flatMap(({ entry }) => entry.waitsStarted ?? []).map(key);
  const over = told.flatMap(({ entry }) => entry.waits ?? []).map(key);
  const goingOn = (stored?.anchors ?? []).map(key);
  const count = (list: string[]) => Map.groupBy(list, (one) => one);
  const ends = count([...over, ...goingOn]);
  const wrong = [...new Set([...started, ...ends.keys()])].filter(
    (wait) => ends.get(wait)?.length !== 1 || !started.includes(wait),
  );
  return wrong.map(
    (wait) =>
      `3: ${name}: ${wait} was started ${started.filter((one) => one === wait).length} times and ended ${ends.get(wait)?.length ?? 0} times`,
  );
}

/** What starts a wait of a trigger. */
function starts(kind: string, told: Told): boolean {
  if (QUEUES.includes(kind)) return told.queued === kind;
  if (kind === 'chat.customerWaiting every') return told.customerMessage && told.wasOpen;
  if (kind === 'chat.agentWaiting') return told.agentMessage;
  if (kind === 'call.ended') return told.event?.type === 'call.ended';
  return told.openings > 0 || told.openedByAgent;
}

/** Whether the event of an entry ended such a wait of before. */
function endedBy(kind: string, told: Told): boolean {
  if (kind === 'call.ended') return false;
  if (QUEUES.includes(kind)) return told.unqueued;
  if (kind !== 'chat.customerWaiting whenOpened') return told.ended;
  return (told.ended && !told.customerMessage) || told.openedByEvent;
}

/** Where a wait that began at `from` was ended, by an event or by what a run did. */
function endOf(kind: string, all: readonly Told[], from: number): number {
  if (kind === 'call.ended') return Infinity;
  const isWhenOpened = kind === 'chat.customerWaiting whenOpened';
  const opening = all[from] as Told;
  if (isWhenOpened && opening.agentMessage) return from;
  // Whatever a run closed, another has opened again: the wait is that of the last opening.
  const begunByRun = isWhenOpened && (!opening.openedByEvent || opening.isOpen);
  if (begunByRun && !opening.isOpen) return from;
  for (let at = from; at < all.length; at++) {
    const told = all[at] as Told;
    if (at > from && (endedBy(kind, told) || (isWhenOpened && told.openings > 0))) return at;
    const isEnded = QUEUES.includes(kind) ? told.effectsUnqueued : told.effectsEnded;
    if (isEnded && !(at === from && begunByRun)) return at;
  }
  return Infinity;
}

function checkFired(history: History): string[] {
  const { told: all } = history;
  const places = new Map(all.map(({ entry }, at) => [entry.id, at]));
  return all.flatMap((told, at) =>
    (told.entry.evaluations ?? [])
      .filter((one) => one.fired && WAIT_TRIGGERS.includes(one.trigger))
      .flatMap((one) => checkOneFired(history, one, at, places.get(one.episode.split('.')[0] as string))),
  );
}

function checkOneFired(
  { told: all, publisher, name, world }: History,
  one: Evaluation,
  at: number,
  from: number | undefined,
): string[] {
  const { entry } = all[at] as Told;
  const workflow = publisher.version(entry.configuration ?? 0)?.workflows.find(({ id }) => id === one.workflowId);
  const start = from === undefined ? undefined : all[from];
  const by = entry.event ? `${entry.event.origin ?? 'event'} ${entry.event.id}` : 'ring';
  const about = `${name}: ${one.workflowId} fired by ${by} on ${one.episode}`;
  if (!workflow || !start || !starts(timesKey(workflow), start)) return [`2: ${about}, which starts no wait of it`];
  const due = start.entry.at + waitOf(workflow);
  const end = endOf(timesKey(workflow), all, from as number);
  const overtook = all
    .slice(at + 1)
    .filter((later) => endedBy(timesKey(workflow), later) && wasQueuedBefore(later, entry.at, world));
  return [
    ...(entry.at < due ? [`2: ${about} ${due - entry.at} ms before it was due`] : []),
    ...(workflow.activeSince > start.entry.at + SKEW ? [`2: ${about}, which began before it was active`] : []),
    ...(end < at ? [`2: ${about}, which ${all[end]?.entry.id} had ended`] : []),
    ...(end === at && endedBy(timesKey(workflow), all[at] as Told) ? [`2: ${about}, which its own event ended`] : []),
    ...overtook.map((later) => `2: ${about}, ahead of ${later.event?.id}, which was accepted before`),
  ];
}

/** Whether an event stood in the queue when what fired arrived. One that was parked has lost its place. */
export function wasQueuedBefore({ event }: Told, arrived: number, { log }: History['world']): boolean {
  if (!event || isCommand(event) || log.parked.has(eventName(event))) return false;
  return (log.queuedAt.get(eventName(event)) ?? Infinity) < arrived - SKEW;
}

const CLOSES = ['conversation.closed', 'call.ended'];
const ENDS_OF: Record<string, string[]> = {
  snooze: [...CLOSES, 'conversation.opened'],
  wrapUp: [...CLOSES, 'conversation.opened'],
  inactivity: CLOSES,
};

/** Waits with a time of their own: snoozes, wrap-ups, steps of runs. */
function checkTimers(history: History): string[] {
  const { told: all, name, world } = history;
  return all.flatMap(({ entry }, at) =>
    (entry.waits ?? []).flatMap((wait) => {
      if (wait.outcome !== 'fired' || wait.due === undefined) return [];
      const ends = ENDS_OF[wait.kind] ?? [];
      const overtook = all
        .slice(at + 1)
        .filter((later) => later.event && ends.includes(later.event.type) && wasQueuedBefore(later, entry.at, world));
      return [
        ...(entry.at < wait.due
          ? [`2: ${name}: ${wait.kind} ${wait.episode} ended ${wait.due - entry.at} ms early`]
          : []),
        ...overtook.map(
          (later) =>
            `2: ${name}: ${wait.kind} ${wait.episode} ended ahead of ${later.entry.id}, which was accepted before`,
        ),
        ...checkPunctual(history, wait, at),
      ];
    }),
  );
}

function checkPunctual({ told: all, commits, name, world }: History, wait: WaitEnd, at: number): string[] {
  const judged = all[at] as Told;
  const committed = commits.find(({ next }) => next.sequence === judged.entry.sequence)?.at ?? 0;
  const late = committed - Math.max(wait.due ?? 0, wait.since);
  const isExcused = all.some(({ event }) => event?.attempt);
  return late > latestIn(world) && !isExcused ? [`2: ${name}: ${wait.kind} ${wait.episode} ended ${late} ms late`] : [];
}

/** Workflows that were live, unchanged, from then on. */
function lasting({ publisher }: History, since: number): Workflow[] {
  const before = publisher.history.findLast((live) => live.at <= since - SKEW);
  const after = publisher.history.filter((live) => live.at > since - SKEW);
  return (before?.workflows ?? []).filter((workflow) =>
    after.every((live) =>
      live.workflows.some((other) => other.id === workflow.id && other.revision === workflow.revision),
    ),
  );
}

/** What was due and not ended before is judged, in time. */
function checkForgotten(history: History): string[] {
  const { told: all } = history;
  if (all.some(({ entry }) => entry.moreNotFired)) return [];
  return all.flatMap((start, from) =>
    lasting(history, start.entry.at).flatMap((workflow) => {
      const isWait = WAIT_TRIGGERS.includes(workflow.trigger.type);
      if (!isWait || !starts(timesKey(workflow), start) || !isStarting(workflow, all, from)) return [];
      return checkJudged(history, workflow, from);
    }),
  );
}

/** A call ends once, whatever is told of it. */
function isStarting(workflow: Workflow, all: readonly Told[], from: number): boolean {
  if (workflow.trigger.type !== 'call.ended') return true;
  return all.findIndex(({ event }) => event?.type === 'call.ended') === from;
}

function checkJudged({ told: all, commits, name, world }: History, workflow: Workflow, from: number): string[] {
  const start = all[from] as Told;
  const due = start.entry.at + waitOf(workflow);
  const end = endOf(timesKey(workflow), all, from);
  const isOf = (one: Evaluation) => one.workflowId === workflow.id && one.episode.split('.')[0] === start.entry.id;
  const judged = all.find(({ entry }) => entry.evaluations?.some(isOf));
  const latest = latestIn(world);
  const endedAt = end === Infinity ? Infinity : (all[end] as Told).entry.at;
  const about = `${name}: ${workflow.id} waits since ${start.entry.id}`;
  if (!judged) return endedAt > due + latest ? [`2: ${about} and was never judged`] : [];
  const late = (commits.find(({ next }) => next.sequence === judged.entry.sequence)?.at ?? 0) - due;
  return late > latest && !start.event?.attempt ? [`2: ${about} and was judged ${late} ms late`] : [];
}
