/** The code of after the next deployment, which writes schema 2 and reads both. It is played by today's code behind a shim. */
import type { Item, Table } from '../../src/adapters/table/table';
import type { EffectBatch } from '../../src/engine/effects';
import type { Ring } from '../../src/engine/event';
import type { Parked, ParkedMessage } from '../../src/ports/parked';
import type { EventMessage, Queues } from '../../src/ports/queues';

const isConversation = ({ pk }: { pk: string }) => pk.startsWith('c#');
const older = (item: Item | undefined) => (item && isConversation(item) ? { ...item, schema: 1 } : item);

/** Conversations are written in schema 2, and read in either. */
export function newerTable(table: Table): Table {
  return {
    change: (key, change, when) => table.change(key, change, when),
    remove: (key) => table.remove(key),
    query: (pk, range, options) => table.query(pk, range, options),
    due: (shard, until, limit) => table.due(shard, until, limit),
    get: async (key) => older(await table.get(key)),
    getMany: async (keys) => (await table.getMany(keys)).map(older),
    put: (item, when) => table.put(isConversation(item) ? { ...item, schema: 2 } : item, when),
  };
}

const newer = <T>(value: T): T => ({ ...value, schema: 2 });

/** All that is sent is of schema 2. */
export function newerQueues(queues: Queues): Queues {
  const raise = (message: EventMessage): EventMessage =>
    message.kind === 'event'
      ? { kind: 'event', event: newer(message.event) }
      : { kind: 'ring', ring: newer(message.ring) };
  return {
    sendEvents: (messages) => queues.sendEvents(messages.map(raise)),
    sendEffects: (lane, batch: EffectBatch) =>
      queues.sendEffects(lane, { ...newer(batch), effects: batch.effects.map(newer) }),
    sendRing: (ring: Ring, delay) => queues.sendRing(newer(ring), delay),
    sendMailIn: (body) => queues.sendMailIn(body),
  };
}

/** What was parked, by whatever code. */
export function newerParked(parked: Parked): Parked {
  const read = (message: ParkedMessage) => ({ ...message, body: readByNewer(message.body) });
  return {
    put: (message) => parked.put(message),
    get: async (workspaceId, id) => {
      const message = await parked.get(workspaceId, id);
      return message && read(message);
    },
    list: async (workspaceId, page) => {
      const { items, ...rest } = await parked.list(workspaceId, page);
      return { items: items.map(read), ...rest };
    },
    remove: (workspaceId, id) => parked.remove(workspaceId, id),
  };
}

/** A message as today's code reads it. */
export function readByNewer(body: string): string {
  const lower = (value: Record<string, unknown>) => ({ ...value, ...(value.schema === 2 && { schema: 1 }) });
  const message = lower(JSON.parse(body));
  for (const part of ['event', 'ring'] as const)
    if (message[part as never]) Object.assign(message, { [part]: lower(message[part as never]) });
  const { effects } = message as { effects?: Record<string, unknown>[] };
  return JSON.stringify(effects ? { ...message, effects: effects.map(lower) } : message);
}
