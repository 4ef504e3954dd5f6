/** How a turn ends: the alarm for what is due next, and the entry for people. */
import type { DecideInput } from './decide';
import { isRing } from './event';
import type { Instant } from './time';
import type { TimelineEntry } from './timeline';
import type { Turn } from './turn';

/** Alarms, lazily: one more only when something is due before the earliest that is armed. */
export function alarm(turn: Turn, input: DecideInput, due: Instant | undefined): { arm?: Instant; disarm?: Instant } {
  const { conversation } = turn;
  const { event } = input;
  const hasRung = conversation.armed !== undefined && conversation.armed <= turn.arrived;
  if (hasRung || (isRing(event) && event.due !== undefined && event.due === conversation.armed))
    delete conversation.armed;
  if (due !== undefined && (conversation.armed === undefined || due < conversation.armed)) {
    conversation.armed = due;
    return { arm: due };
  }
  if (due !== undefined || conversation.status !== 'closed' || conversation.armed === undefined) return {};
  const disarm = conversation.armed;
  delete conversation.armed;
  return { disarm };
}

/** What is written down of the turn. */
export function entryOf(turn: Turn, input: DecideInput): TimelineEntry {
  const { event } = input;
  const { evaluations, nearMisses, waitEnds, waitsStarted, runChanges, effects, notes } = turn;
  const shown = evaluations.filter((one) => !one.fired).length;
  return {
    schema: 1,
    id: turn.entryId,
    sequence: turn.conversation.sequence,
    at: turn.arrived,
    ...(turn.now > turn.arrived ? { now: turn.now } : {}),
    ...(isRing(event) ? { kind: 'ring' as const } : { kind: 'event' as const, event }),
    ...(evaluations.length > 0 ? { evaluations } : {}),
    ...(nearMisses > shown ? { moreNotFired: nearMisses - shown } : {}),
    ...(waitsStarted.length > 0
      ? {
          waitsStarted: waitsStarted.map(({ kind, episode, since, dueAt }) => ({
            kind,
            episode,
            since,
            ...(dueAt === undefined ? {} : { due: dueAt }),
          })),
        }
      : {}),
    ...(waitEnds.length > 0 ? { waits: waitEnds } : {}),
    ...(runChanges.length > 0 ? { runs: runChanges } : {}),
    ...(effects.length > 0
      ? {
          effects: effects.map(({ id, type, workflowId, runId }) => ({
            id,
            type,
            ...(workflowId ? { workflowId } : {}),
            ...(runId ? { runId } : {}),
          })),
        }
      : {}),
    ...(input.configuration !== undefined ? { configuration: input.configuration } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    ...(turn.gone ? { gone: turn.gone } : {}),
    ...(turn.returned ? { returned: turn.returned } : {}),
  };
}
