/**
 * Where everything stands in the one table. Names are kept readable in keys, because the keys-only sweep index has to tell
 * which conversation is overdue, and because a short name weighs less than its hash.
 */
import type { ConversationRef } from '../../engine/event';
import { hashId, shortHash, timelineId } from '../../engine/ids';
import type { Instant } from '../../engine/time';
import { StoreError } from '../../ports/store-error';
import type { Key } from './table';

/** How many shards the sweep index has; the sweep asks each. */
export const SWEEP_SHARDS = 16;

/** Control characters, the separator and the mark of the other form; these lists never change, or keys would. */
const UNFIT = /[\u0000-\u001f\u007f-\u009f/%]/;

/**
 * Joins names of any script into one key part of at most 1,200 bytes for three names of 128 characters. Names that have the
 * separator, control characters or half a surrogate pair in them (UTF-8 cannot tell two of those apart) take a second form.
 */
export function packNames(...names: readonly string[]): string {
  if (names.every((name) => name.isWellFormed() && !UNFIT.test(name))) return names.join('/');
  const framed = `${names.map((name) => name.length).join('.')}:${names.join('')}`;
  return `%${Buffer.from(framed, 'utf16le').toString('base64url')}`;
}

/** The names that `packNames` joined. */
export function unpackNames(packed: string): string[] {
  if (!packed.startsWith('%')) return packed.split('/');
  const framed = Buffer.from(packed.slice(1), 'base64url').toString('utf16le');
  const start = framed.indexOf(':') + 1;
  let at = start;
  return framed
    .slice(0, start - 1)
    .split('.')
    .map((length) => framed.slice(at, (at += Number(length))));
}

const conversationNames = (ref: ConversationRef) => packNames(ref.workspaceId, ref.channelId, ref.conversationId);

export const conversationKey = (ref: ConversationRef): Key => ({ pk: `c#${conversationNames(ref)}`, sk: 'c' });

/** The conversation whose key this is; the inverse of `conversationKey`. */
export function refOfKey(key: Key): ConversationRef {
  const [workspaceId = '', channelId = '', conversationId = ''] = unpackNames(key.pk.slice(2));
  return { workspaceId, channelId, conversationId };
}

export function shardOf(ref: ConversationRef): string {
  const hash = hashId(ref.workspaceId, ref.channelId, ref.conversationId);
  return String(hash.charCodeAt(0) % SWEEP_SHARDS);
}

/** Timeline and claims of a conversation share a partition, so that one query shows both. */
export const timelinePartition = (ref: ConversationRef): string => `t#${conversationNames(ref)}`;
export const entryKey = (ref: ConversationRef, entryId: string): Key => ({
  pk: timelinePartition(ref),
  sk: `e#${entryId}`,
});
export const eventKey = (ref: ConversationRef, eventId: string): Key => entryKey(ref, timelineId(eventId));
export const CLAIMS = 'f#';
export const claimKey = (ref: ConversationRef, effectId: string): Key => ({
  pk: timelinePartition(ref),
  sk: `${CLAIMS}${effectId}`,
});

export const customerKey = (workspaceId: string, customerId: string): Key => ({
  pk: `u#${packNames(workspaceId, customerId)}`,
  sk: 'u',
});

/** What a workspace has few of and lists: its record, workflows, channels, API keys. */
export const workspacePartition = (workspaceId: string): string => `w#${packNames(workspaceId)}`;
export const workspaceKey = (workspaceId: string): Key => ({ pk: workspacePartition(workspaceId), sk: 'workspace' });
export const WORKFLOWS = 'workflow#';
export const workflowKey = (workspaceId: string, id: string): Key => ({
  pk: workspacePartition(workspaceId),
  sk: `${WORKFLOWS}${packNames(id)}`,
});
export const revisionKey = (workspaceId: string, id: string, revision: number): Key => ({
  pk: `v#${packNames(workspaceId, id)}`,
  sk: sortable(revision),
});
export const snapshotPartition = (workspaceId: string, version: number): string =>
  `g#${packNames(workspaceId)}/${version}`;

export const CHANNELS = 'channel#';
export const channelKey = (channelId: string): Key => ({ pk: `h#${packNames(channelId)}`, sk: 'h' });
export const channelListing = (workspaceId: string, channelId: string): Key => ({
  pk: workspacePartition(workspaceId),
  sk: `${CHANNELS}${packNames(channelId)}`,
});

export const API_KEYS = 'key#';
export const apiKeyKey = (hash: string): Key => ({ pk: `a#${hash}`, sk: 'a' });
export const apiKeyListing = (workspaceId: string, hash: string): Key => ({
  pk: workspacePartition(workspaceId),
  sk: `${API_KEYS}${hash}`,
});

export const answerKey = (workspaceId: string, id: string): Key => ({ pk: `n#${hashId(workspaceId, id)}`, sk: 'n' });
export const rateKey = (key: string, window: number, start: Instant): Key => ({
  pk: `r#${shortHash(key, window)}`,
  sk: sortable(start),
});

export const parkedPartition = (workspaceId: string): string => `p#${packNames(workspaceId)}`;
export const parkedKey = (workspaceId: string, id: string, parkedAt: Instant): Key => ({
  pk: parkedPartition(workspaceId),
  sk: `${sortable(parkedAt)}#${shortHash(id)}`,
});
/** Tells when a parked message was parked first, which its own key needs. */
export const parkedPointer = (workspaceId: string, id: string): Key => ({
  pk: `q#${hashId(workspaceId, id)}`,
  sk: 'q',
});

/** Threads and sent e-mails are found by ids that are hashes of ours, signing keys are one item of the installation. */
export const mailThreadKey = (id: string): Key => ({ pk: `m#${packNames(id)}`, sk: 'm' });
export const sentMailKey = (effectId: string): Key => ({ pk: `e#${packNames(effectId)}`, sk: 'e' });
export const SIGNING_KEYS: Key = { pk: 'k#signing', sk: 'k' };

/** A suppression by its address, and its place in the workspace's list. */
export const suppressionKey = (workspaceId: string, address: string): Key => ({
  pk: `x#${hashId(workspaceId, address)}`,
  sk: 'x',
});
export const suppressionsPartition = (workspaceId: string): string => `y#${packNames(workspaceId)}`;
export const suppressionListing = (workspaceId: string, address: string, at: Instant): Key => ({
  pk: suppressionsPartition(workspaceId),
  sk: `${sortable(at)}#${shortHash(address)}`,
});

export const statisticsPartition = (workspaceId: string, shard: number): string =>
  `s#${packNames(workspaceId)}/${shard}`;
export const statisticsKey = (workspaceId: string, shard: number, day: string, workflowId: string): Key => ({
  pk: statisticsPartition(workspaceId, shard),
  sk: `${day}#${packNames(workflowId)}`,
});

/** A sort key of a list by time, as it is told to whoever pages through it. */
const TIMED = /^[0-9a-z]{9}#[a-z2-7]{26}$/;

/** @throws StoreError `store.badCursor` for what is no place in a list by time */
export function checkedCursor(cursor: string): string {
  if (TIMED.test(cursor)) return cursor;
  throw new StoreError('store.badCursor', 'This page does not exist: start from the first page.', { retry: false });
}

/** A whole number up to 10^13 as text that sorts like it. */
function sortable(value: number): string {
  return value.toString(36).padStart(9, '0');
}

/** Whom an agent is taken up by. */
export const agentPartition = (workspaceId: string, agentId: string): string => `o#${packNames(workspaceId, agentId)}`;
export const heldKey = (workspaceId: string, agentId: string, channelId: string, conversationId: string): Key => ({
  pk: agentPartition(workspaceId, agentId),
  sk: packNames(channelId, conversationId),
});
