/** Sends what a commit left to be sent. Everything in it may be sent again: queues and stores drop what they have. */
import type { Outbox } from '../engine/conversation';
import type { ConversationRef, Ring } from '../engine/event';
import { formatDuration, type Instant } from '../engine/time';
import type { TimelineEntry } from '../engine/timeline';
import type { CustomerRecord } from '../ports/customers';
import type { Deps } from './deps';

export type OutboxDeps = Pick<Deps, 'agents' | 'clock' | 'customers' | 'queues' | 'timeline' | 'timers'>;

/** Longest delay of the delays queue. */
export const LONGEST_DELAY = 900_000;
/**
 * Waits up to this go to the delays queue directly: the Scheduler is precise to a minute, rationed, and its alarm costs three
 * times as much, as it always comes early and passes the delays queue as well.
 */
export const DIRECT_UP_TO = LONGEST_DELAY;

function ringOf(ref: ConversationRef, due: Instant, now: Instant): Ring & { due: Instant } {
  return {
    schema: 1,
    workspaceId: ref.workspaceId,
    channelId: ref.channelId,
    subject: ref.conversationId,
    due,
    receivedAt: now,
  };
}

async function arm(ref: ConversationRef, due: Instant, deps: OutboxDeps): Promise<void> {
  const now = deps.clock.now();
  const ring = ringOf(ref, due, now);
  if (due - now > DIRECT_UP_TO && (await deps.timers.arm(ring)) === 'armed') return;
  await deps.queues.sendRing(ring, Math.min(LONGEST_DELAY, Math.max(0, due - now)));
}

/** Joins the fields of effects, which stand in the outbox once, into the entry for people. */
function withFields(entry: TimelineEntry, outbox: Outbox): TimelineEntry {
  if (!entry.effects) return entry;
  const fields = new Map(
    [...outbox.channel, ...outbox.slow, ...(outbox.voice ?? [])].map((effect) => [effect.id, effect.fields]),
  );
  return { ...entry, effects: entry.effects.map((effect) => ({ ...effect, fields: fields.get(effect.id) ?? {} })) };
}

/**
 * A Scheduler that refuses never fails an event: the sweep rings when the due time has passed.
 * Answers what went wrong with the alarm, for the record.
 */
async function tryAlarm(ref: ConversationRef, outbox: Outbox, deps: OutboxDeps): Promise<string | undefined> {
  try {
    if (outbox.arm !== undefined) await arm(ref, outbox.arm, deps);
    if (outbox.disarm !== undefined) await deps.timers.cancel(ringOf(ref, outbox.disarm, deps.clock.now()));
    return undefined;
  } catch (error) {
    const rest =
      outbox.arm === undefined ? '' : ` (due in ${formatDuration(Math.max(0, outbox.arm - deps.clock.now()))})`;
    return `alarm not armed${rest}: ${(error as Error).message}`;
  }
}

/**
 * Sends all of it, effects first.
 * @param customer the record as it was just read, which saves reading it again
 * @throws StoreError when a queue or store did not take something
 */
export async function sendOutbox(
  ref: ConversationRef,
  outbox: Outbox,
  deps: OutboxDeps,
  customer?: CustomerRecord,
): Promise<{ alarm?: string }> {
  const { batchId } = outbox;
  for (const update of outbox.customers) await deps.customers.apply(ref.workspaceId, update, customer);
  for (const change of outbox.agents ?? []) await deps.agents.apply(ref, change);
  if (outbox.channel.length > 0)
    await deps.queues.sendEffects('channel', { schema: 1, ref, batchId, effects: outbox.channel });
  if (outbox.slow.length > 0) await deps.queues.sendEffects('slow', { schema: 1, ref, batchId, effects: outbox.slow });
  for (const entry of outbox.timeline) await deps.timeline.put(ref, withFields(entry, outbox));
  const alarm = await tryAlarm(ref, outbox, deps);
  return alarm === undefined ? {} : { alarm };
}
