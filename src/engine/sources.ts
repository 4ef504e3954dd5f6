/** Where facts are read from at a moment of a turn. */
import type { LastMessage } from './conversation';
import type { FactSource, MessageFacts } from './facts';
import type { Turn } from './turn';

/** What the counted last message tells conditions. */
export function lastMessageFacts(last: LastMessage | undefined): MessageFacts | undefined {
  return last && { text: last.text, via: last.via, hasFiles: last.hasFiles, private: false };
}

export function factSource(
  turn: Turn,
  carried: { message?: MessageFacts | undefined; agentId?: string | undefined },
): FactSource {
  return {
    conversation: turn.conversation,
    customer: turn.customer,
    message: carried.message,
    agentId: carried.agentId,
    channelKind: turn.channelKind,
    settings: turn.settings,
    now: turn.now,
  };
}
