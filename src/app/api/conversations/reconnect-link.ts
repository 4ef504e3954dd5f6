/** A link by which the customer comes back into a conversation, for desks that write it into their own messages. */
import * as z from 'zod';
import { type AgainstReturn, againstReturn } from '../../../engine/reconnect';
import { linkTo } from '../../reconnect/link';
import { type ApiDeps, type ApiResponse, answer, notFound, problem } from '../http';
import type { Call } from '../route';
import { named } from '../schemas';
import { type ConversationParams, refOfCall } from './read';

export const reconnectLinkShape = named('ReconnectLink', z.strictObject({ url: z.string() }));

/** Whoever has the link may follow it, as long as this session goes on and the customer is waited for. */
export async function makeReconnectLink(call: Call<ConversationParams>, deps: ApiDeps): Promise<ApiResponse> {
  const ref = refOfCall(call);
  const { conversation } = await deps.conversations.load(ref);
  if (!conversation) return notFound('conversation');
  const channel = await deps.channels.get(ref.channelId, { fresh: true });
  const against = againstReturn(conversation, channel?.reconnect?.enabled === true, deps.clock.now());
  if (against) return problem(409, `reconnect.${against}`, SAYS[against]);
  return answer(200, { url: await linkTo(conversation, deps) });
}

const SAYS: Readonly<Record<AgainstReturn, string>> = {
  disabled: 'The channel brings no customers back; PUT /v1/channels/{id}/reconnect with "enabled": true first.',
  expired: 'The time limit has passed, so the session is over; a link can be made once the conversation is open again.',
  endedByAgent: 'The agent has ended the session; a link can be made once the conversation is open again.',
  closedByCustomer: 'The customer has closed the chat; a link can be made once the conversation is open again.',
  unknown: 'The conversation is not open, so there is no session to come back to; open it first.',
};
