/** Reading conversations: one, its timeline, and a customer's. */
import * as z from 'zod';
import type { ConversationRef } from '../../../engine/event';
import { formatInstant } from '../../../engine/time';
import { fileLinks } from '../../file-links';
import { etagHeader } from '../etag';
import { type ApiDeps, type ApiResponse, answer, notFound } from '../http';
import { badCursor, type PageQuery, pageOf, pageQuery } from '../query';
import type { Call } from '../route';
import { id, listOf, named, time } from '../schemas';
import { toState } from './state';
import { toTimelineItem } from './timeline';

export type ConversationParams = { channelId: string; conversationId: string };

/** A conversation of the caller's workspace, whatever the path names. */
export function refOfCall(call: Pick<Call<ConversationParams>, 'key' | 'params'>): ConversationRef {
  const { channelId, conversationId } = call.params;
  return { workspaceId: call.key.workspaceId, channelId, conversationId };
}

export function getConversation(call: Call<ConversationParams>, deps: ApiDeps): Promise<ApiResponse> {
  return tellState(refOfCall(call), deps);
}

/** The state as it is stored now; 404 when there is none. */
export async function tellState(ref: ConversationRef, deps: ApiDeps): Promise<ApiResponse> {
  const { conversation, version } = await deps.conversations.load(ref);
  if (!conversation) return notFound('conversation');
  const { matcher } = await deps.live.forBatch()(ref.workspaceId);
  return answer(200, toState(conversation, version, matcher), etagHeader(version));
}

/** What happened, oldest first. */
export async function getTimeline(
  call: Call<ConversationParams, undefined, PageQuery>,
  deps: ApiDeps,
): Promise<ApiResponse> {
  const entries = await deps.timeline.list(refOfCall(call));
  if (entries.length === 0 && !(await deps.conversations.load(refOfCall(call))).conversation) {
    return notFound('conversation');
  }
  const page = pageOf(entries, call.query, (entry) => `${entry.kind} ${entry.id}`);
  if (!page) return badCursor();
  const isMailed = page.items.some(({ event }) => event?.email);
  const linkTo = isMailed ? await fileLinks(deps) : String;
  return answer(200, { ...page, items: page.items.map((entry) => toTimelineItem(entry, linkTo)) });
}

export const customerQuery = pageQuery.extend({ customer: id });

const summaryShape = named(
  'ConversationSummary',
  z.strictObject({
    ...{ channelId: id, conversationId: id, kind: z.enum(['chat', 'call']), startedAt: time },
    ...{ tags: z.array(z.string()), missedReason: z.string().optional() },
  }),
);
export const conversationList = listOf('ConversationList', summaryShape);

/** The last conversations of a customer, newest first. */
export async function listConversations(
  call: Call<object, undefined, PageQuery & { customer: string }>,
  deps: ApiDeps,
): Promise<ApiResponse> {
  const customer = await deps.customers.get(call.key.workspaceId, call.query.customer);
  const newestFirst = (customer?.conversations ?? []).toReversed();
  const page = pageOf(newestFirst, call.query, (one) => JSON.stringify([one.channelId, one.conversationId]));
  if (!page) return badCursor();
  const items = page.items.map((one) => ({ ...one, startedAt: formatInstant(one.startedAt) }));
  return answer(200, { ...page, items });
}
