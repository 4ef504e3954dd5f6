/** A customer asks to go on with a conversation: by a link, or at the widget's prompt. The answer is the same whoever is asked. */
import type { Conversation } from '../../engine/conversation';
import type { ConversationRef, CustomerReturnedEvent } from '../../engine/event';
import { shortHash, timelineId } from '../../engine/ids';
import { type AgainstReturn, againstReturn, isPastSession, isSameAgent, limitAt } from '../../engine/reconnect';
import type { Instant } from '../../engine/time';
import type { Returned } from '../../engine/timeline';
import type { ChannelRecord } from '../../ports/channels';
import { type HandleContext, type HandleDeps, handleEvent } from '../handle-event';

/**
 * What a customer can go on with, or why not; `redirectUrl` where somebody who comes too late is sent, `portalUrl` where a new
 * conversation begins, absent where the channel names none.
 */
export type WayBack =
  | { ok: true; portalUrl: string; agentId?: string; sameAgent: boolean; until?: Instant }
  | { ok: false; reason: AgainstReturn; redirectUrl?: string; portalUrl?: string };

export interface Asked {
  ref: ConversationRef;
  /** The session that a link was made for; absent at the prompt, which is about the one that goes on. */
  session?: number;
  by: 'link' | 'prompt';
  /** Whose conversation it has to be; absent for links, which whoever has them may follow. */
  customerId?: string;
}

const no = (reason: AgainstReturn, { reconnect }: Pick<ChannelRecord, 'reconnect'>): WayBack => {
  const { redirectUrl, portalUrl } = reconnect ?? {};
  return {
    ...{ ok: false, reason },
    ...(reason === 'expired' && redirectUrl !== undefined && { redirectUrl }),
    ...(portalUrl !== undefined && { portalUrl }),
  };
};

/** What keeps anybody from asking, before the conversation is. */
function refusal(asked: Asked, channel: ChannelRecord | undefined, conversation: Conversation | undefined) {
  if (channel?.workspaceId !== asked.ref.workspaceId) return no('unknown', {});
  if (!channel.reconnect?.enabled) return no('disabled', channel);
  if (!conversation) return no('unknown', channel);
  if (asked.customerId !== undefined && conversation.customerId !== asked.customerId) return no('unknown', channel);
  if (isPastSession(conversation, asked.session)) return no('expired', channel);
  return undefined;
}

/** Whether this conversation, as it was read, could be gone on with at a moment. */
export function wayBack(
  asked: Asked,
  channel: ChannelRecord | undefined,
  conversation: Conversation | undefined,
  now: Instant,
): WayBack {
  const refused = refusal(asked, channel, conversation);
  if (refused) return refused;
  const [some, of] = [conversation as Conversation, channel as ChannelRecord];
  const against = againstReturn(some, true, now);
  return against ? no(against, of) : open(some, of);
}

function open(conversation: Conversation, { reconnect }: ChannelRecord): WayBack & { ok: true } {
  const { agentId } = conversation;
  const until = limitAt(conversation);
  return {
    ...{ ok: true, portalUrl: reconnect?.portalUrl ?? '', sameAgent: isSameAgent(conversation) },
    ...(agentId !== undefined && { agentId }),
    ...(until !== undefined && { until }),
  };
}

/** Whether it could be gone on with at this moment; changes nothing. @throws StoreError (retry) */
export async function look(
  asked: Asked,
  deps: Pick<HandleDeps, 'channels' | 'clock' | 'conversations'>,
): Promise<WayBack> {
  const channel = await deps.channels.get(asked.ref.channelId);
  const { conversation } = await deps.conversations.load(asked.ref);
  return wayBack(asked, channel, conversation, deps.clock.now());
}

/** Goes on with it, if it can be. Asked twice it answers the same. @throws StoreError (retry) */
export async function comeBack(
  asked: Asked,
  deps: HandleDeps,
  context: Pick<HandleContext, 'live' | 'sent'>,
): Promise<WayBack> {
  const channel = await deps.channels.get(asked.ref.channelId);
  const { conversation } = await deps.conversations.load(asked.ref);
  const refused = refusal(asked, channel, conversation);
  if (refused) return refused;
  const event = eventOf(asked, deps.clock.now());
  const handled = await handleEvent({ kind: 'event', event }, deps, context);
  // Asked twice in one moment: the answer is what was decided then, whatever has come since.
  const entry = handled.entry ?? (await deps.timeline.get(asked.ref, timelineId(event.id)));
  const after = (handled.conversation ?? conversation) as Conversation;
  if (!entry?.returned) return wayBack(asked, channel, after, deps.clock.now());
  return told(entry.returned, after, channel as ChannelRecord);
}

function told(returned: Returned, after: Conversation, channel: ChannelRecord): WayBack {
  if ('reason' in returned) return no(returned.reason, channel);
  const { agentId: _, ...way } = open(after, channel);
  return { ...way, ...returned };
}

function eventOf({ ref, by, session }: Asked, now: Instant): CustomerReturnedEvent {
  const { conversationId: subject, ...of } = ref;
  const id = `ret_${shortHash(ref.workspaceId, ref.channelId, ref.conversationId, by, now, session ?? 0)}`;
  const data = { by, ...(session !== undefined && { session }) };
  return { schema: 1, id, ...of, subject, type: 'customer.returned', origin: 'command', receivedAt: now, data };
}
