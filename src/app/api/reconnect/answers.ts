/** What is answered to who wants to go on with a conversation: in JSON, always with a way on. */
import * as z from 'zod';
import type { ConversationRef } from '../../../engine/event';
import { formatInstant } from '../../../engine/time';
import type { WayBack } from '../../reconnect/come-back';
import { id, named, time } from '../schemas';

const REASONS = ['expired', 'endedByAgent', 'closedByCustomer', 'disabled', 'unknown', 'unavailable'] as const;
/** Why not; `unavailable`: it cannot be told at the moment. */
export const reason = z.enum(REASONS);

const conversation = z.strictObject({ channelId: id, conversationId: id });
const found = z.strictObject({
  ...{ portalUrl: z.string(), conversation, agentId: id.optional() },
  /** False where another agent may go on with it. */
  sameAgent: z.boolean(),
  /** Who is not back by then is waited for no more. */
  until: time.optional(),
});
/** A new conversation can be begun whatever the reason. */
const refused = z.strictObject({
  newConversation: z.literal(true),
  ...{ portalUrl: z.string().optional(), redirectUrl: z.string().optional() },
});

export const wayBackShape = named(
  'ReconnectState',
  z.union([found.extend({ state: z.literal('resumable') }), refused.extend({ state: reason })]),
);
export const resumedShape = named(
  'ReconnectResult',
  z.union([found.extend({ result: z.literal('resumed') }), refused.extend({ result: reason })]),
);

/** Or that a store failed. */
export type Way = WayBack | { ok: false; reason: 'unavailable'; portalUrl?: string };

/** Told under the name `as`; `ref` is the conversation it is about, where one is known. */
export function tellWay(
  as: 'state' | 'result',
  way: Way,
  ref?: Pick<ConversationRef, 'channelId' | 'conversationId'>,
): Record<string, unknown> {
  if (!way.ok) {
    const { ok: _, reason: why, ...rest } = way;
    return { [as]: why, newConversation: true, ...rest };
  }
  const { ok: _, until, ...rest } = way;
  return {
    [as]: as === 'state' ? 'resumable' : 'resumed',
    ...rest,
    conversation: { channelId: ref?.channelId, conversationId: ref?.conversationId },
    ...(until !== undefined && { until: formatInstant(until) }),
  };
}
