/** The net below everything: rings conversations whose alarm got lost, and parks what the queues put aside. */
import type { DeadLetter, DeadLetters } from '../ports/dead-letters';
import type { QueueName } from '../ports/receipts';
import type { Deps } from './deps';
import { inTurn } from './in-turn';
import { park } from './park';
import { readEventMessage } from './read-event';
import { readMailIn } from './read-mail-in';
import { MessageError, readEffectBatch, readObject, readRing } from './read-message';

const SHARDS = 16;
const SHARDS_AT_ONCE = 4;
/** Conversations of a shard in one sweep; what is over comes with the next, five minutes later. */
const PAGE = 250;
/** Receives of one dead-letter queue in one sweep, up to ten messages each. */
const RECEIVES = 20;

export interface Swept {
  rung: number;
  /** Shards that had more than one sweep takes. */
  fullShards: number;
  parked: number;
  /** What went wrong; the rest was done, and the next sweep tries again. */
  errors: unknown[];
}

type SweepDeps = Pick<Deps, 'clock' | 'conversations' | 'queues' | 'parked'> & { deadLetters: DeadLetters };

/** One sweep over all shards and dead-letter queues. Never throws. */
export async function sweep(deps: SweepDeps): Promise<Swept> {
  const swept: Swept = { rung: 0, fullShards: 0, parked: 0, errors: [] };
  const caught = (task: Promise<void>): Promise<unknown> => task.catch((error) => swept.errors.push(error));
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
  await inTurn(shards, SHARDS_AT_ONCE, (shard) => caught(sweepShard(shard, swept, deps)));
  const { queues } = deps.deadLetters;
  await inTurn(queues, queues.length, (queue) => caught(drain(queue, swept, deps)));
  return swept;
}

async function sweepShard(shard: number, swept: Swept, deps: SweepDeps): Promise<void> {
  const now = deps.clock.now();
  const overdue = await deps.conversations.sweep(shard, now, PAGE);
  if (overdue.length === 0) return;
  await deps.queues.sendEvents(overdue.map((ring) => ({ kind: 'ring', ring: { ...ring, receivedAt: now } })));
  swept.rung += overdue.length;
  if (overdue.length >= PAGE) swept.fullShards += 1;
}

async function drain(queue: QueueName, swept: Swept, deps: SweepDeps): Promise<void> {
  for (let receive = 0; receive < RECEIVES; receive++) {
    const letters = await deps.deadLetters.receive(queue);
    if (letters.length === 0) return;
    for (const letter of letters) {
      if (isNewer(letter)) continue;
      await park(letter, 'It was tried again and again, and never ended or never succeeded.', deps);
      await deps.deadLetters.remove(letter);
      swept.parked += 1;
    }
  }
}

const READERS: Readonly<Record<QueueName, (body: string) => unknown>> = {
  events: readEventMessage,
  actions: readEffectBatch,
  slow: readEffectBatch,
  delays: readRing,
  mail: (body) => readMailIn(readObject(body)),
};

/** Written by a newer version than this: left where it is until that version sweeps. */
function isNewer({ queue, body }: DeadLetter): boolean {
  try {
    READERS[queue](body);
    return false;
  } catch (error) {
    return error instanceof MessageError && error.retry;
  }
}
