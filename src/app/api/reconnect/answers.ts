/** What is answered to who wants to go on with a conversation: in JSON, always with a way on. */
import * as z from 'zod';
import type { ConversationRef } from '../../../engine/event';
import { formatInstant } from '../../../engine/time';
import type { WayBack } from '../../reconnect/come-back';
import { id, named, time } from '../schemas';

const REASONS = ['expired', 'endedByAgent', 'closedByCustomer', 'disabled', 'unknown', 'unavailable'] as const;
export const reason = z.enum(REASONS);

const conversation = z.strictObject({ channelId: id, conversationId: id });
const found = z.strictObject({
  ...{ portalUrl: z.string(), conversation, agentId: id.optional() },
  /** False where another agent may go on with it. */
  sameAgent: z.boolean(),
  /** Who is not back by then is waited for no more. */
  until: time.optional(),
});
/** `unavailable`: it cannot be told at the moment. A new conversation can be begun whatever the reason. */
const refused = z.strictObject({
  ...{ reason, newConversation: z.literal(true) },
  ...{ portalUrl: z.string().optional(), redirectUrl: z.string().optional() },
});

export const wayBackShape = named(
  'ReconnectState',
  z.union([found.extend({ state: z.literal('resumable') }), refused.extend({ state: z.literal('refused') })]),
);
export const resumedShape = named(
  'ReconnectResult',
  z.union([found.extend({ result: z.literal('resumed') }), refused.extend({ result: z.literal('refused') })]),
);

/** Or that a store failed. */
export type Way = WayBack | { ok: false; reason: 'unavailable'; portalUrl?: string };

/** Of a conversation that was gone on with or may be; `ref` absent where nothing is known of it. */
export function tellWay(way: Way, ref?: Pick<ConversationRef, 'channelId' | 'conversationId'>) {
  if (!way.ok) {
    const { ok: _, ...rest } = way;
    return { ...rest, newConversation: true };
  }
  const { ok: _, until, ...rest } = way;
  return {
    ...rest,
    conversation: { channelId: ref?.channelId, conversationId: ref?.conversationId },
    ...(until !== undefined && { until: formatInstant(until) }),
  };
}
