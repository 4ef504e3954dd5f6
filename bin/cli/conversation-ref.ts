import { idsInPath } from '../../src/app/api/path-ids';
import { Failure } from './failure';

export interface ConversationName {
  channelId: string;
  conversationId: string;
}

/** `channel/conversation` or the two apart; ids may hold slashes after the first. @throws Failure */
export function conversationNamed(first: string, second?: string): ConversationName {
  if (second !== undefined) return { channelId: first, conversationId: second };
  const at = first.indexOf('/');
  if (at > 0 && at < first.length - 1) return { channelId: first.slice(0, at), conversationId: first.slice(at + 1) };
  throw new Failure(`Which conversation? Give CHANNEL/CONVERSATION such as web/chat-42, not "${first}".`, {
    exitCode: 2,
  });
}

/** @param rest of the path, below the conversation: `/timeline` */
export function pathOf({ channelId, conversationId }: ConversationName, rest = ''): string {
  const { segments, query } = idsInPath([channelId, conversationId]);
  return `/v1/conversations/${segments.join('/')}${rest}${query}`;
}
