import type { TimelineEntry } from '../../engine/timeline';
import type { Claim } from '../../ports/claims';

/** Entries oldest first, each effect's outcome at its time, but never before the entry that made the effect. */
export function joinEffects(entries: readonly TimelineEntry[], claims: readonly Claim[]): TimelineEntry[] {
  const ordered = entries.toSorted((a, b) => a.sequence - b.sequence || a.at - b.at);
  let latest = 0;
  // Clocks of two evaluators may differ: an entry is never shown before the one in front of it.
  const placed = ordered.map((entry) => ({ entry, at: (latest = Math.max(latest, entry.at)), place: entry.sequence }));
  const made = placed.flatMap((maker) => (maker.entry.effects ?? []).map(({ id }) => ({ id, maker })));
  const makers = new Map(made.map(({ id, maker }, nth) => [id, { ...maker, nth }] as const));
  const outcomes = claims.map((claim) => {
    const { place: sequence = 0, at = 0, nth = -1 } = makers.get(claim.effectId) ?? {};
    return { entry: outcomeOf(claim, sequence), at: Math.max(claim.updatedAt, at), place: Infinity, nth };
  });
  // Claims come in the order of their ids; those of one moment are told in the order in which the effects were made.
  outcomes.sort((a, b) => a.nth - b.nth);
  return [...placed, ...outcomes].sort((a, b) => a.at - b.at || compare(a.place, b.place)).map(({ entry }) => entry);
}

/** Unlike a difference it knows that Infinity equals itself; a stable sort then leaves those in their order. */
const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);

function outcomeOf(claim: Claim, sequence: number): TimelineEntry {
  const { effectId: id, type, state, attempts, detail, workflowId, runId, updatedAt } = claim;
  const effect = {
    ...{ id, type, state, attempts },
    ...(detail !== undefined && { detail }),
    ...(workflowId !== undefined && { workflowId }),
    ...(runId !== undefined && { runId }),
  };
  return { schema: 1, id, sequence, at: updatedAt, kind: 'effect', effect };
}
