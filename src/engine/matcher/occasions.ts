/**
 * Which triggers an event meets, and which waits it starts, by the event and the conversation as the event leaves it: for a
 * matcher that is asked alone. The engine's own occurrences come of the fold.
 */
import type { Conversation } from '../conversation';
import type { ConversationEvent, EventOf } from '../event';
import type { FactSource } from '../facts';
import { DEFAULT_SETTINGS } from '../settings';
import type { Instant } from '../time';
import type { Occasion } from '../trigger-settings';

export interface Met extends Occasion {
  trigger: string;
  /** Only workflows of this timing. */
  timing?: string;
}

type By = 'customer' | 'agent';

/** What opened a chat meets before all else. */
function opening(by: By, { openedCount }: Conversation, message?: Occasion['message']): Met[] {
  const occasion = { first: openedCount <= 1, ...(message ? { message } : {}) };
  return [
    { trigger: by === 'agent' ? 'chat.openedByAgent' : 'chat.opened', ...occasion },
    { trigger: 'chat.customerWaiting', timing: 'whenOpened', ...occasion },
  ];
}

function ofMessage(event: EventOf<'message.created'>, conversation: Conversation): Met[] {
  const { author, text, via, files, answer, private: isPrivate = false } = event.data;
  if (author.type !== 'customer' && author.type !== 'agent') return [];
  const hasFiles = (files?.length ?? 0) > 0;
  const message = { text, via: via ?? 'chat', hasFiles, private: isPrivate, isAnswer: answer !== undefined };
  const met: Met[] = [{ trigger: `message.${author.type}`, message }];
  if (isPrivate || conversation.status !== 'open') return met;
  if (conversation.openedAt === event.receivedAt) met.unshift(...opening(author.type, conversation, message));
  if (author.type === 'agent') return [...met, { trigger: 'chat.agentWaiting', message }];
  return [...met, { trigger: 'chat.customerWaiting', timing: 'every', message }];
}

/** In order: opening and closing first, then messages, then waits. */
export function metBy(event: ConversationEvent, conversation: Conversation): Met[] {
  switch (event.type) {
    case 'message.created':
      return ofMessage(event, conversation);
    case 'conversation.started':
      return event.data.by === 'agent' ? [] : [{ trigger: 'chat.started' }];
    case 'conversation.opened':
      return opening(event.data.by === 'agent' ? 'agent' : 'customer', conversation);
    case 'conversation.closed':
      return [{ trigger: 'chat.closed' }];
    case 'conversation.queued':
      return [{ trigger: `${conversation.kind}.queued` }];
    case 'call.placed':
      return [{ trigger: 'call.outbound' }];
    case 'call.ringing':
    case 'call.inbound':
    case 'call.queued':
    case 'call.ended':
      return [{ trigger: event.type }];
    default:
      return [];
  }
}

/** What conditions ask beside the event, the conversation and the time. */
export type Known = Partial<Pick<FactSource, 'customer' | 'settings' | 'channelKind'>>;

/** Customer facts are those of the event, then those known; the agent is who acted, then the assignee. */
export function sourceOf(
  { data }: ConversationEvent,
  conversation: Conversation,
  message: Occasion['message'],
  now: Instant,
  { customer, settings = DEFAULT_SETTINGS, channelKind }: Known,
): FactSource {
  const told = 'customer' in data ? data.customer : undefined;
  const author = 'author' in data && data.author.type === 'agent' ? data.author.id : undefined;
  const agentId = author ?? ('agentId' in data ? data.agentId : undefined) ?? conversation.agentId;
  const both = told && customer ? { ...customer, ...told } : (told ?? customer);
  return { conversation, customer: both, message, agentId, channelKind, settings, now };
}
