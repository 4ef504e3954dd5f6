/** What an update makes of a customer's record. */
import type { CustomerConversation, CustomerUpdate } from './effects';
import type { CustomerFields } from './event';
import type { Instant } from './time';

/** Conversations that a customer's index keeps. */
export const MAX_CUSTOMER_CONVERSATIONS = 20;
/** Updates remembered as applied: more than a customer can have on the way at once. */
const MAX_APPLIED = 50;
/** The door's limits for one event hold for the record as well. */
const MAX_TAGS = 100;
const MAX_PROFILE_BYTES = 8192;

interface Remembered extends CustomerFields {
  createdAt: Instant;
  updatedAt: Instant;
  conversations: CustomerConversation[];
  applied: string[];
}

/**
 * The record after the update; the same record when the update was applied before. A profile field that is told is set, `null`
 * removes it; where limits are passed, the oldest goes.
 */
export function updateCustomer<R extends Remembered>(known: R, update: CustomerUpdate): R {
  if (known.applied.includes(update.id)) return known;
  const { profile, ...fields } = update.set ?? {};
  const tags = tagsAfter(fields.tags ?? known.tags ?? [], update);
  const told = profile && profileAfter(known.profile ?? {}, profile);
  return {
    ...known,
    ...fields,
    ...(told && { profile: told }),
    ...((known.tags || tags.length > 0) && { tags }),
    conversations: indexAfter(known.conversations, update.conversation),
    createdAt: Math.min(known.createdAt, update.at),
    updatedAt: Math.max(known.updatedAt, update.at),
    applied: [...known.applied, update.id].slice(-MAX_APPLIED),
  };
}

function tagsAfter(tags: readonly string[], { addTags = [], removeTags = [] }: CustomerUpdate): string[] {
  return [...new Set([...tags, ...addTags])].filter((tag) => !removeTags.includes(tag)).slice(-MAX_TAGS);
}

function profileAfter(known: NonNullable<CustomerFields['profile']>, told: NonNullable<CustomerFields['profile']>) {
  const kept = Object.entries(known).filter(([name]) => !Object.hasOwn(told, name));
  const entries = [...kept, ...Object.entries(told)].filter(([, value]) => value !== null);
  while (Buffer.byteLength(JSON.stringify(Object.fromEntries(entries))) > MAX_PROFILE_BYTES) entries.shift();
  return Object.fromEntries(entries);
}

function indexAfter(known: readonly CustomerConversation[], told?: CustomerConversation): CustomerConversation[] {
  if (!told) return [...known];
  const others = known.filter(
    (some) => some.channelId !== told.channelId || some.conversationId !== told.conversationId,
  );
  return [...others, told].sort((a, b) => a.startedAt - b.startedAt).slice(-MAX_CUSTOMER_CONVERSATIONS);
}

/** One update a customer: what a commit has to say of each, in one write. */
export function mergeUpdates(updates: readonly CustomerUpdate[]): CustomerUpdate[] {
  const byCustomer = Map.groupBy(updates, ({ customerId }) => customerId);
  return [...byCustomer.values()].map((some) => some.reduce(merge));
}

const without = (tags: readonly string[] = [], gone: readonly string[] = []) =>
  tags.filter((tag) => !gone.includes(tag));

/** What comes later holds: a tag that was taken away and given again stays. */
function merge(one: CustomerUpdate, next: CustomerUpdate): CustomerUpdate {
  const addTags = [...without(one.addTags, next.removeTags), ...(next.addTags ?? [])];
  const removeTags = [...without(one.removeTags, next.addTags), ...(next.removeTags ?? [])];
  const profile = { ...one.set?.profile, ...next.set?.profile };
  const { addTags: _, removeTags: __, ...rest } = one;
  const conversation = next.conversation ?? one.conversation;
  return {
    ...rest,
    ...(one.set || next.set
      ? { set: { ...one.set, ...next.set, ...(Object.keys(profile).length > 0 ? { profile } : {}) } }
      : {}),
    ...(addTags.length > 0 ? { addTags } : {}),
    ...(removeTags.length > 0 ? { removeTags } : {}),
    ...(conversation ? { conversation } : {}),
  };
}
