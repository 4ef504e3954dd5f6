import { type Conversation, REMEMBERED } from '../../engine/conversation';
import type { ConversationRef, Ring } from '../../engine/event';
import { CONVERSATION_SCHEMA, upcastConversation } from '../../engine/schema';
import type { Instant } from '../../engine/time';
import type { Conversations, Loaded } from '../../ports/conversations';
import type { CustomerRecord } from '../../ports/customers';
import { decode, encode, newerSchema, storedIn } from './codec';
import { bytesOf, numberOf } from './item';
import { conversationKey, customerKey, eventKey, refOfKey, shardOf } from './keys';
import { ABSENT, type Condition, type Item, type Key, type Table } from './table';

/** Conversations over the table: one item each, which the sweep index holds only while it has a sweep time. */
export function tableConversations(table: Table): Conversations {
  return {
    load: (...of) => load(table, ...of),
    async commit(ref, next, expected, sweepAt) {
      const when: Condition = expected === 0 ? ABSENT : [[{ is: ['version', expected] }]];
      return (await table.put(itemOf(ref, next, expected + 1, sweepAt), when)) ? 'committed' : 'conflict';
    },
    async sweep(shard, until, limit) {
      return (await table.due(String(shard), until, limit)).map(ringOf);
    },
  };
}

async function load(
  table: Table,
  ...[ref, eventId, customerId, writerId]: Parameters<Conversations['load']>
): Promise<Loaded> {
  const { workspaceId } = ref;
  const named = customerId === undefined ? undefined : customerKey(workspaceId, customerId);
  const [item, told] = await getNamed(table, [conversationKey(ref), named]);
  const conversation = item && conversationOf(item);
  const own = customerId === undefined ? (conversation?.customerId ?? writerId) : undefined;
  const entry =
    eventId !== undefined && conversation && mayHaveForgotten(conversation) ? eventKey(ref, eventId) : undefined;
  const [found, mine] = await getNamed(table, [entry, own === undefined ? undefined : customerKey(workspaceId, own)]);
  const customer = told ?? mine;
  return {
    version: item ? numberOf(item, 'version') : 0,
    inTimeline: found !== undefined,
    ...(conversation && { conversation }),
    ...(item?.sweepAt !== undefined && { sweepAt: numberOf(item, 'sweepAt') }),
    ...(customer && { customer: storedIn<CustomerRecord>(customer) }),
  };
}

/** The timeline is only asked when the conversation itself no longer remembers all its events: most never get that far. */
function mayHaveForgotten({ applied }: Conversation): boolean {
  return applied.length >= REMEMBERED;
}

/** The items of those keys that are given, each at its key's place. */
async function getNamed(table: Table, keys: readonly (Key | undefined)[]): Promise<(Item | undefined)[]> {
  const found = (await table.getMany(keys.filter((key) => key !== undefined))).values();
  return keys.map((key) => (key === undefined ? undefined : found.next().value));
}

function itemOf(ref: ConversationRef, next: Conversation, version: number, sweepAt: Instant | null): Item {
  const sweep = sweepAt === null ? {} : { sweepShard: shardOf(ref), sweepAt };
  return { ...conversationKey(ref), version, schema: CONVERSATION_SCHEMA, data: encode(next), ...sweep };
}

function conversationOf(item: Item): Conversation {
  const schema = numberOf(item, 'schema');
  if (schema > CONVERSATION_SCHEMA) throw newerSchema(item);
  const stored = decode(bytesOf(item, 'data'), item) as Record<string, unknown>;
  const conversation = upcastConversation({ ...stored, schema });
  if (!conversation) throw newerSchema(item);
  return conversation;
}

function ringOf(key: Key): Omit<Ring, 'receivedAt'> {
  const { workspaceId, channelId, conversationId } = refOfKey(key);
  return { schema: 1, workspaceId, channelId, subject: conversationId };
}
