import type { Conversation } from '../../../src/engine/conversation';
import type { ConversationRef, PublicEvent } from '../../../src/engine/event';
import type { TimelineEntry } from '../../../src/engine/timeline';
import { type Commit, nameOf } from '../log';
import type { Publisher } from '../publisher';
import type { World } from '../world';
import { Model } from './model';

/** What an entry did to the conversation, by the words of the contract. */
export interface Told {
  entry: TimelineEntry;
  event: PublicEvent | undefined;
  /** Openings in it that were not an agent's, and whether the event itself opened. */
  openings: number;
  openedByEvent: boolean;
  firstOpening: boolean;
  closings: number;
  customerMessage: boolean;
  /** Public. */
  agentMessage: boolean;
  /** The event ended what an open chat waits for. */
  ended: boolean;
  /** What its runs did ended it. */
  effectsEnded: boolean;
  /** Whether the chat is open after it. */
  isOpen: boolean;
  /** The channel told of a message that the API had asked for. */
  isEcho: boolean;
}

/** All that is known of one conversation when everything has come to rest. */
export interface History {
  ref: ConversationRef;
  name: string;
  told: Told[];
  commits: Commit[];
  stored: Conversation | undefined;
  model: Model;
  publisher: Publisher;
  world: World;
}

export async function readHistory(ref: ConversationRef, world: World): Promise<History> {
  const listed = await world.ports.timeline.list(ref);
  const entries = listed.filter(({ kind }) => kind !== 'effect').sort((a, b) => a.sequence - b.sequence);
  const { conversation } = await world.ports.conversations.load(ref);
  const model = new Model(ref.channelId.startsWith('phone') ? 'call' : 'chat');
  return {
    ref,
    name: nameOf(ref),
    told: entries.map((entry) => model.take(entry)),
    commits: world.log.commits.get(nameOf(ref)) ?? [],
    stored: conversation,
    model,
    publisher: world.publishers.get(ref.workspaceId) as Publisher,
    world,
  };
}
