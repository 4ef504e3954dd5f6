/** What the page knows of the stack: asked for again and again, as long as somebody looks. */
import { agents } from '../cast';
import { api, type Chat, type ConversationState, desk, type Entry, listOf, pathOf, type TimelineItem } from './server';

export interface Seen extends Chat {
  /** Absent until the first event was evaluated. */
  state?: ConversationState;
}
export interface Capacity {
  active: number;
  reserved: object[];
}

const EVERY_MS = 1_000;
/** Of those that nobody looks at: so many rounds apart. */
const SELDOM = 3;

export class Board {
  /** The stack's time, epoch milliseconds. */
  now = 0;
  chats: Seen[] = [];
  /** Of the conversation that is looked at, oldest first. */
  entries: Entry[] = [];
  timeline: TimelineItem[] = [];
  capacities: Record<string, Capacity> = {};
  #chosen: string | undefined;
  #round = 0;
  #told = '';
  #running: Promise<void> | undefined;
  readonly #changed: (trouble?: Error) => void;

  /** @param changed called after each round; with what kept it from being one */
  constructor(chosen: string | undefined, changed: (trouble?: Error) => void) {
    this.#chosen = chosen;
    this.#changed = changed;
    setInterval(() => document.visibilityState === 'visible' && void this.refresh(), EVERY_MS);
  }

  get chosen(): Seen | undefined {
    return this.chats.find(({ conversationId }) => conversationId === this.#chosen);
  }

  choose(conversationId: string): void {
    if (this.#chosen === conversationId) return;
    this.#chosen = conversationId;
    [this.entries, this.timeline, this.#told] = [[], [], ''];
    this.#changed();
    void this.refresh();
  }

  /** One round, after the one that runs. */
  async refresh(): Promise<void> {
    await this.#running;
    this.#running ??= this.#look()
      .catch((trouble: Error) => this.#changed(trouble))
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  /** A round that leaves nothing out. */
  refreshAll(): Promise<void> {
    this.#round = 0;
    return this.refresh();
  }

  async #look(): Promise<void> {
    const isSeldom = this.#round++ % SELDOM === 0;
    const { now, chats } = await desk.chats();
    this.now = Date.parse(now);
    const before = versionsOf(this.chats);
    this.chats = await Promise.all(chats.map((chat) => this.#seen(chat, isSeldom)));
    const isNew = isSeldom || versionsOf(this.chats) !== before;
    await Promise.all([this.#lookCloser(), isNew && this.#lookAtAgents()]);
    this.#changed();
  }

  async #seen(chat: Chat, isSeldom: boolean): Promise<Seen> {
    const { conversationId, seq } = chat;
    const before = this.chats.find((seen) => seen.conversationId === conversationId);
    const isQuiet = before?.state?.status === 'closed' || (conversationId !== this.#chosen && !isSeldom);
    if (before?.state && before.seq === seq && isQuiet) return before;
    const state = await api<ConversationState>('GET', pathOf(conversationId)).catch(() => before?.state);
    return { ...chat, ...(state && { state }) };
  }

  /** Outcomes of effects come later than they, and change nothing else. */
  async #lookCloser(): Promise<void> {
    const seen = this.chosen;
    if (!seen) return;
    const told = `${seen.conversationId} ${seen.seq} ${seen.state?.version}`;
    if (told === this.#told && !hasPending(this.timeline)) return;
    const [entries, timeline] = await Promise.all([
      desk.entries(seen.conversationId),
      listOf<TimelineItem>(pathOf(seen.conversationId, '/timeline')),
    ]);
    if (seen.conversationId !== this.#chosen) return;
    [this.entries, this.timeline, this.#told] = [entries, timeline, told];
  }

  async #lookAtAgents(): Promise<void> {
    const found = agents.map(async ({ id }) => [id, await api<Capacity>('GET', `/v1/agents/${id}/capacity`)] as const);
    this.capacities = Object.fromEntries(await Promise.all(found));
  }
}

const versionsOf = (chats: readonly Seen[]) => chats.map(({ seq, state }) => `${seq}.${state?.version}`).join();

function hasPending(timeline: readonly TimelineItem[]): boolean {
  const done = new Set(timeline.map(({ effect }) => effect?.id));
  return timeline.some(({ effects = [] }) => effects.some(({ id }) => !done.has(id)));
}
