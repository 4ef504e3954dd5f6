import type { Conversation } from '../../../src/engine/conversation';
import type { ConversationRef, PublicEvent } from '../../../src/engine/event';
import type { Instant } from '../../../src/engine/time';
import type { TimelineEntry } from '../../../src/engine/timeline';
import { type Commit, nameOf } from '../log';
import type { Publisher } from '../publisher';
import { isCall } from '../story';
import type { World } from '../world';
import type { AwayNews } from './away-model';
import { Model } from './model';
import { RunBook, type RunsOf } from './run-book';
import type { MailNews } from './unread-model';

/** What an entry did to the conversation, by the words of the contract. */
export interface Told {
  entry: TimelineEntry;
  event: PublicEvent | undefined;
  /** What it did to runs. */
  runs: RunsOf;
  /** The bot's run that kept the chat out of the inbox before it. */
  heldBy: string | undefined;
  /** Openings in it that were not an agent's, and whether the event itself opened. */
  openings: number;
  openedByEvent: boolean;
  firstOpening: boolean;
  /** The event was an agent's, and opened. */
  openedByAgent: boolean;
  firstByAgent: boolean;
  closings: number;
  /** A call ended, or a chat was closed and not opened again. */
  isOver: boolean;
  customerMessage: boolean;
  /** Public. */
  agentMessage: boolean;
  /** The event ended what an open chat waits for. */
  ended: boolean;
  /** What its runs did ended it. */
  effectsEnded: boolean;
  /** The trigger whose wait began as the event put it into the queue; or it took it out. */
  queued: string | undefined;
  unqueued: boolean;
  /** What its runs did took it out. */
  effectsUnqueued: boolean;
  /** What calls and new chats met for the first time. */
  met: string | undefined;
  /** Whether the chat is open after the event, and after the entry. */
  wasOpen: boolean;
  isOpen: boolean;
  /** The channel told of a message that the API had asked for. */
  isEcho: boolean;
  /** What became of unread answers, and of the request of the address. */
  mail: MailNews;
  /** Who is there and who is waited for; until when, after it. */
  away: AwayNews;
  until: Instant | undefined;
  openedCount: number;
  /** What is unread after it. */
  unread: readonly string[];
}

/** All that is known of one conversation when everything has come to rest. */
export interface History {
  ref: ConversationRef;
  name: string;
  told: Told[];
  commits: Commit[];
  stored: Conversation | undefined;
  model: Model;
  book: RunBook;
  publisher: Publisher;
  world: World;
}

export async function readHistory(ref: ConversationRef, world: World): Promise<History> {
  const listed = await world.ports.timeline.list(ref);
  const entries = listed.filter(({ kind }) => kind !== 'effect').sort((a, b) => a.sequence - b.sequence);
  const { conversation } = await world.ports.conversations.load(ref);
  const model = new Model(isCall(ref.conversationId) ? 'call' : 'chat');
  const book = new RunBook();
  const publisher = world.publishers.get(ref.workspaceId) as Publisher;
  const commits = (world.log.commits.get(nameOf(ref)) ?? []).filter(({ next }) => next.outbox);
  const quiet = commits.filter(({ next }) => next.outbox?.timeline.length === 0);
  const passUpTo = (sequence: number) => {
    while ((quiet[0]?.next.sequence ?? Infinity) < sequence) model.pass(quiet.shift() as Commit);
  };
  const told = entries.map((entry, at) => {
    passUpTo(entry.sequence);
    const commit = commits.find(({ next }) => next.sequence === entry.sequence);
    const by = { settings: publisher.settingsOf(entry.configuration), reconnect: commit?.reconnect };
    return model.take(entry, book.take(entry, at), by);
  });
  passUpTo(Infinity);
  return {
    ref,
    name: nameOf(ref),
    told,
    commits: world.log.commits.get(nameOf(ref)) ?? [],
    stored: conversation,
    model,
    book,
    publisher,
    world,
  };
}
