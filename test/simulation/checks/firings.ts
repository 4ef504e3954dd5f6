/** Invariants 1, 6 and part of 4: each cause fires once, every workflow is looked at, first, fuse and depth hold. */
import type { Evaluation } from '../../../src/engine/timeline';
import { MAX_DEPTH } from '../../../src/engine/turn';
import type { Workflow } from '../../../src/engine/workflow';
import type { History, Told } from './history';

/** A minute, less what events may overtake each other by on their way into the queue. */
const FUSE_WINDOW = 30_000;

export function checkFirings(history: History): string[] {
  const fired = history.told.flatMap((told) =>
    (told.entry.evaluations ?? []).filter((one) => one.fired).map((one) => ({ one, told })),
  );
  return [
    ...checkOnce(history, fired),
    ...checkFirst(history, fired),
    ...checkFuse(history, fired),
    ...checkLookedAt(history),
    ...checkHours(history),
    ...checkDepth(history),
  ];
}

type Fired = { one: Evaluation; told: Told }[];

function checkOnce({ name }: History, fired: Fired): string[] {
  const causes = fired.map(({ one }) => `${one.workflowId} on ${one.trigger} ${one.episode}`);
  const twice = causes.filter((cause, at) => causes.indexOf(cause) < at);
  return twice.map((cause) => `1: ${name}: ${cause} fired twice`);
}

function checkFirst({ name, publisher }: History, fired: Fired): string[] {
  const isFirst = ({ one }: Fired[number]) =>
    publisher.revisions.get(`${one.workflowId} ${one.revision}`)?.trigger.timing === 'first';
  const firsts = fired.filter(isFirst);
  const late = firsts.filter(({ one, told }) =>
    one.trigger === 'chat.openedByAgent' ? !told.firstByAgent : !told.firstOpening,
  );
  const twice = firsts.filter(
    ({ one }, at) => firsts.findIndex((other) => other.one.workflowId === one.workflowId) < at,
  );
  return [...late, ...twice].map(
    ({ one }) => `6: ${name}: ${one.workflowId} (first) fired on ${one.episode}, not the first opening`,
  );
}

function checkFuse({ name, publisher }: History, fired: Fired): string[] {
  const { fuse } = publisher.settings;
  const byWorkflow = Map.groupBy(fired, ({ one }) => one.workflowId);
  return [...byWorkflow].flatMap(([id, all]) => {
    // What an operator retried comes long after its time.
    const times = all
      .filter(({ told }) => !told.event?.attempt)
      .map(({ told }) => told.entry.at)
      .sort((a, b) => a - b);
    const isOver = times.some((at, index) => (times[index + fuse] ?? Infinity) < at + FUSE_WINDOW);
    return isOver ? [`6: ${name}: ${id} ran more than ${fuse} times within a minute`] : [];
  });
}

/** How often each trigger without a wait was met in an entry. */
function metIn(told: Told): Record<string, number> {
  const { event, isEcho, met } = told;
  const author = !isEcho && event?.type === 'message.created' ? event.data.author.type : undefined;
  const ofCalls = ['chat.started', 'call.ringing', 'call.inbound', 'call.outbound'];
  return {
    'message.customer': Number(author === 'customer'),
    'message.agent': Number(author === 'agent'),
    'chat.opened': told.openings,
    'chat.openedByAgent': Number(told.openedByAgent),
    'chat.closed': told.closings,
    module: Number(event?.type === 'workflow.requested'),
    ...Object.fromEntries(ofCalls.map((trigger) => [trigger, Number(met === trigger)])),
  };
}

/** A module is looked at when it is asked for by its name. */
const isAskedFor = ({ id, trigger }: Workflow, { event }: Told) =>
  trigger.type !== 'module' || (event?.type === 'workflow.requested' && event.data.workflowId === id);

/** Every active workflow of a trigger that was met is looked at, as often as it was met, and no other. */
function checkLookedAt({ told: all, publisher, name }: History): string[] {
  return all.flatMap((told) => {
    const { evaluations = [], moreNotFired, configuration = 0, id } = told.entry;
    if (moreNotFired) return [];
    const workflows = publisher.version(configuration)?.workflows ?? [];
    return Object.entries(metIn(told)).flatMap(([trigger, times]) =>
      workflows.flatMap((workflow) => {
        if (workflow.trigger.type !== trigger) return [];
        const due = isAskedFor(workflow, told) ? times : 0;
        const looked = evaluations.filter((one) => one.workflowId === workflow.id && one.trigger === trigger).length;
        return looked === due
          ? []
          : [`4: ${name}: ${id}: ${trigger} was met ${due} times, ${workflow.id} looked at ${looked} times`];
      }),
    );
  });
}

/** Minutes of the day in Seoul, which is nine hours ahead all year. */
const minutesInSeoul = (at: number) => Math.floor(at / 60_000 + 9 * 60) % (24 * 60);
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Workflows for certain hours fire within them, and others are not kept from firing by them. */
function checkHours({ told: all, publisher, name }: History): string[] {
  const { operatingHours } = publisher.settings;
  return all.flatMap(({ entry }) => {
    const minutes = minutesInSeoul(entry.now ?? entry.at);
    const isMonday = new Date((entry.now ?? entry.at) + 9 * 3_600_000).getUTCDay() === 1;
    const ranges = isMonday ? (operatingHours?.weekly.mon ?? []) : [];
    const isInside =
      !operatingHours || ranges.some(({ from, to }) => minutes >= minutesOf(from) && minutes < minutesOf(to));
    return (entry.evaluations ?? []).flatMap((one) => {
      const hours = publisher.revisions.get(`${one.workflowId} ${one.revision}`)?.hours ?? 'always';
      const isRight = hours === 'always' || (hours === 'inside') === isInside;
      const isKept = one.reason?.kind === 'hours';
      if (one.fired ? isRight : !isKept || !isRight) return [];
      const about = `6: ${name}: ${one.workflowId} (${hours})`;
      return [`${about} ${one.fired ? 'fired' : 'was kept from firing'} ${isInside ? 'inside' : 'outside'} the hours`];
    });
  });
}

/** Beyond it no workflow does anything; what ends by itself, such as a snooze, still does. */
function checkDepth({ commits, name }: History): string[] {
  const effects = commits.flatMap(({ next }) => [...(next.outbox?.channel ?? []), ...(next.outbox?.slow ?? [])]);
  return effects
    .filter(({ cause, runId }) => runId !== undefined && cause.depth > MAX_DEPTH)
    .map(({ id }) => `6: ${name}: effect ${id} stands deeper than ${MAX_DEPTH}`);
}
